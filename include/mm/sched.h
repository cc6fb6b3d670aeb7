/*
 * sched - whose turn it is on a machine's only CPU: the task's or the daemons'
 *
 * lead  vruntime of the daemons less the task's: above 0 they have had more
 *
 * With several CPUs the daemons have one of their own. Source: kernel/sched/
 * fair.c (6.1), for two entities of the same weight. Left out: groups, load,
 * several runnable tasks.
 */
#ifndef MM_SCHED_H
#define MM_SCHED_H

#include "mm/machine.h"

/*
 * The task has run up to now. `runnable`: a daemon would like to run. Return:
 * it may: it has just woken and is far enough behind, or it has waited and
 * this is the tick at which it gets its turn, or the task is gone.
 */
bool sched_daemons_turn(struct machine *m, bool runnable);

/*
 * The daemons have run from machine time `from` on. Return: they keep the CPU
 * if they like; false: a tick has given it to the task.
 */
bool sched_daemons_ran(struct machine *m, uint64_t from);

/* All daemons sleep again. */
void sched_daemons_sleep(struct machine *m);

/*
 * The task has ended: who waits need not wait for a tick.
 * Source: kernel/sched/core.c do_task_dead() (6.1).
 */
void sched_task_gone(struct machine *m);

/* The task, which had run until `from`, has slept until now, and goes on. */
void sched_task_slept(struct machine *m, uint64_t from);

#endif
