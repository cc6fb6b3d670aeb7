/*
 * swap_held - why pages are in the swap cache: a frame and a slot hold the same
 *
 * On the way out: a page gets its slot, is written, and its frame is freed. On
 * the way in: it is read, alone or along with a neighbour that was wanted, and
 * mapped.
 */
#ifndef VIEW_SWAP_HELD_H
#define VIEW_SWAP_HELD_H

#include "view/facts.h"

enum held {
	HELD_READING,		/* its read is under way */
	HELD_AHEAD,		/* read along, used by nobody yet */
	HELD_MAPPED,		/* some page table names the frame */
	HELD_WRITING,		/* its write is under way */
	HELD_WRITTEN,		/* the frame could be freed */
	HELD_CHANGED,		/* the slot is not what the frame is: to be written */
	NR_HELD,
};

/* Of a page that is in the swap cache. */
enum held swap_held(const struct machine *m, pfn_t pfn);

/* Pages of the swap cache by why they are there; how many in all. */
uint64_t swap_held_count(const struct machine *m, uint64_t nr[NR_HELD]);

/* "read along, not used yet 7"; a format of the number. */
const char *swap_held_format(enum held held, enum lang lang);

#endif
