/* inside - what a timeline consists of; for the files of src/time only */
#ifndef TIME_INSIDE_H
#define TIME_INSIDE_H

#include "time/checkpoint.h"
#include "time/track.h"

/* Numbers of events, kept since counting them means running. */
enum { NR_COUNTED = 256 };

struct counted {
	uint32_t step, op;
	uint64_t events;
	bool	 set;
};

struct timeline {
	struct track	    track;
	struct checkpoints *checkpoints;
	uint64_t	   *began_ns;	/* where steps 1 .. begin; owned */
	uint64_t	    arena_bytes;
	uint64_t	    max_bytes;
	struct walker	    scout;	/* counts what nobody has run yet */
	bool		    scout_open;
	struct counted	    counted[NR_COUNTED];
};

/* How a walker moves. */
struct ride {
	struct pos	to;
	bool		heard;		/* events are said (and stop it at `to`) */
	struct summary *between;	/* gets them; NULL */
	op_watch_fn    *watch;
	void	       *ctx;
	struct pos	skip;		/* events up to here are not for `between` */
	struct pos	from;		/* of the operation that runs now */
	uint64_t	last_events;	/* said by the last whole operation */
	uint64_t	aside[NR_EVENTS];	/* counts of a group put into */
	uint64_t	most_work;	/* walker.work at which it is given up; 0 */
};

/*
 * ride.c - run forward from where the walker stands to ride->to, which is not
 * behind it. Return: false and *why if the arena was exhausted, the walker
 * then stands before that operation; or if it was given up, it stands nowhere
 * then and has to be sent somewhere.
 */
bool walker_ride(struct walker *w, struct ride *ride, struct diag *why);

/* A walk has come to where the step begins, at that machine time. */
void timeline_came_to(struct timeline *t, uint32_t step, uint64_t now_ns);

/* The walker stands where a checkpoint may stand: behind a stretch. */
void walker_milestone(struct walker *w);

/* See to it that the lengths of the step's `until` groups are known. */
void timeline_learn(struct timeline *t, uint32_t step);

/* The scout, standing anywhere; NULL if the host has no room for it. */
struct walker *timeline_scout(struct timeline *t);

#endif
