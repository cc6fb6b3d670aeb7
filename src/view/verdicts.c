#include "view/verdicts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/inode.h"
#include "mm/swap.h"
#include "view/map.h"

/* Columns of a row; where it is narrow, a sign at the letter says n and R. */
enum { LETTER_W = 3, FRAME_W = 8, NAME_W = 16, SEEN_W = 9, FATE_W = 24,
       MAX_ROWS = 64 };

const char *lru_name(enum lru_list lru)
{
	static const char *const names[NR_LRU_LISTS] = {
		"inactive_anon", "active_anon", "inactive_file", "active_file",
		"unevictable",
	};

	return lru < NR_LRU_LISTS ? names[lru] : "?";
}

/* Where a judged page goes. */
enum way { WAY_FREED, WAY_KEPT, WAY_ACTIVE, NR_WAYS };

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

static bool is_verdict(const struct event *e)
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
static void page_name(const struct machine *m, const struct verdict *v,
		      char *out, size_t len)
{
	const struct frame *f = frame_at(m, v->last->arg[0]);
	uint64_t index = 0, entry;
	handle_t inode = 0;

	out[0] = '\0';
	if (v->named && event_field_of(v->named, EVENT_FORM_INO, &index)) {
		inode = inode_by_ino(m, index);
		index = v->named->arg[2];
	} else if (v->named && event_field_of(v->named, EVENT_FORM_SWAP, &entry) &&
		   entry) {
		snprintf(out, len, "slot %u:%u", swp_type((uint32_t)entry),
			 swp_offset((uint32_t)entry));
	} else if (!v->named && f && frame_kind(f) == KIND_FILE && f->mapping) {
		inode = f->mapping;
		index = f->index;
	}
	if (inode)
		snprintf(out, len, "%.10s:%" PRIu64,
			 file_words(inode_at(m, inode)), index);
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

static const char *verdict_words(const struct panel *p, const struct event *e)
{
	static const enum ui uses[NR_SECOND_CHANCES] = {
		[SECOND_REFERENCED] = UI_use_first,
		[SECOND_ACTIVATE] = UI_use_second,
		[SECOND_ACTIVE] = UI_use_active,
	};
	enum ui words = UI_nothing;

	switch (e->id) {
	case EV_shrink_folio:
		words = fate_words((enum folio_fate)e->arg[1]);
		break;
	case EV_folio_check_references:
		words = look_words((enum folio_references)e->arg[1]);
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

/* "n 0 R 1", or a sign. Return: the column after it. */
static int seen_draw(struct panel *p, const struct verdict *v, int x, int y)
{
	bool narrow = panel_width(p) < LETTER_W + FRAME_W + SEEN_W + FATE_W;

	if (v->look && narrow)
		canvas_put(p->c, panel_left(p) + 1, y, ROLE_TITLE, 0,
			   (uint32_t)seen_sign(v->look));
	else if (v->look)
		canvas_printf(p->c, x, y, ROLE_DIM, "n %" PRIu64 " R %" PRIu64,
			      v->look->arg[2], v->look->arg[3]);
	return narrow ? x : x + SEEN_W;
}

/* Letter, frame, name where there is room, n and R, fate. */
static void verdict_draw(struct panel *p, const struct verdict *v, int y,
			 bool newest)
{
	int x = panel_left(p), w = panel_width(p);
	pfn_t pfn = v->last->arg[0];
	bool followed = p->f->followed.has_frame && p->f->followed.pfn == pfn;
	enum role role = newest ? ROLE_TITLE : ROLE_TEXT;
	char name[40];

	letter_put(p, x, y, letter_then(v), followed ? LIT_FOLLOWED :
					    newest ? LIT_TOUCHED : LIT_NONE);
	canvas_mark(p->c, (struct rect){ x, y, w, 1 }, OBJ_FRAME, pfn, 1);
	x += LETTER_W;
	canvas_printf(p->c, x, y, ROLE_DIM, "0x%" PRIx64, pfn);
	x += FRAME_W;
	if (w >= LETTER_W + FRAME_W + NAME_W + SEEN_W + FATE_W) {
		page_name(p->f->now, v, name, sizeof(name));
		canvas_text(p->c, x, y, role, name);
		x += NAME_W;
	}
	x = seen_draw(p, v, x, y);
	canvas_text(p->c, x, y, role, verdict_words(p, v->last));
	if (followed)
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (newest)
		panel_sign(p, y, GUTTER_HERE);
}

/*
 * A scan: a cluster taken from a list's tail, and what became of its pages, of
 * one task or daemon; two may take turns.
 */
struct scan {
	const struct event *taken;
	bool	 active;		/* of an active list: pages move down */
	bool	 now;			/* the newest event begins or ends it */
	uint64_t nr[NR_WAYS];
	uint64_t judged, left;
};

static bool ends_scan(const struct event *e)
{
	return e->id == EV_mm_vmscan_lru_shrink_inactive ||
	       e->id == EV_mm_vmscan_lru_shrink_active;
}

/* The event that the verdict's scan began with; UINT32_MAX = of no scan. */
static uint32_t scan_of(const struct facts *f, uint32_t verdict)
{
	uint32_t pid = history_at(f, verdict)->pid;

	for (uint32_t i = verdict; i-- > 0;) {
		const struct event *e = history_at(f, i);

		if (e->pid != pid)
			continue;
		if (e->id == EV_mm_vmscan_lru_isolate)
			return i;
		if (ends_scan(e))
			break;
	}
	return UINT32_MAX;
}

/* Does it say what becomes of a page that was taken? */
static bool decides(const struct event *e)
{
	return (e->id == EV_shrink_folio && e->arg[1] < NR_FOLIO_FATES) ||
	       e->id == EV_lru_deactivate;
}

static struct scan scan_at(const struct facts *f, uint32_t at)
{
	struct scan s = { .taken = history_at(f, at) };

	s.active = s.taken->arg[0] == LRU_ACTIVE_ANON ||
		   s.taken->arg[0] == LRU_ACTIVE_FILE;
	s.now = f->event == s.taken;
	for (uint32_t i = at + 1; i < history_len(f); i++) {
		const struct event *e = history_at(f, i);

		if (e->pid != s.taken->pid)
			continue;
		if (ends_scan(e) || e->id == EV_mm_vmscan_lru_isolate) {
			s.now |= f->event == e && ends_scan(e);
			break;
		}
		if (!decides(e))
			continue;
		if (e->id == EV_shrink_folio)
			s.nr[fates[e->arg[1]].way]++;
		else
			s.nr[WAY_KEPT]++;
		s.judged++;
	}
	s.left = s.taken->arg[4] > s.judged ? s.taken->arg[4] - s.judged : 0;
	return s;
}

/*
 * "taken from inactive_file 32  freed 2  kept 1  active 2  not yet judged 27",
 * how many of the judged stand below if not all do, and who took them.
 */
static void draw_scan(struct panel *p, const struct scan *s, int y,
		      uint64_t shown)
{
	const struct {
		enum ui	 words;
		uint64_t nr;
		bool	 told;
	} figures[] = {
		{ s->active ? UI_taken_down : UI_taken_freed,
		  s->nr[s->active ? WAY_KEPT : WAY_FREED], true },
		{ UI_taken_kept, s->nr[WAY_KEPT], !s->active },
		{ UI_taken_active, s->nr[WAY_ACTIVE], !s->active },
		{ UI_taken_left, s->left, s->left > 0 },
		{ UI_taken_shown, shown, shown < s->judged },
	};
	enum { NR = sizeof(figures) / sizeof(figures[0]) };
	char text[NR + 1][64], who[TASK_WORDS_BYTES], by[96];
	struct word words[NR + 2] = { { text[0], ROLE_TEXT, true } };

	snprintf(text[0], sizeof(text[0]), ui(p->f->lang, UI_taken),
		 lru_name((enum lru_list)s->taken->arg[0]), s->taken->arg[4]);
	for (int i = 0; i < NR; i++) {
		if (!figures[i].told)
			continue;
		snprintf(text[i + 1], sizeof(text[0]),
			 ui(p->f->lang, figures[i].words), figures[i].nr);
		/* a zero is missed least */
		words[i + 1] = (struct word){ text[i + 1], ROLE_TEXT,
					      figures[i].nr > 0 };
	}
	snprintf(by, sizeof(by), ui(p->f->lang, UI_taken_by),
		 actor_words(p->f, s->taken->pid, who));
	words[NR + 1] = (struct word){ by, ROLE_DIM, false };
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR + 2);
	if (s->now)
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

void verdicts_draw(struct panel *p, int y, int rows)
{
	struct line lines[MAX_ROWS];
	int nr = find_lines(p->f, lines, rows < MAX_ROWS ? rows : MAX_ROWS);

	/* what stands at the top is told whose it is */
	if (nr > 1 && nr == rows && !lines[nr - 1].is_scan &&
	    lines[nr - 1].scan != UINT32_MAX)
		lines[nr - 1] = (struct line){ .is_scan = true,
					       .at = lines[nr - 1].scan };
	for (int k = nr; k-- > 0; y++) {
		const struct line *l = &lines[k];
		uint64_t shown = 0;
		struct scan scan;

		if (!l->is_scan) {
			verdict_draw(p, &l->v, y, l->v.last == p->f->event);
			continue;
		}
		for (int i = 0; i < k; i++)
			shown += !lines[i].is_scan && lines[i].scan == l->at &&
				 decides(lines[i].v.last);
		scan = scan_at(p->f, l->at);
		draw_scan(p, &scan, y, shown);
	}
}
