/*
 * track - the list of operations that a timeline runs, and how long it is
 *
 * A trunk's track is its story; a branch's is the trunk's cut after an
 * operation, with the steps of another story behind it. How often an `until`
 * repeats is known only once it has run: the track then keeps it.
 */
#ifndef TIME_TRACK_H
#define TIME_TRACK_H

#include "time/timeline.h"

/* How often a group with `until` ran. */
struct until_count {
	uint32_t step, group, count;
};

struct track {
	const struct story  *story;
	const struct story  *tail;	/* NULL = no branch */
	struct pos	     cut;
	struct until_count  *known;	/* sorted by step and group */
	size_t		     nr_known, cap_known;
};

/* A place in a step: which group, which repetition. */
struct place {
	const struct story *story;
	const struct group *group;	/* NULL = the step has no such operation */
	uint32_t	    number;	/* of the step in its story */
	uint32_t	    index;	/* of the group in its step */
	uint32_t	    rep;
};

void track_close(struct track *t);
uint32_t track_nr_steps(const struct track *t);
const struct story *track_story(const struct track *t, uint32_t step,
				uint32_t *number);

/*
 * Operations of a step. Return: false if an `until` in it has not run yet;
 * *nr is then what is known to come before it.
 */
bool track_nr_ops(const struct track *t, uint32_t step, uint32_t *nr);

/* The op-th operation (from 0) of a step, as far as it is known. */
struct place track_place(const struct track *t, uint32_t step, uint32_t op);
/* The operation behind it in the step. `done`: the group's until holds now. */
struct place track_next(const struct track *t, uint32_t step,
			struct place here, bool done);

/* The condition of a group with `until`; NULL if it has none. */
const char *place_until(const struct place *p);

/* Has this `until` run to its end once? */
bool track_knows(const struct track *t, uint32_t step, uint32_t group);

/* Keep how often an `until` ran. */
void track_learn(struct track *t, uint32_t step, uint32_t group,
		 uint32_t count);

#endif
