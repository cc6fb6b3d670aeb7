/*
 * populate - pages of a range are faulted in by the kernel, ahead of use
 *
 * The phase WORK_POPULATE: from work.at to work.end, one page after the other.
 *
 * Source: mm/gup.c __mm_populate(), populate_vma_page_range(),
 * faultin_vma_page_range() (6.1).
 */
#ifndef MM_POPULATE_H
#define MM_POPULATE_H

#include "mm/event.h"
#include "mm/machine.h"

enum populate_mode {
	POPULATE_WISH,	/* as the areas allow; what cannot be had is let go */
	POPULATE_LOCK,	/* the same, but it must be had: mlock() */
	POPULATE_READ,	/* MADV_POPULATE_READ, _WRITE */
	POPULATE_WRITE,
};

/* The phase is next. */
void populate_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end, enum populate_mode mode);

/*
 * Return: true when it is done; but for a wish the first error is then the
 * result of the operation (-ENOMEM, -EFAULT, -EINVAL).
 */
bool populate_step(struct machine *m, unsigned *budget);

#endif
