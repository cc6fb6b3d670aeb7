#include "draw/glide.h"

/* How far it has come, in thousandths: slow at both ends. */
static const int eased[GLIDE_PICTURES] = {
	0, 60, 210, 420, 640, 820, 940, 1000,
};

/* Rounded half away from zero, so that back is the mirror of forth. */
static int between(int from, int to, int thousandths)
{
	int way = (to - from) * thousandths;

	return from + (way + (way < 0 ? -500 : 500)) / 1000;
}

void glide_place(const struct glide *g, int picture, int *x, int *y)
{
	int last = GLIDE_PICTURES - 1;
	int e = eased[picture < 0 ? 0 : picture > last ? last : picture];

	*x = between(g->from_x, g->to_x, e);
	*y = between(g->from_y, g->to_y, e);
}

void glide_draw(struct canvas *c, const struct glide *g, int picture)
{
	int x, y;

	glide_place(g, picture, &x, &y);
	canvas_put(c, x, y, (enum role)g->glyph.role, g->glyph.over,
		   g->glyph.code);
}

struct glide glide_back(const struct glide *g)
{
	return (struct glide){ g->glyph, g->to_x, g->to_y, g->from_x,
			       g->from_y };
}
