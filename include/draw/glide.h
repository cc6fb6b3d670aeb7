/*
 * glide - one glyph on its way between two pictures
 *
 * A glide is a function of the way and of show time, in integers: the same at
 * the same moment, always. What the glyph passes over is drawn again.
 */
#ifndef DRAW_GLIDE_H
#define DRAW_GLIDE_H

#include "draw/canvas.h"

enum {
	GLIDE_PICTURES = 8,	/* from the start to the end, both drawn */
	GLIDE_PICTURE_MS = 40,
	GLIDE_MS = (GLIDE_PICTURES - 1) * GLIDE_PICTURE_MS,
};

struct glide {
	struct cell glyph;
	int from_x, from_y;
	int to_x, to_y;
};

/* Where the glyph is in a picture, 0 .. GLIDE_PICTURES - 1. */
void glide_place(const struct glide *g, int picture, int *x, int *y);
void glide_draw(struct canvas *c, const struct glide *g, int picture);

/* The same way, the other way round. */
struct glide glide_back(const struct glide *g);

#endif
