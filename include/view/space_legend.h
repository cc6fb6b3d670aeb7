/*
 * space_legend - what the letters of areas and of single pages mean, and how
 * much a cell stands for
 */
#ifndef VIEW_SPACE_LEGEND_H
#define VIEW_SPACE_LEGEND_H

#include "view/legend.h"

/* Rows that the letters need. */
int space_legend_rows(struct panel *p, const struct letters *letters);

/*
 * In the rows [y, end), with a blank one above where there is one more.
 * `cells`: of the longest strip.
 */
void space_legend_draw(struct panel *p, const struct letters *letters,
		       int cells, int y, int end);

#endif
