/*
 * swap_figures - below the map of the swap view: slots in use and free, why
 * pages are in the swap cache, what came and went
 */
#ifndef VIEW_SWAP_FIGURES_H
#define VIEW_SWAP_FIGURES_H

#include "view/view.h"

/* As many rows as [y, end) has; `held`: with the second one. Return: the row
 * after them. */
int swap_figures_draw(struct panel *p, int y, int end, bool held);

#endif
