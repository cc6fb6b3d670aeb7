/*
 * mprotect - the rights of a range change: areas first, then entries
 */
#ifndef MM_MPROTECT_H
#define MM_MPROTECT_H

#include "mm/machine.h"

/* Source: mm/mprotect.c do_mprotect_pkey() (6.1). Left out: pkeys, GROWSDOWN. */
int64_t do_mprotect(struct machine *m, handle_t task, vaddr_t start,
		    uint64_t len, unsigned prot);
void mprotect_after(struct machine *m);

/* Phase WORK_PROTECT. */
bool protect_step(struct machine *m, unsigned *budget);

/*
 * [start, end) of one VMA gets other flags: joined with a neighbour if that
 * fits, else cut out. Return: the VMA that holds it; 0 = too many areas.
 */
handle_t vma_modify(struct machine *m, handle_t vma, vaddr_t start,
		    vaddr_t end, uint32_t flags);

#endif
