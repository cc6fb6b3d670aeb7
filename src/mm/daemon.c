#include "mm/daemon.h"

#include "mm/event.h"
#include "mm/sched.h"

/* A disk's interrupt takes next to no time; others need a CPU to run on. */
static inline bool needs_cpu(const struct daemon_type *d)
{
	return d->pid != 0;
}

/*
 * Of those that are due by `ns`, the earliest; NULL if nobody is. `turn`: a
 * CPU is there for them.
 */
static const struct daemon_type *first_due(const struct machine *m, uint64_t ns,
					   bool turn)
{
	const struct daemon_type *first = NULL;
	uint64_t at = ns;

	for (const struct daemon_type *d = daemon_types; d->name; d++) {
		uint64_t due = needs_cpu(d) && !turn ? NEVER_NS : d->due(m);

		if (due == NEVER_NS || due > at || (first && due == at))
			continue;
		first = d;
		at = due;
	}
	return first;
}

/* One slice; of the only CPU it takes time. */
static void run_slice(struct machine *m, const struct daemon_type *d)
{
	uint32_t pid = m->log->pid;

	m->log->pid = d->pid;
	m->s->in_slice = 1;
	m->s->slice_ns = 0;
	d->slice(m);
	m->s->in_slice = 0;
	m->log->pid = pid;
	if (m->s->nr_cpus == 1 && needs_cpu(d))
		m->s->now_ns += m->s->slice_ns;
	m->s->slice_ns = 0;
}

/* Would one of them like to run? */
static bool runnable(const struct machine *m)
{
	const struct daemon_type *d = daemon_types;

	while (d->name && (!needs_cpu(d) || d->due(m) > m->s->now_ns))
		d++;
	return d->name;
}

void daemons_run_due(struct machine *m)
{
	const struct daemon_type *d;
	bool turn;

	if (m->s->in_slice)
		return;
	turn = sched_daemons_turn(m, runnable(m));
	while ((d = first_due(m, m->s->now_ns, turn))) {
		uint64_t from = m->s->now_ns;

		run_slice(m, d);
		if (turn)
			turn = sched_daemons_ran(m, from);
	}
	if (turn)
		sched_daemons_sleep(m);
}

bool wait_slice(struct machine *m, uint64_t ns)
{
	const struct daemon_type *d = first_due(m, ns, true);
	uint64_t until = d ? d->due(m) : ns, from = m->s->now_ns;

	bug_on(m->s->in_slice);
	if (until > m->s->now_ns)
		m->s->now_ns = until;
	sched_task_slept(m, from);
	if (d) {
		from = m->s->now_ns;
		run_slice(m, d);
		sched_daemons_ran(m, from);
	}
	return d;
}

void wait_until(struct machine *m, uint64_t ns)
{
	while (wait_slice(m, ns))
		;
}

const char *daemon_name(uint32_t pid)
{
	for (const struct daemon_type *d = daemon_types; pid && d->name; d++)
		if (d->pid == pid)
			return d->name;
	/* it works at once, when it is called, and sleeps at no other time */
	return pid == OOM_REAPER_PID ? "oom_reaper" : NULL;
}
