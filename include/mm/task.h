/*
 * task - tasks come, copy themselves and go
 */
#ifndef MM_TASK_H
#define MM_TASK_H

#include "mm/event.h"
#include "mm/machine.h"

/* By pid, by slot of the story; 0 = none alive (a zombie counts). */
handle_t task_by_pid(const struct machine *m, uint32_t pid);
handle_t task_by_slot(const struct machine *m, uint32_t slot);

/*
 * A new task starts a program with one of the plain layouts (exec.h).
 * Return: its pid, or -errno; then nothing is left of it.
 */
int64_t do_exec(struct machine *m, uint32_t slot, const char name[NAME_BYTES],
		unsigned layout, uint64_t seed);

/*
 * The child gets areas and entries in WORK_COPY. Return: its pid, or -errno.
 * Source: kernel/fork.c copy_process(), dup_mmap() (6.1).
 */
int64_t do_fork(struct machine *m, handle_t parent, uint32_t child_slot,
		const char name[NAME_BYTES]);
void fork_after(struct machine *m);
bool copy_step(struct machine *m, unsigned *budget);

/* The address space goes (VR6.10), the task stays as a zombie. */
int64_t do_exit(struct machine *m, handle_t task, uint32_t code);
void exit_after(struct machine *m);

/* Return: the child's pid, or -ECHILD, -EAGAIN if it has not ended. */
int64_t do_wait(struct machine *m, handle_t task, handle_t child);

#endif
