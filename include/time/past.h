/*
 * past - what happened earlier in a run, looked for from a place backwards
 *
 * It is looked for where it is asked for, and never kept: the same at a place,
 * from whichever side one came there. How far back is bounded, so that the
 * answer is there at once; what was not looked at is said.
 */
#ifndef TIME_PAST_H
#define TIME_PAST_H

#include "time/hunt.h"

enum {
	PAST_EVENTS = 4,	/* the newest of them are told */
	/* stretches of 1, 2, 4 ... operations */
	PAST_STRETCHES = 13,	/* some 8,000: a box waits for it */
	PAST_SINCE = 10,	/* some 1,000: each picture does */
	/* pages that a stretch may go through: one operation can have millions */
	PAST_WORK = 1 << 16,
	PAST_SINCE_WORK = 1 << 13,
};

struct past {
	struct {
		struct pos   at;
		struct event e;
		char	     who[NAME_BYTES];	/* task or daemon; "" */
	} event[PAST_EVENTS];	/* oldest first */
	uint32_t   nr;
	bool	   cut;		/* nothing before `edge` was looked at */
	struct pos edge;
};

/*
 * The newest events up to `here` (its own counts) for which is() holds; it is
 * asked with the machine at the event. Return: false if the host has no room.
 */
bool past_events(struct timeline *t, struct pos here, hunt_event_fn *is,
		 void *ctx, struct past *out);

/*
 * Since when does it hold that holds() here? *at gets the last place, here at
 * the latest, at which it became true; {0, 0, 0} if it held from the beginning
 * on. Return: false if that lies too far back; else holds() was asked last at
 * the place before *at, where it does not. `stirs`: see struct hunt; NULL = any
 * event may change what holds() says.
 */
bool past_since(struct timeline *t, struct pos here, hunt_holds_fn *holds,
		hunt_stirs_fn *stirs, void *ctx, struct pos *at);

#endif
