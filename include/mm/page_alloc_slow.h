/*
 * page_alloc_slow - a request that no zone can serve above its low mark:
 * kswapd, the reserves, reclaim, the OOM killer
 *
 * Source: mm/page_alloc.c __alloc_pages_slowpath() (6.1). PR6.3, PR6.4. Left
 * out: compaction, cpusets, policies.
 */
#ifndef MM_PAGE_ALLOC_SLOW_H
#define MM_PAGE_ALLOC_SLOW_H

#include "mm/gfp.h"
#include "mm/machine.h"

/*
 * Return: first frame of a block in hand; PFN_NONE if there is none to be had
 * (then the kernel's log says so). Daemons may run and the task may wait.
 */
pfn_t alloc_pages_slow(struct machine *m, const struct alloc_context *ac);

#endif
