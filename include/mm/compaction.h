/*
 * compaction - could a block be made of single free pages by moving others?
 *
 * Nothing is moved yet; reclaim asks whether it may stop.
 *
 * Source: mm/compaction.c, include/linux/compaction.h (6.1).
 */
#ifndef MM_COMPACTION_H
#define MM_COMPACTION_H

#include "mm/watermark.h"

/* Free pages that moving needs beside those of the block. */
static inline uint64_t compact_gap(unsigned order)
{
	return UINT64_C(2) << order;
}

/* The check of a mark with so many pages on top of it. */
bool watermark_ok_above(const struct machine *m, const struct zone *z,
			unsigned order, enum zone_type highest, unsigned wmark,
			uint64_t above);

/*
 * A block is there already, or enough single pages are.
 *
 * Source: compaction_suitable(). Left out: the fragmentation index.
 */
bool compaction_suitable(const struct machine *m, const struct zone *z,
			 unsigned order, enum zone_type highest);

#endif
