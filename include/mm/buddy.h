/*
 * buddy - free blocks of a zone, by order and migrate type
 *
 * block    1 << order frames, the first one aligned to that
 * buddy    the block of the same order that differs in bit `order` of its
 *          first frame
 * in hand  on no list, not given out: between two lists, or between a list
 *          and a user; counted in zone.nr_inhand
 *
 * Always: every free frame lies in exactly one free block;
 *         zone.nr_free == sum over orders of nr_free << order;
 *         no free block has a free buddy of its own order in its zone below
 *         order 10 (but across the border of an isolated pageblock).
 */
#ifndef MM_BUDDY_H
#define MM_BUDDY_H

#include "mm/event.h"
#include "mm/zone.h"

/*
 * Take a block from the lists of that type: the head of the smallest order
 * that has one, split down to `order` from its low end (PR3.2, PR3.3).
 * Return: its first frame, in hand; PFN_NONE if no list of the type has one.
 * Emits buddy_split for each halving, then mm_page_alloc_zone_locked.
 */
pfn_t buddy_take(struct machine *m, struct zone *z, unsigned order,
		 enum migratetype type);

/*
 * What *nr calls of buddy_take() would take, as far as it is one block: its
 * low end, *nr blocks side by side (fewer if it is smaller; one at a time
 * while somebody hears of it). Return: the first frame; they are in hand, and
 * the caller says so of each of them.
 */
pfn_t buddy_take_run(struct machine *m, struct zone *z, unsigned order,
		     enum migratetype type, uint64_t *nr);

/*
 * Put a block that is in hand on the list of that type, joined with its buddy
 * for as long as that is free (PR3.4, PR3.5). `to_tail`: as the kernel does
 * at boot. Return: order of the block that stands free in the end. Emits
 * buddy_merge for each step up, then buddy_insert.
 */
unsigned buddy_free(struct machine *m, struct zone *z, pfn_t pfn,
		    unsigned order, enum migratetype type, bool to_tail);

/* Out of the lists, into the hand; as they are, without a split. */
void buddy_isolate(struct machine *m, struct zone *z, pfn_t pfn,
		   unsigned order);

/* A free block moves to the tail of another type's list of its order. */
void buddy_move(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
		enum migratetype type);

/* In hand -> given out, and back; no list is touched. */
void buddy_give(struct machine *m, struct zone *z, pfn_t pfn, unsigned order);
void buddy_take_back(struct machine *m, struct zone *z, pfn_t pfn,
		     unsigned order);

/*
 * Boot: a range of frames that were reserved becomes free, cut into maximal
 * aligned blocks, each added at the tail of its pageblock's list (PR3.7).
 */
void buddy_release_range(struct machine *m, struct zone *z, pfn_t start,
			 pfn_t end);

/* Is there a free block of exactly that order at pfn, in that zone? */
bool buddy_is_free(const struct machine *m, const struct zone *z, pfn_t pfn,
		   unsigned order);

/*
 * The free block that holds pfn. Return: false if pfn is not free; else its
 * first frame, order and list.
 */
bool buddy_find(const struct machine *m, pfn_t pfn, pfn_t *first,
		unsigned *order, enum migratetype *type);

/* Walk a list, head first; PFN_NONE ends it. */
pfn_t free_list_first(const struct machine *m, const struct zone *z,
		      unsigned order, enum migratetype type);
pfn_t free_list_next(const struct machine *m, pfn_t pfn, unsigned order);

bool buddy_check(const struct machine *m, const struct zone *z,
		 struct diag *why);

#endif
