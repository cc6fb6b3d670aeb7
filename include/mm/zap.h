/*
 * zap - pages leave page tables: of a range, of a whole address space, of all
 * that map a piece of a file
 *
 * Source: mm/memory.c zap_pte_range(), unmap_mapping_pages(), mm/mmu_gather.c
 * (6.1).
 */
#ifndef MM_ZAP_H
#define MM_ZAP_H

#include "mm/machine.h"
#include "mm/rss.h"

/*
 * The pages of areas in [*at, end) are unmapped, at most *budget of them; *at
 * is then where to go on. Return: true if the range is done.
 */
bool zap_range(struct machine *m, handle_t mm, vaddr_t *at, vaddr_t end,
	       unsigned *budget);

/*
 * The OOM reaper: anonymous memory and private mappings at once, whatever it
 * takes; oom_skip of the mm is set afterwards.
 * Source: mm/oom_kill.c __oom_reap_task_mm() (6.1).
 */
void zap_private(struct machine *m, handle_t mm);

/*
 * Pages [from, to) of a file leave all page tables (to = UINT64_MAX: up to the
 * end), at most *budget of them; private copies of them too with even_cows, as
 * when the file is truncated. Return: true if none is mapped any more.
 */
bool unmap_mapping_pages(struct machine *m, handle_t inode, uint64_t from,
			 uint64_t to, bool even_cows, unsigned *budget);

#endif
