/*
 * daemon - who works beside the tasks: a disk's completions, kswapd, the
 * flusher; each does a slice when its time has come
 *
 * A slice runs at a scheduling point: the end of an operation's stretch, a
 * request for memory that may wait, a sleep, a wait inside an operation.
 *
 * With several CPUs it runs beside the task: machine time stands meanwhile, and
 * its own next time is as much later as its work takes. So a fast writer
 * outruns kswapd. With one CPU machine time passes, and mm/sched.h says whose
 * turn it is.
 */
#ifndef MM_DAEMON_H
#define MM_DAEMON_H

#include "mm/machine.h"

/* What events of a daemon are stamped with; tasks begin at 100. */
enum { FLUSHER_PID = 11, KSWAPD_PID = 33, OOM_REAPER_PID = 27 };

struct daemon_type {
	const char *name;	/* comm: "kswapd0" */
	uint32_t    pid;
	/* When its next slice is due, machine time; NEVER_NS = it sleeps. */
	uint64_t (*due)(const struct machine *m);
	/* One slice; it moves its next time on by what it took (slice_ns). */
	void (*slice)(struct machine *m);
};

/* Defined in mm/kernel_daemons.c, above all of them; ends with a NULL name. */
extern const struct daemon_type daemon_types[];

/* Nothing is under way that could become due: seen at a glance. */
static inline bool daemons_idle(const struct machine *m)
{
	const struct state *s = m->s;

	return !(s->nr_requests | s->nr_dirty_inodes | s->flusher_why |
		 s->flusher_pending | s->kswapds_awake);
}

/* As daemons_run(), when something may be due. */
void daemons_run_due(struct machine *m);

/* Slices that are due by now, the earliest first. */
static inline void daemons_run(struct machine *m)
{
	if (!daemons_idle(m))
		daemons_run_due(m);
}

/*
 * The task waits until that machine time; what becomes due meanwhile runs in
 * order. A daemon never waits.
 */
void wait_until(struct machine *m, uint64_t ns);
/*
 * It waits for the next slice only, if one is due by then.
 * Return: false if none was: it is that time now.
 */
bool wait_slice(struct machine *m, uint64_t ns);

/* "kswapd0" for 33; NULL if that is no daemon. */
const char *daemon_name(uint32_t pid);

#endif
