/*
 * worker_rows - kswapd, the flusher and the disks in a panel: who works has a
 * row with what for, those that rest share one
 */
#ifndef VIEW_WORKER_ROWS_H
#define VIEW_WORKER_ROWS_H

#include "view/view.h"

/* Rows that they take if there is room for all. */
int worker_rows(const struct panel *p);

/* The newest event is about one of them: a row with `>` is wanted. */
bool worker_rows_touched(const struct facts *f);

/*
 * In the rows [y, end). Where that is not enough, the one that the event is
 * about has the first row, the others are short and go from the last. Return:
 * the row after them.
 */
int worker_rows_draw(struct panel *p, int y, int end);

#endif
