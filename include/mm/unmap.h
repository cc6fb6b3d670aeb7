/*
 * unmap - the way out of an address space: pages, then tables, then areas
 *
 * The phases WORK_ZAP, WORK_TABLES and WORK_DETACH of a long call; each does
 * at most *budget entries and takes what it did off.
 *
 * Source: mm/mmap.c do_mas_align_munmap(), unmap_region(), remove_mt() (6.1).
 * An area can be found until its pages are gone; the kernel hides it before.
 */
#ifndef MM_UNMAP_H
#define MM_UNMAP_H

#include "mm/event.h"
#include "mm/machine.h"

/*
 * Prepare to unmap [start, end): edges are cut, state.work says the range and
 * its neighbours, and begins with WORK_ZAP. Return: 0, or -ENOMEM if there
 * would be too many areas.
 */
int64_t unmap_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end);
/* The phase after the one that is done. Return: false if that was the last. */
bool unmap_next(struct machine *m);

/* Return: true if the phase is done. */
bool zap_step(struct machine *m, unsigned *budget);
bool tables_step(struct machine *m, unsigned *budget);
bool detach_step(struct machine *m, unsigned *budget);

/*
 * VmPeak before a decrease. A move does not go this way: while the old range
 * is still there the new one does not count twice.
 */
void update_hiwater_vm(struct machine *m, handle_t mm);

#endif
