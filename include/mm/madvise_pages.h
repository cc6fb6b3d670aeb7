/*
 * madvise_pages - advice that does something to the pages of a range: FREE,
 * COLD, PAGEOUT, WILLNEED
 *
 * The phase WORK_ADVISE: from work.at to work.end, area by area.
 *
 * Source: mm/madvise.c madvise_free_pte_range(),
 * madvise_cold_or_pageout_pte_range(), madvise_willneed() (6.1).
 */
#ifndef MM_MADVISE_PAGES_H
#define MM_MADVISE_PAGES_H

#include "mm/machine.h"

/* The phase is next, for areas that allow it. */
void advise_start(struct machine *m, handle_t task, vaddr_t start, vaddr_t end,
		  unsigned advice);
bool advise_step(struct machine *m, unsigned *budget);

#endif
