/*
 * fork - a task makes a copy of itself
 *
 * Source: kernel/fork.c, mm/memory.c copy_page_range() (6.1). VR6.1 to VR6.5.
 * Left out: threads, pinned pages.
 */
#ifndef MM_FORK_H
#define MM_FORK_H

#include "mm/event.h"
#include "mm/machine.h"

/* clone_flags of task_newtask. */
enum { CLONE_VM_ = 0x100, CLONE_VFORK_ = 0x4000 };

/*
 * The child gets areas and entries in WORK_COPY; descriptors, limits and user
 * at once. Return: its pid, or -ENOMEM.
 */
int64_t do_fork(struct machine *m, handle_t parent, uint32_t child_slot,
		const char name[NAME_BYTES]);
void fork_after(struct machine *m);
bool copy_step(struct machine *m, unsigned *budget);

/*
 * The child has the parent's address space itself; the parent sleeps until
 * the child has ended. Return: its pid, or -ENOMEM.
 */
int64_t do_vfork(struct machine *m, handle_t parent, uint32_t child_slot,
		 const char name[NAME_BYTES]);

#endif
