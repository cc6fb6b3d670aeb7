#include "view/focus.h"

#include <stdlib.h>

#include "base/xmalloc.h"

enum {
	LIT = OVER_TOUCHED | OVER_FOLLOW | OVER_CHANGED,
	FILLED = OVER_TOUCHED | OVER_FOLLOW,
	HEAD = 8,	/* blank so far: a row goes on with that above */
};

static bool is_figure(uint32_t code)
{
	return code >= '0' && code <= '9';
}

/* "+9", "-9": how a number changed (number_draw()). */
static bool is_change(const struct canvas *c, int x, int y, int end)
{
	const struct cell *cell = canvas_cell(c, x, y);

	return cell->role == ROLE_TITLE &&
	       (cell->code == '+' || cell->code == '-') && x + 1 < end &&
	       is_figure(cell[1].code);
}

/* Does the event, or what changed since the unit began, show in this row? */
static bool row_is_lit(const struct canvas *c, struct rect r, int y)
{
	if (canvas_cell(c, r.x, y)->code != ' ')	/* the gutter */
		return true;
	for (int x = r.x + 1; x < r.x + r.w; x++)
		if (canvas_cell(c, x, y)->over & LIT ||
		    is_change(c, x, y, r.x + r.w))
			return true;
	return false;
}

/* A second row of what stands above: marks of a gauge, the rest of a list. */
static bool goes_on(const struct canvas *c, struct rect r, int y)
{
	int head = r.w < HEAD ? r.w : HEAD;

	for (int x = r.x; x < r.x + head; x++)
		if (canvas_cell(c, x, y)->code != ' ')
			return false;
	return true;
}

static bool is_filled(const struct canvas *c, const struct mark *m)
{
	for (int y = m->y; y < m->y + m->h; y++)
		for (int x = m->x; x < m->x + m->w; x++)
			if (canvas_cell(c, x, y)->over & FILLED)
				return true;
	return false;
}

static bool is_thing(const struct canvas *c, const struct mark *m)
{
	return m->panel == c->panel && m->kind != OBJ_PANEL && m->x >= 0 &&
	       m->y >= 0 && m->x + m->w <= c->w && m->y + m->h <= c->h;
}

/* Things of one kind in a row, one of which is filled: the others go back. */
static void dim_others(const struct panel *p)
{
	const struct canvas *c = p->c;
	uint32_t *filled = xcalloc((size_t)c->h, sizeof(*filled));

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];

		if (is_thing(c, m) && is_filled(c, m))
			filled[m->y] |= 1u << m->kind;
	}
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];

		if (is_thing(c, m) && filled[m->y] & 1u << m->kind &&
		    !is_filled(c, m))
			canvas_over(p->c, (struct rect){ m->x, m->y, m->w,
							 m->h }, OVER_DIM);
	}
	free(filled);
}

static void dim_rows(const struct panel *p)
{
	struct rect r = p->r;
	bool lit = false, any = false;

	for (int y = r.y; y < r.y + r.h; y++)
		any |= row_is_lit(p->c, r, y);
	for (int y = r.y; any && y < r.y + r.h; y++) {
		lit = row_is_lit(p->c, r, y) || (lit && goes_on(p->c, r, y));
		if (!lit)
			canvas_over(p->c, (struct rect){ r.x, y, r.w, 1 },
				    OVER_DIM);
	}
}

void focus_dim(const struct panel *p)
{
	if (scene_focus(p->f->s) != FOCUS_HARD || !p->f->event ||
	    p->id == VIEW_STORY || p->r.w < 1 || p->r.h < 1)
		return;
	if (!touched_view(p->f, p->id)) {
		canvas_over(p->c, p->r, OVER_DIM);
		return;
	}
	dim_rows(p);
	dim_others(p);
}
