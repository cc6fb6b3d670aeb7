/*
 * rss - the resident pages of an address space: which counter, how many, and
 * the most there ever were
 */
#ifndef MM_RSS_H
#define MM_RSS_H

#include "mm/zone.h"

/*
 * Counter of mm.rss for such a page: MM_ANONPAGES, MM_FILEPAGES,
 * MM_SHMEMPAGES. Source: include/linux/mm.h mm_counter() (6.1).
 */
static inline unsigned mm_counter(const struct frame *f)
{
	if (frame_kind(f) == KIND_ANON)
		return MM_ANONPAGES;
	return f->flags & PG_SWAPBACKED ? MM_SHMEMPAGES : MM_FILEPAGES;
}

/* Source: include/linux/mm.h add_mm_counter() (6.1). */
static inline void add_mm_counter(struct machine *m, handle_t mm,
				  unsigned member, int64_t by)
{
	arena_add(&m->arena, mm,
		  offsetof(struct mm, rss) / sizeof(uint64_t) + member, by);
}

/* Sum of the resident counters. */
static inline uint64_t mm_rss(const struct mm *mm)
{
	return mm->rss[MM_ANONPAGES] + mm->rss[MM_FILEPAGES] +
	       mm->rss[MM_SHMEMPAGES];
}

/*
 * VmHWM before a decrease.
 * Source: include/linux/mm.h update_hiwater_rss() (6.1).
 */
static inline void update_hiwater_rss(struct machine *m, handle_t mm)
{
	uint64_t rss = mm_rss(mm_at(m, mm));

	if (rss > mm_at(m, mm)->hiwater_rss)
		mm_mut(m, mm)->hiwater_rss = rss;
}

#endif
