#include "mm/op.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/drop_caches.h"
#include "mm/event.h"
#include "mm/exec.h"
#include "mm/exit.h"
#include "mm/fault.h"
#include "mm/file_read.h"
#include "mm/file_write.h"
#include "mm/flusher.h"
#include "mm/fork.h"
#include "mm/fsync.h"
#include "mm/ipc.h"
#include "mm/kswapd.h"
#include "mm/label.h"
#include "mm/madvise.h"
#include "mm/madvise_pages.h"
#include "mm/mlock.h"
#include "mm/mmap.h"
#include "mm/mprotect.h"
#include "mm/mremap.h"
#include "mm/oom.h"
#include "mm/page_alloc.h"
#include "mm/populate.h"
#include "mm/rlimit.h"
#include "mm/swapoff.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "mm/truncate.h"
#include "mm/unmap.h"
#include "mm/vfs.h"
#include "mm/vmscan.h"

/* Entries, areas or tables between two places where a checkpoint may stand. */
enum { STRETCH = 512 };

static const char *const verb_names[NR_OP_VERBS] = {
	[OP_none] = "none",
#define OP(verb, group, args, doc) [OP_##verb] = #verb,
#include "mm/op.def"
#undef OP
};

enum op_verb op_verb_by_name(const char *name, size_t len)
{
	for (unsigned i = 0; i < NR_OP_VERBS; i++)
		if (strlen(verb_names[i]) == len &&
		    memcmp(verb_names[i], name, len) == 0)
			return (enum op_verb)i;
	return NR_OP_VERBS;
}

const char *op_verb_name(enum op_verb verb)
{
	return verb < NR_OP_VERBS ? verb_names[verb] : "?";
}

/*
 * Every verb: what it does at once, and what follows after each phase of a
 * long one. `call`: it is a system call of a task.
 */
struct act {
	int64_t (*begin)(struct machine *m, const struct op *op, handle_t task);
	void (*after)(struct machine *m);
	bool call;
	bool task;	/* needs a living task */
	unsigned range;	/* the result is a range's begin, this argument its length */
};

static int64_t begin_exec(struct machine *m, const struct op *op, handle_t task)
{
	char name[NAME_BYTES];

	(void)task;
	memcpy(name, &op->arg[3], sizeof(name));
	return do_exec(m, op->task, name, op->mode, op->arg[1]);
}

static int64_t begin_fork(struct machine *m, const struct op *op, handle_t task)
{
	char name[NAME_BYTES];

	memcpy(name, &op->arg[3], sizeof(name));
	return do_fork(m, task, (uint32_t)op->arg[1], name);
}

static int64_t begin_vfork(struct machine *m, const struct op *op,
			   handle_t task)
{
	char name[NAME_BYTES];

	memcpy(name, &op->arg[3], sizeof(name));
	return do_vfork(m, task, (uint32_t)op->arg[1], name);
}

static int64_t begin_exit(struct machine *m, const struct op *op, handle_t task)
{
	return do_exit(m, task, (uint32_t)(op->arg[1] & 255) << 8);
}

static int64_t begin_wait(struct machine *m, const struct op *op, handle_t task)
{
	return do_wait(m, task, task_by_slot(m, (uint32_t)op->arg[1]));
}

static int64_t begin_munmap(struct machine *m, const struct op *op,
			    handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_munmap(m, task, at, op_length(m, op, op->arg[1]));
}

static int64_t begin_mprotect(struct machine *m, const struct op *op,
			      handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_mprotect(m, task, at, op_length(m, op, op->arg[1]),
			   (unsigned)op->arg[2]);
}

static int64_t begin_mremap(struct machine *m, const struct op *op,
			    handle_t task)
{
	struct op placed = *op;

	if (!op_place(m, op, &placed.arg[0]))
		return -EINVAL;
	/* mremap_after() reads it again */
	memcpy(m->s->work.op, &placed, sizeof(placed));
	return do_mremap(m, task, &placed);
}

static int64_t begin_brk(struct machine *m, const struct op *op, handle_t task)
{
	vaddr_t brk = mm_at(m, task_at(m, task)->mm)->brk;
	vaddr_t to = op->arg[2] ? op->arg[2] : brk + op->arg[1];
	int64_t now = do_brk(m, task, to);

	if ((vaddr_t)now != to)
		return -ENOMEM;		/* as the C library reports it */
	label_push(m, op->out, LABEL_RANGE, to > brk ? brk : to,
		   to > brk ? to - brk : 0);
	return now;
}

static int64_t begin_madvise(struct machine *m, const struct op *op,
			     handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_madvise(m, task, at, op_length(m, op, op->arg[1]),
			  (unsigned)op->arg[2]);
}

static int64_t begin_access(struct machine *m, const struct op *op,
			    handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return access_page(m, task, at, op->mode & MODE_MASK);
}

static int64_t begin_alloc_pages(struct machine *m, const struct op *op,
				 handle_t task)
{
	unsigned order = (unsigned)op->arg[1];
	gfp_t gfp = op->arg[2] ? (gfp_t)op->arg[2] : (gfp_t)GFP_KERNEL;
	pfn_t pfn;

	(void)task;
	if (order >= MAX_ORDER || op->arg[3] >= m->s->nr_nodes)
		return -EINVAL;
	pfn = alloc_pages(m, gfp, order, (uint32_t)op->arg[3], KIND_KERNEL);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	label_push(m, op->out, LABEL_BLOCK, pfn, order);
	return (int64_t)pfn;
}

static int64_t begin_free_pages(struct machine *m, const struct op *op,
				handle_t task)
{
	const struct label *l = label_top(m, op->label);
	pfn_t pfn;

	(void)task;
	if (!l || l->kind != LABEL_BLOCK)
		return -EINVAL;
	pfn = l->value;
	label_pop(m, op->label);
	put_page(m, pfn);
	return (int64_t)pfn;
}

static int64_t begin_reclaim(struct machine *m, const struct op *op,
			     handle_t task)
{
	(void)task;
	if (op->arg[2] >= m->s->nr_nodes)
		return -EINVAL;
	judge_tails_begin(m, (unsigned)op->arg[2], op->arg[1]);
	return 0;
}

static int64_t begin_sysctl(struct machine *m, const struct op *op,
			    handle_t task)
{
	int64_t ret;

	(void)task;
	if (op->mode >= NR_SYSCTLS)
		return -ENOENT;
	ret = sysctl_write(m, (enum sysctl_id)op->mode, op->arg);
	if (!ret && op->mode == SYSCTL_drop_caches)
		drop_caches_begin(m, op->arg[0]);
	else if (!ret && op->mode == SYSCTL_dirty_writeback_centisecs)
		flusher_interval_written(m);
	return ret;
}

static int64_t begin_thp(struct machine *m, const struct op *op, handle_t task)
{
	(void)task;
	if (op->mode > THP_ALWAYS)
		return -EINVAL;
	thp_write(m, op->mode);
	return 0;
}

static int64_t begin_sleep(struct machine *m, const struct op *op,
			   handle_t task)
{
	const uint64_t ns_per_ms = 1000000;

	(void)task;
	if (op->arg[1] > UINT64_MAX / ns_per_ms - m->s->now_ns / ns_per_ms - 1)
		return -EINVAL;
	wait_until(m, m->s->now_ns + op->arg[1] * ns_per_ms);
	return 0;
}

/* What was due while it was held runs from now on. */
static int64_t hold_daemon(struct machine *m, unsigned daemon, bool hold)
{
	if (daemon >= NR_DAEMONS)
		return -EINVAL;
	if (daemon == DAEMON_KSWAPD)
		kswapd_hold(m, hold);
	else
		m->s->flusher_held = hold;
	return 0;
}

static int64_t begin_hold(struct machine *m, const struct op *op,
			  handle_t task)
{
	(void)task;
	return hold_daemon(m, op->mode, true);
}

static int64_t begin_release(struct machine *m, const struct op *op,
			     handle_t task)
{
	(void)task;
	return hold_daemon(m, op->mode, false);
}

/*
 * PR11.7. Only root may go below what root has set before.
 *
 * Source: fs/proc/base.c oom_adj_write(), __set_oom_adj() (6.1).
 */
static int64_t begin_echo(struct machine *m, const struct op *op, handle_t task)
{
	bool old = op->mode == ECHO_OOM_ADJ;
	int64_t value = (int64_t)op->arg[1];
	struct task *t = task_mut(m, task);

	if (value < (old ? OOM_DISABLE : OOM_SCORE_ADJ_MIN) ||
	    value > (old ? OOM_ADJUST_MAX : OOM_SCORE_ADJ_MAX))
		return -EINVAL;
	if (old)
		value = oom_score_adj_of(value);
	if (t->uid && value < t->oom_score_adj_min)
		return -EACCES;
	t->oom_score_adj = (int32_t)value;
	if (!t->uid)
		t->oom_score_adj_min = (int32_t)value;
	return 0;
}

static const struct act acts[NR_OP_VERBS] = {
	[OP_exec] = { begin_exec, NULL, false, false, 0 },
	[OP_fork] = { begin_fork, fork_after, true, true, 0 },
	[OP_exit] = { begin_exit, exit_after, true, true, 0 },
	[OP_vfork] = { begin_vfork, NULL, true, true, 0 },
	[OP_kill] = { begin_kill, exit_after, false, true, 0 },
	[OP_setrlimit] = { begin_setrlimit, NULL, true, true, 0 },
	[OP_setuid] = { begin_setuid, NULL, true, true, 0 },
	[OP_wait] = { begin_wait, NULL, true, true, 0 },
	[OP_mmap] = { begin_mmap, mmap_after, true, true, 1 },
	[OP_munmap] = { begin_munmap, munmap_after, true, true, 0 },
	[OP_mprotect] = { begin_mprotect, mprotect_after, true, true, 0 },
	[OP_mremap] = { begin_mremap, mremap_after, true, true, 2 },
	[OP_brk] = { begin_brk, brk_after, true, true, 0 },
	[OP_madvise] = { begin_madvise, madvise_after, true, true, 0 },
	[OP_mlock] = { begin_mlock, mlock_after, true, true, 0 },
	[OP_munlock] = { begin_munlock, mlock_after, true, true, 0 },
	[OP_mlockall] = { begin_mlockall, mlock_after, true, true, 0 },
	[OP_munlockall] = { begin_munlockall, mlock_after, true, true, 0 },
	[OP_access] = { begin_access, NULL, false, true, 0 },
	[OP_alloc_pages] = { begin_alloc_pages, NULL, false, false, 0 },
	[OP_free_pages] = { begin_free_pages, NULL, false, false, 0 },
	[OP_reclaim] = { begin_reclaim, judge_tails_after, false, false, 0 },
	[OP_sysctl] = { begin_sysctl, drop_after, false, false, 0 },
	[OP_thp] = { begin_thp, NULL, false, false, 0 },
	[OP_msync] = { begin_msync, msync_after, true, true, 0 },
	[OP_shmget] = { begin_shmget, NULL, true, true, 0 },
	[OP_shmat] = { begin_shmat, mmap_after, true, true, 0 },
	[OP_shmdt] = { begin_shmdt, munmap_after, true, true, 0 },
	[OP_shmctl] = { begin_shmctl, NULL, true, true, 0 },
	[OP_open] = { begin_open, truncate_after, true, true, 0 },
	[OP_close] = { begin_close, NULL, true, true, 0 },
	[OP_read] = { begin_read, read_after, true, true, 0 },
	[OP_write] = { begin_write, write_after, true, true, 0 },
	[OP_truncate] = { begin_truncate, truncate_after, false, false, 0 },
	[OP_unlink] = { begin_unlink, NULL, false, false, 0 },
	[OP_memfd_create] = { begin_memfd_create, NULL, true, true, 0 },
	[OP_fsync] = { begin_fsync, fsync_after, true, true, 0 },
	[OP_fadvise] = { begin_fadvise, drop_after, true, true, 0 },
	[OP_sync] = { begin_sync, sync_after, false, false, 0 },
	[OP_swapon] = { begin_swapon, NULL, false, false, 0 },
	[OP_swapoff] = { begin_swapoff, swapoff_after, false, false, 0 },
	[OP_echo] = { begin_echo, NULL, false, true, 0 },
	[OP_hold] = { begin_hold, NULL, false, false, 0 },
	[OP_release] = { begin_release, NULL, false, false, 0 },
	[OP_sleep] = { begin_sleep, NULL, false, false, 0 },
};

static bool (*const phases[])(struct machine *m, unsigned *budget) = {
	[WORK_DETACH] = detach_step, [WORK_ZAP] = zap_step,
	[WORK_TABLES] = tables_step, [WORK_POPULATE] = populate_step,
	[WORK_PROTECT] = protect_step, [WORK_MOVE] = move_step,
	[WORK_COPY] = copy_step, [WORK_LOCK] = lock_step,
	[WORK_ADVISE] = advise_step, [WORK_SWAPOFF] = swapoff_step,
	[WORK_READ] = read_step, [WORK_WRITE] = write_step,
	[WORK_SYNC] = sync_step, [WORK_TRUNCATE] = truncate_step,
	[WORK_DROP] = drop_step, [WORK_EVICT] = evict_step,
	[WORK_RECLAIM] = judge_tails_step,
};

/* A range gets its label when the call has succeeded, not before. */
static void label_range(struct machine *m, unsigned length_arg)
{
	int64_t ret = m->s->op_result;
	struct op op;

	memcpy(&op, m->s->work.op, sizeof(op));
	if (ret >= 0)
		label_push(m, op.out, LABEL_RANGE, (uint64_t)ret,
			   op.arg[length_arg]);
}

/* Who was killed meanwhile does not get to know how its call ended. */
static void interrupt(struct machine *m)
{
	handle_t task = m->s->kills_pending ? task_by_pid(m, m->log->pid) : 0;

	if (!task || !task_at(m, task)->sigkill)
		return;
	m->s->op_result = -EINTR;
	m->s->op_signal = SIGKILL_;
	m->s->op_si_code = SI_KERNEL_;
}

/* The call returns. */
static void call_return(struct machine *m)
{
	const struct act *act = &acts[m->s->work.verb];

	m->s->work.returned = 1;
	interrupt(m);
	if (act->range)
		label_range(m, act->range);
	if (act->call)
		event_emit(m, EV_sys_exit, m->s->work.verb, m->s->op_result);
}

/*
 * What the call leaves to be done: files that nobody has any more go now, and
 * tasks that were killed. Return: there is something.
 */
static bool call_wake(struct machine *m)
{
	struct work *w = &m->s->work;

	if (!w->returned)
		call_return(m);
	while (w->phase == WORK_NONE) {
		if (m->s->nr_orphans)
			w->phase = WORK_EVICT;
		else if (!m->s->kills_pending || !task_kill_pending(m))
			return false;
	}
	return true;
}

/* A phase is done; the exit of a killed task is no part of the call. */
static void phase_after(struct machine *m)
{
	struct work *w = &m->s->work;

	if (w->phase == WORK_EVICT)
		w->phase = WORK_NONE;
	else if (w->returned)
		exit_after(m);
	else if (w->phase != WORK_NONE)
		acts[w->verb].after(m);	/* a failed fork has taken itself back */
}

static bool op_done(struct machine *m)
{
	struct work *w = &m->s->work;

	daemons_run(m);
	if (acts[w->verb].after || w->task)
		memset(w, 0, sizeof(*w));
	w->verb = 0;
	w->returned = 0;
	m->s->nr_ops++;
	return true;
}

/* Some of the phase. Return: false if the budget is used up before its end. */
static bool phase_run(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	bug_on(!phases[w->phase]);
	if (!phases[w->phase](m, budget))
		return false;
	phase_after(m);
	return *budget || w->phase == WORK_NONE;
}

/*
 * One stretch: phase after phase until the budget is used up; at its end the
 * daemons have their turn.
 */
static bool stretch(struct machine *m)
{
	unsigned budget = STRETCH;

	while (m->s->work.phase != WORK_NONE || call_wake(m))
		if (!phase_run(m, &budget)) {
			daemons_run(m);
			return false;
		}
	return op_done(m);
}

/* It has memory, and does not sleep until its vfork child has ended. */
static bool may_act(const struct machine *m, const struct op *op,
		    handle_t task)
{
	if (!task || !task_at(m, task)->mm)
		return false;
	return !task_at(m, task)->vfork_child || op->verb == OP_kill;
}

bool op_is_call(enum op_verb verb)
{
	return acts[verb].call;
}

bool op_begin(struct machine *m, const struct op *op)
{
	const struct act *act = &acts[op->verb];
	struct state *s = m->s;
	handle_t task = act->task ? task_by_slot(m, op->task) : 0;

	bug_on(op->verb == OP_none || op->verb >= NR_OP_VERBS);
	s->op_signal = 0;
	s->op_si_code = 0;
	s->work.verb = op->verb;
	if (act->after)
		memcpy(s->work.op, op, sizeof(s->work.op));
	m->log->pid = task ? task_at(m, task)->pid : 0;
	if (act->task && !may_act(m, op, task)) {
		s->op_result = task && task_at(m, task)->mm ? -EAGAIN : -ESRCH;
		memset(&s->work, 0, sizeof(s->work));
		s->nr_ops++;
		return true;
	}
	if (act->call) {
		clock_pass(m, COST_syscall);
		event_emit(m, EV_sys_enter, op->verb, op->arg[0], op->arg[1],
			   op->arg[2], op->arg[3]);
	}
	s->op_result = act->begin ? act->begin(m, op, task) : -ENOSYS;
	return stretch(m);
}

bool op_go_on(struct machine *m)
{
	bug_on(!m->s->work.verb);
	m->log->pid = m->s->work.task ? task_at(m, m->s->work.task)->pid : 0;
	return stretch(m);
}

int64_t op_run(struct machine *m, const struct op *op)
{
	bool done = op_begin(m, op);

	while (!done)
		done = op_go_on(m);
	return m->s->op_result;
}
