/*
 * mlock_batch - what becomes of a page that an area locks, or locks no longer,
 * when the batch of these is emptied
 *
 * Source: mm/mlock.c (6.1). PR7.11.
 */
#ifndef MM_MLOCK_BATCH_H
#define MM_MLOCK_BATCH_H

#include "mm/event.h"
#include "mm/lru_list.h"

/* PG_MLOCKED, counted. */
void set_page_mlocked(struct machine *m, pfn_t pfn);

/* Source: mm/vmscan.c page_evictable() (6.1). Left out: SHM_LOCK, ramfs. */
static inline bool page_evictable(const struct frame *f)
{
	return !(f->flags & PG_MLOCKED);
}

/* A locked page; one that is on no list yet; one that an area unlocks. */
void mlock_on_list(struct machine *m, struct frame *f, pfn_t pfn);
void mlock_new_on_list(struct machine *m, struct frame *f, pfn_t pfn);
void munlock_on_list(struct machine *m, struct frame *f, pfn_t pfn);

#endif
