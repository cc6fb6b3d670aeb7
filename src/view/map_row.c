#include "view/map_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/map.h"

enum { LABEL_W = 7 };

static void draw_scale(struct panel *p, const struct zone *z, int x, int y,
		       int cells, unsigned shift)
{
	char words[64], last[24];
	int w, from, room;

	from = canvas_text(p->c, x, y, ROLE_DIM,
			   pfn_words(z, z->start_pfn, last)) + 2;
	pfn_words(z, zone_end_pfn(z) - 1, last);
	if (shift)
		snprintf(words, sizeof(words), ui(p->f->lang, UI_cell_frames),
			 UINT64_C(1) << shift);
	else
		snprintf(words, sizeof(words), "%s",
			 ui(p->f->lang, UI_cell_frame));
	w = text_columns(words, strlen(words));
	room = cells - from - (int)strlen(last) - 2;
	if (w <= room)
		canvas_text(p->c, x + from + (room - w) / 2, y, ROLE_DIM,
			    words);
	canvas_right(p->c, x + cells, y, ROLE_DIM, last);
}

/* Cells begin at multiples of their size, as blocks do. */
static uint64_t cells_needed(const struct zone *z, unsigned shift)
{
	return ((zone_end_pfn(z) - 1) >> shift) - (z->start_pfn >> shift) + 1;
}

struct map_row map_row_draw(struct panel *p, const struct zone *z, int y)
{
	struct map_row row = { .shift = 0 };
	const struct followed *followed = &p->f->followed;
	int x = panel_left(p) + LABEL_W, cells = panel_end(p) - x;
	unsigned shift = 0;
	pfn_t pfn;
	uint64_t nr;

	row.cells = (struct rect){ x, y + 1, 0, 1 };
	if (cells <= 0)
		return row;
	while (cells_needed(z, shift) > (uint64_t)cells)
		shift++;
	nr = UINT64_C(1) << shift;
	pfn = z->start_pfn & ~(nr - 1);
	cells = (int)cells_needed(z, shift);
	row.shift = shift;
	row.cells.w = cells;
	draw_scale(p, z, x, y++, cells, shift);
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(p->f->lang, UI_map));
	for (; pfn < zone_end_pfn(z); pfn += nr, x++) {
		enum lit lit = LIT_NONE;

		if (followed->has_frame && followed->pfn - pfn < nr)
			lit = LIT_FOLLOWED;
		else if (touched_view(p->f, p->id) &&
			 touched_frames(p->f, pfn, nr))
			lit = LIT_TOUCHED;
		letter_put(p, x, y, map_cell(p->f->now, p->f->before, z, pfn,
					     shift), lit);
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn,
			    nr);
		if (lit == LIT_FOLLOWED)
			panel_sign(p, y, GUTTER_FOLLOWED);
	}
	return row;
}
