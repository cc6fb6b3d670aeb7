/*
 * burst - more events than can be listed, told by how many of each kind there
 * were: "page_fault_user x 63", what explains most first
 */
#ifndef VIEW_BURST_H
#define VIEW_BURST_H

#include "view/view.h"

/*
 * "mm_page_alloc x 1543 (112027 pages)": how many of a kind the unit had, and
 * of how many pages they tell if that is not one each.
 */
void burst_words(const struct facts *f, enum event_id id, struct text *out);

/* The counts of the unit in r; the last row says how many kinds are cut. */
void burst_draw(struct panel *p, struct rect r);

#endif
