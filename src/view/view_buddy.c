/*
 * The buddy view: free blocks of one zone, a row an order, each list from its
 * head; the block that is in hand stands in the row of its order.
 */
#include "view/buddy_lists.h"
#include "view/map_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/buddy.h"
#include "view/buddy_sum.h"
#include "view/legend.h"
#include "view/map.h"

enum { LEGEND_ROWS = 3 };	/* left for it by a map of several rows */

/*
 * What the lists are, and behind it which types they have: the less room, the
 * less is said of the lists; then the names of the types are cut.
 */
static void draw_list_head(struct panel *p, const struct chart *t, int y)
{
	static const enum ui heads[] = { UI_free_list_head_first,
					 UI_list_head_first, UI_from_head,
					 UI_nothing, UI_nothing };
	enum { NR = sizeof(heads) / sizeof(heads[0]) };
	int first = t->pages_end ? 0 : 1;

	for (int i = first; i < NR; i++) {
		const char *head = ui(p->f->lang, heads[i]);
		bool brief = i == NR - 1;
		int x = t->list + text_columns(head, strlen(head)) +
			(*head ? 2 : 0);

		if (x + legend_types_columns(p->f->lang, t->z, brief) > panel_end(p))
			continue;
		canvas_text(p->c, t->list, y, ROLE_DIM, head);
		legend_types(p, t->z, x, y, brief);
		return;
	}
	canvas_text(p->c, t->list, y, ROLE_DIM, ui(p->f->lang, heads[first]));
}

static void draw_head(struct panel *p, const struct chart *t)
{
	enum lang lang = p->f->lang;
	int y = p->r.y;

	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(lang, UI_order));
	canvas_right(p->c, t->count_end, y, ROLE_DIM, ui(lang, UI_blocks));
	if (t->pages_end)
		canvas_right(p->c, t->pages_end, y, ROLE_DIM,
			     ui(lang, UI_pages));
	draw_list_head(p, t, y);
}

/* "i 0-15": the block in hand. */
static void hand_words(const struct chart *t, struct text *out)
{
	pfn_t first = t->hand.pfn;
	uint64_t nr = UINT64_C(1) << t->hand.order;
	char pfn[24];

	text_printf(out, "%c %s", glyphs[GLYPH_INHAND].letter,
		    pfn_words(t->z, first, pfn));
	if (nr > 1)
		text_printf(out, "-%s", pfn_words(t->z, first + nr - 1, pfn));
}

static int hand_columns(const struct chart *t)
{
	struct text words = { 0 };
	int columns;

	hand_words(t, &words);
	columns = (int)words.len;
	text_free(&words);
	return columns;
}

/* In the row of its order. */
static void draw_hand(struct panel *p, const struct chart *t, int *x, int y)
{
	bool split = p->f->event->id == EV_buddy_split;
	uint64_t nr = UINT64_C(1) << t->hand.order;
	struct text words = { 0 };
	int w;

	hand_words(t, &words);
	*x += t->z->free_area[t->hand.order].nr_free > 0;
	w = object_put(p, *x, y, ROLE_ISOLATED, text_str(&words),
		       touched_view(p->f, VIEW_BUDDY) && !split, OBJ_FRAME,
		       t->hand.pfn, nr);
	block_followed(p, (struct rect){ *x, y, w, 1 }, t->hand.pfn, nr);
	*x += w + 1;
	text_free(&words);
}

/* What just happened in this row, in a few words. */
static enum ui row_note(const struct event *e)
{
	switch (e->id) {
	case EV_buddy_split:
		return UI_note_upper_half;
	case EV_mm_page_alloc_zone_locked:
		return UI_note_taken;
	case EV_mm_page_free:
		return UI_note_came_back;
	case EV_buddy_merge:
		return UI_note_joined;
	case EV_buddy_insert:
		return e->arg[2] == INSERT_HEAD ? UI_note_to_head :
						  UI_note_to_tail;
	default:
		return UI_nothing;
	}
}

/* Is the note about a block on the list, or about the one in hand? */
static bool note_of_list(const struct event *e)
{
	return e->id == EV_buddy_split || e->id == EV_buddy_insert;
}

static void draw_note(struct panel *p, int *x, int y, int behind)
{
	const char *note = ui(p->f->lang, row_note(p->f->event));
	int w = text_columns(note, strlen(note));

	if (*note && *x + w + behind <= panel_end(p))
		*x += canvas_text(p->c, *x, y, ROLE_DIM, note) + 2;
}

/* How many blocks, and how that changed. */
static void draw_blocks(struct panel *p, const struct chart *t, int y,
			const struct order_row *row, enum role role)
{
	struct row_blocks b = chart_blocks(t, row);
	char words[BLOCKS_BYTES];

	snprintf(words, sizeof(words), "%" PRIu64, b.nr);
	canvas_right(p->c, t->count_end, y, role, words);
	blocks_change_words(&b, words);
	canvas_text(p->c, t->count_end + 1, y, ROLE_TITLE, words);
	if (blocks_changed(&b))
		panel_sign(p, y, GUTTER_CHANGED);
}

static void draw_order(struct panel *p, const struct chart *t, int y,
		       unsigned o)
{
	uint64_t nr = t->z->free_area[o].nr_free;
	bool here = touched_view(p->f, VIEW_BUDDY) && p->f->touch.row == (int)o;
	bool hand = t->in_hand && t->hand.order == o;
	char pages[24];
	int x = t->list;

	draw_blocks(p, t, y, &(struct order_row){ o, o },
		    nr ? ROLE_TEXT : ROLE_DIM);
	if (t->pages_end) {
		snprintf(pages, sizeof(pages), "%" PRIu64, nr << o);
		canvas_right(p->c, t->pages_end, y, nr ? ROLE_TEXT : ROLE_DIM,
			     pages);
	}
	lists_draw(p, t, &x, y, o);
	if (!nr && !hand)
		x += canvas_text(p->c, x, y, ROLE_DIM, "-") + 1;
	if (here && note_of_list(p->f->event))
		draw_note(p, &x, y, hand ? hand_columns(t) + 2 : 0);
	if (hand)
		draw_hand(p, t, &x, y);
	if (here && !note_of_list(p->f->event))
		draw_note(p, &x, y, 0);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
}

/* "M 0x800 0xc00;  M 0x600": the lists of orders that share a row. */
static void draw_folded_lists(struct panel *p, const struct chart *t, int y,
			      const struct order_row *row)
{
	enum { LEAST = 3 };	/* the dots, if a block has no room */
	int x = t->list;

	for (unsigned o = row->high;; o--) {
		if (t->z->free_area[o].nr_free)
			lists_draw(p, t, &x, y, o);
		else
			x += canvas_text(p->c, x, y, ROLE_DIM, "-") + 2;
		if (o == row->low || x + LEAST > panel_end(p))
			return;
		canvas_text(p->c, x - 2, y, ROLE_DIM, ";");
	}
}

/*
 * Several orders in a row: how many blocks they have together; which ones, if
 * the unit changed them.
 */
static void draw_folded(struct panel *p, const struct chart *t, int y,
			const struct order_row *row)
{
	struct row_blocks b = chart_blocks(t, row);

	draw_blocks(p, t, y, row, ROLE_DIM);
	if (b.nr && blocks_changed(&b))
		draw_folded_lists(p, t, y, row);
	else
		canvas_text(p->c, t->list, y, ROLE_DIM, b.nr ? "..." : "-");
}

static void draw_rows(struct panel *p, const struct chart *t)
{
	int x = panel_left(p), y = p->r.y + t->head;
	int end = p->r.y + p->r.h - t->sum;

	for (int i = 0; i < t->nr_rows && y < end; i++, y++) {
		const struct order_row *row = &t->rows[i];
		char words[16];

		if (row->high == row->low)
			snprintf(words, sizeof(words), "%u", row->low);
		else
			snprintf(words, sizeof(words), "%u-%u", row->high,
				 row->low);
		canvas_right(p->c, x + 5, y,
			     row->high == row->low ? ROLE_TEXT : ROLE_DIM,
			     words);
		canvas_mark(p->c, (struct rect){ x, y, t->count_end - x, 1 },
			    OBJ_ORDER, row->low, t->zone);
		if (row->high == row->low) {
			draw_order(p, t, y, row->low);
			continue;
		}
		draw_folded(p, t, y, row);
	}
}

static void say_narrow(struct legend *l, const void *of)
{
	legend_signs(l);
	buddy_sum_say(l, of);
}

/*
 * Below the map, in the rows up to `end`: the figures of free blocks, the
 * letters of what is in use, and what a cell of many frames says besides.
 */
static void draw_legend(struct panel *p, const struct chart *t,
			const struct map_row *row, int end)
{
	int y = row->cells.y + row->cells.h;
	struct legend l = legend_at(p, y, end);
	struct letters letters = { 0 };
	char types[MIGRATE_TYPES + 1];

	letters_look(&letters, p->c, row->cells);
	letters_drop(&letters, GLYPH_NOTHING);
	legend_letters(&l, &letters, NULL);
	legend_lit(&l);
	legend_words(&l, end - y > 1 ? UI_buddy_legend : UI_buddy_legend_short);
	legend_map_types(p->c, row->cells, types);
	legend_map_words(&l, types, true);
	legend_words(&l, row->shift ? UI_buddy_mixed : UI_note_new);
	legend_signs(&l);
	buddy_sum_say(&l, t);
}

static void buddy_draw(struct panel *p)
{
	struct chart t;
	int y, end;

	if (!chart_plan(p, &t)) {
		canvas_text(p->c, panel_left(p), p->r.y, ROLE_DIM,
			    ui(p->f->lang, UI_no_zone));
		return;
	}
	if (t.head)
		draw_head(p, &t);
	draw_rows(p, &t);
	if (t.sum)
		buddy_sum_draw(p, &t, p->r.y + p->r.h - 1);
	y = p->r.y + t.head + t.nr_rows;
	end = p->r.y + p->r.h - t.sum;
	if (end - y > MAP_ROWS) {
		struct map_row row = map_row_draw(
			p, t.z, y + 1, end - LEGEND_ROWS);

		draw_legend(p, &t, &row, end);
	} else {
		legend_bottom(p, y, end, say_narrow, &t);
	}
}

static void buddy_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	const struct facts *f = p->f;
	unsigned at, of;
	char name[24];

	if (f->zone >= MAX_ZONES)
		return;
	text_printf(title, " - %s", zone_words(f->now, f->zone, name));
	if (chart_split(f, &at, &of))
		text_printf(aside, ui(f->lang, UI_split_of), at, of);
	else
		text_printf(aside, ui(f->lang, UI_n_free),
			    f->now->s->zone[f->zone].nr_free);
}

const struct view view_buddy = {
	.name = "buddy", .title = UI_buddy, .weight = 6,
	.min_w = 40, .min_h = 7, .good_w = 50, .good_h = 11,
	.about = buddy_about, .draw = buddy_draw,
};
