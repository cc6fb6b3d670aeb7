/*
 * burst - more events than can be listed, told by how many of each kind there
 * were: "page_fault_user x 63", what explains most first
 */
#ifndef VIEW_BURST_H
#define VIEW_BURST_H

#include "view/view.h"

/* The counts of the unit in r; the last row says how many kinds are cut. */
void burst_draw(struct panel *p, struct rect r);

#endif
