/*
 * map_row - a whole zone in one row of letters, under the numbers of its first
 * and last frame
 */
#ifndef VIEW_MAP_ROW_H
#define VIEW_MAP_ROW_H

#include "view/view.h"

enum { MAP_ROWS = 2 };

/* In the rows y and y + 1 of the panel. */
void map_row_draw(struct panel *p, const struct zone *z, int y);

#endif
