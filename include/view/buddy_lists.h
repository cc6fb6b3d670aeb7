/*
 * buddy_lists - the free blocks of an order: a list a type, each from its head
 */
#ifndef VIEW_BUDDY_LISTS_H
#define VIEW_BUDDY_LISTS_H

#include "view/buddy_chart.h"

/*
 * From column *x of row y on, as far as there is room; *x becomes the column
 * for what follows them.
 */
void lists_draw(struct panel *p, const struct chart *t, int *x, int y,
		unsigned order);

/* Words of a block of nr frames: followed, if what is followed lies in it. */
void block_followed(struct panel *p, struct rect words, pfn_t pfn, uint64_t nr);

#endif
