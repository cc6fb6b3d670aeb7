/*
 * swap - swap areas, their slots, and the swap cache
 *
 * entry   a slot by its area and offset, as frames and events carry it: 2 bits
 *         of area, 26 of offset; 0 = none (slot 0 is the area's header). What a
 *         page table holds is mm/swap_entry.h.
 * users   page-table entries and shmem slots that name the slot; a page in the
 *         swap cache is one more holder
 *
 * Always: a slot is free iff it has no user and no page in the swap cache;
 *         a frame with `swap` != 0 is the page of that slot in the cache, and
 *         holds a reference for it.
 *
 * Source: mm/swapfile.c, mm/swap_state.c, mm/swap_slots.c (6.1).
 */
#ifndef MM_SWAP_H
#define MM_SWAP_H

#include "mm/event.h"
#include "mm/zone.h"

enum { SWP_OFFSET_BITS = 26 };

static inline uint32_t swp_entry(unsigned type, uint32_t offset)
{
	return (uint32_t)type << SWP_OFFSET_BITS | offset;
}

static inline unsigned swp_type(uint32_t entry)
{
	return entry >> SWP_OFFSET_BITS;
}

static inline uint32_t swp_offset(uint32_t entry)
{
	return entry & ((UINT32_C(1) << SWP_OFFSET_BITS) - 1);
}

/*
 * swapon: a new area of so many pages on that disk; the first is its header.
 * Return: its number, or -EINVAL, -ENOMEM, -EBUSY.
 */
int64_t swap_area_on(struct machine *m, const char *name, uint64_t pages,
		     uint32_t disk, int32_t prio, bool solid_state);
/* The area is empty (its pages were read back): it goes. */
void swap_area_off(struct machine *m, unsigned type);
/* Area by name; MAX_SWAPFILES if there is none that is on. */
unsigned swap_area_by_name(const struct machine *m, const char *name);
/* swapoff: no new slots from this area. First used slot >= offset; 0 = none. */
void swap_area_close(struct machine *m, unsigned type);
uint32_t swap_next_used(const struct machine *m, unsigned type,
			uint32_t offset);

/* Free slots, and all; swap is more than half full (PR8.13). */
static inline uint64_t get_nr_swap_pages(const struct machine *m)
{
	return m->s->nr_swap_pages;
}
bool vm_swap_full(const struct machine *m);

/*
 * The page gets a slot and becomes its page in the swap cache, dirty.
 * Return: false if there is no free slot. Source: mm/swap_state.c add_to_swap().
 */
bool add_to_swap(struct machine *m, pfn_t pfn);
/* A page that is to be read from the slot joins the swap cache. */
void add_to_swap_cache(struct machine *m, pfn_t pfn, uint32_t entry);
/*
 * The page leaves the swap cache; `shadow` (0 = none) stays in its place. The
 * slot is freed if it has no users. The cache's reference is dropped by the
 * caller (put_page()).
 */
void delete_from_swap_cache(struct machine *m, pfn_t pfn, uint64_t shadow);
/* Page of the slot in the cache; PFN_NONE if there is none. */
pfn_t swap_cache_page(const struct machine *m, uint32_t entry);
/* The shadow that an evicted page left; 0 = none. */
uint64_t swap_cache_shadow(const struct machine *m, uint32_t entry);
/*
 * Give the page's slot back if nobody else uses it: the page is then anonymous
 * and dirty, as never swapped. Source: mm/swapfile.c folio_free_swap() (6.1).
 */
bool folio_free_swap(struct machine *m, pfn_t pfn);

/* Users of a slot: one more, one less; how many. */
void swap_duplicate(struct machine *m, uint32_t entry);
void swap_free(struct machine *m, uint32_t entry);
unsigned swap_count(const struct machine *m, uint32_t entry);

/* PR8.14, VR5.16: how many slots to read for a miss at that offset. */
unsigned swapin_nr_pages(struct machine *m, uint32_t offset);

bool swap_check(const struct machine *m, struct diag *why);

#endif
