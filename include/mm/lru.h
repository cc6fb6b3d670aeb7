/*
 * lru - the five lists of a node, and the batches on the way to them
 *
 * head  newest        tail  looked at first by reclaim
 *
 * Always: PG_LRU is set iff the page counts in a list (unevictable ones are
 *         counted, not linked); a page in a batch holds a reference for it;
 *         node_stat NR_INACTIVE_ANON + list, zone.nr_lru are the lengths.
 *
 * Source: mm/swap.c, include/linux/mm_inline.h, mm/mlock.c (6.1). PR7.1-7.4,
 * PR7.11-7.13.
 */
#ifndef MM_LRU_H
#define MM_LRU_H

#include "mm/event.h"
#include "mm/zone.h"

void get_page(struct machine *m, pfn_t pfn);
/* One reference less; the last one takes it off its list and frees the frame. */
void put_page(struct machine *m, pfn_t pfn);

/* The list that its flags say. */
enum lru_list page_lru(const struct frame *f);
/* The page has a disk behind it: not swap-backed (PR7.2). */
static inline bool page_is_file_lru(const struct frame *f)
{
	return !(f->flags & PG_SWAPBACKED);
}

/* A new page: into the batch, and to the head of its list when that is full. */
void lru_add(struct machine *m, pfn_t pfn);
/* ... of an area: to the unevictable ones if it is VM_LOCKED. */
void lru_add_inactive_or_unevictable(struct machine *m, pfn_t pfn,
				     uint32_t vm_flags);
/* PR7.4 folio_mark_accessed() */
void mark_page_accessed(struct machine *m, pfn_t pfn);
/* By way of the batches: PR8.15 and fadvise; madvise; end of writeback. */
void deactivate_file_page(struct machine *m, pfn_t pfn);
void deactivate_page(struct machine *m, pfn_t pfn);
void rotate_reclaimable_page(struct machine *m, pfn_t pfn);
void mark_page_lazyfree(struct machine *m, pfn_t pfn);
/* All batches are emptied. */
void lru_add_drain(struct machine *m);

/* mlock: by way of their batch. */
void mlock_page(struct machine *m, pfn_t pfn);
void mlock_new_page(struct machine *m, pfn_t pfn);
void munlock_page(struct machine *m, pfn_t pfn);

/*
 * For reclaim: off its list (PG_LRU cleared, held by the caller's reference),
 * and back to the head of the list that its flags say (the caller's reference
 * is dropped). They change the counts of the lists, not NR_ISOLATED_.
 */
void lruvec_del(struct machine *m, pfn_t pfn);
void lruvec_add(struct machine *m, pfn_t pfn);
void lruvec_add_tail(struct machine *m, pfn_t pfn);
/* Last and before-last page of a list; PFN_NONE ends it. */
pfn_t lru_tail(const struct machine *m, unsigned node, enum lru_list lru);
pfn_t lru_head(const struct machine *m, unsigned node, enum lru_list lru);
pfn_t lru_prev(const struct machine *m, pfn_t pfn);	/* towards the head */
pfn_t lru_next(const struct machine *m, pfn_t pfn);	/* towards the tail */

/* PR8.4 */
void lru_note_cost(struct machine *m, unsigned node, bool file, uint64_t pages);

bool lru_check(const struct machine *m, struct diag *why);

#endif
