#include "view/buddy_chart.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/buddy.h"

/*
 * The block that the newest event left in hand: one of the frames that it
 * names. Only events of the buddy system leave one.
 */
static bool find_hand(const struct facts *f, const struct zone *z,
		      struct frame_block *b)
{
	if (!z->nr_inhand || !f->event)
		return false;
	for (int i = 0; i < EVENT_FIELDS; i++) {
		const struct event_field *field =
			&event_types[f->event->id].field[i];

		if (!field->name)
			break;
		if (field->form == EVENT_FORM_PFN &&
		    frame_block(f->now, f->event->arg[i], b) &&
		    b->state == PG_INHAND)
			return true;
	}
	return false;
}

bool chart_split(const struct facts *f, unsigned *at, unsigned *of)
{
	enum { ORDER = 1, KEPT, WANTED };
	const struct event *e = f->event;
	unsigned first;

	if (!e || e->id != EV_buddy_split)
		return false;
	first = (unsigned)e->arg[ORDER];
	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *before = history_at(f, i);

		if (before->id != EV_buddy_split ||
		    before->arg[KEPT] != e->arg[KEPT])
			break;
		first = (unsigned)before->arg[ORDER];
	}
	*at = first - (unsigned)e->arg[ORDER] + 1;
	*of = first - (unsigned)e->arg[WANTED] + 1;
	return true;
}

/* The unit did nothing to this order. */
static bool order_quiet(const struct facts *f, const struct chart *t,
			unsigned o)
{
	return t->z->free_area[o].nr_free == t->before->free_area[o].nr_free &&
	       !(t->in_hand && t->hand.order == o) && !(f->orders & 1u << o);
}

static bool order_empty(const struct facts *f, const struct chart *t,
			unsigned o)
{
	return !t->z->free_area[o].nr_free && order_quiet(f, t, o);
}

/* Neither the one that was wanted nor where it happens now. */
static bool order_passed(const struct facts *f, const struct chart *t,
			 unsigned o)
{
	return f->order != (int)o && !(t->in_hand && t->hand.order == o);
}

typedef bool may_fold_fn(const struct facts *f, const struct chart *t,
			 unsigned order);

/* Join neighbours that may share a row, the largest first, until it fits. */
static void fold(const struct facts *f, struct chart *t, int room,
		 may_fold_fn *may)
{
	for (int i = 0; t->nr_rows > room && i + 1 < t->nr_rows;) {
		if (!may(f, t, t->rows[i].low) ||
		    !may(f, t, t->rows[i + 1].high)) {
			i++;
			continue;
		}
		t->rows[i].low = t->rows[i + 1].low;
		t->nr_rows--;
		memmove(&t->rows[i + 1], &t->rows[i + 2],
			(size_t)(t->nr_rows - i - 1) * sizeof(t->rows[0]));
	}
}

/*
 * A row an order. What the zone is too small for shares one; then, if there
 * is no room, neighbours that are empty do, then those where nothing happened.
 */
static void fold_rows(const struct facts *f, struct chart *t, int room)
{
	unsigned top = zone_top_order(t->z);

	t->nr_rows = 0;
	if (top < MAX_ORDER - 1)
		t->rows[t->nr_rows++] = (struct order_row){ MAX_ORDER - 1,
							    top + 1 };
	for (unsigned o = top + 1; o-- > 0;)
		t->rows[t->nr_rows++] = (struct order_row){ o, o };
	fold(f, t, room, order_empty);
	fold(f, t, room, order_quiet);
}

/*
 * The sum goes before an order that the unit touched has to share its row with
 * others, the heading does not: numbers without it are a riddle. The wanted
 * order never shares.
 */
static void plan_rows(const struct panel *p, struct chart *t)
{
	int orders = (int)zone_top_order(t->z) + 1 +
		     (zone_top_order(t->z) < MAX_ORDER - 1);

	t->sum = p->r.h >= orders + 2 || p->r.h >= 10;
	t->head = p->r.h >= orders + 1 || p->r.h >= 9;
	fold_rows(p->f, t, p->r.h - t->head - t->sum);
	t->sum &= t->nr_rows <= p->r.h - t->head - t->sum;
	fold(p->f, t, p->r.h - t->head - t->sum, order_passed);
}

/* Blocks on the lists of an order in `m` that are not there in the other. */
static uint32_t blocks_only_in(const struct machine *m, const struct zone *z,
			       const struct machine *other, unsigned o)
{
	enum { LONG = 1024 };
	uint32_t nr = 0;

	if (z->free_area[o].nr_free > LONG)
		return 0;
	for (int i = 0; i < MIGRATE_TYPES; i++) {
		pfn_t pfn = free_list_first(m, z, o, (enum migratetype)i);

		for (; pfn != PFN_NONE; pfn = free_list_next(m, pfn, o)) {
			struct frame_block b;

			nr += !frame_block(other, pfn, &b) || b.pfn != pfn ||
			      b.order != o || b.state != PG_BUDDY;
		}
	}
	return nr;
}

/*
 * What is known of an order is added: which blocks came and went, or of lists
 * that are too long only how many more or fewer there are.
 */
static void add_order(struct row_blocks *b, const struct chart *t, unsigned o)
{
	uint64_t nr = t->z->free_area[o].nr_free;
	uint64_t was = t->before->free_area[o].nr_free;
	bool known = nr + t->went[o] == was + t->came[o];

	b->nr += nr;
	b->was += was;
	b->came += known ? t->came[o] : nr > was ? nr - was : 0;
	b->went += known ? t->went[o] : was > nr ? was - nr : 0;
}

struct row_blocks chart_blocks(const struct chart *t,
			       const struct order_row *row)
{
	struct row_blocks b = { .orders = row->high - row->low + 1 };

	for (unsigned o = row->low; o <= row->high; o++)
		add_order(&b, t, o);
	return b;
}

/* Of several orders a sum would say that one block became another. */
static bool tells_both(const struct row_blocks *b)
{
	return b->nr == b->was || (b->orders > 1 && b->came && b->went);
}

void blocks_change_words(const struct row_blocks *b, char out[BLOCKS_BYTES])
{
	out[0] = '\0';
	if (!blocks_changed(b))
		return;
	if (tells_both(b))
		snprintf(out, BLOCKS_BYTES, "+%" PRIu64 " -%" PRIu64, b->came,
			 b->went);
	else
		snprintf(out, BLOCKS_BYTES, "%+" PRId64,
			 (int64_t)(b->nr - b->was));
}

/*
 * Columns from the end of the counts to that of the pages, or where these have
 * none to the lists: no less than `least`, and no less than the widest change
 * and what stands behind it take with a blank before each.
 */
static int behind_counts(const struct chart *t, int least)
{
	for (int i = 0; i < t->nr_rows; i++) {
		const struct order_row *row = &t->rows[i];
		struct row_blocks b = chart_blocks(t, row);
		char words[BLOCKS_BYTES];
		int w = 2;	/* the blanks */

		blocks_change_words(&b, words);
		if (!words[0])
			continue;
		w += (int)strlen(words);
		if (t->pages_end && row->low == row->high)
			w += snprintf(NULL, 0, "%" PRIu64, b.nr << row->low);
		least = w > least ? w : least;
	}
	return least;
}

/* All but where the columns behind the counts are. */
static bool plan_facts(const struct panel *p, struct chart *t)
{
	bool wide = panel_width(p) >= CHART_WIDE;

	memset(t, 0, sizeof(*t));
	t->zone = p->f->zone;
	if (t->zone >= MAX_ZONES)
		return false;
	t->z = &p->f->now->s->zone[t->zone];
	t->before = &p->f->before->s->zone[t->zone];
	t->in_hand = find_hand(p->f, t->z, &t->hand);
	t->count_end = panel_left(p) + (wide ? 15 : 13);
	t->pages_end = wide;
	for (unsigned o = 0; o < MAX_ORDER; o++) {
		t->came[o] = blocks_only_in(p->f->now, t->z, p->f->before, o);
		t->went[o] = blocks_only_in(p->f->before, t->before, p->f->now,
					    o);
	}
	plan_rows(p, t);
	return true;
}

/*
 * Beside another picture its changes have room, too: what is the same in both
 * stands at the same place.
 */
static int widest_behind(const struct panel *p, const struct chart *t)
{
	int w = behind_counts(t, t->pages_end ? 9 : 5);
	struct panel there = *p;
	struct chart other;

	there.f = p->f->twin;
	return there.f && plan_facts(&there, &other) ?
		       behind_counts(&other, w) : w;
}

bool chart_plan(const struct panel *p, struct chart *t)
{
	if (!plan_facts(p, t))
		return false;
	t->list = t->count_end + widest_behind(p, t);
	if (t->pages_end) {
		t->pages_end = t->list;
		t->list += 3;
	}
	return true;
}
