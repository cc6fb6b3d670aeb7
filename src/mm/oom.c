/*
 * The killer. The points of a task are in oom_badness.c, the report is
 * oom_report.c.
 */
#include "mm/oom.h"

#include <inttypes.h>

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/dmesg.h"
#include "mm/oom_report.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"
#include "mm/zap.h"

handle_t current_task(const struct machine *m)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->pid == m->log->pid)
			return h;
	return 0;
}

/* Will its memory come back soon, without a kill? */
static bool will_free_mem(const struct machine *m, handle_t task)
{
	const struct task *t = task_at(m, task);

	return t->mm && t->sigkill && !mm_at(m, t->mm)->oom_skip;
}

static void mark_oom_victim(struct machine *m, handle_t task)
{
	struct task *t = task_mut(m, task);

	if (t->oom_victim)
		return;
	t->oom_victim = 1;
	event_emit(m, EV_mark_victim, t->pid);
}

/* A sibling of a vfork has the same memory, and must go with it. */
static void kill_sharers(struct machine *m, handle_t victim)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (h != victim && task_at(m, h)->mm == task_at(m, victim)->mm)
			task_mut(m, h)->sigkill = 1;
}

static void say_reaped(struct machine *m, handle_t victim)
{
	const struct task *t = task_at(m, victim);

	event_emit(m, EV_finish_task_reaping, t->pid,
		   mm_at(m, t->mm)->rss[MM_ANONPAGES] << (PAGE_SHIFT - 10));
}

/*
 * The victim gives its memory back at once, as it would by its own exit: it
 * ends when the present operation has ended, and until then it does not run.
 * The running task is busy with its memory and keeps it until its end.
 */
static void reap(struct machine *m, handle_t victim)
{
	handle_t current = current_task(m);
	uint32_t pid = m->log->pid;
	handle_t mm = task_at(m, victim)->mm;

	if (current && task_at(m, current)->mm == mm)
		return;
	m->log->pid = OOM_REAPER_PID;
	zap_private(m, mm);
	say_reaped(m, victim);
	m->log->pid = pid;
}

static void say_kill(struct machine *m, const struct oom_control *oc)
{
	const struct task *t = task_at(m, oc->chosen);
	const struct mm *mm = mm_at(m, t->mm);

	event_emit(m, EV_oom_kill, t->pid, oc->chosen_points,
		   mm->total_vm << (PAGE_SHIFT - 10),
		   mm->rss[MM_ANONPAGES] << (PAGE_SHIFT - 10),
		   t->oom_score_adj);
}

/* Source: mm/oom_kill.c __oom_kill_process() (6.1). */
static void kill_process(struct machine *m, const struct oom_control *oc,
			 const char *message)
{
	vm_event_add(m, OOM_KILL, 1);
	task_mut(m, oc->chosen)->sigkill = 1;
	m->s->kills_pending = 1;
	clock_pass(m, COST_oom);
	say_kill(m, oc);
	mark_oom_victim(m, oc->chosen);
	oom_report_kill(m, oc, message);
	kill_sharers(m, oc->chosen);
	reap(m, oc->chosen);
}

/* Source: mm/oom_kill.c oom_kill_process() (6.1). */
static void oom_kill_process(struct machine *m, const struct oom_control *oc,
			     const char *message)
{
	const uint64_t interval_ns = UINT64_C(5000000000);
	const unsigned burst = 10;

	if (will_free_mem(m, oc->chosen)) {
		mark_oom_victim(m, oc->chosen);
		reap(m, oc->chosen);
		return;
	}
	if (ratelimit(m, &m->s->oom_reports, interval_ns, burst))
		oom_report_header(m, oc);
	kill_process(m, oc, message);
}

static void say_points(struct machine *m, handle_t task, int64_t points)
{
	const struct task *t = task_at(m, task);
	const struct mm *mm = mm_at(m, t->mm);

	event_emit(m, EV_oom_badness, t->pid, mm_rss(mm), mm->rss[MM_SWAPENTS],
		   mm->nr_tables, points);
}

/*
 * The one with the most points; of equals the last. While a victim is dying
 * nobody else is killed.
 *
 * Source: mm/oom_kill.c select_bad_process(), oom_evaluate_task() (6.1).
 * Return: false if somebody is dying.
 */
static bool select_bad_process(struct machine *m, struct oom_control *oc)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *t = task_at(m, h);
		int64_t points;

		if (t->oom_victim && t->mm && !mm_at(m, t->mm)->oom_skip)
			return false;
		points = oom_badness(m, h, oc->totalpages);
		if (points == OOM_NEVER)
			continue;
		if (points >= oc->chosen_points) {
			oc->chosen = h;
			oc->chosen_points = points;
		}
		say_points(m, h, points);
	}
	return true;
}

/*
 * Where the kernel panics, the model's machine goes on, and the request fails.
 */
static bool panic(struct machine *m, const struct oom_control *oc,
		  const char *why)
{
	oom_report_header(m, oc);
	if (!oc->panic)
		printk(m, "Out of memory and no killable processes...\n");
	printk(m, "Kernel panic - not syncing: %s\n", why);
	return false;
}

/* The setting says that who asks has to go. Source: out_of_memory(). */
static bool kill_current(struct machine *m, struct oom_control *oc,
			 handle_t current)
{
	if (!m->s->sysctl[SYSCTL_oom_kill_allocating_task] || !current ||
	    !task_at(m, current)->mm ||
	    task_at(m, current)->oom_score_adj == OOM_SCORE_ADJ_MIN)
		return false;
	oc->chosen = current;
	oc->chosen_points = oom_badness(m, current, oc->totalpages);
	oom_kill_process(m, oc, "Out of memory (oom_kill_allocating_task)");
	return true;
}

bool out_of_memory(struct machine *m, gfp_t gfp, unsigned order)
{
	handle_t current = current_task(m);
	int64_t panics = m->s->sysctl[SYSCTL_panic_on_oom];
	struct oom_control oc = {
		.gfp = gfp, .order = order, .current = current,
		.totalpages = oom_totalpages(m), .chosen_points = OOM_NEVER,
		.panic = panics != 0,
	};

	if (current && will_free_mem(m, current)) {
		mark_oom_victim(m, current);
		return true;
	}
	if (panics)
		return panic(m, &oc, panics == 2 ?
			"Out of memory: compulsory panic_on_oom is enabled" :
			"Out of memory: system-wide panic_on_oom is enabled");
	/*
	 * swapoff's own program comes before all others (oom_task_origin());
	 * it is no task here: its call fails.
	 */
	if (m->s->work.phase == WORK_SWAPOFF)
		return false;
	if (kill_current(m, &oc, current) || !select_bad_process(m, &oc))
		return true;
	if (!oc.chosen)
		return panic(m, &oc, "System is deadlocked on memory");
	oom_kill_process(m, &oc, "Out of memory");
	return true;
}
