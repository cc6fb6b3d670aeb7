/*
 * fault_wp - a write to a page that is there but read-only: copy on write
 *
 * Source: mm/memory.c do_wp_page() (6.1). VR5.12 to VR5.14. Left out: KSM.
 */
#ifndef MM_FAULT_WP_H
#define MM_FAULT_WP_H

#include "mm/event.h"
#include "mm/vm_fault.h"

/* What will become of it; nothing is changed yet. */
enum fault_reason reason_wp(const struct machine *m, const struct vm_fault *f);

/*
 * A private mapping: the page becomes writable where it is, if nobody else has
 * it, or the area gets a copy of its own. Shared ones are wp_page_shared()'s.
 * Return: 0 (the entry may have changed meanwhile: the access is tried again);
 * -ENOMEM if no frame could be had.
 */
int64_t do_wp_page(struct machine *m, struct vm_fault *f);

#endif
