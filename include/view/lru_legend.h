/*
 * lru_legend - what the letters and signs of the LRU view mean, as far as they
 * stand there
 */
#ifndef VIEW_LRU_LEGEND_H
#define VIEW_LRU_LEGEND_H

#include "view/view.h"

/*
 * In the rows from y on. `verdicts`: rows above say n and R; `both_ways`:
 * changes are shown in two parts; `parts`: rows above tell all parts of them.
 */
void lru_legend_draw(struct panel *p, int y, bool verdicts, bool both_ways,
		     bool parts);

/* Rows that it takes of so many, below verdicts. */
int lru_legend_rows(struct panel *p, int rows, bool both_ways, bool parts);

#endif
