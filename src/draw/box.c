#include "draw/widget.h"

#include <string.h>

/* Where the lines of a border cell go to. */
enum { NORTH = 1, EAST = 2, SOUTH = 4, WEST = 8 };

static const uint16_t joints[16] = {
	[EAST | WEST] = 0x2500,			/* ─ */
	[NORTH | SOUTH] = 0x2502,		/* │ */
	[EAST | SOUTH] = 0x256d,		/* ╭ */
	[SOUTH | WEST] = 0x256e,		/* ╮ */
	[NORTH | EAST] = 0x2570,		/* ╰ */
	[NORTH | WEST] = 0x256f,		/* ╯ */
	[NORTH | EAST | SOUTH] = 0x251c,	/* ├ */
	[NORTH | SOUTH | WEST] = 0x2524,	/* ┤ */
	[EAST | SOUTH | WEST] = 0x252c,		/* ┬ */
	[NORTH | EAST | WEST] = 0x2534,		/* ┴ */
	[NORTH | EAST | SOUTH | WEST] = 0x253c,	/* ┼ */
};

/* The corners of square borders, as far as they differ. */
static const uint16_t square[16] = {
	[EAST | SOUTH] = 0x250c,		/* ┌ */
	[SOUTH | WEST] = 0x2510,		/* ┐ */
	[NORTH | EAST] = 0x2514,		/* └ */
	[NORTH | WEST] = 0x2518,		/* ┘ */
};

static uint32_t joint(enum borders borders, unsigned ways)
{
	if (borders == BORDERS_NONE)
		return ' ';
	return borders == BORDERS_SQUARE && square[ways] ? square[ways] :
							     joints[ways];
}

struct rect box_inside(const struct box *b)
{
	struct rect r = {b->r.x + 1, b->r.y + 1, b->r.w - 2, b->r.h - 2};

	if (r.w <= 0 || r.h <= 0)
		r.w = r.h = 0;
	return r;
}

static bool is_drawn(const struct box *b)
{
	return b->r.w >= 2 && b->r.h >= 2;
}

/* Where the border of one box goes from this cell; 0 = not on the border. */
static unsigned ways_of(const struct box *b, int x, int y)
{
	int right = b->r.x + b->r.w - 1, below = b->r.y + b->r.h - 1;
	unsigned ways = 0;

	if (!is_drawn(b) || !rect_has(b->r, x, y))
		return 0;
	if (y == b->r.y || y == below)
		ways |= (x > b->r.x ? WEST : 0) | (x < right ? EAST : 0);
	if (x == b->r.x || x == right)
		ways |= (y > b->r.y ? NORTH : 0) | (y < below ? SOUTH : 0);
	return ways;
}

/* A shared cell joins the lines of all boxes; one that has the focus shows. */
static void draw_joint(struct canvas *c, int x, int y, const struct box *boxes,
		       size_t nr)
{
	enum role role = ROLE_BORDER;
	unsigned ways = 0;

	for (size_t i = 0; i < nr; i++) {
		unsigned own = ways_of(&boxes[i], x, y);

		ways |= own;
		if (own && boxes[i].focused)
			role = ROLE_FOCUS;
	}
	canvas_put(c, x, y, role, 0, joint(c->borders, ways));
}

static void draw_border(struct canvas *c, const struct box *b,
			const struct box *boxes, size_t nr)
{
	struct rect r = rect_meet(b->r, c->clip);

	if (!is_drawn(b))
		return;
	for (int x = r.x; x < r.x + r.w; x++) {
		draw_joint(c, x, b->r.y, boxes, nr);
		draw_joint(c, x, b->r.y + b->r.h - 1, boxes, nr);
	}
	for (int y = r.y; y < r.y + r.h; y++) {
		draw_joint(c, b->r.x, y, boxes, nr);
		draw_joint(c, b->r.x + b->r.w - 1, y, boxes, nr);
	}
}

/*
 *	╭─ title ─────────── aside ─╮	corners, a line each, a space around
 *	  ^     `- room is from here to before the last two cells
 */
static void draw_titles(struct canvas *c, const struct box *b)
{
	const char *title = b->title ? b->title : "";
	const char *aside = b->aside ? b->aside : "";
	enum role role = b->focused ? ROLE_FOCUS :
			 b->quiet ? ROLE_DIM : ROLE_TITLE;
	int title_columns = text_columns(title, strlen(title));
	int aside_columns = text_columns(aside, strlen(aside));
	int room = b->r.w - 4;		/* without corners and their lines */
	int taken = title_columns ? title_columns + 3 : 0;

	if (!is_drawn(b) || room < 3)
		return;
	if (aside_columns && taken + aside_columns + 2 <= room) {
		int x = b->r.x + b->r.w - 4 - aside_columns;

		canvas_put(c, x, b->r.y, role, 0, ' ');
		canvas_text(c, x + 1, b->r.y, b->quiet ? ROLE_DIM : ROLE_TEXT,
			    aside);
		canvas_put(c, x + 1 + aside_columns, b->r.y, role, 0, ' ');
	}
	if (title_columns) {
		size_t bytes = text_cut(title, room - 2);
		int columns = text_columns(title, bytes);

		canvas_put(c, b->r.x + 2, b->r.y, role, 0, ' ');
		canvas_textn(c, b->r.x + 3, b->r.y, role, title, bytes);
		canvas_put(c, b->r.x + 3 + columns, b->r.y, role, 0, ' ');
	}
}

void boxes_draw(struct canvas *c, const struct box *boxes, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		draw_border(c, &boxes[i], boxes, nr);
	for (size_t i = 0; i < nr; i++)
		draw_titles(c, &boxes[i]);
}

void box_draw(struct canvas *c, const struct box *b)
{
	canvas_fill(c, b->r, ROLE_TEXT, ' ');
	boxes_draw(c, b, 1);
}
