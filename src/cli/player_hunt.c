/*
 * The next and the previous event of a kind
 *
 * The timeline knows the i-th event of a name in an operation; which operation
 * it is, is found by counting over whole stretches: steps in strides that
 * double, then halves of the stretch, so that a long story is not walked one
 * operation at a time.
 */
#include <inttypes.h>

#include "cli/player.h"

struct hunt {
	struct player	*p;
	enum event_id	 kind;
	struct diag	 why;
};

/* Events of the kind after `from`, up to and including `to`. */
static uint64_t count(struct hunt *h, struct pos from, struct pos to)
{
	struct judge *j = &h->p->judge;

	if (!walker_seek_from(&j->now, from, to, &j->between, &h->why))
		return 0;
	return j->between.count[h->kind];
}

static bool go_to_nth(struct hunt *h, uint32_t step, uint32_t op, uint64_t nth)
{
	struct text place = { 0 };
	struct pos pos;
	bool found;

	text_printf(&place, "%u.%u.%s#%" PRIu64, step, op + 1,
		    event_types[h->kind].name, nth);
	found = timeline_parse_pos(h->p->session.timeline, place.s, &pos,
				   &h->why);
	text_free(&place);
	if (found)
		player_go(h->p, pos);
	return found;
}

/* The first operation in [first, end) of the step that has such an event. */
static bool first_in_step(struct hunt *h, uint32_t step, uint32_t first,
			  uint32_t end)
{
	struct pos from = { step, first, 0 };
	uint32_t low = first, high = end;

	if (low >= high || !count(h, from, (struct pos){ step, end, 0 }))
		return false;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (count(h, from, (struct pos){ step, middle, 0 }))
			high = middle;
		else
			low = middle;
	}
	return go_to_nth(h, step, low, 1);
}

/* The last one of [0, end). */
static bool last_in_step(struct hunt *h, uint32_t step, uint32_t end)
{
	struct pos to = { step, end, 0 };
	uint32_t low = 0, high = end;
	uint64_t nr;

	if (!end || !count(h, (struct pos){ step, 0, 0 }, to))
		return false;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (count(h, (struct pos){ step, middle, 0 }, to))
			low = middle;
		else
			high = middle;
	}
	nr = count(h, (struct pos){ step, low, 0 },
		   (struct pos){ step, low + 1, 0 });
	return go_to_nth(h, step, low, nr);
}

static uint64_t count_steps(struct hunt *h, uint32_t after, uint32_t upto)
{
	struct timeline *t = h->p->session.timeline;

	return count(h, step_end(t, after), step_end(t, upto));
}

/* The first step behind `after` that has such an event; 0 = none. */
static uint32_t step_on(struct hunt *h, uint32_t after)
{
	uint32_t last = timeline_nr_steps(h->p->session.timeline);
	uint32_t low = after, stride = 1, high;

	for (;; low = high, stride *= 2) {
		if (low >= last)
			return 0;
		high = last - low > stride ? low + stride : last;
		if (count_steps(h, low, high))
			break;
	}
	for (uint32_t base = low; high - low > 1;) {
		uint32_t middle = low + (high - low) / 2;

		if (count_steps(h, base, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* The last step up to `upto` that has one; 0 = none. */
static uint32_t step_back(struct hunt *h, uint32_t upto)
{
	uint32_t high = upto, stride = 1, low;

	for (;; high = low, stride *= 2) {
		if (!high)
			return 0;
		low = high > stride ? high - stride : 0;
		if (count_steps(h, low, high))
			break;
	}
	for (uint32_t top = high; high - low > 1;) {
		uint32_t middle = low + (high - low) / 2;

		if (count_steps(h, middle, top))
			low = middle;
		else
			high = middle;
	}
	return high;
}

static bool hunt_on(struct hunt *h)
{
	struct timeline *t = h->p->session.timeline;
	struct pos here = h->p->scene.pos;
	struct pos op = { here.step, here.op, 0 };
	uint32_t step;

	if (here.event &&
	    go_to_nth(h, here.step, here.op, count(h, op, here) + 1))
		return true;
	if (here.step &&
	    first_in_step(h, here.step, here.op + (here.event != 0),
			  timeline_nr_ops(t, here.step)))
		return true;
	step = step_on(h, here.step);
	return step && first_in_step(h, step, 0, timeline_nr_ops(t, step));
}

/*
 * The event that is stood at does not count. At the end of an operation that
 * is the operation's last one.
 */
static bool hunt_back(struct hunt *h)
{
	struct timeline *t = h->p->session.timeline;
	struct pos here = h->p->scene.pos, op, above;
	uint32_t step;

	if (here.step && !here.op && !here.event)
		here = step_end(t, here.step - 1);
	if (here.op && !here.event) {
		here.op--;
		here.event = timeline_nr_events(t, here.step, here.op);
	}
	op = above = (struct pos){ here.step, here.op, 0 };
	if (here.event > 1) {
		uint64_t nr;

		above.event = here.event - 1;
		nr = count(h, op, above);
		if (nr)
			return go_to_nth(h, here.step, here.op, nr);
	}
	if (!here.step)
		return false;
	if (last_in_step(h, here.step, here.op))
		return true;
	step = step_back(h, here.step - 1);
	return step && last_in_step(h, step, timeline_nr_ops(t, step));
}

/* The kind under the cursor, else that of the event shown last. */
static enum event_id kind_meant(const struct player *p)
{
	const struct mark *mark = player_mark(p);
	const struct event *e = scene_event(&p->scene);

	if (mark && mark->kind == OBJ_EVENT && mark->id < p->between.nr_last)
		e = &p->between.last[mark->id];
	return e ? (enum event_id)e->id : NR_EVENTS;
}

void player_same(struct player *p, int direction)
{
	struct hunt h = { .p = p, .kind = kind_meant(p) };

	if (h.kind == NR_EVENTS) {
		player_say(p, "%s", player_word(p,
			"no event here whose kind could be looked for",
			"这里没有事件可供查找同类"));
		return;
	}
	if (!p->judge.timeline &&
	    !judge_open(&p->judge, p->session.timeline, &h.why)) {
		player_say(p, "%s", h.why.what);
		return;
	}
	if (direction > 0 ? hunt_on(&h) : hunt_back(&h))
		return;
	player_say(p, direction > 0
		   ? player_word(p, "no %s after this", "此后没有 %s")
		   : player_word(p, "no %s before this", "此前没有 %s"),
		   event_types[h.kind].name);
}
