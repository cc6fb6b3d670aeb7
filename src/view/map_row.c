#include "view/map_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/map.h"

enum {
	LABEL_W = 7,
	LEAST_ROW = 16,		/* cells of one of several rows */
};

/* "1 cell = 64 frames" */
static void cell_words(enum lang lang, unsigned shift, char *out, size_t size)
{
	if (shift)
		snprintf(out, size, ui(lang, UI_cell_frames),
			 UINT64_C(1) << shift);
	else
		snprintf(out, size, "%s", ui(lang, UI_cell_frame));
}

static void draw_scale(struct panel *p, const struct zone *z, int x, int y,
		       int cells, unsigned shift)
{
	char words[64], last[24];
	int w, from, room;

	from = canvas_text(p->c, x, y, ROLE_DIM,
			   pfn_words(z, z->start_pfn, last)) + 2;
	pfn_words(z, zone_end_pfn(z) - 1, last);
	cell_words(p->f->lang, shift, words, sizeof(words));
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

/* How a zone is laid out. */
struct plan {
	int	 label;		/* columns left of the cells */
	int	 rows, cells;	/* cells of a row */
	unsigned shift;
	pfn_t	 base;		/* of the first cell */
};

static struct plan plan_one(const struct zone *z, int room)
{
	struct plan t = { .label = LABEL_W, .rows = 1 };

	while (cells_needed(z, t.shift) > (uint64_t)room)
		t.shift++;
	t.cells = (int)cells_needed(z, t.shift);
	t.base = z->start_pfn & ~((UINT64_C(1) << t.shift) - 1);
	return t;
}

/* Rows of so many cells, at most `rows`, from a multiple of 16 cells on. */
static struct plan plan_rows(const struct zone *z, int label, int cells,
			     int rows)
{
	struct plan t = { .label = label, .cells = cells };
	uint64_t row, frames;

	for (;; t.shift++) {
		t.base = z->start_pfn & ~((UINT64_C(16) << t.shift) - 1);
		row = (uint64_t)cells << t.shift;
		frames = zone_end_pfn(z) - t.base;
		if (frames <= row * (uint64_t)rows)
			break;
	}
	t.rows = (int)((frames + row - 1) / row);
	return t;
}

/*
 * Several rows only for fewer frames a cell; in rows of 2^k of them, buddies
 * stand in columns or beside each other.
 */
static struct plan plan_map(const struct zone *z, int columns, int rows)
{
	struct plan one = plan_one(z, columns - LABEL_W), more;
	char last[24];
	int label = (int)strlen(pfn_words(z, zone_end_pfn(z) - 1, last)) + 1;

	label = label > LABEL_W ? label : LABEL_W;
	if (rows < 2 || columns < label + LEAST_ROW)
		return one;
	more = plan_rows(z, label, power_below(columns - label), rows);
	return more.shift < one.shift ? more : one;
}

static void draw_cell(struct panel *p, const struct zone *z, int x, int y,
		      pfn_t pfn, unsigned shift)
{
	const struct followed *followed = &p->f->followed;
	uint64_t nr = UINT64_C(1) << shift;
	bool here = touched_view(p->f, p->id);
	pfn_t one = here ? touched_one(p->f, pfn, nr) : PFN_NONE;
	struct letter l = one == PFN_NONE ?
		map_cell(p->f->now, p->f->before, z, pfn, shift) :
		map_cell(p->f->now, p->f->before, z, one, 0);
	enum lit lit = LIT_NONE;

	if (!l.c)
		return;
	if (followed->has_frame && followed->pfn - pfn < nr)
		lit = LIT_FOLLOWED;
	else if (here && touched_frames(p->f, pfn, nr))
		lit = LIT_TOUCHED;
	letter_put(p, x, y, l, lit);
	canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn, nr);
	if (lit == LIT_FOLLOWED)
		panel_sign(p, y, GUTTER_FOLLOWED);
}

/* Of one row the ends are told above it, of several the begin of each. */
static void draw_labels(struct panel *p, const struct zone *z,
			const struct plan *t, int y)
{
	int x = panel_left(p);
	char words[64];

	if (t->rows == 1) {
		draw_scale(p, z, x + LABEL_W, y, t->cells, t->shift);
		canvas_text(p->c, x, y + 1, ROLE_DIM, ui(p->f->lang, UI_map));
		return;
	}
	canvas_text(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_map));
	cell_words(p->f->lang, t->shift, words, sizeof(words));
	canvas_text(p->c, x + t->label, y, ROLE_DIM, words);
	for (int i = 0; i < t->rows; i++)
		canvas_text(p->c, x, y + 1 + i, ROLE_DIM,
			    pfn_words(z, t->base + ((uint64_t)(i * t->cells)
						    << t->shift), words));
}

struct map_row map_row_draw(struct panel *p, const struct zone *z, int y,
			    int end)
{
	struct map_row row = { .cells = { panel_left(p), y + 1, 0, 1 } };
	struct plan t;
	int x;

	if (panel_width(p) <= LABEL_W)
		return row;
	t = plan_map(z, panel_width(p), end - y - 1);
	x = panel_left(p) + t.label;
	row.shift = t.shift;
	row.cells = (struct rect){ x, y + 1, t.cells, t.rows };
	draw_labels(p, z, &t, y++);
	for (int i = 0; i < t.rows * t.cells; i++)
		draw_cell(p, z, x + i % t.cells, y + i / t.cells,
			  t.base + ((uint64_t)i << t.shift), t.shift);
	return row;
}
