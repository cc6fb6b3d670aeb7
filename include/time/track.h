/*
 * track - the list of operations that a timeline runs, and how long it is
 *
 * A trunk's track is its story; a branch's is the trunk's cut after an
 * operation, with the steps of another story behind it, or the trunk's with
 * operations put in that it goes on behind. How often an `until`
 * repeats is known only once it has run: the track then keeps it.
 */
#ifndef TIME_TRACK_H
#define TIME_TRACK_H

#include "time/timeline.h"
#include "time/until.h"

/* An operation put in: the only group of its story's step 1. */
struct insert {
	uint32_t	    step;
	uint32_t	    op;		/* operations of the step as written before it */
	uint32_t	    count;	/* repetitions; its bound until it is known */
	bool		    known;	/* false: it has an `until` that has not run */
	const struct story *story;	/* not owned; knows the names so far */
};

struct track {
	const struct story  *story;
	const struct story  *tail;	/* NULL = nothing is cut */
	struct pos	     cut;
	struct insert	    *inserts;	/* in the order of running; owned */
	uint32_t	     nr_inserts;
	struct until_counts  known;	/* of what the stories wrote */
};

/* A place in a step: which group, which repetition. */
struct place {
	const struct story *story;
	const struct group *group;	/* NULL = the step has no such operation */
	uint32_t	    number;	/* of the step in its story */
	uint32_t	    index;	/* of the group in its step */
	uint32_t	    rep;
	uint32_t	    written;	/* operations as written done before it */
	uint32_t	    insert;	/* number of the insert, from 1; 0 = written */
	uint32_t	    next_index;	/* where the step goes on behind the insert */
	uint32_t	    next_rep;
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

/*
 * Put an operation in after `op` operations of a step; one that stands in the
 * middle of another insert comes behind it. What an `until` before it is known
 * to take stays known.
 */
void track_insert(struct track *t, const struct track *from, uint32_t step,
		  uint32_t op, const struct story *story);

/*
 * Operations of a step, done to `op`, as numbered without the inserts; *in is
 * set if that place lies inside of one or behind one. And back: behind those
 * that stand there. How long the step is must be known.
 */
uint32_t track_written(const struct track *t, uint32_t step, uint32_t op,
		       bool *in);
uint32_t track_numbered(const struct track *t, uint32_t step, uint32_t written);

/* Has the `until` of the group at p run to its end once? */
bool track_knows(const struct track *t, uint32_t step, const struct place *p);

/* Keep how often it ran. */
void track_learn(struct track *t, uint32_t step, const struct place *p,
		 uint32_t count);

#endif
