/*
 * readahead - file pages that are read before they are asked for
 *
 * Source: mm/readahead.c, mm/filemap.c (6.1). PR9.3, PR9.4, VR5.8.
 */
#ifndef MM_READAHEAD_H
#define MM_READAHEAD_H

#include "mm/filemap.h"

/* PR9.3: a miss, a hit on the marker. Pages are in the cache afterwards, perhaps
 * still being read. Return: 0 or -ENOMEM. */
int64_t page_cache_sync_ra(struct machine *m, handle_t file, uint64_t index,
			   uint64_t req);
int64_t page_cache_async_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t req);
/* Exactly these pages (MADV_WILLNEED, FADV_WILLNEED), in windows. */
int64_t force_page_cache_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t nr);
/*
 * The page of the file, up to date, for a mapped fault; *major tells whether
 * it had to be waited for. A reference is held for the caller.
 * Return: PFN_NONE if no frame could be had.
 * Source: mm/filemap.c filemap_fault() (6.1).
 */
pfn_t filemap_fault(struct machine *m, handle_t file, uint64_t index,
		    uint32_t vm_flags, bool *major);

#endif
