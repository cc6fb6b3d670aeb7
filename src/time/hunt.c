/*
 * Stretch by stretch the run is walked with ears open: forward the first stop
 * counts, backward the last one of the stretch.
 */
#include "time/hunt.h"

#include <string.h>

#include "time/inside.h"

enum { STRETCH_LEAST = 64, STRETCH_MOST = 8192, STRETCH_ON = 512 };

/* The place so many operations on, between two of them. */
static struct pos ops_on(struct timeline *t, struct pos at, uint32_t nr)
{
	uint32_t last = timeline_nr_steps(t);

	for (;;) {
		uint32_t left = timeline_nr_ops(t, at.step) - at.op;

		if (nr <= left || at.step == last) {
			at.op += nr < left ? nr : left;
			return at;
		}
		nr -= left;
		at = (struct pos){ at.step + 1, 0, 0 };
	}
}

static struct pos ops_back(struct timeline *t, struct pos at, uint32_t nr)
{
	while (nr > at.op && at.step) {
		nr -= at.op;
		at = step_end(t, at.step - 1);
	}
	at.op -= nr < at.op ? nr : at.op;
	return at;
}

/* A stop at its place: is it the one? */
static void take(struct hunt *h, struct pos stop)
{
	int side = pos_order(stop, h->from);

	if (h->back ? side >= 0 : side <= 0 || h->has_found)
		return;
	h->found = stop;
	h->has_found = true;
}

/* A stop that another event follows lies inside of its operation. */
static void take_pending(struct hunt *h)
{
	if (h->has_pending)
		take(h, h->pending);
	h->has_pending = false;
}

static bool asks(struct hunt *h, const struct machine *m)
{
	return h->holds(h->ctx, m, h->counts ? h->count : NULL);
}

/* Counts begin with the step, and what they decide begins anew. */
static void enter_step(struct hunt *h, const struct machine *m, uint32_t step)
{
	if (!h->counts || h->step == step)
		return;
	h->step = step;
	memset(h->count, 0, sizeof(h->count));
	h->was = asks(h, m);
}

/* Has it become true since the last time it was asked? */
static bool becomes(struct hunt *h, const struct machine *m)
{
	bool was = h->was;

	h->was = asks(h, m);
	return h->was && !was;
}

static bool may_become(struct hunt *h, const struct event *e)
{
	bool stirs = !h->stirs || h->stirs(h->ctx, e);

	h->stirred |= stirs;
	return stirs;
}

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct hunt *h = ctx;
	struct pos at = h->walker->pos;

	take_pending(h);
	enter_step(h, m, at.step);
	h->count[e->id]++;
	if (h->event ? h->event(h->ctx, m, e)
		     : h->each_event && may_become(h, e) && becomes(h, m)) {
		at.event = h->walker->log.seen;
		h->pending = at;
		h->has_pending = true;
	}
}

/* Behind a whole operation; its last event is this place, too. */
static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *g, const struct op *did)
{
	struct hunt *h = ctx;
	struct pos here = { step, op, 0 };
	bool last = h->has_pending && h->pending.event == w->log.seen;

	(void)g;
	(void)did;
	if (last)
		h->has_pending = false;
	take_pending(h);
	if (h->holds) {
		enter_step(h, &w->machine, step);
		if (h->stirred || !h->stirs)
			last |= becomes(h, &w->machine);
		h->stirred = false;
	}
	if (last)
		take(h, here);
}

static bool run_stretch(struct hunt *h, struct pos to, struct diag *why)
{
	struct walker *w = h->walker;
	struct ride ride = { .to = to, .watch = watch, .ctx = h };
	bool ran;

	ride.heard = h->event || h->each_event || h->counts;
	timeline_learn(w->timeline, to.step);
	if (h->most_work)
		ride.most_work = w->work + h->most_work;
	w->log.hear = hear;
	w->log.ctx = h;
	ran = walker_ride(w, &ride, why);
	w->log.hear = NULL;
	w->log.ctx = NULL;
	return ran;
}

/* What is so where the stretch begins is no stop, but at the very beginning. */
static void look_first(struct hunt *h, struct pos at)
{
	struct pos zero = { 0, 0, 0 };

	h->has_pending = false;
	h->step = at.step;
	memset(h->count, 0, sizeof(h->count));
	if (!h->holds)
		return;
	if (h->stirs)
		h->stirs(h->ctx, NULL);
	h->stirred = false;
	h->was = asks(h, &h->walker->machine);
	if (h->was && !pos_order(at, zero))
		take(h, zero);
}

static bool look_between(struct hunt *h, struct pos low, struct pos high,
			 struct diag *why)
{
	if (h->counts)
		low.op = 0;
	if (!walker_seek(h->walker, low, why))
		return false;
	look_first(h, low);
	return run_stretch(h, high, why);
}

void hunt_start(struct hunt *h, struct pos from, int direction)
{
	h->back = direction < 0;
	h->has_found = false;
	h->from = from;
	h->edge = (struct pos){ from.step, from.op, 0 };
	if (h->back && from.event)
		h->edge.op++;
	h->stretch = h->back ? STRETCH_LEAST : STRETCH_ON;
}

enum hunt_outcome hunt_go(struct hunt *h, struct diag *why)
{
	struct timeline *t = h->walker->timeline;
	struct pos low = h->edge, high = h->edge;

	if (h->back) {
		low = ops_back(t, low, h->stretch);
		if (h->stretch < STRETCH_MOST)
			h->stretch *= 2;
		/* of the operation that it starts in, what lies before */
		if (pos_order(h->from, high) < 0)
			high = h->from;
	} else {
		high = ops_on(t, high, h->stretch);
	}
	if (!look_between(h, low, high, why))
		return HUNT_FAILED;
	if (h->has_found)
		return HUNT_FOUND;
	h->edge = h->back ? low : high;
	if (h->back ? !low.step : !pos_order(high, timeline_end(t)))
		return HUNT_NONE;
	return HUNT_ON;
}
