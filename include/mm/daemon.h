/*
 * daemon - who works beside the tasks: a disk's completions, kswapd, the
 * flusher; each does a slice when its time has come
 *
 * A slice runs at a scheduling point: the end of an operation, a sleep, or a
 * wait inside an operation. It runs on another CPU than the task, so to say:
 * machine time does not pass by it, but its own next time is as much later as
 * its work takes. So a fast writer outruns kswapd.
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
	/* One slice; it moves its next time on. */
	void (*slice)(struct machine *m);
};

/* Defined in mm/kernel_daemons.c, above all of them; ends with a NULL name. */
extern const struct daemon_type daemon_types[];

/* Slices that are due by now, the earliest first. */
void daemons_run(struct machine *m);

/*
 * The task waits until that machine time; what becomes due meanwhile runs in
 * order. Inside of a slice only the clock of that daemon would pass: a daemon
 * never waits.
 */
void wait_until(struct machine *m, uint64_t ns);

/* "kswapd0" for 33; NULL if that is no daemon. */
const char *daemon_name(uint32_t pid);

#endif
