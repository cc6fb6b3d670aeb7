/*
 * A machine that stands somewhere on a timeline, and how it gets there.
 *
 * Positions are reached in one way only: from a checkpoint, or from where the
 * walker stands, forward. The operation at whose event it shall stand is left
 * in the middle by a jump out of the engine.
 */
#include "time/inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "story/expr.h"

enum {
	STRETCH_WORK = 512,	/* what a further stretch of a long one counts */
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
		diag_set(why, 0, 0, "the host grants no address space");
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
 * At a place where a checkpoint may stand: one that is there already becomes
 * the base; behind all others a new one is taken when enough was done, and
 * half the way to where the walker has been.
 */
static void milestone(struct walker *w)
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

/* Is what is said now still before the ride's beginning? */
static bool is_skipped(const struct ride *ride, uint64_t seen)
{
	return ride->from.step == ride->skip.step &&
	       ride->from.op == ride->skip.op && seen <= ride->skip.event;
}

struct hearing {
	struct walker *w;
	struct ride   *ride;
};

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	const struct hearing *h = ctx;
	struct summary *s = h->ride->between;
	struct pos at = h->ride->from;

	(void)m;
	at.event = h->w->log.seen;
	if (is_skipped(h->ride, at.event))
		summary_add_past(s, e);
	else
		summary_add(s, e, at);
}

/*
 * Does the condition of an `until` hold now? It was checked when loaded.
 * events() counts since the group's first repetition; nobody stops inside a
 * group that has not run to its end once (timeline_learn()).
 */
static bool until_holds(struct walker *w, const struct place *p,
			const char *until)
{
	const char *position;
	size_t len = expr_split(until, &position);
	struct expr_env env = { .story = p->story, .now = &w->machine,
				.count = w->log.count };
	struct diag why;
	int64_t value;

	return expr_eval(until, len, &env, &value, &why) && value;
}

/* Counting begins anew; that of a group around what is put in waits. */
static void count_begins(struct walker *w, struct ride *ride,
			 const struct place *p)
{
	uint64_t *count = w->log.count;

	if (p->rep || !place_until(p) ||
	    track_knows(&w->timeline->track, w->pos.step, p))
		return;
	if (p->insert)
		memcpy(ride->aside, count, sizeof(ride->aside));
	memset(count, 0, sizeof(w->log.count));
}

/*
 * After a repetition of a group with `until`: was it the last? If its bound is
 * reached it was, whatever holds.
 */
static bool until_done(struct walker *w, const struct ride *ride,
		       const struct place *p)
{
	const char *until = place_until(p);

	/* a group that ran to its end once ends by its count */
	if (!until || track_knows(&w->timeline->track, w->pos.step, p))
		return false;
	if (p->rep + 1 < p->group->count && !until_holds(w, p, until))
		return false;
	track_learn(&w->timeline->track, w->pos.step, p, p->rep + 1);
	if (p->insert)
		memcpy(w->log.count, ride->aside, sizeof(ride->aside));
	return true;
}

/* A condition on events needs them to be said. */
static struct event_set mask_for(const struct ride *ride,
				 const struct place *p,
				 struct event_set mask)
{
	const char *until = place_until(p);

	if (ride->heard || (until && strstr(until, "events(")))
		return EVENT_ALL;
	return mask;
}

/*
 * The stretches of one operation; a checkpoint may stand behind one, if all
 * events are said, so that their number is its position, and if this stretch
 * said any: else the one before ended at the same number.
 */
static void run_op(struct walker *w, struct ride *ride, const struct op *op,
		   bool all_said)
{
	struct machine *m = &w->machine;
	uint64_t said = w->pos.event;
	bool done;

	w->log.seen = said;
	w->pos.event = 0;
	done = said ? op_go_on(m) : op_begin(m, op);
	while (!done) {
		w->work += STRETCH_WORK;
		if (all_said && w->log.seen > said) {
			said = w->log.seen;
			w->pos.event = said;
			milestone(w);
			w->pos.event = 0;
		}
		/* a ride may have begun anywhere before: forget it */
		if (ride->between && is_skipped(ride, w->log.seen))
			ride->between->nr_past = 0;
		done = op_go_on(m);
	}
}

static void note_op(struct ride *ride, const struct walker *w,
		    const struct op *op)
{
	struct summary *s = ride->between;

	if (!s)
		return;
	s->nr_ops++;
	s->op = *op;
	s->op_result = w->machine.s->op_result;
	s->op_signal = w->machine.s->op_signal;
}

/* Operation after operation; returns at ride->to or at the end of its step. */
static void ride_on(struct walker *w, struct ride *ride)
{
	struct track *t = &w->timeline->track;
	struct place p = track_place(t, w->pos.step, w->pos.op);
	struct event_set mask = w->log.mask;

	while (pos_order(w->pos, ride->to) < 0) {
		bool partial = w->pos.step == ride->to.step &&
			       w->pos.op == ride->to.op;
		struct op op;

		if (!p.group) {
			if (w->pos.step >= ride->to.step)
				return;
			w->pos = (struct pos){ w->pos.step + 1, 0, 0 };
			p = track_place(t, w->pos.step, 0);
			continue;
		}
		count_begins(w, ride, &p);
		op = op_at(p.group, p.rep);
		ride->from = (struct pos){ w->pos.step, w->pos.op, 0 };
		w->log.mask = partial ? EVENT_ALL : mask_for(ride, &p, mask);
		w->log.stop_at = partial ? ride->to.event : 0;
		if (ride->between)
			ride->between->op = op;
		run_op(w, ride, &op, partial || ride->heard);
		w->log.stop_at = 0;
		w->log.mask = mask;
		ride->last_events = w->log.seen;
		w->work++;
		w->pos.op++;
		note_op(ride, w, &op);
		if (ride->watch)
			ride->watch(ride->ctx, w, w->pos.step, w->pos.op,
				    p.group, &op);
		p = track_next(t, w->pos.step, p,
			       until_done(w, ride, &p));
		milestone(w);
	}
}

/* The only place that the engine is left to by a jump. */
static enum escape guarded(struct walker *w, struct ride *ride)
{
	jmp_buf out;
	int why;

	w->machine.escape = &out;
	why = setjmp(out);
	if (!why)
		ride_on(w, ride);
	w->machine.escape = NULL;
	return (enum escape)why;
}

static bool arena_full(struct walker *w, struct diag *why)
{
	struct text at = { 0 };
	struct pos before = { w->pos.step, w->pos.op, 0 };
	struct diag ignored;

	timeline_print_pos(w->timeline, before, &at);
	diag_set(why, 0, 0,
		 "the model needs more than %" PRIu64 " MiB of the host's address space after %s",
		 w->machine.arena.max_bytes >> 20, text_str(&at));
	text_free(&at);
	w->log.mask = EVENT_NONE;
	/* what the operation left behind is no machine: go back before it */
	w->pos = (struct pos){ UINT32_MAX, 0, 0 };
	walker_seek(w, before, &ignored);
	return false;
}

bool walker_ride(struct walker *w, struct ride *ride, struct diag *why)
{
	struct hearing h = { w, ride };
	struct event_set mask = w->log.mask;
	enum escape left;

	if (ride->between) {
		w->log.hear = hear;
		w->log.ctx = &h;
	}
	if (!ride->heard && !ride->watch)
		w->log.mask = EVENT_NONE;
	left = guarded(w, ride);
	w->log.stop_at = 0;
	w->log.mask = mask;
	if (ride->between) {
		w->log.hear = NULL;
		w->log.ctx = NULL;
	}
	if (left == ESCAPE_STOP)
		w->pos.event = ride->to.event;
	return left == ESCAPE_FULL ? arena_full(w, why) : true;
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
