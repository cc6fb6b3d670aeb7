/*
 * madvise - advice on a range (mm-virtual 2.5); results as the system call's
 *
 * Source: mm/madvise.c (6.1). Left out: REMOVE, COLLAPSE.
 */
#ifndef MM_MADVISE_H
#define MM_MADVISE_H

#include "mm/machine.h"

/* Return: 0 or -errno; state.work holds the pages. */
int64_t do_madvise(struct machine *m, handle_t task, vaddr_t start,
		   uint64_t len, unsigned advice);
void madvise_after(struct machine *m);

#endif
