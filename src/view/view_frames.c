/*
 * The frames view: physical memory of one zone, a cell 1 << shift frames, the
 * smallest shift at which the zone fits. Where a cell is more than a frame, a
 * lens shows single frames around the place of the event; below, how many
 * frames of each kind the zone has.
 */
#include "view/frames_notes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/kinds.h"
#include "view/legend.h"
#include "view/map.h"
#include "view/paint.h"
#include "view/paint_legend.h"

enum { MIN_CELLS = 8, PAINT_AND_CELL = 56, CELL_LONG = 40,
       WITH_BLANK_H = 8 };	/* rows with a blank one above the counts */

static const struct zone *zone_of(const struct machine *m, unsigned nr)
{
	return &m->s->zone[nr < MAX_ZONES ? nr : 0];
}

static int label_columns(const struct zone *z)
{
	char words[24];

	return (int)strlen(pfn_words(z, zone_end_pfn(z) - 1, words));
}

/* Cells of a row: a multiple of 16, or of 8 if there is little room. */
static int row_cells(int room)
{
	if (room >= 16)
		return room & ~15;
	return room >= MIN_CELLS ? MIN_CELLS : 0;
}

static pfn_t grid_base(const struct zone *z, unsigned shift)
{
	return z->start_pfn & ~((UINT64_C(16) << shift) - 1);
}

static int rows_needed(const struct zone *z, unsigned shift, int cells)
{
	uint64_t frames = zone_end_pfn(z) - grid_base(z, shift);
	uint64_t row = (uint64_t)cells << shift;

	return (int)((frames + row - 1) / row);
}

/* Rows of the map taken apart by order, with a heading; 0 = no room. */
static int tree_rows(const struct panel *p, const struct grid *g)
{
	int rows = (int)zone_top_order(g->z) + 2;

	if (g->rows != 1 || g->shift || g->paint != PAINT_KIND ||
	    rows + 3 > p->r.h - g->legend - 1)
		return 0;
	return rows;
}

/* By age a single frame has its signs of use beside it. */
static int cell_columns(const struct grid *g, unsigned shift)
{
	return g->paint == PAINT_AGE && !shift ? 2 : 1;
}

static int cells_of(const struct grid *g, unsigned shift)
{
	return g->wide / cell_columns(g, shift);
}

/* What the viewer chose, if it can be had then and now. */
static enum paint paint_of(const struct panel *p, const struct grid *g)
{
	return paint_shown(p->f->before, g->before,
			   paint_shown(p->f->now, g->z,
				       p->f->s->settings.paint));
}

static int rows_of_legend(const struct panel *p, const struct grid *g)
{
	int rows = g->paint == PAINT_KIND ? kinds_rows(p, p->f->zone) :
					    paint_legend_rows(p, g->paint);
	int most = (p->r.h + 1) / 3;

	return rows < most ? rows : most;
}

/* Map first; then counts; then the lens, if the map is not single frames. */
static bool grid_plan(const struct panel *p, struct grid *g)
{
	int w = panel_width(p), room;

	g->z = zone_of(p->f->now, p->f->zone);
	g->before = zone_of(p->f->before, p->f->zone);
	g->label = label_columns(g->z);
	g->wide = row_cells(w - g->label - 1);
	if (p->f->zone >= MAX_ZONES || !g->z->spanned || !g->wide)
		return false;
	g->paint = paint_of(p, g);
	g->legend = rows_of_legend(p, g);
	room = p->r.h - g->legend - (p->r.h >= WITH_BLANK_H);
	g->shift = 0;
	while (rows_needed(g->z, g->shift, cells_of(g, g->shift)) >
	       room - (g->shift && room > 2 ? 2 : 0))
		g->shift++;
	g->cells = cells_of(g, g->shift);
	g->lens = g->shift && room > 2;
	g->base = grid_base(g->z, g->shift);
	g->rows = rows_needed(g->z, g->shift, g->cells);
	g->tree = tree_rows(p, g);
	return true;
}

static enum lit frame_lit(const struct facts *f, pfn_t pfn, uint64_t nr)
{
	const struct followed *to = &f->followed;

	if (to->has_frame && to->pfn >= pfn && to->pfn < pfn + nr)
		return LIT_FOLLOWED;
	return touched_frames(f, pfn, nr) ? LIT_TOUCHED : LIT_NONE;
}

/* How frames are painted in this picture, now and before. */
struct brushes {
	struct brush now, before;
};

/* Beside a frame by itself: what the kernel will find of its use. */
static void put_use(struct panel *p, const struct brush *b, int x, int y,
		    pfn_t pfn)
{
	char sign = ' ';

	if (frame_part(b, pfn) >= PART_INACTIVE)
		sign = page_use_sign(b->m, pfn);
	if (sign != ' ')
		canvas_put(p->c, x, y, ROLE_TITLE, 0, (uint32_t)sign);
}

/* The cells of one row. Return: what the gutter says. */
static enum gutter draw_cells(struct panel *p, const struct grid *g,
			      const struct brushes *b, int x, int y, pfn_t pfn,
			      unsigned shift)
{
	uint64_t nr = UINT64_C(1) << shift;
	enum gutter sign = GUTTER_NONE;
	int columns = cell_columns(g, shift);

	for (int i = cells_of(g, shift); i > 0; i--, pfn += nr, x += columns) {
		enum lit lit = frame_lit(p->f, pfn, nr);
		pfn_t one = touched_one(p->f, pfn, nr);
		struct letter l = one == PFN_NONE ?
			paint_cell(&b->now, &b->before, pfn, shift) :
			paint_cell(&b->now, &b->before, one, 0);

		if (!l.c)
			continue;
		letter_put(p, x, y, l, lit);
		if (columns > 1)
			put_use(p, &b->now, x + 1, y, pfn);
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME, pfn,
			    nr);
		if ((l.over & OVER_CHANGED) && sign < GUTTER_CHANGED)
			sign = GUTTER_CHANGED;
		if (lit == LIT_FOLLOWED)
			sign = GUTTER_FOLLOWED;
	}
	return sign;
}

static bool row_touched(const struct panel *p, pfn_t pfn, uint64_t nr)
{
	const struct touch *t = &p->f->touch;

	/* a block over several rows: the row where it begins says so */
	return touched_view(p->f, VIEW_FRAMES) && t->nr_frames &&
	       t->frames[0].pfn >= pfn && t->frames[0].pfn < pfn + nr;
}

static void draw_row(struct panel *p, const struct grid *g,
		     const struct brushes *b, int y, pfn_t pfn, unsigned shift)
{
	int x = panel_left(p);
	char words[24];

	canvas_right(p->c, x + g->label, y, ROLE_DIM,
		     pfn_words(g->z, pfn, words));
	panel_sign(p, y, draw_cells(p, g, b, x + g->label + 1, y, pfn, shift));
}

static void draw_map(struct panel *p, const struct grid *g,
		     const struct brushes *b)
{
	uint64_t row = (uint64_t)g->cells << g->shift;
	pfn_t pfn = g->base;

	for (int i = 0; i < g->rows; i++, pfn += row) {
		draw_row(p, g, b, p->r.y + i, pfn, g->shift);
		if (row_touched(p, pfn, row))
			panel_sign(p, p->r.y + i, GUTTER_HERE);
	}
}

/*
 * A toy zone in one row: each block once more, below its place, in the row of
 * its order, so that one sees which two could be joined.
 */
static void draw_tree(struct panel *p, const struct grid *g, int y)
{
	unsigned top = zone_top_order(g->z);
	int x = panel_left(p);
	struct frame_block b;

	canvas_text(p->c, x + g->label + 1, y, ROLE_DIM,
		    ui(p->f->lang, UI_by_order));
	for (unsigned o = 0; o <= top; o++) {
		char words[8];

		snprintf(words, sizeof(words), "%u", o);
		canvas_right(p->c, x + g->label, y + 1 + (int)(top - o),
			     ROLE_DIM, words);
	}
	for (pfn_t pfn = g->base; pfn < zone_end_pfn(g->z); pfn++) {
		int cx = x + g->label + 1 + (int)(pfn - g->base), cy;

		if (!frame_block(p->f->now, pfn, &b) || b.order > top)
			continue;
		cy = y + 1 + (int)(top - b.order);
		letter_put(p, cx, cy, frame_letter(p->f->now, pfn),
			   frame_lit(p->f, pfn, 1));
		canvas_mark(p->c, (struct rect){ cx, cy, 1, 1 }, OBJ_FRAME,
			    pfn, 1);
	}
}

/* The frames where it happens, else the followed one; false: nowhere. */
static bool lens_at(const struct facts *f, const struct grid *g, pfn_t *pfn)
{
	if (f->touch.nr_frames)
		*pfn = f->touch.frames[0].pfn;
	else if (f->followed.has_frame)
		*pfn = f->followed.pfn;
	else
		return false;
	return *pfn >= g->z->start_pfn && *pfn < zone_end_pfn(g->z);
}

/* Two scales in one panel: each is told, the map's by the title. */
static const char *scale_words(const struct panel *p, unsigned shift,
			       char out[48])
{
	enum lang lang = p->f->lang;

	if (p->r.w < CELL_LONG)
		snprintf(out, 48, ui(lang, UI_a_cell), UINT64_C(1) << shift);
	else if (shift)
		snprintf(out, 48, ui(lang, UI_cell_frames),
			 UINT64_C(1) << shift);
	else
		snprintf(out, 48, "%s", ui(lang, UI_cell_frame));
	return out;
}

/* Return: false if there is nothing to look at. */
static bool draw_lens(struct panel *p, const struct grid *g,
		      const struct brushes *b, int y)
{
	pfn_t pfn;

	if (!lens_at(p->f, g, &pfn))
		return false;
	draw_row(p, g, b, y, pfn - pfn % (pfn_t)cells_of(g, 0), 0);
	return true;
}

/* The scale of its cells, above them. Return: the column behind it. */
static int draw_lens_head(struct panel *p, const struct grid *g, int y)
{
	char words[48];
	int x = panel_left(p) + g->label + 1;

	return x + canvas_text(p->c, x, y, ROLE_DIM, scale_words(p, 0, words));
}

/* By kind: the map's signs, and how many frames there are of each. */
static void draw_kinds(struct panel *p, struct grid *g,
		       const struct brushes *b)
{
	struct frames_room room = { .y = p->r.y + g->rows };

	if (g->tree) {
		draw_tree(p, g, room.y + 1);
		room.y += 1 + g->tree;
	}
	/* where there is nothing to look at its rows are the notes' */
	g->lens = g->lens && draw_lens(p, g, b, room.y + 1);
	if (g->lens) {
		room.head_x = draw_lens_head(p, g, room.y) + 2;
		room.y += 2;
	}
	if (g->legend)
		kinds_draw(p, p->f->zone, p->r.y + p->r.h - g->legend,
			   p->r.y + p->r.h, &room.counts_x);
	frames_notes_draw(p, g, &room);
}

/* The legend has what is left, with a blank row above where it may be. */
static void draw_painted(struct panel *p, struct grid *g,
			 const struct brushes *b)
{
	int y = p->r.y + g->rows;

	if (g->lens) {
		if (draw_lens(p, g, b, y + 1))
			draw_lens_head(p, g, y);
		y += 2;
	}
	paint_legend_draw(p, g, y + (p->r.h >= WITH_BLANK_H));
}

static void frames_draw(struct panel *p)
{
	struct brushes b;
	struct grid g;

	if (!grid_plan(p, &g)) {
		canvas_text(p->c, panel_left(p), p->r.y, ROLE_DIM,
			    ui(p->f->lang, UI_no_room));
		return;
	}
	brush_make(&b.now, p->f->now, g.z, g.paint);
	brush_make(&b.before, p->f->before, g.before, g.paint);
	draw_map(p, &g, &b);
	if (g.paint == PAINT_KIND)
		draw_kinds(p, &g, &b);
	else
		draw_painted(p, &g, &b);
	brush_free(&b.now);
	brush_free(&b.before);
}

static void frames_about(const struct panel *p, struct text *title,
			 struct text *aside)
{
	const struct facts *f = p->f;
	struct grid g;
	char name[24], scale[48];

	if (!grid_plan(p, &g))
		return;
	text_printf(title, " - %s", zone_words(f->now, f->zone, name));
	if (f->s->settings.paint != PAINT_KIND) {
		text_puts(aside, g.paint == PAINT_KIND ?
					 ui(f->lang, UI_paint_too_many) :
					 paint_words(f->lang, g.paint));
		if (p->r.w < PAINT_AND_CELL)
			return;
		text_puts(aside, ", ");
	}
	text_puts(aside, scale_words(p, g.shift, scale));
}

const struct view view_frames = {
	.name = "frames", .title = UI_frames, .weight = 4,
	.min_w = 24, .min_h = 4, .good_w = 34, .good_h = 10,
	.about = frames_about, .draw = frames_draw,
};
