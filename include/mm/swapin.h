/*
 * swapin - pages that come back from a swap area, with their neighbours
 *
 * Source: mm/swap_state.c swapin_readahead(), swap_cluster_readahead() (6.1).
 * PR8.14, VR5.15 to VR5.18.
 */
#ifndef MM_SWAPIN_H
#define MM_SWAPIN_H

#include "mm/swap.h"

/*
 * The slot's page, from the swap cache or read in, up to date; a reference is
 * held for the caller. *major: it was read. Return: PFN_NONE: no frame.
 */
pfn_t swapin_page(struct machine *m, uint32_t entry, bool *major);

#endif
