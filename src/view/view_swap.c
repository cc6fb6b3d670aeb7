/*
 * The swap view: the slots of the areas, one cell a slot (or 2^k of them), and
 * what came and went.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/swap.h"
#include "mm/vmstat.h"
#include "view/tell.h"

enum {
	LABEL_W = 8,
	GROUP = CELL_GROUP,
	ROWS_BELOW = 3,		/* counts, traffic, legend */
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

struct letter swap_letter(const struct machine *m, unsigned type, uint64_t slot)
{
	uint32_t entry = swp_entry(type, (uint32_t)slot);

	if (slot == 0)
		return glyph_letter(GLYPH_RESERVED);
	if (swap_cache_page(m, entry) != PFN_NONE)
		return glyph_letter(GLYPH_SWAPCACHE);
	return glyph_letter(swap_count(m, entry) ? GLYPH_OUT : GLYPH_NOTHING);
}

/* The cell of several slots: the letter of most of them, dim when mixed. */
static struct letter cell_letter(const struct machine *m, unsigned type,
				 uint64_t slot, unsigned shift)
{
	uint64_t end = slot + (UINT64_C(1) << shift), out = 0, cached = 0;
	uint64_t max = m->s->swap_area[type].max, nr;
	struct letter l;

	if (!shift)
		return swap_letter(m, type, slot);
	end = end < max ? end : max;
	nr = end - slot;
	for (; slot < end; slot++) {
		char c = swap_letter(m, type, slot).c;

		out += c == glyphs[GLYPH_OUT].letter;
		cached += c == glyphs[GLYPH_SWAPCACHE].letter;
	}
	l = glyph_letter(out + cached == 0 ? GLYPH_NOTHING :
			 cached > out ? GLYPH_SWAPCACHE : GLYPH_OUT);
	if (out + cached && out != nr && cached != nr)
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

static void cell_put(struct panel *p, int x, int y, unsigned type,
		     uint64_t slot, unsigned shift)
{
	uint32_t touched = touched_slot(p->f);
	const struct machine *m = p->f->now;
	enum lit lit = LIT_NONE;
	pfn_t pfn = shift ? PFN_NONE :
			    swap_cache_page(m, swp_entry(type, (uint32_t)slot));

	if (touched && swp_type(touched) == type &&
	    swp_offset(touched) >> shift == slot >> shift)
		lit = LIT_TOUCHED;
	if (is_followed(&p->f->followed, type, slot, shift, pfn))
		lit = LIT_FOLLOWED;
	letter_put(p, x, y, cell_letter(m, type, slot, shift), lit);
	if (lit == LIT_TOUCHED)
		panel_sign(p, y, GUTTER_HERE);
	if (lit == LIT_FOLLOWED)
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (pfn != PFN_NONE)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn, 1);
}

/* Return: the row after the map. */
static int draw_area(struct panel *p, unsigned type, int y, int rows)
{
	const struct swap_area *a = &p->f->now->s->swap_area[type];
	int cells = panel_width(p) - LABEL_W;
	unsigned shift = 0;

	cells = cells_of_row(cells);
	if (cells < GROUP || rows < 2)
		return y;
	while ((a->max >> shift) > (uint64_t)cells * (uint64_t)(rows - 1) &&
	       shift < SHIFT_MAX)
		shift++;
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(p->f->lang, UI_slot));
	for (int i = 0; i + 2 <= cells; i += GROUP)
		canvas_printf(p->c, panel_left(p) + LABEL_W + i, y, ROLE_DIM,
			      "%" PRIu64, (uint64_t)i << shift);
	for (uint64_t slot = 0; slot < a->max && --rows > 0;) {
		y++;
		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64,
			      slot);
		for (int i = 0; i < cells && slot < a->max; i++) {
			cell_put(p, panel_left(p) + LABEL_W + i, y, type, slot,
				 shift);
			slot += UINT64_C(1) << shift;
		}
	}
	return y + 1;
}

static void draw_counts(struct panel *p, int y)
{
	const struct machine *m = p->f->now, *was = p->f->before;
	uint64_t used = m->s->total_swap_pages - m->s->nr_swap_pages;
	const struct {
		enum ui	 words;
		uint64_t nr;
	} counts[] = {
		{ UI_swap_used, used },
		{ UI_swap_free, m->s->nr_swap_pages },
		{ UI_swap_cached, node_stat_sum(m, NR_SWAPCACHE) },
	};
	enum { NR = sizeof(counts) / sizeof(counts[0]) };
	char text[NR][64];
	struct word words[NR];

	for (int i = 0; i < NR; i++) {
		snprintf(text[i], sizeof(text[i]), ui(p->f->lang, counts[i].words),
			 counts[i].nr);
		words[i] = (struct word){ text[i], ROLE_TEXT, false };
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR);
	if (m->s->nr_swap_pages != was->s->nr_swap_pages)
		panel_sign(p, y, GUTTER_CHANGED);
}

static void draw_traffic(struct panel *p, int y)
{
	static const struct {
		enum vm_event event;
		const char   *name;
	} counts[] = {
		{ PSWPIN, "pswpin" }, { PSWPOUT, "pswpout" },
		{ SWAP_RA, "swap_ra" }, { SWAP_RA_HIT, "hit" },
		{ PGMAJFAULT, "pgmajfault" },
	};
	enum { NR = sizeof(counts) / sizeof(counts[0]) };
	char text[NR][64];
	struct word words[NR];

	for (int i = 0; i < NR; i++) {
		uint64_t now = p->f->now->s->vm_event[counts[i].event];
		uint64_t was = p->f->before->s->vm_event[counts[i].event];

		snprintf(text[i], sizeof(text[i]), "%s %" PRIu64, counts[i].name,
			 now);
		if (now != was)
			snprintf(text[i], sizeof(text[i]),
				 "%s %" PRIu64 " +%" PRIu64, counts[i].name,
				 now, now - was);
		/* where not all has room, what did not change goes first */
		words[i] = (struct word){ text[i], ROLE_TEXT, now != was };
		if (now != was)
			panel_sign(p, y, GUTTER_CHANGED);
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR);
}

static void swap_draw(struct panel *p)
{
	const struct state *s = p->f->now->s;
	int y = p->r.y, end = p->r.y + p->r.h, rows = p->r.h - ROWS_BELOW;
	unsigned nr = 0;

	for (unsigned i = 0; i < s->nr_swapfiles; i++)
		nr += s->swap_area[i].on;
	if (!nr) {
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(p->f->lang, UI_swap_none));
		return;
	}
	for (unsigned i = 0; i < s->nr_swapfiles; i++)
		if (s->swap_area[i].on)
			y = draw_area(p, i, y, rows / (int)nr);
	if (y < end)
		draw_counts(p, y++);
	if (y < end)
		draw_traffic(p, y++);
	panel_legend(p, y, end, UI_swap_legend);
}

static void swap_about(const struct panel *p, struct text *title,
		       struct text *aside)
{
	const struct state *s = p->f->now->s;
	const char *comma = "";

	(void)title;
	for (unsigned i = 0; i < s->nr_swapfiles; i++)
		if (s->swap_area[i].on) {
			text_printf(aside, "%s%s %d", comma,
				    s->swap_area[i].name, s->swap_area[i].prio);
			comma = ", ";
		}
}

const struct view view_swap = {
	.name = "swap", .title = UI_swap, .weight = 4,
	.min_w = 30, .min_h = 4, .good_w = 74, .good_h = 8,
	.about = swap_about, .draw = swap_draw,
};
