/*
 * exit - tasks end: by themselves, by a signal, out of memory
 *
 * Source: kernel/exit.c do_exit(), mm/mmap.c exit_mmap() (6.1). VR6.10, VR6.11.
 */
#ifndef MM_EXIT_H
#define MM_EXIT_H

#include "mm/event.h"
#include "mm/machine.h"
#include "mm/op.h"

/*
 * The task ends: first its address space (in the phases of mm/unmap.h, unless
 * somebody shares it), then its descriptors; a zombie stays. `code` is as
 * wait() would report it. Return: 0.
 */
int64_t do_exit(struct machine *m, handle_t task, uint32_t code);
void exit_after(struct machine *m);

/* A signal that ends the task. */
int64_t begin_kill(struct machine *m, const struct op *op, handle_t task);

/*
 * Somebody was killed in the course of an operation: now that it is over the
 * next one of them exits. To be called while state.kills_pending says so.
 * Return: false if there is none (more).
 */
bool task_kill_pending(struct machine *m);

/* Return: the child's pid, or -ECHILD, -EAGAIN if it has not ended. */
int64_t do_wait(struct machine *m, handle_t task, handle_t child);

#endif
