/*
 * mmap - system calls on address ranges
 *
 * Lengths and addresses in bytes. A call over many pages only begins here and
 * leaves the rest in state.work; see op.h.
 */
#ifndef MM_MMAP_H
#define MM_MMAP_H

#include "mm/event.h"
#include "mm/machine.h"
#include "mm/op.h"

/* VR2.2: where a mapping without MAP_FIXED goes; 0 if nowhere. */
vaddr_t get_unmapped_area(struct machine *m, handle_t mm, vaddr_t hint,
			  uint64_t len);

/*
 * A mapping at a place that is free by now; private writable ones are charged,
 * locked ones counted. Return: its address or -ENOMEM.
 * Source: mm/mmap.c mmap_region() (6.1).
 */
int64_t mmap_region(struct machine *m, handle_t mm, vaddr_t addr, uint64_t len,
		    uint32_t vm_flags, handle_t file, uint64_t pgoff);

/*
 * The system calls: what can be done at once is done; the rest is left in
 * state.work. Results are the system call's; -errno.
 */
int64_t begin_mmap(struct machine *m, const struct op *op, handle_t task);
void mmap_after(struct machine *m);
int64_t do_munmap(struct machine *m, handle_t task, vaddr_t start,
		  uint64_t len);
void munmap_after(struct machine *m);
/* Return: the break afterwards (unchanged if it could not move). */
int64_t do_brk(struct machine *m, handle_t task, vaddr_t brk);
void brk_after(struct machine *m);

#endif
