/* rect - what two rects share, and whether a cell is inside */
#ifndef DRAW_RECT_H
#define DRAW_RECT_H

#include "draw/canvas.h"

/* Any int is fine in both; w and h are 0 if they share nothing. */
struct rect rect_meet(struct rect a, struct rect b);
bool rect_has(struct rect r, int x, int y);

#endif
