/*
 * task - the tasks there are: found, made, forgotten
 *
 * Exec, fork and exit have rooms of their own.
 */
#ifndef MM_TASK_H
#define MM_TASK_H

#include "mm/event.h"
#include "mm/machine.h"

/* By pid, by slot of the story; 0 = none alive (a zombie counts). */
handle_t task_by_pid(const struct machine *m, uint32_t pid);
static inline handle_t task_by_slot(const struct machine *m, uint32_t slot)
{
	const handle_t *slots = arena_get(&m->arena, m->s->task_slots);

	return slot && slot <= m->s->nr_slots ? slots[slot] : 0;
}

/*
 * A task with its kernel stack, and with an empty address space or that of
 * another task. Return: 0 if no frame could be had.
 */
handle_t task_new(struct machine *m, uint32_t slot,
		  const char name[NAME_BYTES]);
handle_t task_new_in(struct machine *m, uint32_t slot,
		     const char name[NAME_BYTES], handle_t mm);

/*
 * The task has one address space less; its last user takes it with him, whose
 * areas must be gone by then.
 */
void task_drop_mm(struct machine *m, handle_t task);
/* Nothing is left of a task but its stack: that goes too. */
void task_release(struct machine *m, handle_t task);
/* A start that failed is taken back, all at once. */
void task_undo(struct machine *m, handle_t task);

#endif
