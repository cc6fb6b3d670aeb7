/*
 * A machine that stands somewhere on a timeline, and how it gets there.
 *
 * Positions are reached in one way only: from a checkpoint, or from where the
 * walker stands, forward (ride.c).
 */
#include "time/inside.h"

#include <string.h>

enum {
	NEAR = 8,		/* operations that are not worth a checkpoint */
	NEAR_PAGES = 32,	/* ... and one more for so many pages of state */
};

/* When to look for a checkpoint again. */
static void set_due(struct walker *w)
{
	const struct checkpoints *c = w->timeline->checkpoints;
	uint64_t here = checkpoint_work(c, w->based);

	if (!checkpoint_ahead(c, w->pos, &w->due))
		w->due = (here == UINT64_MAX ? w->work : here) +
			 CHECKPOINT_INTERVAL;
	if (w->half && w->half < w->due)
		w->due = w->half;
	if (w->due <= w->work)
		w->due = w->work + 1;
}

/*
 * The walker stood at `left`, before the next checkpoint, and starts again
 * from the one before it: so does each step back, and each event forward.
 * From the second time on a checkpoint is left half the way to `left`, until
 * the way is not worth one.
 */
static void set_half(struct walker *w, uint64_t left)
{
	uint64_t pages = arena_nr_pages(w->machine.arena.used_bytes);
	uint64_t near = NEAR + pages / NEAR_PAGES, ahead;
	uint32_t again = CHECKPOINT_NONE;

	w->half = 0;
	if (left >= w->work + 2 * near &&
	    (!checkpoint_ahead(w->timeline->checkpoints, w->pos, &ahead) ||
	     left <= ahead))
		again = w->based;
	if (again && w->again == again)
		w->half = w->work + (left - w->work) / 2;
	w->again = again;
}

bool walker_open(struct walker *w, struct timeline *t, struct diag *why)
{
	struct machine *m = &w->machine;
	struct pos at;

	memset(w, 0, sizeof(*w));
	if (!arena_open(&m->arena, t->arena_bytes)) {
		diag_out_of_memory(why);
		return false;
	}
	m->arena.max_bytes = t->max_bytes < m->arena.reserved_bytes ?
				     t->max_bytes : m->arena.reserved_bytes;
	m->arena.root_bytes = arena_nr_pages(sizeof(struct state))
			      << ARENA_PAGE_SHIFT;
	m->s = (struct state *)(void *)m->arena.base;
	m->log = &w->log;
	event_log_open(&w->log, 1);	/* who wants events hears them */
	w->timeline = t;
	w->based = checkpoint_find(t->checkpoints, (struct pos){ 0, 0, 0 }, &at);
	checkpoint_restore(t->checkpoints, m, CHECKPOINT_NONE, w->based);
	set_due(w);
	return true;
}

void walker_close(struct walker *w)
{
	if (!w->timeline)
		return;
	arena_close(&w->machine.arena);
	event_log_close(&w->log);
	memset(w, 0, sizeof(*w));
}

static void restore(struct walker *w, uint32_t number, struct pos at)
{
	struct checkpoints *c = w->timeline->checkpoints;
	uint64_t left = w->work;

	checkpoint_restore(c, &w->machine, w->based, number);
	w->based = number;
	w->pos = at;
	w->work = checkpoint_work(c, number);
	set_half(w, left);
	set_due(w);
}

/* Is a new checkpoint wanted here, where none stands yet? */
static bool worth_keeping(const struct walker *w)
{
	const struct checkpoints *c = w->timeline->checkpoints;
	uint64_t here = checkpoint_work(c, w->based), ahead;

	if (w->half && w->work >= w->half)
		return true;
	if (checkpoint_ahead(c, w->pos, &ahead) && !w->pos.event)
		return false;
	return here == UINT64_MAX || w->work - here >= CHECKPOINT_INTERVAL;
}

/*
 * One that is there already becomes the base; behind all others a new one is
 * taken when enough was done, and half the way to where the walker has been.
 */
void walker_milestone(struct walker *w)
{
	struct checkpoints *c = w->timeline->checkpoints;
	uint32_t number;

	if (w->work < w->due)
		return;
	number = checkpoint_at(c, w->pos);
	if (number) {
		arena_clean(&w->machine.arena);
		w->based = number;
	} else if (worth_keeping(w)) {
		/* a base that was dropped says nothing about what changed */
		if (checkpoint_work(c, w->based) == UINT64_MAX)
			w->based = CHECKPOINT_NONE;
		w->based = checkpoint_take(c, &w->machine, w->based, w->pos,
					   w->work);
	}
	if (w->work >= w->half)
		w->half = 0;
	set_due(w);
}

/*
 * Stand at or before pos, ready to run: at the nearest checkpoint, or where
 * the walker is, whichever is nearer. A checkpoint inside of an operation
 * stands behind a whole stretch: that is further than the last event in it.
 */
static void stand_before(struct walker *w, struct pos pos)
{
	struct pos last = { pos.step, pos.op, pos.event ? pos.event - 1 : 0 };
	struct pos at = { 0, 0, 0 };
	uint32_t number = checkpoint_find(w->timeline->checkpoints, last, &at);
	bool here = !w->pos.event && pos_order(w->pos, pos) <= 0;

	if (here && pos_order(at, w->pos) <= 0)
		return;
	restore(w, number, at);
}

/* A step that there is; the rest of a position is settled on the way. */
static struct pos within(const struct walker *w, struct pos pos)
{
	uint32_t last = track_nr_steps(&w->timeline->track);

	return pos.step > last ? (struct pos){ last, UINT32_MAX, 0 } : pos;
}

bool walker_seek(struct walker *w, struct pos pos, struct diag *why)
{
	struct ride ride = { .to = within(w, pos) };

	if (pos_order(w->pos, ride.to) == 0)
		return true;
	if (w != &w->timeline->scout)
		timeline_learn(w->timeline, ride.to.step);
	stand_before(w, ride.to);
	return walker_ride(w, &ride, why);
}

/*
 * Stand at `from`; if that is an event, before it in its operation, ready to
 * run: what is said up to there is skipped.
 */
static bool seek_start(struct walker *w, struct pos from, struct diag *why)
{
	if (from.event) {
		timeline_learn(w->timeline, from.step);
		stand_before(w, from);
		if (w->pos.step == from.step && w->pos.op == from.op)
			return true;
		from.event = 0;
	}
	return walker_seek(w, from, why);
}

bool walker_seek_from(struct walker *w, struct pos from, struct pos pos,
		      struct summary *between, struct diag *why)
{
	struct ride ride = { .to = within(w, pos), .heard = true,
			     .between = between };

	if (between)
		summary_clear(between);
	if (from.event)
		ride.skip = from;
	timeline_learn(w->timeline, ride.to.step);
	return seek_start(w, within(w, from), why) && walker_ride(w, &ride, why);
}

bool walker_run(struct walker *w, struct pos to, op_watch_fn *watch, void *ctx,
		struct diag *why)
{
	struct ride ride = { .to = to, .watch = watch, .ctx = ctx };

	if (!walker_seek(w, (struct pos){ 0, 0, 0 }, why))
		return false;
	if (w->log.hear)
		w->log.mask = EVENT_ALL;
	return walker_ride(w, &ride, why);
}
