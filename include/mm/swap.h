/*
 * swap - who has a slot of a swap area: users, and the page in the swap cache
 *
 * users   page-table entries and slots of shmem files that name the slot; a
 *         page in the swap cache is one more holder
 *
 * Always: a slot is free iff it has no user and no page in the swap cache, and
 *         lies in no stock; a frame with `swap` != 0 is the page of that slot
 *         in the cache, and holds a reference for it.
 *
 * Source: mm/swapfile.c, mm/swap_state.c (6.1).
 */
#ifndef MM_SWAP_H
#define MM_SWAP_H

#include "mm/event.h"
#include "mm/swap_area.h"
#include "mm/zone.h"

/*
 * The page gets a slot and becomes its page in the swap cache, dirty.
 * Return: false if there is no free slot. Emits folio_alloc_swap.
 * Source: mm/swap_state.c add_to_swap(), mm/swap_slots.c folio_alloc_swap()
 * (6.1). Made in mm/swap_slots.c.
 */
bool add_to_swap(struct machine *m, pfn_t pfn);
/* A page that is to be read from the slot joins the swap cache. */
void add_to_swap_cache(struct machine *m, pfn_t pfn, uint32_t entry);
/*
 * The page leaves the swap cache; `shadow` (0 = none) stays in its place. The
 * slot is freed if it has no users. The cache's reference is dropped by the
 * caller (put_page()). Emits delete_from_swap_cache.
 */
void delete_from_swap_cache(struct machine *m, pfn_t pfn, uint64_t shadow);
/* Page of the slot in the cache; PFN_NONE if there is none. */
pfn_t swap_cache_page(const struct machine *m, uint32_t entry);
/* Slots by what they hold: a page in the cache (used or not), users alone,
 * nobody's, but not free. */
struct swap_counts {
	uint64_t cached, out, taken;
};
/* Of [from, end): millions of them in some milliseconds. */
void swap_counts(const struct machine *m, unsigned type, uint64_t from,
		 uint64_t end, struct swap_counts *c);
/* First of [from, end) with a page in the cache; 0 = none. */
uint64_t swap_next_cached(const struct machine *m, unsigned type,
			  uint64_t from, uint64_t end);
/* The shadow that an evicted page left; 0 = none. */
uint64_t swap_cache_shadow(const struct machine *m, uint32_t entry);
/*
 * Give the page's slot back if nobody else uses it: the page is then anonymous
 * and dirty, as never swapped. The caller holds a reference.
 * Source: mm/swapfile.c folio_free_swap() (6.1).
 */
bool folio_free_swap(struct machine *m, pfn_t pfn);
/*
 * The same for a page that has just lost its last mapping (zap, copy on
 * write), before the mapping's reference is put.
 * Source: mm/swap_state.c free_swap_cache() (6.1).
 */
void free_swap_cache(struct machine *m, pfn_t pfn);

/* Users of a slot: one more, one less; how many. Emits swap_free. */
void swap_duplicate(struct machine *m, uint32_t entry);
void swap_free(struct machine *m, uint32_t entry);
unsigned swap_count(const struct machine *m, uint32_t entry);
/*
 * An entry is zapped: the slot has one user less, and its page in the swap
 * cache goes too if nobody maps it or swap is full.
 * Source: mm/swapfile.c free_swap_and_cache() (6.1).
 */
void free_swap_and_cache(struct machine *m, uint32_t entry);
/*
 * fork: the child gets the entry too; it is exclusive to neither any more.
 * Return: the entry as both are to have it.
 * Source: mm/memory.c copy_nonpresent_pte() (6.1).
 */
pte_t swap_pte_share(struct machine *m, pte_t e);

/* A sum over all slots, each as often as it has users: hash_word(entry). */
uint64_t swap_users_hash(const struct machine *m);
bool swap_check(const struct machine *m, struct diag *why);

#endif
