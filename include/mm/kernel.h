/*
 * kernel - builds a machine from its description, and takes it apart
 *
 * Nothing here is drawn or timed: the same description gives the same bytes.
 */
#ifndef MM_KERNEL_H
#define MM_KERNEL_H

#include "mm/event.h"
#include "mm/machine.h"
#include "mm/machine_spec.h"

/*
 * Build it: block table, free lists in boot order (PR3.7), zonelists, marks.
 * Return: false, and *why, if the host has no address space or the
 * description contradicts itself. The log is the caller's.
 */
bool machine_boot(struct machine *m, const struct machine_spec *spec,
		  struct event_log *log, struct diag *why);
void machine_close(struct machine *m);

/* Room for `nr` label and task slots (from 1); once, before the first op. */
void machine_slots(struct machine *m, uint32_t nr);

/*
 * Everything that must hold. weak: at every event. whole: between
 * operations; walks all. Return: false and the first thing that is wrong.
 */
bool machine_check_weak(const struct machine *m, struct diag *why);
bool machine_check(const struct machine *m, struct diag *why);

#endif
