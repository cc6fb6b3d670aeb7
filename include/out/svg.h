/*
 * svg - a canvas as a picture: text in a monospace font, fills as rectangles,
 * lines and signs as shapes, so that borders close in any font
 */
#ifndef OUT_SVG_H
#define OUT_SVG_H

#include "base/text.h"
#include "draw/theme.h"

/* Painted on the theme's background, in 24-bit colours. */
void svg_print(const struct canvas *c, const struct theme *t, struct text *out);

#endif
