/*
 * A walker runs on: operation after operation, stretch after stretch. The
 * operation at whose event it shall stand is left in the middle by a jump out
 * of the engine.
 */
#include "time/inside.h"

#include <inttypes.h>
#include <setjmp.h>
#include <string.h>

#include "mm/op.h"
#include "story/expr.h"

/* What a further stretch of a long operation counts as work. */
enum { STRETCH_WORK = 512 };

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

/* Is it longer than whoever waits for it has time? */
static void give_up_late(struct walker *w, const struct ride *ride)
{
	if (ride->most_work && w->work > ride->most_work)
		machine_escape(&w->machine, ESCAPE_LONG);
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
		give_up_late(w, ride);
		if (all_said && w->log.seen > said) {
			said = w->log.seen;
			w->pos.event = said;
			walker_milestone(w);
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

		give_up_late(w, ride);
		if (!p.group) {
			if (w->pos.step >= ride->to.step)
				return;
			w->pos = (struct pos){ w->pos.step + 1, 0, 0 };
			timeline_came_to(w->timeline, w->pos.step,
					 w->machine.s->now_ns);
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
		walker_milestone(w);
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

/* Behind all there is: whoever stands here starts from a checkpoint. */
static const struct pos nowhere = { UINT32_MAX, 0, 0 };

static bool arena_full(struct walker *w, struct diag *why)
{
	struct text at = { 0 };
	struct pos before = { w->pos.step, w->pos.op, 0 };
	struct diag ignored;

	timeline_print_pos(w->timeline, before, &at);
	diag_set(why, 0, 0, "the model needs more than %" PRIu64 " MiB of the host's address space after %s",
		 w->machine.arena.max_bytes >> 20, text_str(&at));
	text_free(&at);
	w->log.mask = EVENT_NONE;
	/* what the operation left behind is no machine: go back before it */
	w->pos = nowhere;
	walker_seek(w, before, &ignored);
	return false;
}

static bool given_up(struct walker *w, struct diag *why)
{
	diag_set(why, 0, 0, "that takes too long");
	w->pos = nowhere;
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
	if (left == ESCAPE_LONG)
		return given_up(w, why);
	return left == ESCAPE_FULL ? arena_full(w, why) : true;
}
