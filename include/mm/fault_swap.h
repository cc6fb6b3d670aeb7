/*
 * fault_swap - a fault on a page that is in a swap area
 *
 * Source: mm/memory.c do_swap_page() (6.1). VR5.15 to VR5.17.
 */
#ifndef MM_FAULT_SWAP_H
#define MM_FAULT_SWAP_H

#include "mm/vm_fault.h"

/*
 * f->entry is a swap entry; f->table is there. The page comes back and is
 * mapped: writable at once if it is written to and nobody else has it, else
 * read-only (the caller then treats a write like any to a read-only page).
 * f->major is set if it was read from the disk.
 * Return: 0 (the entry may have changed meanwhile: the access is tried again);
 * -ENOMEM if no frame could be had.
 */
int64_t do_swap_page(struct machine *m, struct vm_fault *f);
/* Would it be read from the disk now? Only a look. */
bool swap_fault_is_major(const struct machine *m, const struct vm_fault *f);

#endif
