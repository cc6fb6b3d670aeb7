/*
 * lru_list - the five lists of a node: links, lengths, who is before whom
 *
 * head  newest        tail  looked at first by reclaim
 *
 * Always: PG_LRU is set iff the page counts in a list; node_stat
 *         NR_INACTIVE_ANON + list and zone.nr_lru are the lengths. Unevictable
 *         pages are counted, not linked: frame.prev of such a page is how many
 *         areas are known to lock it.
 *
 * Source: include/linux/mm_inline.h (6.1). PR7.1, PR7.2.
 */
#ifndef MM_LRU_LIST_H
#define MM_LRU_LIST_H

#include "mm/zone.h"

/* The page has a disk behind it: not swap-backed (PR7.2). */
static inline bool page_is_file_lru(const struct frame *f)
{
	return !(f->flags & PG_SWAPBACKED);
}

/*
 * The list that its flags say.
 * Source: include/linux/mm_inline.h folio_lru_list() (6.1).
 */
static inline enum lru_list page_lru(const struct frame *f)
{
	unsigned lru = page_is_file_lru(f) ? LRU_INACTIVE_FILE :
					     LRU_INACTIVE_ANON;

	if (f->flags & PG_UNEVICTABLE)
		return LRU_UNEVICTABLE;
	return (enum lru_list)(lru + (f->flags & PG_ACTIVE ? 1 : 0));
}

/* On a list, and on one that is looked through. */
static inline bool on_evictable_list(const struct frame *f)
{
	return (f->flags & (PG_LRU | PG_UNEVICTABLE)) == PG_LRU;
}

/*
 * The frame f of the page pfn joins the list that its flags say, at its head or
 * tail; leaves its list; goes from its list to the one that its flags say once
 * those bits are cleared and set, which takes its time.
 */
void lru_list_join(struct machine *m, struct frame *f, pfn_t pfn, bool tail);
void lru_list_leave(struct machine *m, struct frame *f, pfn_t pfn);
void lru_list_move(struct machine *m, struct frame *f, pfn_t pfn,
		   uint32_t cleared, uint32_t set, bool tail);

/* First and last page of a list, and the neighbours; PFN_NONE ends it. */
pfn_t lru_head(const struct machine *m, unsigned node, enum lru_list lru);
pfn_t lru_tail(const struct machine *m, unsigned node, enum lru_list lru);
pfn_t lru_prev(const struct machine *m, pfn_t pfn);	/* towards the head */
pfn_t lru_next(const struct machine *m, pfn_t pfn);	/* towards the tail */

#endif
