/*
 * rmqueue - a block of a migrate type out of a zone's free lists, from another
 * type's pageblocks if its own have none; pageblocks kept for HighAtomic
 *
 * Source: mm/page_alloc.c __rmqueue(), __rmqueue_fallback(),
 * steal_suitable_fallback(), reserve_highatomic_pageblock() (6.1).
 */
#ifndef MM_RMQUEUE_H
#define MM_RMQUEUE_H

#include "mm/buddy.h"
#include "mm/gfp.h"

/*
 * The kernel's __rmqueue(): for one request, or for a per-CPU list.
 * Return: first frame of the block, in hand; PFN_NONE if the zone has none.
 */
pfn_t rmqueue(struct machine *m, struct zone *z, unsigned order,
	      enum migratetype type, enum alloc_flags flags);

/* The same for up to *nr blocks side by side; see buddy_take_run(). */
pfn_t rmqueue_run(struct machine *m, struct zone *z, unsigned order,
		  enum migratetype type, enum alloc_flags flags, uint64_t *nr);

/*
 * The kernel's rmqueue_buddy(): the same for a request that no per-CPU list
 * serves; who may use the HighAtomic reserve gets it first, or last.
 */
pfn_t rmqueue_buddy(struct machine *m, struct zone *z, unsigned order,
		    enum migratetype type, enum alloc_flags flags);

/*
 * The pageblock of a block that a request with ALLOC_HIGHATOMIC just got is
 * kept for others of its kind, unless the zone has enough of them (PR4.8).
 */
void reserve_highatomic_pageblock(struct machine *m, struct zone *z, pfn_t pfn);

/*
 * One of them becomes an ordinary pageblock again, in the first zone of the
 * node's zonelist that the request may use and that has one with a free
 * block; `force`: even a zone's last. Return: pages were freed for the request.
 */
bool unreserve_highatomic_pageblock(struct machine *m, gfp_t gfp, uint32_t node,
				    bool force);

#endif
