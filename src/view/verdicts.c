#include "view/verdicts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/inode.h"
#include "mm/swap.h"
#include "view/lru_scan.h"
#include "view/map.h"

/* Columns of a row; where it is narrow, a sign at the letter says n and R. */
enum { LETTER_W = 3, FRAME_W = 8, NAME_W = 16, SEEN_W = 9, FATE_W = 24,
       FILE_W = 10,	/* of a name the file's */
       MAX_ROWS = 64,
       WITH_HAND_ROWS = 8 /* so many have one for what is in hand */ };

/* glyph: what the page is by now, if not what its list says. */
static const struct {
	uint8_t way;		/* enum way */
	uint8_t glyph;		/* enum glyph */
	enum ui words;
} fates[NR_FOLIO_FATES] = {
	[FATE_FREED] = { WAY_FREED, 0, UI_fate_freed },
	[FATE_FREED_CLEAN] = { WAY_FREED, 0, UI_fate_freed_clean },
	[FATE_LOCKED] = { WAY_KEPT, GLYPH_READ, UI_fate_locked },
	[FATE_UNEVICTABLE] = { WAY_ACTIVE, GLYPH_PINNED, UI_fate_unevictable },
	[FATE_WRITEBACK] = { WAY_ACTIVE, GLYPH_WRITE, UI_fate_writeback },
	[FATE_REFERENCED] = { WAY_KEPT, 0, UI_fate_referenced },
	[FATE_ACTIVATE] = { WAY_ACTIVE, 0, UI_fate_activate },
	[FATE_NO_SWAP] = { WAY_ACTIVE, 0, UI_fate_no_swap },
	[FATE_UNMAP_FAILED] = { WAY_ACTIVE, 0, UI_fate_unmap_failed },
	[FATE_DIRTY] = { WAY_ACTIVE, GLYPH_DIRTY, UI_fate_dirty },
	[FATE_KEEP_DIRTY] = { WAY_KEPT, GLYPH_DIRTY, UI_fate_keep_dirty },
	[FATE_PAGEOUT] = { WAY_KEPT, GLYPH_WRITE, UI_fate_pageout },
	[FATE_BUSY] = { WAY_KEPT, 0, UI_fate_busy },
};

enum ui fate_words(enum folio_fate fate)
{
	return fate < NR_FOLIO_FATES ? fates[fate].words : UI_nothing;
}

enum ui look_words(enum folio_references look)
{
	static const enum ui looks[NR_FOLIO_REFERENCES] = {
		[FOLIOREF_RECLAIM] = UI_look_reclaim,
		[FOLIOREF_RECLAIM_CLEAN] = UI_look_clean,
		[FOLIOREF_KEEP] = UI_look_keep,
		[FOLIOREF_ACTIVATE] = UI_look_activate,
	};

	return look < NR_FOLIO_REFERENCES ? looks[look] : UI_nothing;
}

/* What is known of one judged page. */
struct verdict {
	const struct event *last;	/* the row is about it */
	const struct event *look;	/* folio_check_references; NULL */
	const struct event *named;	/* says its file or its slot; NULL */
};

enum way verdict_way(enum folio_fate fate)
{
	return fate < NR_FOLIO_FATES ? (enum way)fates[fate].way : WAY_KEPT;
}

bool is_verdict(const struct event *e)
{
	return e->id == EV_shrink_folio || e->id == EV_folio_check_references ||
	       e->id == EV_lru_deactivate || e->id == EV_mm_lru_activate ||
	       e->id == EV_mark_page_accessed;
}

static bool names_page(const struct event *e)
{
	return e->id == EV_mm_filemap_delete_from_page_cache ||
	       e->id == EV_delete_from_swap_cache ||
	       e->id == EV_folio_alloc_swap;
}

/*
 * Of the event at `i`: back to when the page was looked at. *first gets the
 * oldest event that belongs to the row.
 */
static struct verdict verdict_at(const struct facts *f, uint32_t i,
				 uint32_t *first)
{
	struct verdict v = { .last = history_at(f, i) };
	uint64_t pfn = v.last->arg[0];

	*first = i;
	if (v.last->id == EV_folio_check_references)
		v.look = v.last;
	if (v.last->id != EV_shrink_folio)
		return v;
	while (i-- > 0) {
		const struct event *e = history_at(f, i);

		if (e->id == EV_shrink_folio ||
		    e->id == EV_mm_vmscan_lru_isolate)
			break;
		if (e->arg[0] != pfn)
			continue;
		if (!v.named && names_page(e))
			v.named = e;
		if (e->id == EV_folio_check_references) {
			v.look = e;
			*first = i;
			break;
		}
	}
	return v;
}

/* "data:12" or "slot 0:8", of a page that is there or that has just gone. */
static void page_name(const struct facts *f, const struct verdict *v,
		      char *out, size_t len)
{
	const struct machine *m = f->now;
	const struct frame *frame = frame_at(m, v->last->arg[0]);
	uint64_t index = 0, entry;
	char file[FILE_WORDS_BYTES];
	handle_t inode = 0;

	out[0] = '\0';
	if (v->named && event_field_of(v->named, EVENT_FORM_INO, &index)) {
		inode = inode_by_ino(m, index);
		index = v->named->arg[2];
	} else if (v->named && event_field_of(v->named, EVENT_FORM_SWAP, &entry) &&
		   entry) {
		snprintf(out, len, ui(f->lang, UI_slot_named),
			 swp_type((uint32_t)entry), swp_offset((uint32_t)entry));
	} else if (!v->named && frame &&
		   frame_kind(frame) == KIND_FILE && frame->mapping) {
		inode = frame->mapping;
		index = frame->index;
	}
	if (inode)
		snprintf(out, len, "%s:%" PRIu64,
			 file_words_cut(inode_at(m, inode), FILE_W, file),
			 index);
}

/*
 * What the page was then, by the event: the frame may hold another by now.
 */
static struct letter letter_then(const struct verdict *v)
{
	const struct event *e = v->last;
	bool judged = e->id == EV_shrink_folio && e->arg[1] < NR_FOLIO_FATES;
	uint64_t lru = LRU_INACTIVE_FILE;
	struct letter l;
	enum glyph g;

	event_field_of(e, EVENT_FORM_LRU, &lru);
	if (e->id == EV_lru_deactivate)
		lru = e->arg[2];
	g = lru == LRU_INACTIVE_ANON || lru == LRU_ACTIVE_ANON ? GLYPH_ANON :
								GLYPH_FILE;
	if (judged && fates[e->arg[1]].glyph)
		g = (enum glyph)fates[e->arg[1]].glyph;
	l = lru == LRU_ACTIVE_ANON || lru == LRU_ACTIVE_FILE ||
			    (judged && fates[e->arg[1]].way == WAY_ACTIVE) ?
		    glyph_active(g) : glyph_letter(g);
	if (judged && fates[e->arg[1]].way == WAY_FREED)
		l.over |= OVER_DIM;
	return l;
}

/* One use of it was enough, because it is a mapped page of a program. */
static bool is_program_code(const struct event *look)
{
	return look && look->arg[1] == FOLIOREF_ACTIVATE && look->arg[2] == 1 &&
	       !look->arg[3];
}

/*
 * A used PTE leaves PG_referenced behind, whatever becomes of the page.
 * Source: mm/vmscan.c folio_check_references() (6.1).
 */
static enum ui shrunk_words(const struct verdict *v)
{
	enum folio_fate fate = (enum folio_fate)v->last->arg[1];

	if (fate != FATE_ACTIVATE || !v->look || !v->look->arg[2])
		return fate_words(fate);
	return is_program_code(v->look) ? UI_fate_activate_code :
					  UI_fate_activate_used;
}

static const char *verdict_words(const struct panel *p, const struct verdict *v)
{
	static const enum ui uses[NR_SECOND_CHANCES] = {
		[SECOND_REFERENCED] = UI_use_noted,
		[SECOND_ACTIVATE] = UI_use_again,
		[SECOND_ACTIVE] = UI_use_active,
		[SECOND_WAITS] = UI_use_waits,
	};
	const struct event *e = v->last;
	enum ui words = UI_nothing;

	switch (e->id) {
	case EV_shrink_folio:
		words = shrunk_words(v);
		break;
	case EV_folio_check_references:
		words = is_program_code(e) ? UI_look_activate_code :
			look_words((enum folio_references)e->arg[1]);
		break;
	case EV_mark_page_accessed:
		words = e->arg[2] < NR_SECOND_CHANCES ? uses[e->arg[2]] :
							UI_nothing;
		break;
	case EV_mm_lru_activate:
		words = UI_fate_activate;
		break;
	case EV_lru_deactivate:
		words = e->arg[3] == INSERT_HEAD ? UI_fate_down : UI_fate_down_tail;
		break;
	default:
		break;
	}
	return ui(p->f->lang, words);
}

/* n and R as a sign beside the letter, as in the queues. */
static char seen_sign(const struct event *look)
{
	return use_sign(look->arg[3] > 0, look->arg[2] > 0);
}

/* Of the number of the last frame and a blank. */
static int frame_columns(const struct machine *m)
{
	int columns = FRAME_W;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];
		int w = zone_populated(z) ?
				snprintf(NULL, 0, "0x%" PRIx64 " ",
					 zone_end_pfn(z) - 1) : 0;

		columns = w > columns ? w : columns;
	}
	return columns;
}

/* "n 0 R 1", or a sign. Return: the column after it. */
static int seen_draw(struct panel *p, const struct verdict *v, int x, int y)
{
	bool narrow = panel_width(p) < LETTER_W + frame_columns(p->f->now) +
					       SEEN_W + FATE_W;

	if (v->look && narrow)
		canvas_put(p->c, panel_left(p) + 1, y, ROLE_TITLE, 0,
			   (uint32_t)seen_sign(v->look));
	else if (v->look)
		canvas_printf(p->c, x, y, ROLE_DIM, "n %" PRIu64 " R %" PRIu64,
			      v->look->arg[2], v->look->arg[3]);
	return narrow ? x : x + SEEN_W;
}

/*
 * What became of it: further left, down to `least`, where it would touch the
 * frame; what is longer ends in dots.
 */
static void fate_draw(struct panel *p, int least, int x, int y, enum role role,
		      const char *words)
{
	int w = text_columns(words, strlen(words));

	if (x + w > panel_end(p))
		x = panel_end(p) - w > least ? panel_end(p) - w : least;
	line_draw(p->c, x, y, panel_end(p) - x, role, words);
}

/* Letter, frame, name where there is room, n and R, fate. */
static void verdict_draw(struct panel *p, const struct verdict *v, int y,
			 bool newest)
{
	int x = panel_left(p), w = panel_width(p), least;
	int frame_w = frame_columns(p->f->now);
	pfn_t pfn = v->last->arg[0];
	bool followed = p->f->followed.has_frame && p->f->followed.pfn == pfn;
	enum role role = newest ? ROLE_TITLE : ROLE_TEXT;
	char name[40];

	letter_put(p, x, y, letter_then(v), followed ? LIT_FOLLOWED :
					    newest ? LIT_TOUCHED : LIT_NONE);
	canvas_mark(p->c, (struct rect){ x, y, w, 1 }, OBJ_FRAME, pfn, 1);
	x += LETTER_W;
	least = x + 1 + canvas_printf(p->c, x, y, ROLE_DIM, "0x%" PRIx64, pfn);
	x += frame_w;
	if (w >= LETTER_W + frame_w + NAME_W + SEEN_W + FATE_W) {
		page_name(p->f, v, name, sizeof(name));
		canvas_text(p->c, x, y, role, name);
		x += NAME_W;
	}
	if (seen_draw(p, v, x, y) != x) {
		x += SEEN_W;
		least = x;
	}
	fate_draw(p, least, x, y, role, verdict_words(p, v));
	if (followed)
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (newest)
		panel_sign(p, y, GUTTER_HERE);
}

/* A row: a scan (its begin), or a verdict that stands below its scan. */
struct line {
	bool	 is_scan;
	uint32_t at;		/* of a verdict the oldest event of its row */
	uint32_t scan;		/* UINT32_MAX = of no scan */
	struct verdict v;
};

/* The newest that fit, the newest first. */
static int find_lines(const struct facts *f, struct line *lines, int rows)
{
	int nr = 0;

	for (uint32_t i = history_len(f); i-- > 0 && nr < rows;) {
		const struct event *e = history_at(f, i);
		struct line *l = &lines[nr];

		if (e->id == EV_mm_vmscan_lru_isolate) {
			*l = (struct line){ .is_scan = true, .at = i };
			nr++;
		} else if (is_verdict(e)) {
			l->is_scan = false;
			l->scan = scan_of(f, i);
			l->v = verdict_at(f, i, &l->at);
			i = l->at;
			nr++;
		}
	}
	return nr;
}

/* Of so many rows, with a head for what stands at the top. Return: how many. */
static int plan_lines(const struct facts *f, struct line *lines, int rows)
{
	int nr = find_lines(f, lines, rows < MAX_ROWS ? rows : MAX_ROWS);

	if (nr > 1 && nr == rows && !lines[nr - 1].is_scan &&
	    lines[nr - 1].scan != UINT32_MAX)
		lines[nr - 1] = (struct line){ .is_scan = true,
					       .at = lines[nr - 1].scan };
	return nr;
}

/* The newest scan, if pages of it are still in hand; -1 = none. */
static int in_hand(const struct facts *f, const struct line *lines, int nr)
{
	for (int k = 0; k < nr; k++)
		if (lines[k].is_scan)
			return scan_at(f, lines[k].at).left ? k : -1;
	return -1;
}

static void draw_scan(struct panel *p, const struct line *lines, int k, int y)
{
	struct scan scan = scan_at(p->f, lines[k].at);
	uint64_t shown = 0;

	for (int i = 0; i < k; i++)
		shown += !lines[i].is_scan && lines[i].scan == lines[k].at &&
			 scan_decides(lines[i].v.last);
	scan_draw(p, &scan, y, shown);
}

/* Below a row of its own; in a lack of them it is worth one of the decisions. */
static bool needs_head(const struct facts *f, const struct line *lines, int nr,
		       int rows)
{
	return f->now->s->lru_batch_size > 1 && rows > 1 && nr &&
	       !lines[nr - 1].is_scan;
}

int verdicts_draw(struct panel *p, int y, int rows)
{
	struct line lines[MAX_ROWS];
	int nr = plan_lines(p->f, lines, rows), top = y, hand;

	/* what waits in the batches stands above: these are not its pages */
	if (needs_head(p->f, lines, nr, rows)) {
		canvas_text(p->c, panel_left(p), y++, ROLE_DIM,
			    ui(p->f->lang, UI_lru_decided));
		nr = plan_lines(p->f, lines, --rows);
	}
	hand = in_hand(p->f, lines, nr);

	if (hand >= 0 && nr == rows && rows < WITH_HAND_ROWS)
		hand = -1;
	if (hand >= 0 && nr == rows) {
		nr = plan_lines(p->f, lines, rows - 1);
		hand = in_hand(p->f, lines, nr);
	}
	for (int k = nr; k-- > 0; y++) {
		const struct line *l = &lines[k];

		if (!l->is_scan) {
			verdict_draw(p, &l->v, y, l->v.last == p->f->event);
			continue;
		}
		draw_scan(p, lines, k, y);
		if (k == hand) {
			struct scan scan = scan_at(p->f, l->at);

			scan_hand_draw(p, &scan, ++y);
		}
	}
	return y - top;
}
