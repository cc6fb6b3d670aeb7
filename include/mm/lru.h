/*
 * lru - references to a page, its use, and the batches by way of which it comes
 * to its list (mm/lru_list.h) and gets around
 *
 * Always: a page in a batch holds a reference for it; one that waits to be
 *         added is on no list.
 *
 * Source: mm/swap.c, mm/mlock.c (6.1). PR7.3, PR7.4, PR7.11-7.13.
 */
#ifndef MM_LRU_H
#define MM_LRU_H

#include "mm/event.h"
#include "mm/lru_list.h"

void get_page(struct machine *m, pfn_t pfn);
/* One reference less; the last one takes it off its list and frees the frame. */
void put_page(struct machine *m, pfn_t pfn);
/*
 * ... for each of them; those that nobody refers to any more are freed from the
 * end of the batch.
 * Source: mm/swap.c release_pages(), mm/page_alloc.c free_unref_page_list()
 * (6.1).
 */
void release_pages(struct machine *m, const pfn_t pages[], unsigned nr);

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
/* References to the page that batches hold. */
unsigned lru_batched(const struct machine *m, pfn_t pfn);

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

/*
 * So many pages were evicted or activated: the clock by which it is measured
 * how long a page was away (PR7.9).
 */
static inline void lruvec_age_nonresident(struct machine *m, unsigned node,
					  uint64_t pages)
{
	m->s->node[node].lruvec.nonresident_age += pages;
}

/* PR8.4 */
void lru_note_cost(struct machine *m, unsigned node, bool file, uint64_t pages);

/* At every event: the lists and batches. Between operations: all frames too. */
bool lru_check(const struct machine *m, struct diag *why);
bool lru_check_frames(const struct machine *m, struct diag *why);

#endif
