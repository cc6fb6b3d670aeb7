/*
 * swap_io - pages on their way to a swap area and back
 *
 * Source: mm/page_io.c (6.1).
 */
#ifndef MM_SWAP_IO_H
#define MM_SWAP_IO_H

#include "mm/swap.h"

/*
 * Write the page to its slot. It is in the swap cache, unmapped, no longer
 * dirty (clear_page_dirty_for_io()), and the caller holds a reference; it is
 * under writeback until the disk is done.
 * Return: machine time of the completion; 0 if nobody needed the slot: it was
 * freed instead, and the page is dirty again.
 */
uint64_t swap_writepage(struct machine *m, pfn_t pfn);
/*
 * The first half of it, for many pages that go to the disk together: under
 * writeback, not yet sent. Return: false if the slot was freed instead.
 */
bool swap_write_begin(struct machine *m, pfn_t pfn);

/* Where a slot lies: number of the disk, page of it. */
unsigned swap_disk(const struct machine *m, uint32_t entry);
uint64_t swap_disk_page(const struct machine *m, uint32_t entry);

/*
 * Read nr (<= 32) pages from slots that lie one after the other, the first of
 * them `entry`: they are in the swap cache and up to date when the disk is
 * done. `wanted` is the one that somebody waits for, the others are read
 * ahead. Emits swap_readpage for each.
 */
void swap_readpages(struct machine *m, uint32_t entry, const pfn_t *pfns,
		    unsigned nr, uint32_t wanted);

#endif
