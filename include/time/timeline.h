/*
 * timeline - any position of a run, from either side
 *
 * The list of operations is the truth, a checkpoint is a cache: seek restores
 * the nearest checkpoint at or before, runs forward with events muted, and
 * leaves the last operation at the wanted event. One step back is the same
 * call with a smaller number.
 *
 * walker    a machine of its own that stands somewhere on a timeline
 */
#ifndef TIME_TIMELINE_H
#define TIME_TIMELINE_H

#include "story/story.h"
#include "time/pos.h"
#include "time/summary.h"

struct timeline;	/* story, checkpoints, known lengths; see timeline.c */

struct walker {
	struct timeline	*timeline;	/* not owned */
	struct machine	 machine;
	struct event_log log;
	struct pos	 pos;
	uint32_t	 based;		/* checkpoint that the clean pages are of */
	uint32_t	 again;		/* checkpoint it last started over from */
	uint64_t	 work;		/* operations done since boot, about */
	uint64_t	 due;		/* work at which a checkpoint is looked for */
	uint64_t	 half;		/* ... and at which one is taken; 0 = none */
};

/*
 * A timeline of the story, which stays the caller's and must outlive it.
 * Boots once. Return: NULL and *why if the machine cannot be built.
 */
struct timeline *timeline_open(const struct story *story,
			       uint64_t checkpoint_bytes, struct diag *why);
void timeline_close(struct timeline *t);

/*
 * The same list cut after `at` (its event is taken as 0, its operation as
 * done), with the steps of `tail` after it; slots as in the trunk's story.
 * Steps of the tail are numbered on from at.step + 1. The trunk must outlive
 * the branch.
 */
struct timeline *timeline_branch(struct timeline *trunk, struct pos at,
				 const struct story *tail, struct diag *why);

/*
 * The same list with an operation put in at `at` (of an event: behind its
 * operation; at 0: before the first), the only one of step 1 of `op`, which
 * must outlive it; its slots as in timeline_names(), new ones behind. Steps
 * keep their numbers: what followed goes on behind it. `t` may be closed.
 */
struct timeline *timeline_insert(struct timeline *t, struct pos at,
				 const struct story *op, struct diag *why);

/* The story that knows the names of all tasks and labels. */
const struct story *timeline_names(const struct timeline *t);

/* The place in the list as written, without what was put in; and from there. */
struct pos timeline_to_written(struct timeline *t, struct pos pos);
struct pos timeline_from_written(struct timeline *t, struct pos pos);

/* Operations that `op` has become which was put in; runs it if need be. */
uint32_t timeline_nr_put_in(struct timeline *t, const struct story *op);

bool walker_open(struct walker *w, struct timeline *t, struct diag *why);
void walker_close(struct walker *w);

/*
 * Stand at pos (pulled to the nearest that exists: an operation beyond a
 * step's last is the end of the step, an event beyond the last one the end of
 * the operation). between, if not NULL, gets what happened after `from`,
 * which must not lie behind pos.
 * Return: false and *why if the arena is exhausted; the walker then stands at
 * the last position that could be reached, and nothing is lost.
 */
bool walker_seek(struct walker *w, struct pos pos, struct diag *why);
bool walker_seek_from(struct walker *w, struct pos from, struct pos pos,
		      struct summary *between, struct diag *why);

/* The position one unit on from / back from pos; the same at the ends. */
struct pos timeline_next(struct timeline *t, struct pos pos, enum unit unit);
struct pos timeline_prev(struct timeline *t, struct pos pos, enum unit unit);
struct pos timeline_end(struct timeline *t);
/* The position after a step, all its operations done; 0 = as booted. */
struct pos step_end(struct timeline *t, uint32_t step);
int	   pos_compare(struct timeline *t, struct pos a, struct pos b);

/* Steps of this timeline, a branch's tail included. */
uint32_t timeline_nr_steps(const struct timeline *t);
/*
 * Machine time where a step begins. Nothing is run for it. Return: false if no
 * walk has come there yet.
 */
bool timeline_began(const struct timeline *t, uint32_t step, uint64_t *ns);
/* Operations of a step; runs it once if `until` decides. */
uint32_t timeline_nr_ops(struct timeline *t, uint32_t step);
/* Events of one operation (from 0), all kinds heard. */
uint64_t timeline_nr_events(struct timeline *t, uint32_t step, uint32_t op);
/* The operation as it will run. */
struct op timeline_op(struct timeline *t, uint32_t step, uint32_t op);
/* The story and the step's number in it (a branch has two). */
const struct story *timeline_story(const struct timeline *t, uint32_t step,
				   uint32_t *number);

/* "3.2.17", "first", "end", "3.1.buddy_split#2" -> pos. */
bool timeline_parse_pos(struct timeline *t, const char *s, struct pos *pos,
			struct diag *why);
void timeline_print_pos(struct timeline *t, struct pos pos, struct text *out);

/*
 * Called after each whole operation of a walker_run(): its place (op counts
 * from 1), its group as written and as it ran; the walker stands behind it.
 */
typedef void op_watch_fn(void *ctx, struct walker *w, uint32_t step,
			 uint32_t op, const struct group *g,
			 const struct op *did);
/*
 * Walk from 0 to `to`. With a `watch` events are heard if log.hear is set (or
 * log.mask, by the caller); without one the walk is muted.
 */
bool walker_run(struct walker *w, struct pos to, op_watch_fn *watch, void *ctx,
		struct diag *why);

uint64_t timeline_checkpoint_bytes(const struct timeline *t);
uint32_t timeline_nr_checkpoints(const struct timeline *t);

#endif
