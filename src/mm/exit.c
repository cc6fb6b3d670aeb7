#include "mm/exit.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/fault.h"
#include "mm/fd.h"
#include "mm/pgtable.h"
#include "mm/sched.h"
#include "mm/task.h"
#include "mm/unmap.h"

/* The parent of a vfork goes on. Source: kernel/fork.c complete_vfork_done(). */
static void wake_parent(struct machine *m, handle_t task)
{
	handle_t parent = task_by_pid(m, task_at(m, task)->ppid);

	if (parent &&
	    task_at(m, parent)->vfork_child == task_at(m, task)->pid)
		task_mut(m, parent)->vfork_child = 0;
}

static void say_exit(struct machine *m, handle_t task)
{
	event_emit(m, EV_sched_process_exit, task_at(m, task)->pid,
		   task_at(m, task)->exit_code);
}

/* Memory is gone; files and the rest follow, and the parent hears of it. */
static void exit_rest(struct machine *m, handle_t task)
{
	wake_parent(m, task);
	task_drop_mm(m, task);
	say_exit(m, task);
	fds_close(m, task);
	task_mut(m, task)->sigkill = 0;
	task_mut(m, task)->oom_victim = 0;
	task_mut(m, task)->state = TASK_ZOMBIE;
	clock_pass(m, COST_task);
	sched_task_gone(m);
}

int64_t do_exit(struct machine *m, handle_t task, uint32_t code)
{
	task_mut(m, task)->exit_code = code;
	if (mm_at(m, task_at(m, task)->mm)->nr_users == 1)
		return unmap_start(m, task, 0, TASK_SIZE);
	exit_rest(m, task);
	return 0;
}

void exit_after(struct machine *m)
{
	if (!unmap_next(m))
		exit_rest(m, m->s->work.task);
}

int64_t begin_kill(struct machine *m, const struct op *op, handle_t task)
{
	uint32_t sig = op->arg[1] ? (uint32_t)op->arg[1] : (uint32_t)SIGKILL_;

	event_emit(m, EV_signal_generate, sig, 0, 0, task_at(m, task)->pid);
	return do_exit(m, task, sig);
}

bool task_kill_pending(struct machine *m)
{
	handle_t h = m->s->tasks;

	while (h && !(task_at(m, h)->sigkill && task_at(m, h)->mm))
		h = task_at(m, h)->next;
	if (!h) {
		m->s->kills_pending = 0;
		return false;
	}
	m->log->pid = task_at(m, h)->pid;
	do_exit(m, h, SIGKILL_);
	return true;
}

int64_t do_wait(struct machine *m, handle_t task, handle_t child)
{
	uint32_t pid;

	if (!child || (task && task_at(m, child)->ppid != task_at(m, task)->pid))
		return -ECHILD;
	if (task_at(m, child)->state != TASK_ZOMBIE)
		return -EAGAIN;
	pid = task_at(m, child)->pid;
	task_release(m, child);
	return pid;
}
