/* stack - the area that grows by itself, downwards */
#ifndef MM_STACK_H
#define MM_STACK_H

#include "mm/machine.h"

/*
 * VR1.11: may the stack area grow down to addr? The lowest address, the guard
 * gap and the task's limit are looked at, the promise of memory is not.
 */
bool stack_may_grow(const struct machine *m, handle_t vma, vaddr_t addr,
		    uint64_t rlimit_stack_bytes);

/* VR1.11: the task's stack area takes in addr. Return: 0 or -ENOMEM. */
int64_t expand_stack(struct machine *m, handle_t task, handle_t vma,
		     vaddr_t addr);

/* Would it take in addr now? Only a look. */
bool stack_would_grow(const struct machine *m, handle_t task, handle_t vma,
		      vaddr_t addr);

#endif
