/*
 * The LRU view: the lists of a node as queues, the newest page on the left,
 * the next one out on the right; below them what the scanner decided.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/lru.h"
#include "mm/rmap.h"
#include "mm/vmstat.h"
#include "view/map.h"

enum {
	NAME_W = 14,
	COUNT_W = 8,		/* the number ends here */
	CHANGE_W = 7,
	PAGE_W = 2,		/* a letter and its bit */
	GAP_W = 5,		/* "  ..." */
	MIN_ROWS_VERDICTS = 3,
};

static const char *const list_names[NR_LRU_LISTS] = {
	"inactive_anon", "active_anon", "inactive_file", "active_file",
	"unevictable",
};

/* The zone that the scene is about says which node is shown. */
static unsigned shown_node(const struct facts *f)
{
	return f->zone < MAX_ZONES ? f->now->s->zone[f->zone].node : 0;
}

/* PG_referenced and a young entry, as one sign (stage grammar). */
static char use_sign(const struct machine *m, pfn_t pfn)
{
	bool referenced = (frame_at(m, pfn)->flags & PG_REFERENCED) != 0;
	bool young = page_young(m, pfn);

	return referenced ? (young ? ';' : '\'') : young ? '"' : ' ';
}

static void page_put(struct panel *p, int x, int y, pfn_t pfn)
{
	const struct followed *followed = &p->f->followed;
	enum lit lit = LIT_NONE;
	char sign = use_sign(p->f->now, pfn);

	if (followed->has_frame && followed->pfn == pfn)
		lit = LIT_FOLLOWED;
	else if (touched_view(p->f, VIEW_LRU) && touched_frames(p->f, pfn, 1))
		lit = LIT_TOUCHED;
	letter_put(p, x, y, frame_letter(p->f->now, pfn), lit);
	if (sign != ' ')
		canvas_put(p->c, x + 1, y, ROLE_TITLE, 0, (uint32_t)sign);
	canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn, 1);
	if (lit == LIT_FOLLOWED)
		panel_sign(p, y, GUTTER_FOLLOWED);
}

/*
 * As many pages as there is room for: all of a short list, else both ends. The
 * tail stands at the right end: there the scanner takes.
 */
static void queue_draw(struct panel *p, int x, int y, int w, enum lru_list lru,
		       uint64_t length)
{
	const struct machine *m = p->f->now;
	unsigned node = shown_node(p->f);
	int fits = w / PAGE_W, half = (w - GAP_W) / PAGE_W / 2;
	int right = x + w - PAGE_W;
	pfn_t pfn;

	if ((uint64_t)fits >= length)
		half = 0;
	if (half > 0) {
		pfn = lru_head(m, node, lru);
		for (int i = 0; i < half && pfn != PFN_NONE; i++) {
			page_put(p, x + i * PAGE_W, y, pfn);
			pfn = lru_next(m, pfn);
		}
		canvas_text(p->c, x + half * PAGE_W + 1, y, ROLE_DIM, "...");
		fits = half;
	}
	pfn = lru_tail(m, node, lru);
	for (int i = 0; i < fits && pfn != PFN_NONE; i++) {
		page_put(p, right - i * PAGE_W, y, pfn);
		pfn = lru_prev(m, pfn);
	}
}

static uint64_t list_length(const struct machine *m, unsigned node,
			    enum lru_list lru)
{
	return m->s->node[node].stat[NR_INACTIVE_ANON + (unsigned)lru];
}

static void draw_list(struct panel *p, enum lru_list lru, int y)
{
	unsigned node = shown_node(p->f);
	uint64_t now = list_length(p->f->now, node, lru);
	uint64_t was = list_length(p->f->before, node, lru);
	int x = panel_left(p), at = x + NAME_W + COUNT_W + CHANGE_W;

	canvas_text(p->c, x, y, now ? ROLE_TEXT : ROLE_DIM, list_names[lru]);
	number_draw(p->c, x + NAME_W + COUNT_W, y,
		    now ? ROLE_TEXT : ROLE_DIM, now, was);
	if (now != was)
		panel_sign(p, y, GUTTER_CHANGED);
	if (lru != LRU_UNEVICTABLE && panel_end(p) - at >= 4 * PAGE_W)
		queue_draw(p, at, y, panel_end(p) - at, lru, now);
	else if (lru == LRU_UNEVICTABLE && now)
		canvas_text(p->c, at, y, ROLE_DIM,
			    ui(p->f->lang, UI_lru_unevictable));
}

static uint64_t in_batches(const struct machine *m)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < NR_LRU_BATCHES; i++)
		nr += m->s->lru_batch[i].nr;
	return nr;
}

static void draw_batches(struct panel *p, int y)
{
	uint64_t now = in_batches(p->f->now);
	char words[96];

	snprintf(words, sizeof(words), ui(p->f->lang, UI_lru_batches), now,
		 p->f->now->s->lru_batch_size);
	canvas_text(p->c, panel_left(p), y, now ? ROLE_TEXT : ROLE_DIM, words);
	if (now != in_batches(p->f->before))
		panel_sign(p, y, GUTTER_CHANGED);
}

/* "priority 12  scan file  anon 0 file 33  swappiness 60" */
static void draw_balance(struct panel *p, const struct event *e, int y)
{
	static const enum ui words[NR_SCAN_BALANCES] = {
		[SCAN_EQUAL] = UI_scan_equal, [SCAN_FRACT] = UI_scan_fract,
		[SCAN_ANON] = UI_scan_anon, [SCAN_FILE] = UI_scan_file,
	};
	char text[128];

	snprintf(text, sizeof(text), ui(p->f->lang, UI_scan_targets),
		 e->arg[1], e->arg[2], e->arg[3], e->arg[4]);
	canvas_text(p->c, panel_left(p), y, ROLE_TEXT, text);
	if (e->arg[0] < NR_SCAN_BALANCES)
		canvas_right(p->c, panel_end(p), y, ROLE_DIM,
			     ui(p->f->lang, words[e->arg[0]]));
}

static bool is_verdict(const struct event *e)
{
	return e->id == EV_shrink_folio || e->id == EV_folio_check_references ||
	       e->id == EV_lru_deactivate || e->id == EV_mm_lru_activate;
}

static void draw_verdict(struct panel *p, const struct event *e, int y,
			 bool newest)
{
	struct text words = { 0 };
	int x = panel_left(p);

	if (frame_at(p->f->now, e->arg[0]))
		letter_put(p, x, y, frame_letter(p->f->now, e->arg[0]),
			   newest ? LIT_TOUCHED : LIT_NONE);
	event_print(p->f->now, e, &words);
	canvas_text(p->c, x + 2, y, newest ? ROLE_TITLE : ROLE_DIM,
		    text_str(&words));
	canvas_mark(p->c, (struct rect){ x, y, panel_width(p), 1 }, OBJ_FRAME,
		    e->arg[0], 1);
	if (newest)
		panel_sign(p, y, GUTTER_HERE);
	text_free(&words);
}

/* What was decided last, the newest at the bottom. */
static void draw_verdicts(struct panel *p, int y, int rows)
{
	const struct summary *b = p->f->between;
	int row = y + rows - 1;
	bool newest = true;

	for (uint32_t i = b->nr_last; i-- > 0 && row >= y;) {
		const struct event *e = &b->last[i];

		if (!is_verdict(e))
			continue;
		draw_verdict(p, e, row--, newest && e == p->f->event);
		newest = false;
	}
}

static const struct event *last_balance(const struct facts *f)
{
	const struct summary *b = f->between;

	for (uint32_t i = b->nr_last; i-- > 0;)
		if (b->last[i].id == EV_get_scan_count)
			return &b->last[i];
	return NULL;
}

static void lru_draw(struct panel *p)
{
	const struct event *balance = last_balance(p->f);
	int y = p->r.y, end = p->r.y + p->r.h;
	int at = panel_left(p) + NAME_W;

	if (p->r.h > NR_LRU_LISTS)
		ends_draw(p->c, at, y++, panel_end(p) - at, ROLE_DIM,
			  ui(p->f->lang, UI_lru_head),
			  ui(p->f->lang, UI_lru_tail));
	for (unsigned i = 0; i < NR_LRU_LISTS && y < end; i++)
		draw_list(p, (enum lru_list)i, y++);
	if (y < end && p->f->now->s->lru_batch_size > 1)
		draw_batches(p, y++);
	if (y < end && balance)
		draw_balance(p, balance, y++);
	if (end - y >= MIN_ROWS_VERDICTS) {
		draw_verdicts(p, y, end - y - 1);
		canvas_text(p->c, panel_left(p), end - 1, ROLE_DIM,
			    ui(p->f->lang, UI_lru_legend));
	} else if (y < end) {
		draw_verdicts(p, y, end - y);
	}
}

static void lru_about(const struct panel *p, struct text *title,
		      struct text *aside)
{
	const struct kswapd *k = &p->f->now->s->node[shown_node(p->f)].kswapd;

	(void)title;
	if (p->f->now->s->nr_nodes > 1)
		text_printf(aside, "N%u, ", shown_node(p->f));
	text_printf(aside, "kswapd %s",
		    ui(p->f->lang, k->held ? UI_held :
				   k->state == DAEMON_ASLEEP ? UI_asleep :
							       UI_at_work));
}

const struct view view_lru = {
	.name = "lru", .title = UI_lru, .weight = 5,
	.min_w = 30, .min_h = 5, .good_w = 60, .good_h = 12,
	.about = lru_about, .draw = lru_draw,
};
