/*
 * paint_legend - what the letters of a map mean that is painted by owner, type
 * or age; by kind frames_notes and the counts of kinds say it
 */
#ifndef VIEW_PAINT_LEGEND_H
#define VIEW_PAINT_LEGEND_H

#include "view/frames_notes.h"

/* Rows that it takes if all letters are on the map that there may be. */
int paint_legend_rows(const struct panel *p, enum paint paint);

/*
 * Of the map and the lens that are drawn: those that they have, at the bottom
 * of the rows from y to the panel's end.
 */
void paint_legend_draw(struct panel *p, const struct grid *g, int y);

#endif
