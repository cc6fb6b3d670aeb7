/*
 * swap_area - swap devices and their slots: which are free, which are not
 *
 * entry   a slot by its area and offset, as frames and events carry it: 2 bits
 *         of area, 26 of offset; 0 = none (slot 0 is the area's header). What a
 *         page table holds is mm/swap_entry.h.
 *
 * Always: a slot is free iff it has no user and is not taken; area.inuse is
 *         the number of those that are not free; all free ones lie between
 *         lowest_bit and highest_bit.
 *
 * Source: mm/swapfile.c, mm/swap_slots.c (6.1). PR8.13.
 */
#ifndef MM_SWAP_AREA_H
#define MM_SWAP_AREA_H

#include "mm/machine.h"
#include "mm/swap_entry.h"

enum { SWP_SLOT_BITS = 26, SWAP_MIN_PAGES = 2 };

static inline uint32_t swp_entry(unsigned type, uint32_t offset)
{
	return (uint32_t)type << SWP_SLOT_BITS | offset;
}

static inline unsigned swp_type(uint32_t entry)
{
	return entry >> SWP_SLOT_BITS;
}

static inline uint32_t swp_offset(uint32_t entry)
{
	return entry & ((UINT32_C(1) << SWP_SLOT_BITS) - 1);
}

/* What a page table holds for the slot, without flags, and back. */
static inline pte_t swap_pte(uint32_t entry)
{
	return swap_entry_make(swp_type(entry), swp_offset(entry));
}

static inline uint32_t pte_swap(pte_t e)
{
	return swp_entry(swap_entry_type(e), (uint32_t)swap_entry_offset(e));
}

/*
 * A swap device of so many pages (the first is its header), not in use yet.
 * Its number is its type in entries; the kernel counts them as they come into
 * use. Return: the number; MAX_SWAP_AREAS if there are too many, or it is
 * smaller than SWAP_MIN_PAGES or larger than an entry can say.
 */
unsigned swap_area_new(struct machine *m, const char *name, uint64_t pages,
		       uint32_t disk, bool solid_state);
/* Area of that name, on or off; MAX_SWAP_AREAS if there is none. */
unsigned swap_area_by_name(const struct machine *m, const char *name);

/*
 * swapon. prio -1 = the next below all that came without one: -2, -3 ...
 * Return: 0; -EINVAL if there is no such area, -EBUSY if it is on.
 */
int64_t swap_area_on(struct machine *m, unsigned type, int32_t prio);
/* swapoff begins: no slot is given out any more, no stock is kept. */
void swap_area_close(struct machine *m, unsigned type);
/* ... goes on as before: its pages could not all be read back; */
void swap_area_reopen(struct machine *m, unsigned type);
/* ... is over: the area is empty. */
void swap_area_off(struct machine *m, unsigned type);

/* The slot; one of zeros where none was used yet. */
const struct swap_slot *swap_slot_at(const struct machine *m, uint32_t entry);
struct swap_slot *swap_slot_mut(struct machine *m, uint32_t entry);
static inline bool swap_slot_free(const struct swap_slot *s)
{
	return !s->users && !s->taken;
}
/*
 * For whoever walks through many: the slots that lie together from one on, *nr
 * of them, below `end`. NULL: none of these *nr was used yet.
 */
const struct swap_slot *swap_slots_from(const struct machine *m, unsigned type,
					uint64_t offset, uint64_t end,
					uint64_t *nr);
/* First slot >= offset that is not free; 0 = none. */
uint32_t swap_next_used(const struct machine *m, unsigned type,
			uint32_t offset);

/* Counts of a slot that was taken from the free ones, or is free again. */
void swap_range_alloc(struct machine *m, uint32_t entry);
void swap_range_free(struct machine *m, uint32_t entry);

/*
 * A slot without users or page that is still marked as taken: to the stock of
 * freed ones, which goes back as a whole when it is full.
 */
void free_swap_slot(struct machine *m, uint32_t entry);
/* Are slots kept in stock? Depends on how many are free. */
bool swap_stock_active(struct machine *m);

/* Free slots of all areas. */
static inline uint64_t get_nr_swap_pages(const struct machine *m)
{
	return m->s->nr_swap_pages;
}
/* More than half of swap is used (PR8.13). */
bool vm_swap_full(const struct machine *m);

#endif
