/*
 * swapin - pages that come back from a swap area, with their neighbours
 *
 * Source: mm/swap_state.c (6.1). PR8.14, VR5.15, VR5.16.
 */
#ifndef MM_SWAPIN_H
#define MM_SWAPIN_H

#include "mm/swap.h"

/*
 * The slot's page if it is in the swap cache, perhaps still being read; a
 * reference is held for the caller, who noted a hit of readahead by it.
 * vma 0 = not by a fault. Return: PFN_NONE: it is not there.
 * Source: swap_cache_get_folio().
 */
pfn_t swap_cache_get(struct machine *m, uint32_t entry, handle_t vma,
		     vaddr_t addr);
/*
 * A slot with users that is not in the swap cache is read, and its neighbours
 * along. Return: its page, being read, a reference held for the caller;
 * PFN_NONE if no frame could be had, or the slot lost its users meanwhile.
 * Emits swapin_readahead.
 */
pfn_t swapin_readahead(struct machine *m, uint32_t entry, handle_t vma,
		       vaddr_t addr);

/*
 * The slot's page, from the swap cache or read in, up to date; a reference is
 * held for the caller. *major: it was read. Return: PFN_NONE: no frame.
 */
pfn_t swapin_page(struct machine *m, uint32_t entry, bool *major);

/*
 * madvise(MADV_WILLNEED): the slot is read, and nobody waits for it; the
 * caller empties the LRU batches when it has asked for all.
 * Source: mm/madvise.c swapin_walk_pmd_entry() (6.1).
 */
void swapin_willneed(struct machine *m, uint32_t entry);

/* PR8.14, the arithmetic: how many slots to read. */
struct swapin_input {
	uint64_t prev_offset, offset;
	unsigned hits, max_pages, prev_window;
};
unsigned swapin_window(const struct swapin_input *in);

#endif
