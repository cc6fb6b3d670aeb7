/*
 * The LRU view: the lists of a node as queues, the newest page on the left,
 * the next one out on the right; below them what the scanner decided.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/lru.h"
#include "mm/rmap.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"
#include "view/lru_change.h"
#include "view/lru_legend.h"
#include "view/lru_lists.h"
#include "view/lru_place.h"
#include "view/map.h"
#include "view/verdicts.h"
#include "view/workers.h"

enum {
	NAME_W = 14,
	PAGE_W = 2,		/* a letter and its bit */
	GAP_W = 5,		/* "  ..." */
	MIN_PAGES = 3,		/* of each end, if both are shown */
	MIN_TAIL = 2,
	BOTH_WAYS_W = 16,	/* of a queue, before a change has two parts */
	WITH_SCAN_W = 56,
	SCAN_W = 6,
	MIN_ROWS_VERDICTS = 3,
	MANY_ROWS = 8,
	ABOUT_W = 60,		/* from here on the title has room for figures */
};

/*
 * Where the columns of the lists stand: as wide as their numbers need, so that
 * the queues get the rest.
 */
struct columns {
	int count_end;		/* the number ends before it */
	int scan_end;		/* pages to scan; 0 = not shown */
	int queue;		/* first column of the queues */
	int room;		/* columns of a queue */
	bool both_ways;		/* room for what came and what was freed */
	int changes;		/* rows that tell of changes */
};

static void page_put(struct panel *p, int x, int y, pfn_t pfn)
{
	const struct followed *followed = &p->f->followed;
	enum lit lit = LIT_NONE;
	char sign = page_use_sign(p->f->now, pfn);

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
 * As many pages as there is room for: all of a short list, else both ends, or
 * the tail alone. The tail stands at the right: there the scanner takes.
 */
static void queue_draw(struct panel *p, int x, int y, int w, enum lru_list lru,
		       uint64_t length)
{
	const struct machine *m = p->f->now;
	unsigned node = lru_node(p->f);
	int half = (w - GAP_W) / PAGE_W / 2, fits = w / PAGE_W;
	int heads = 0;
	pfn_t pfn;

	if ((uint64_t)fits < length) {
		heads = half >= MIN_PAGES ? half : 0;
		fits = heads ? half : (w - GAP_W + 1) / PAGE_W;
		canvas_text(p->c, x + heads * PAGE_W + (heads > 0), y, ROLE_DIM,
			    "...");
	}
	pfn = lru_head(m, node, lru);
	for (int i = 0; i < heads && pfn != PFN_NONE; i++) {
		page_put(p, x + i * PAGE_W, y, pfn);
		pfn = lru_next(m, pfn);
	}
	pfn = lru_tail(m, node, lru);
	for (int i = 1; i <= fits && pfn != PFN_NONE; i++) {
		page_put(p, x + w - i * PAGE_W, y, pfn);
		pfn = lru_prev(m, pfn);
	}
}

static int digits_of(uint64_t n)
{
	int nr = 1;

	for (; n >= 10; n /= 10)
		nr++;
	return nr;
}

static int words_columns(const char *s)
{
	return text_columns(s, strlen(s));
}

static const struct event *last_balance(const struct facts *f)
{
	for (uint32_t i = history_len(f); i-- > 0;)
		if (history_at(f, i)->id == EV_get_scan_count)
			return history_at(f, i);
	return NULL;
}

/*
 * Pages to scan of each list, of the pass that the newest decision was for;
 * NULL if it was a task's: only kswapd's stands in the machine.
 */
static const uint64_t *scan_targets(const struct facts *f)
{
	const struct event *e = last_balance(f);
	const uint64_t *t = f->now->s->node[lru_node(f)].kswapd.scan.targets;

	if (!e || t[LRU_INACTIVE_ANON] + t[LRU_ACTIVE_ANON] != e->arg[2] ||
	    t[LRU_INACTIVE_FILE] + t[LRU_ACTIVE_FILE] != e->arg[3])
		return NULL;
	return t;
}

/* "+43 -39": what came and what reclaim freed; "+4" if that is all there is. */
static int change_words(const struct facts *f, enum lru_list lru, bool both,
			char out[48])
{
	uint64_t now = lru_length(f, f->now, lru);
	uint64_t was = lru_length(f, f->before, lru), came, freed;

	if (both && lru_came_and_went(f, lru, &came, &freed))
		return snprintf(out, 48, "+%" PRIu64 " -%" PRIu64, came, freed);
	if (now == was) {
		out[0] = '\0';
		return 0;
	}
	return snprintf(out, 48, "%c%" PRIu64, now > was ? '+' : '-',
			now > was ? now - was : was - now);
}

static struct columns columns_with(const struct panel *p, bool both)
{
	struct columns at = { .both_ways = both };
	int count = 1, change = 0;

	for (unsigned i = 0; i < NR_LRU_LISTS; i++) {
		enum lru_list lru = (enum lru_list)i;
		int digits = digits_of(lru_length(p->f, p->f->now, lru));
		char words[48];
		int w = change_words(p->f, lru, both, words);

		count = digits > count ? digits : count;
		change = w > change ? w : change;
	}
	at.count_end = panel_left(p) + NAME_W + count;
	at.queue = at.count_end + (change ? change + 1 : 1) + 1;
	if (panel_width(p) >= WITH_SCAN_W && scan_targets(p->f)) {
		at.scan_end = at.queue + SCAN_W;
		at.queue = at.scan_end + 2;
	}
	at.room = panel_end(p) - at.queue;
	if (at.room < GAP_W - 1 + MIN_TAIL * PAGE_W)
		at.room = 0;
	return at;
}

/* A list's pages are worth more than a change in two parts. */
static struct columns columns_of_lists(const struct panel *p)
{
	struct columns at = columns_with(p, true);

	return at.room >= BOTH_WAYS_W ? at : columns_with(p, false);
}

static void draw_scan(struct panel *p, const struct columns *at,
		      enum lru_list lru, int y)
{
	char pages[24] = "-";

	if (lru != LRU_UNEVICTABLE)
		snprintf(pages, sizeof(pages), "%" PRIu64,
			 scan_targets(p->f)[lru]);
	canvas_right(p->c, at->scan_end, y, ROLE_TEXT, pages);
}

static void draw_list(struct panel *p, const struct columns *at,
		      enum lru_list lru, int y)
{
	uint64_t now = lru_length(p->f, p->f->now, lru);
	enum role role = now ? ROLE_TEXT : ROLE_DIM;
	const char *words = ui(p->f->lang, UI_lru_unevictable);
	char change[48];

	canvas_text(p->c, panel_left(p), y, role, lru_name(lru));
	canvas_mark(p->c, (struct rect){ panel_left(p), y, 1, 1 }, OBJ_PLACE,
		    lru, 0);
	number_draw(p->c, at->count_end, y, role, now, now);
	if (change_words(p->f, lru, at->both_ways, change)) {
		canvas_text(p->c, at->count_end + 1, y, ROLE_TITLE, change);
		panel_sign(p, y, GUTTER_CHANGED);
	}
	if (at->scan_end)
		draw_scan(p, at, lru, y);
	if (lru != LRU_UNEVICTABLE && at->room)
		queue_draw(p, at->queue, y, at->room, lru, now);
	else if (now && words_columns(words) <= at->room)
		canvas_text(p->c, at->queue, y, ROLE_DIM, words);
}

/* "pages", and which end of a queue is which. */
static void draw_head(struct panel *p, const struct columns *at, int y)
{
	enum lang lang = p->f->lang;
	const char *head = ui(lang, UI_lru_head), *tail = ui(lang, UI_lru_tail);

	canvas_right(p->c, at->count_end, y, ROLE_DIM, ui(lang, UI_pages));
	if (at->scan_end)
		canvas_right(p->c, at->scan_end, y, ROLE_DIM, ui(lang, UI_lru_scan));
	if (words_columns(head) + 2 + words_columns(tail) <= at->room)
		canvas_text(p->c, at->queue, y, ROLE_DIM, head);
	else if (words_columns(tail) > at->room)
		tail = ui(lang, UI_lru_tail_short);
	if (at->room)
		canvas_right(p->c, panel_end(p), y, ROLE_DIM, tail);
}

static void draw_batches(struct panel *p, int y)
{
	enum role role = lru_in_batches(p->f->now).new ? ROLE_TEXT : ROLE_DIM;
	char waiting[LRU_WAITS][WAITS_BYTES], size[48];

	for (int brief = 0; brief < 2; brief++) {
		int columns = 2 * (LRU_WAITS - 1);

		lru_waiting_words(p->f, brief, waiting);
		for (int i = 0; i < LRU_WAITS; i++)
			columns += words_columns(waiting[i]);
		if (columns <= panel_width(p))
			break;
	}
	snprintf(size, sizeof(size), ui(p->f->lang, UI_lru_batch_size),
		 p->f->now->s->lru_batch_size);
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, (struct word[]){
		{ waiting[0], role, true }, { waiting[1], ROLE_TEXT, true },
		{ waiting[2], ROLE_TEXT, true }, { size, ROLE_DIM, false },
	}, 4);
	if (lru_waiting_changed(p->f))
		panel_sign(p, y, GUTTER_CHANGED);
}

/* "to scan  anon 0  file 33  priority 12  files only  swappiness 60" */
static void draw_balance(struct panel *p, const struct event *e, int y)
{
	static const enum ui reasons[NR_SCAN_BALANCES] = {
		[SCAN_EQUAL] = UI_scan_equal, [SCAN_FRACT] = UI_scan_fract,
		[SCAN_ANON] = UI_scan_anon, [SCAN_FILE] = UI_scan_file,
	};
	enum lang lang = p->f->lang;
	char anon[32], file[32], priority[32];
	struct word words[] = {
		{ ui(lang, UI_scan_targets), ROLE_DIM, true },
		{ anon, ROLE_TEXT, true },
		{ file, ROLE_TEXT, true },
		{ priority, ROLE_TEXT, false },
		{ e->arg[0] < NR_SCAN_BALANCES ? ui(lang, reasons[e->arg[0]]) :
						 NULL, ROLE_DIM, false },
	};

	snprintf(anon, sizeof(anon), ui(lang, UI_scan_anon_pages), e->arg[2]);
	snprintf(file, sizeof(file), ui(lang, UI_scan_file_pages), e->arg[3]);
	snprintf(priority, sizeof(priority), ui(lang, UI_scan_priority), e->arg[1]);
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words,
		   sizeof(words) / sizeof(words[0]));
	if (e == p->f->event)
		panel_sign(p, y, GUTTER_HERE);
}

/* Is the followed page on a list of this node? */
static bool has_place(const struct facts *f)
{
	const struct frame *fr = f->followed.has_frame ?
					 frame_at(f->now, f->followed.pfn) : NULL;

	return fr && on_evictable_list(fr) &&
	       frame_node(f->now, fr) == lru_node(f);
}

/* "@ inactive_anon, 23 before the tail": it may lie where no queue shows it. */
static void draw_place(struct panel *p, int y)
{
	struct text words = { 0 };

	lru_place(p->f, p->f->followed.pfn, &words);
	canvas_text(p->c, panel_left(p), y, ROLE_TEXT, text_str(&words));
	panel_sign(p, y, GUTTER_FOLLOWED);
	text_free(&words);
}

/* Return: the row after the lists and what is said of them all. */
static int draw_lists(struct panel *p, struct columns *at, int y, int end)
{
	const struct event *balance = last_balance(p->f);
	int place = has_place(p->f) ? 1 : 0;

	if (p->r.h > NR_LRU_LISTS)
		draw_head(p, at, y++);
	for (unsigned i = 0; i < NR_LRU_LISTS && y < end; i++)
		draw_list(p, at, (enum lru_list)i, y++);
	if (y < end && p->f->now->s->lru_batch_size > 1)
		draw_batches(p, y++);
	end -= place;
	at->changes = lru_changes_draw(p, y, end - y - MIN_ROWS_VERDICTS,
				       at->both_ways);
	y += at->changes;
	/* why a list changed counts for more than what the last pass was for */
	if (balance && (at->changes ? end - y > MIN_ROWS_VERDICTS : y < end))
		draw_balance(p, balance, y++);
	if (place && y <= end)
		draw_place(p, y++);
	return y;
}

static void lru_draw(struct panel *p)
{
	struct columns at = columns_of_lists(p);
	int end = p->r.y + p->r.h, y = draw_lists(p, &at, p->r.y, end), nr;
	int legend;

	if (y >= end)
		return;
	legend = lru_legend_rows(p, (end - y) / MIN_ROWS_VERDICTS, at.both_ways,
				 at.changes > 0);
	/* one more for what only the verdicts will show */
	legend += end - y >= MANY_ROWS;
	nr = verdicts_draw(p, y, end - y - legend);
	lru_legend_draw(p, y + nr, nr > 0, at.both_ways, at.changes > 0);
}

/* "kswapd at work", and where there is room "swappiness 60" */
static void lru_about(const struct panel *p, struct text *title,
		      struct text *aside)
{
	const struct state *s = p->f->now->s;
	struct worker kswapd = worker_of(p->f->now, WORKER_KSWAPD,
					 lru_node(p->f));

	if (s->nr_nodes > 1)
		text_printf(title, " - N%u", lru_node(p->f));
	text_printf(aside, "kswapd %s", ui(p->f->lang, kswapd.state));
	if (p->r.w >= ABOUT_W)
		text_printf(aside, ", swappiness %" PRId64,
			    s->sysctl[SYSCTL_swappiness]);
}

const struct view view_lru = {
	.name = "lru", .title = UI_lru, .weight = 5,
	.min_w = 30, .min_h = 5, .good_w = 60, .good_h = 12,
	.about = lru_about, .draw = lru_draw,
};
