#include "mm/daemon.h"

#include "mm/event.h"

/* A disk's interrupt takes next to no time; others need a CPU to run on. */
static inline bool needs_cpu(const struct daemon_type *d)
{
	return d->pid != 0;
}

/*
 * Of those that are due by `ns`, the earliest; NULL if nobody is. `idle`: a
 * CPU is there for them.
 */
static const struct daemon_type *first_due(const struct machine *m, uint64_t ns,
					   bool idle)
{
	const struct daemon_type *first = NULL;
	uint64_t at = ns;

	for (const struct daemon_type *d = daemon_types; d->name; d++) {
		uint64_t due = needs_cpu(d) && !idle ? NEVER_NS : d->due(m);

		if (due == NEVER_NS || due > at || (first && due == at))
			continue;
		first = d;
		at = due;
	}
	return first;
}

/* Return: what it has taken of the only CPU, ns. */
static uint64_t run_slice(struct machine *m, const struct daemon_type *d)
{
	uint32_t pid = m->log->pid;
	uint64_t taken;

	m->log->pid = d->pid;
	m->s->in_slice = 1;
	m->s->slice_ns = 0;
	d->slice(m);
	m->s->in_slice = 0;
	m->log->pid = pid;
	taken = m->s->nr_cpus == 1 && needs_cpu(d) ? m->s->slice_ns : 0;
	m->s->slice_ns = 0;
	m->s->now_ns += taken;
	return taken;
}

void daemons_run_due(struct machine *m)
{
	const struct daemon_type *d;
	uint64_t taken = 0;

	if (m->s->in_slice)
		return;
	while ((d = first_due(m, m->s->now_ns,
			      m->s->now_ns >= m->s->task_turn_ns))) {
		taken += run_slice(m, d);
		if (taken >= m->s->sched_slice_ns)
			m->s->task_turn_ns = m->s->now_ns + m->s->sched_slice_ns;
	}
}

bool wait_slice(struct machine *m, uint64_t ns)
{
	const struct daemon_type *d = first_due(m, ns, true);
	uint64_t until = d ? d->due(m) : ns;

	bug_on(m->s->in_slice);
	if (until > m->s->now_ns)
		m->s->now_ns = until;
	if (d)
		run_slice(m, d);
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
