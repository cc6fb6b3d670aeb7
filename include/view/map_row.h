/*
 * map_row - a whole zone in one row of letters, under the numbers of its first
 * and last frame; in several rows where that makes cells of fewer frames
 */
#ifndef VIEW_MAP_ROW_H
#define VIEW_MAP_ROW_H

#include "view/view.h"

enum { MAP_ROWS = 2 };

/* Where its letters stand, and how many frames each is: 1 << shift. */
struct map_row {
	struct rect cells;
	unsigned    shift;
};

/* In the rows y and y + 1 of the panel, or more of them below `end`. */
struct map_row map_row_draw(struct panel *p, const struct zone *z, int y,
			    int end);

#endif
