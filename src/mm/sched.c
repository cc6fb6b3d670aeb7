#include "mm/sched.h"

/* Of a tick of 4 ms: sched_slice() of two entities, 3 ms. */
static int64_t slice_ns(const struct machine *m)
{
	return (int64_t)m->s->tick_ns * 3 / 4;
}

/* sysctl_sched_wakeup_granularity: 1 ms. */
static int64_t wakeup_gran_ns(const struct machine *m)
{
	return (int64_t)m->s->tick_ns / 4;
}

/*
 * A sleeper is not paid for all of its sleep: it is half of sched_latency
 * ahead at the most, 3 ms. Return: that of `lead`.
 *
 * Source: kernel/sched/fair.c place_entity() (6.1).
 */
static int64_t placed(const struct machine *m, int64_t lead)
{
	return lead > slice_ns(m) ? slice_ns(m) : lead;
}

static void count_task(struct machine *m, uint64_t until)
{
	struct cpu_queue *q = &m->s->cpu_queue;

	q->lead_ns -= (int64_t)(until - q->seen_ns);
	q->seen_ns = until;
}

/*
 * Has there been a tick since then, and has who runs had its slice?
 *
 * Source: kernel/sched/fair.c check_preempt_tick() (6.1).
 */
static bool tick_ends_turn(const struct machine *m, uint64_t since)
{
	uint64_t now = m->s->now_ns;

	return now / m->s->tick_ns != since / m->s->tick_ns &&
	       (int64_t)(now - m->s->cpu_queue.since_ns) > slice_ns(m);
}

/* Source: kernel/sched/fair.c wakeup_preempt_entity() (6.1). */
static bool wakes(struct machine *m)
{
	struct cpu_queue *q = &m->s->cpu_queue;

	q->daemon_waits = 1;
	q->lead_ns = -placed(m, -q->lead_ns);
	return q->lead_ns < -wakeup_gran_ns(m);
}

/* The tick; who has had less is next, and that may be the task again. */
static bool waits(struct machine *m, uint64_t since)
{
	if (!tick_ends_turn(m, since))
		return false;
	m->s->cpu_queue.since_ns = m->s->now_ns;
	return m->s->cpu_queue.lead_ns < 0;
}

bool sched_daemons_turn(struct machine *m, bool runnable)
{
	struct cpu_queue *q = &m->s->cpu_queue;
	uint64_t since = q->seen_ns;
	bool turn;

	if (m->s->nr_cpus > 1)
		return true;
	count_task(m, m->s->now_ns);
	if (!runnable)
		q->daemon_waits = 0;
	turn = runnable && (q->daemon_waits ? waits(m, since) : wakes(m));
	turn |= runnable && q->task_gone;
	q->task_gone = 0;
	if (turn)
		q->since_ns = m->s->now_ns;
	return turn;
}

bool sched_daemons_ran(struct machine *m, uint64_t from)
{
	struct cpu_queue *q = &m->s->cpu_queue;

	if (m->s->nr_cpus > 1)
		return true;
	q->lead_ns += (int64_t)(m->s->now_ns - from);
	q->seen_ns = m->s->now_ns;
	if (!tick_ends_turn(m, from))
		return true;
	q->since_ns = m->s->now_ns;
	return q->lead_ns < 0;
}

void sched_daemons_sleep(struct machine *m)
{
	m->s->cpu_queue.daemon_waits = 0;
	m->s->cpu_queue.since_ns = m->s->now_ns;
}

void sched_task_gone(struct machine *m)
{
	m->s->cpu_queue.task_gone = m->s->nr_cpus == 1;
}

void sched_task_slept(struct machine *m, uint64_t from)
{
	struct cpu_queue *q = &m->s->cpu_queue;

	count_task(m, from);
	q->lead_ns = placed(m, q->lead_ns);
	q->seen_ns = m->s->now_ns;
	q->since_ns = m->s->now_ns;
	q->daemon_waits = 0;
}
