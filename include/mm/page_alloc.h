/*
 * page_alloc - the waist: whoever wants a frame asks here, whoever has done
 * with one gives it back here
 */
#ifndef MM_PAGE_ALLOC_H
#define MM_PAGE_ALLOC_H

#include "mm/gfp.h"
#include "mm/lru.h"
#include "mm/page_free.h"

/*
 * A block of 1 << order frames, of that kind from now on, refcount 1.
 * Return: its first frame; PFN_NONE if no zone of the node's zonelist may
 * serve it (then mm_page_alloc_failed has been said).
 *
 * Source: mm/page_alloc.c __alloc_pages() (6.1). Left out: compaction, NUMA
 * policy.
 */
pfn_t alloc_pages(struct machine *m, gfp_t gfp, unsigned order, uint32_t node,
		  enum frame_kind kind);

/*
 * One walk over the node's zonelist, for alloc_pages() and its slow path:
 * the first zone that passes the check that `flags` name serves the request.
 * Return: first frame of the block, its user's from now on; PFN_NONE.
 *
 * Source: mm/page_alloc.c get_page_from_freelist(), rmqueue() (6.1). Left
 * out: cpusets, zone reclaim.
 */
pfn_t get_page_from_freelist(struct machine *m, const struct alloc_context *ac,
			     enum alloc_flags flags);

#endif
