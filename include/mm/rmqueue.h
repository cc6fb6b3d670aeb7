/*
 * rmqueue - a block of a migrate type out of a zone, from another type's
 * pageblocks if its own have none
 *
 * Source: mm/page_alloc.c __rmqueue(), __rmqueue_fallback(),
 * steal_suitable_fallback() (6.1).
 */
#ifndef MM_RMQUEUE_H
#define MM_RMQUEUE_H

#include "mm/buddy.h"

/* Return: first frame of the block, in hand; PFN_NONE if the zone has none. */
pfn_t rmqueue(struct machine *m, struct zone *z, unsigned order,
	      enum migratetype type);

#endif
