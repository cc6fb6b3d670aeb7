/*
 * unmap - the way out of an address space: areas, then pages, then tables
 *
 * The phases WORK_DETACH, WORK_ZAP and WORK_TABLES of a long call; each does
 * at most *budget entries and takes what it did off.
 */
#ifndef MM_UNMAP_H
#define MM_UNMAP_H

#include "mm/event.h"
#include "mm/machine.h"

/*
 * Prepare to unmap [start, end): edges are cut, state.work says the range and
 * its neighbours. Return: 0, or -ENOMEM if there would be too many areas.
 */
int64_t unmap_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end);

/* Return: true if the phase is done. */
bool detach_step(struct machine *m, unsigned *budget);
bool zap_step(struct machine *m, unsigned *budget);
bool tables_step(struct machine *m, unsigned *budget);

/* VmHWM before a decrease. Source: include/linux/mm.h update_hiwater_rss(). */
void update_hiwater_rss(struct machine *m, handle_t mm);
/*
 * VmPeak, likewise. A move does not go this way: while the old range is still
 * there the new one does not count twice.
 */
void update_hiwater_vm(struct machine *m, handle_t mm);

#endif
