/*
 * fault_anon - the first touch of a page that belongs to no file
 *
 * Source: mm/memory.c do_anonymous_page() (6.1). VR5.5, VR5.6. Left out:
 * memcg, userfaultfd.
 */
#ifndef MM_FAULT_ANON_H
#define MM_FAULT_ANON_H

#include "mm/event.h"
#include "mm/vm_fault.h"

/*
 * Nothing is mapped at the address: the page of zeros goes there to be read,
 * a page of the area's own to be written to; f->table is there afterwards.
 * Return: 0; -ENOMEM if no frame could be had.
 */
int64_t do_anonymous_page(struct machine *m, struct vm_fault *f);

/*
 * A new page, filled, becomes the area's own: counted, in a batch of the LRU
 * lists, then seen. f->table is there; the caller's reference is the mapping's.
 */
void map_new_anon(struct machine *m, const struct vm_fault *f, pfn_t pfn,
		  enum pte_reason why);

#endif
