/*
 * The swap view: the slots of the areas, one cell a slot (or 2^k of them), and
 * what came and went.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/swap.h"
#include "mm/vmstat.h"
#include "view/legend.h"
#include "view/oom_victim.h"
#include "view/swap_fault.h"
#include "view/swap_figures.h"
#include "view/swap_held.h"
#include "view/tell.h"

enum {
	LABEL_W = 8,
	GROUP = CELL_GROUP,
	ROWS_BELOW = 3,		/* counts, traffic, legend */
	LEAST_MAP = 4,		/* rows; with more the last fault has its own */
	ABOUT_W = 60,		/* from here on the title names the area */
	HELD_W = 60,		/* and why pages are in the swap cache is told */
	SHIFT_MAX = 20,
};

/* The slot that the newest event is about; 0 = none. */
static uint32_t touched_slot(const struct facts *f)
{
	uint64_t entry;

	if (!f->event || !event_field_of(f->event, EVENT_FORM_SWAP, &entry))
		return 0;
	return (uint32_t)entry;
}

/* As in every view: what is on its way between frame and disk says so. */
static enum glyph cached_glyph(enum held held)
{
	return held == HELD_WRITING ? GLYPH_WRITE :
	       held == HELD_READING ? GLYPH_READ : GLYPH_SWAPCACHE;
}

struct letter swap_letter(const struct machine *m, unsigned type, uint64_t slot)
{
	uint32_t entry = swp_entry(type, (uint32_t)slot);
	pfn_t pfn;

	if (slot == 0)
		return glyph_letter(GLYPH_RESERVED);
	pfn = swap_cache_page(m, entry);
	if (pfn != PFN_NONE)
		return glyph_letter(cached_glyph(swap_held(m, pfn)));
	if (swap_count(m, entry))
		return glyph_letter(GLYPH_OUT);
	/* in the CPU's stock: not free, but nobody's */
	return glyph_letter(swap_slot_at(m, entry)->taken ? GLYPH_PCP :
							    GLYPH_NOTHING);
}

/* Of the pages in the swap cache: nr[] of those being written, being read. */
static void look_at_cached(const struct machine *m, unsigned type, uint64_t slot,
			   uint64_t end, uint64_t nr[NR_GLYPHS])
{
	while ((slot = swap_next_cached(m, type, slot, end))) {
		uint32_t entry = swp_entry(type, (uint32_t)slot++);

		nr[cached_glyph(swap_held(m, swap_cache_page(m, entry)))]++;
	}
}

/*
 * The cell of several slots: of those that are not free the letter of most,
 * dim when mixed.
 */
static struct letter cell_letter(const struct machine *m, unsigned type,
				 uint64_t slot, unsigned shift)
{
	/* of as many the earlier one */
	static const enum glyph order[] = { GLYPH_OUT, GLYPH_SWAPCACHE,
					    GLYPH_WRITE, GLYPH_READ, GLYPH_PCP };
	uint64_t end = slot + (UINT64_C(1) << shift), nr[NR_GLYPHS] = { 0 };
	uint64_t max = m->s->swap_area[type].max;
	struct swap_counts c;
	struct letter l;
	enum glyph best = GLYPH_NOTHING;

	if (!shift)
		return swap_letter(m, type, slot);
	end = end < max ? end : max;
	swap_counts(m, type, slot, end, &c);
	nr[GLYPH_OUT] = c.out;
	nr[GLYPH_PCP] = c.taken;
	if (c.cached)
		look_at_cached(m, type, slot, end, nr);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		best = nr[order[i]] > nr[best] ? order[i] : best;
	l = glyph_letter(best);
	if (nr[best] && nr[best] != end - slot)
		l.over |= OVER_DIM;
	return l;
}

/* Its slot is under the cell, or its frame in the swap cache. */
static bool is_followed(const struct followed *to, unsigned type, uint64_t slot,
			unsigned shift, pfn_t pfn)
{
	if (to->slot && swp_type(to->slot) == type &&
	    swp_offset(to->slot) >> shift == slot >> shift)
		return true;
	return pfn != PFN_NONE && to->has_frame && to->pfn == pfn;
}

/* Is one of its slots free, or on the CPU's stock? */
static bool has_free(struct letter l)
{
	return l.c == glyphs[GLYPH_NOTHING].letter || l.over & OVER_DIM;
}

static void cell_put(struct panel *p, unsigned type, unsigned shift, int x,
		     int y, uint64_t slot, bool was_full)
{
	uint32_t touched = touched_slot(p->f);
	const struct machine *m = p->f->now, *before = p->f->before;
	struct letter l = cell_letter(m, type, slot, shift);
	struct letter was = cell_letter(before, type, slot, shift);
	bool here = touched && swp_type(touched) == type &&
		    swp_offset(touched) >> shift == slot >> shift;
	enum lit lit = LIT_NONE;
	pfn_t pfn = shift ? PFN_NONE :
			    swap_cache_page(m, swp_entry(type, (uint32_t)slot));

	if (here)
		lit = LIT_TOUCHED;
	if (is_followed(&p->f->followed, type, slot, shift, pfn))
		lit = LIT_FOLLOWED;
	letter_put(p, x, y, l, lit);
	if (l.c != was.c || (was_full && has_free(l)))
		panel_sign(p, y, GUTTER_CHANGED);
	if (lit == LIT_TOUCHED)
		panel_sign(p, y, GUTTER_HERE);
	if (lit == LIT_FOLLOWED)
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (here)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_PLACE,
			    touched, 0);
	if (pfn != PFN_NONE)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn, 1);
}

/* How the areas that are on share the panel. */
struct plan {
	int cells;		/* of a row; 0 = no room for maps */
	int rows;		/* of an area, its scale among them */
	int tale;		/* rows for the last fault */
	bool held;		/* why pages are in the swap cache is told */
	bool was_full;		/* when the killer came, in this unit */
	unsigned nr;		/* areas that are on */
};

static unsigned area_shift(const struct plan *t, const struct swap_area *a)
{
	uint64_t cells = (uint64_t)t->cells * (uint64_t)(t->rows - 1);
	unsigned shift = 0;

	while (t->cells && (a->max >> shift) > cells && shift < SHIFT_MAX)
		shift++;
	return shift;
}

/* As many slots a cell in a row whose numbers are easier, if there is one. */
static struct plan plan_easy(const struct state *s, struct plan t)
{
	for (int cells = CELLS_EASY; cells < t.cells; cells *= 2) {
		struct plan easy = t;
		bool same = true;

		easy.cells = cells;
		for (unsigned i = 0; i < s->nr_swapfiles; i++)
			same &= area_shift(&easy, &s->swap_area[i]) ==
				area_shift(&t, &s->swap_area[i]);
		if (same)
			return easy;
	}
	return t;
}

static struct plan plan_areas(const struct panel *p)
{
	const struct state *s = p->f->now->s;
	struct plan t = { .cells = cells_of_row(panel_width(p) - LABEL_W),
			  .was_full = oom_swap_was_full(p->f) };
	int rows = p->r.h - ROWS_BELOW;

	for (unsigned i = 0; i < s->nr_swapfiles; i++)
		t.nr += s->swap_area[i].on != SWAP_OFF;
	t.tale = rows >= LEAST_MAP + SWAP_FAULT_ROWS ? SWAP_FAULT_ROWS : 0;
	t.held = node_stat_sum(p->f->now, NR_SWAPCACHE) &&
		 rows - t.tale > LEAST_MAP && panel_width(p) >= HELD_W;
	t.rows = t.nr ? (rows - t.tale - t.held) / (int)t.nr : 0;
	if (t.cells < GROUP || t.rows < 2)
		t.cells = 0;
	return plan_easy(s, t);
}

static uint64_t used_slots(const struct machine *m, unsigned type,
			   uint64_t from, uint64_t end)
{
	struct swap_counts c = { .out = 0 };

	if (end <= m->s->swap_area[type].max)
		swap_counts(m, type, from, end, &c);
	return c.out + c.cached;
}

/*
 * Behind the slots [from, end), if there is room: how many more are in use, or
 * that all were.
 */
static void row_was(struct panel *p, const struct plan *t, unsigned type,
		    uint64_t from, uint64_t end, int y)
{
	uint64_t now = used_slots(p->f->now, type, from, end);
	uint64_t was = used_slots(p->f->before, type, from, end);
	int x = panel_left(p) + LABEL_W + t->cells + 2;
	char words[48];

	words[0] = '\0';
	if (t->was_full && now < end - from - !from)
		snprintf(words, sizeof(words), "%s",
			 ui(p->f->lang, UI_swap_row_full));
	else if (now != was)
		snprintf(words, sizeof(words), "%+" PRId64,
			 (int64_t)(now - was));
	words_draw(p->c, x, y, panel_end(p) - x, 0,
		   &(struct word){ words, ROLE_TITLE, true }, 1);
}

/* Return: the row after the map. */
static int draw_area(struct panel *p, const struct plan *t, unsigned type,
		     int y)
{
	const struct swap_area *a = &p->f->now->s->swap_area[type];
	unsigned shift = area_shift(t, a);
	int end = y + t->rows;

	if (!t->cells)
		return y;
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(p->f->lang, UI_slot));
	for (int i = 0; i + 2 <= t->cells; i += GROUP)
		canvas_printf(p->c, panel_left(p) + LABEL_W + i, y, ROLE_DIM,
			      "%" PRIu64, (uint64_t)i << shift);
	y++;
	for (uint64_t slot = 0; slot < a->max && y < end; y++) {
		uint64_t first = slot;

		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64,
			      slot);
		for (int i = 0; i < t->cells && slot < a->max; i++) {
			cell_put(p, type, shift, panel_left(p) + LABEL_W + i, y,
				 slot, t->was_full);
			slot += UINT64_C(1) << shift;
		}
		row_was(p, t, type, first, slot < a->max ? slot : a->max, y);
	}
	return y;
}

/* What stands in the maps. */
struct told {
	struct letters letters;
	bool	       mixed;	/* cells of several slots */
};

static void say_legend(struct legend *l, const void *of)
{
	static const struct legend_word own[] = {
		{ GLYPH_SWAPCACHE, UI_swap_also_cached },
		{ GLYPH_PCP, UI_swap_of_stock },
		{ GLYPH_NOTHING, UI_free },
		{ GLYPH_RESERVED, UI_swap_is_header },
		{ NR_GLYPHS, UI_nothing },
	};
	const struct told *told = of;

	legend_letters(l, &told->letters, own);
	if (told->mixed)
		legend_words(l, UI_note_mixed);
	legend_signs(l);
}

static void look_at_area(const struct panel *p, const struct plan *t, int y,
			 int end, struct told *told)
{
	letters_look(&told->letters, p->c, (struct rect){
		panel_left(p) + LABEL_W, y + 1, t->cells, end - y - 1 });
}

static void swap_draw(struct panel *p)
{
	const struct state *s = p->f->now->s;
	struct plan t = plan_areas(p);
	int y = p->r.y, end = p->r.y + p->r.h, top;
	struct told told = { .mixed = false };
	struct legend l;

	if (!t.nr) {
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(p->f->lang, UI_swap_none));
		return;
	}
	for (unsigned i = 0; i < s->nr_swapfiles; i++) {
		if (!s->swap_area[i].on)
			continue;
		top = y;
		y = draw_area(p, &t, i, y);
		look_at_area(p, &t, top, y, &told);
		told.mixed |= area_shift(&t, &s->swap_area[i]) != 0;
	}
	y = swap_figures_draw(p, y, end, t.held);
	if (t.tale)
		y = swap_fault_draw(p, y, end - 1);
	l = legend_at(p, y, end);
	say_legend(&l, &told);
}

/* "/dev/vdb, priority -2, 1 cell = 8 slots" */
static void swap_about(const struct panel *p, struct text *title,
		       struct text *aside)
{
	const struct state *s = p->f->now->s;
	struct plan t = plan_areas(p);
	const char *between = "";

	(void)title;
	for (unsigned i = 0; i < s->nr_swapfiles; i++) {
		const struct swap_area *a = &s->swap_area[i];

		if (!a->on)
			continue;
		text_puts(aside, between);
		if (p->r.w >= ABOUT_W)
			text_printf(aside, ui(p->f->lang, UI_swap_area),
				    a->name, a->prio);
		if (t.cells && area_shift(&t, a))
			text_printf(aside, ui(p->f->lang, UI_cell_slots),
				    UINT64_C(1) << area_shift(&t, a));
		else if (t.cells)
			text_puts(aside, ui(p->f->lang, UI_cell_slot));
		between = "; ";
	}
}

const struct view view_swap = {
	.name = "swap", .title = UI_swap, .weight = 4,
	.min_w = 30, .min_h = 4, .good_w = 74, .good_h = 8,
	.about = swap_about, .draw = swap_draw,
};
