/*
 * direct_reclaim - a task that cannot have a page reclaims some itself, and
 * waits where the kernel waits
 *
 * Source: mm/vmscan.c try_to_free_pages(), do_try_to_free_pages(),
 * throttle_direct_reclaim() (6.1). PR8.10.
 */
#ifndef MM_DIRECT_RECLAIM_H
#define MM_DIRECT_RECLAIM_H

#include "mm/vmscan.h"

/*
 * For a request; at least 32 pages. The task may wait: for kswapd, for a disk.
 * Return: pages reclaimed; 0 = no progress. Emits
 * mm_vmscan_direct_reclaim_begin and _end.
 */
uint64_t try_to_free_pages(struct machine *m, gfp_t gfp, unsigned order,
			   uint32_t node);

#endif
