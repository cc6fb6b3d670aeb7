/*
 * readahead - file pages that are read before they are asked for
 *
 * window  [start, start + size) of an opened file: what was read last
 * marker  the page at start + size - async_size carries PG_READAHEAD: whoever
 *         reads it sets off the next window
 *
 * Source: mm/readahead.c, mm/filemap.c (6.1). PR9.3, PR9.4, VR5.8.
 */
#ifndef MM_READAHEAD_H
#define MM_READAHEAD_H

#include "mm/filemap.h"

/* PR9.3, the sizes alone, in pages. */
uint64_t ra_init_size(uint64_t req, uint64_t max);
uint64_t ra_next_size(uint64_t size, uint64_t max);

/*
 * PR9.3: a miss, a hit on the marker. Pages are in the cache afterwards,
 * perhaps still being read. Return: 0 or -ENOMEM.
 */
int64_t page_cache_sync_ra(struct machine *m, handle_t file, uint64_t index,
			   uint64_t req);
/* The marker lies in `pfn`, whose flag is cleared; a page under writeback asks
 * for nothing. */
int64_t page_cache_async_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t req, pfn_t pfn);
/* Exactly these pages (MADV_WILLNEED, FADV_WILLNEED), 320 at most. */
int64_t force_page_cache_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t nr);
/*
 * This one page, read if it is not there. A reference is held for the caller;
 * the page may still be being read. PFN_NONE: no frame.
 */
pfn_t read_cache_page(struct machine *m, handle_t inode, uint64_t index);
/*
 * The page of the file, up to date, for a mapped fault; *major tells whether
 * it had to be waited for. A reference is held for the caller.
 * Return: PFN_NONE if no frame could be had.
 * Source: mm/filemap.c filemap_fault() (6.1).
 */
pfn_t filemap_fault(struct machine *m, handle_t file, uint64_t index,
		    uint32_t vm_flags, bool *major);
/* Would it have to be waited for now? Only a look. */
bool filemap_fault_is_major(const struct machine *m, handle_t file,
			    uint64_t index, uint32_t vm_flags);

#endif
