/*
 * hunt - the next or previous place of a run at which something is so
 *
 * stop     a place that is hunted for: an event that the caller knows, or
 *          where a condition becomes true: it holds there, and did not one
 *          operation (one event) before. Position 0 is one if it holds there.
 *          So the stops of a run are the same from both sides.
 * stretch  operations that are looked at in one go; between two the caller
 *          may do something else, or give up
 */
#ifndef TIME_HUNT_H
#define TIME_HUNT_H

#include "time/timeline.h"

/* Is this event a stop? The machine stands at it. */
typedef bool hunt_event_fn(void *ctx, const struct machine *m,
			   const struct event *e);
/*
 * Does the condition hold? count: events by kind since the step began; NULL
 * unless hunt.counts is set.
 */
typedef bool hunt_holds_fn(void *ctx, const struct machine *m,
			   const uint64_t *count);
/*
 * May what `holds` says be another thing now, for this event? e NULL: the
 * machine is another one than the last time. Asked of every event, in order.
 */
typedef bool hunt_stirs_fn(void *ctx, const struct event *e);

struct hunt {
	/* the caller's */
	struct walker *walker;		/* stands anywhere; not owned */
	hunt_event_fn *event;		/* one of the two, the other is NULL */
	hunt_holds_fn *holds;
	hunt_stirs_fn *stirs;		/* NULL = any event may */
	void	      *ctx;
	bool	       each_event;	/* ask `holds` at events, too */
	bool	       counts;
	uint64_t       most_work;	/* operations and pages of a stretch; 0 = any */

	/* the hunt's own */
	bool	       back;
	struct pos     from;		/* stops on the other side do not count */
	struct pos     edge;		/* so far it was looked */
	uint32_t       stretch;		/* operations of the next one */
	uint32_t       step;		/* that `count` is of */
	bool	       was;		/* did it hold one place before? */
	bool	       stirred;		/* by this operation */
	bool	       has_pending, has_found;
	struct pos     pending;		/* a stop; perhaps the operation's last event */
	struct pos     found;
	uint64_t       count[NR_EVENTS];
};

enum hunt_outcome {
	HUNT_ON,	/* nothing in this stretch; edge says how far it is */
	HUNT_FOUND,	/* hunt.found */
	HUNT_NONE,	/* the run's end, or its beginning */
	HUNT_FAILED,	/* and *why; edge is as it was before */
};

/* Look from a position on (1) or back (-1); it does not count itself. */
void hunt_start(struct hunt *h, struct pos from, int direction);

/* One stretch. */
enum hunt_outcome hunt_go(struct hunt *h, struct diag *why);

#endif
