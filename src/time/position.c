/*
 * Positions: the next and the last one by unit, as text and back.
 *
 * The machine after the last event of an operation is the machine after the
 * operation: so the events 1 .. n-1 are places inside it, and the n-th is its
 * end. Before the first operation of a step is after the step before.
 */
#include "time/inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int pos_order(struct pos a, struct pos b)
{
	if (a.step != b.step)
		return a.step < b.step ? -1 : 1;
	if (a.op != b.op)
		return a.op < b.op ? -1 : 1;
	return a.event < b.event ? -1 : a.event > b.event;
}

struct pos step_end(struct timeline *t, uint32_t step)
{
	return (struct pos){ step, step ? timeline_nr_ops(t, step) : 0, 0 };
}

struct pos timeline_end(struct timeline *t)
{
	return step_end(t, timeline_nr_steps(t));
}

/* What exists nearest to pos. */
static struct pos settle(struct timeline *t, struct pos pos)
{
	uint32_t last = timeline_nr_steps(t), nr;

	if (pos.step > last)
		return step_end(t, last);
	nr = timeline_nr_ops(t, pos.step);
	if (pos.op >= nr)
		return (struct pos){ pos.step, nr, 0 };
	if (pos.event && pos.event >= timeline_nr_events(t, pos.step, pos.op))
		return (struct pos){ pos.step, pos.op + 1, 0 };
	return pos;
}

int pos_compare(struct timeline *t, struct pos a, struct pos b)
{
	return pos_order(settle(t, a), settle(t, b));
}

/* Where step n begins is the end of step n-1, unless n has no operation. */
static struct pos begin_as_end(struct timeline *t, struct pos pos)
{
	if (pos.step && !pos.op && !pos.event && timeline_nr_ops(t, pos.step))
		return step_end(t, pos.step - 1);
	return pos;
}

static struct pos next_op(struct timeline *t, struct pos pos)
{
	if (pos.op < timeline_nr_ops(t, pos.step))
		return (struct pos){ pos.step, pos.op + 1, 0 };
	if (pos.step == timeline_nr_steps(t))
		return pos;
	if (!timeline_nr_ops(t, pos.step + 1))
		return (struct pos){ pos.step + 1, 0, 0 };
	return (struct pos){ pos.step + 1, 1, 0 };
}

static struct pos next_event(struct timeline *t, struct pos pos)
{
	struct pos at = pos;

	if (at.op >= timeline_nr_ops(t, at.step)) {
		struct pos after = next_op(t, at);

		if (after.step == at.step || !after.op)
			return after;
		at = (struct pos){ after.step, 0, 0 };
	}
	at.event++;
	if (at.event >= timeline_nr_events(t, at.step, at.op))
		return (struct pos){ at.step, at.op + 1, 0 };
	return at;
}

struct pos timeline_next(struct timeline *t, struct pos pos, enum unit unit)
{
	pos = settle(t, pos);
	if (unit == UNIT_EVENT)
		return next_event(t, pos);
	if (unit == UNIT_OP)
		return next_op(t, pos);
	if (pos.op < timeline_nr_ops(t, pos.step))
		return step_end(t, pos.step);
	if (pos.step == timeline_nr_steps(t))
		return pos;
	return step_end(t, pos.step + 1);
}

static struct pos prev_op(struct timeline *t, struct pos pos)
{
	if (pos.event)
		return begin_as_end(t, (struct pos){ pos.step, pos.op, 0 });
	if (pos.op)
		return begin_as_end(t, (struct pos){ pos.step, pos.op - 1, 0 });
	return step_end(t, pos.step - 1);
}

static struct pos prev_event(struct timeline *t, struct pos pos)
{
	uint64_t nr;

	if (pos.event > 1)
		return (struct pos){ pos.step, pos.op, pos.event - 1 };
	if (pos.event)
		return begin_as_end(t, (struct pos){ pos.step, pos.op, 0 });
	if (!pos.op)
		return step_end(t, pos.step - 1);
	nr = timeline_nr_events(t, pos.step, pos.op - 1);
	if (nr > 1)
		return (struct pos){ pos.step, pos.op - 1, nr - 1 };
	return begin_as_end(t, (struct pos){ pos.step, pos.op - 1, 0 });
}

struct pos timeline_prev(struct timeline *t, struct pos pos, enum unit unit)
{
	pos = begin_as_end(t, settle(t, pos));
	if (!pos.step)
		return pos;
	if (unit == UNIT_STEP)
		return step_end(t, pos.step - 1);
	return unit == UNIT_OP ? prev_op(t, pos) : prev_event(t, pos);
}

void timeline_print_pos(struct timeline *t, struct pos pos, struct text *out)
{
	(void)t;
	text_printf(out, "%" PRIu32, pos.step);
	if (!pos.step)
		return;
	if (pos.event)
		text_printf(out, ".%" PRIu32 ".%" PRIu64, pos.op + 1, pos.event);
	else
		text_printf(out, ".%" PRIu32, pos.op);
}

static const char *read_number(const char *s, uint64_t *value)
{
	char *end;

	if (*s < '0' || *s > '9')
		return NULL;
	*value = strtoull(s, &end, 10);
	return end;
}

/* Looks for the i-th event of a kind in one operation. */
struct finder {
	enum event_id id;
	uint64_t left;		/* events of the kind still to pass */
	uint64_t nr;		/* events heard */
	uint64_t found;		/* number of the one; 0 = not yet */
};

static void find_hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct finder *f = ctx;

	(void)m;
	f->nr++;
	if (e->id == f->id && --f->left == 0)
		f->found = f->nr;
}

/* Position of the i-th event of that kind in an operation (from 0). */
static bool find_event(struct timeline *t, uint32_t step, uint32_t op,
		       enum event_id id, uint64_t i, struct pos *pos)
{
	struct finder f = { .id = id, .left = i };
	struct ride ride = { .to = { step, op + 1, 0 }, .heard = true };
	struct walker *w = timeline_scout(t);
	struct diag why;

	if (!w || !walker_seek(w, (struct pos){ step, op, 0 }, &why))
		return false;
	w->log.hear = find_hear;
	w->log.ctx = &f;
	walker_ride(w, &ride, &why);
	w->log.hear = NULL;
	w->log.ctx = NULL;
	if (f.found)
		*pos = settle(t, (struct pos){ step, op, f.found });
	return f.found != 0;
}

/* "NAME" or "NAME#i" behind "N.M." */
static bool parse_event_name(struct timeline *t, const char *s, uint32_t step,
			     uint32_t op, struct pos *pos, struct diag *why)
{
	size_t len = strcspn(s, "#");
	enum event_id id = event_by_name(s, len);
	uint64_t i = 1;

	if (id == NR_EVENTS) {
		diag_set(why, 0, 0, "no event has the name '%.*s'",
			      (int)(len < 60 ? len : 60), s);
		return false;
	}
	if (s[len] && (!(s = read_number(s + len + 1, &i)) || *s || !i)) {
		diag_set(why, 0, 0, "behind '#' stands a number from 1");
		return false;
	}
	if (find_event(t, step, op, id, i, pos))
		return true;
	diag_set(why, 0, 0, "operation %u.%u has no %s number %" PRIu64, step, op + 1,
		      event_types[id].name, i);
	return false;
}

/* "M", "M.K" or "M.NAME" behind "N." */
static bool parse_inside(struct timeline *t, const char *s, uint32_t step,
			 struct pos *pos, struct diag *why)
{
	uint64_t op, event;
	const char *rest = read_number(s, &op);

	if (!rest || op > timeline_nr_ops(t, step)) {
		diag_set(why, 0, 0, "step %u has operations 0 to %u", step,
			      timeline_nr_ops(t, step));
		return false;
	}
	*pos = (struct pos){ step, (uint32_t)op, 0 };
	if (!*rest)
		return true;
	if (*rest != '.' || !op) {
		diag_set(why, 0, 0, "'%s' is no operation or event of step %u", s, step);
		return false;
	}
	s = rest + 1;
	rest = read_number(s, &event);
	if (!rest)
		return parse_event_name(t, s, step, (uint32_t)op - 1, pos, why);
	if (*rest || event > timeline_nr_events(t, step, (uint32_t)op - 1)) {
		diag_set(why, 0, 0, "operation %u.%" PRIu64 " has events 0 to %" PRIu64, step,
			      op, timeline_nr_events(t, step, (uint32_t)op - 1));
		return false;
	}
	*pos = settle(t, (struct pos){ step, (uint32_t)op - 1, event });
	return true;
}

static bool parse_step(struct timeline *t, const char *s, size_t len,
		       uint32_t *step, struct diag *why)
{
	uint64_t n;
	const char *end = read_number(s, &n);

	if (end && end == s + len) {
		if (n <= timeline_nr_steps(t)) {
			*step = (uint32_t)n;
			return true;
		}
		diag_set(why, 0, 0, "the steps are 0 to %u",
			      timeline_nr_steps(t));
		return false;
	}
	*step = story_label(t->track.story, s, len);
	if (*step && *step <= timeline_nr_steps(t))
		return true;
	diag_set(why, 0, 0, "there is no step '%.*s'",
		      (int)(len < 60 ? len : 60), s);
	diag_hint(why, "a position is STEP, STEP.OP, STEP.OP.EVENT, a label or 'end'");
	return false;
}

bool timeline_parse_pos(struct timeline *t, const char *s, struct pos *pos,
			struct diag *why)
{
	size_t len = strcspn(s, ".");
	uint32_t step;

	if (strcmp(s, "end") == 0) {
		*pos = timeline_end(t);
		return true;
	}
	if (!parse_step(t, s, len, &step, why))
		return false;
	if (!s[len]) {
		*pos = step_end(t, step);
		return true;
	}
	return parse_inside(t, s + len + 1, step, pos, why);
}
