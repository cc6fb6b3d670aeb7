#include "time/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

enum { FIRST = 1 };		/* the number of the first step */
static const uint64_t never_came = UINT64_MAX;

void timeline_came_to(struct timeline *t, uint32_t step, uint64_t now_ns)
{
	if (step >= FIRST && step <= track_nr_steps(&t->track))
		t->began_ns[step - FIRST] = now_ns;
}

bool timeline_began(const struct timeline *t, uint32_t step, uint64_t *ns)
{
	if (step < FIRST || step > track_nr_steps(&t->track))
		return false;
	*ns = t->began_ns[step - FIRST];
	return *ns != never_came;
}

static void nobody_came(struct timeline *t)
{
	uint32_t nr = track_nr_steps(&t->track);

	t->began_ns = xcalloc(nr ? nr : 1, sizeof(*t->began_ns));
	for (uint32_t i = 0; i < nr; i++)
		t->began_ns[i] = never_came;
}

/* Boot once, on the state of which everything stands. */
static bool first_checkpoint(struct timeline *t, struct diag *why)
{
	struct event_log log;
	struct machine m;
	bool booted;

	event_log_open(&log, 1);
	booted = machine_boot(&m, &t->track.story->machine, &log, why);
	if (booted) {
		machine_slots(&m, timeline_names(t)->nr_names);
		t->arena_bytes = m.arena.reserved_bytes;
		t->max_bytes = m.arena.max_bytes;
		timeline_came_to(t, FIRST, m.s->now_ns);
		checkpoint_take(t->checkpoints, &m, CHECKPOINT_NONE,
				(struct pos){ 0, 0, 0 }, 0);
		machine_close(&m);
	}
	event_log_close(&log);
	return booted;
}

static struct timeline *open_track(const struct track *track,
				   uint64_t checkpoint_bytes, struct diag *why)
{
	struct timeline *t = xcalloc(1, sizeof(*t));

	t->track = *track;
	t->checkpoints = checkpoints_open(checkpoint_bytes);
	nobody_came(t);
	if (first_checkpoint(t, why))
		return t;
	timeline_close(t);
	return NULL;
}

struct timeline *timeline_open(const struct story *story,
			       uint64_t checkpoint_bytes, struct diag *why)
{
	struct track track = { .story = story };

	return open_track(&track, checkpoint_bytes, why);
}

struct timeline *timeline_branch(struct timeline *trunk, struct pos at,
				 const struct story *tail, struct diag *why)
{
	struct track track = { .story = trunk->track.story, .tail = tail };

	bug_on(trunk->track.tail != NULL);
	track.cut = at;
	if (at.event) {
		track.cut.op++;
		track.cut.event = 0;
	}
	return open_track(&track, checkpoints_bytes(trunk->checkpoints) * 2 +
					  (64u << 20), why);
}

struct timeline *timeline_insert(struct timeline *t, struct pos at,
				 const struct story *op, struct diag *why)
{
	struct track track;

	if (!at.step)
		at = (struct pos){ 1, 0, 0 };
	track_insert(&track, &t->track, at.step, at.op + (at.event != 0), op);
	return open_track(&track, checkpoints_bytes(t->checkpoints) * 2 +
					  (64u << 20), why);
}

const struct story *timeline_names(const struct timeline *t)
{
	const struct story *most = t->track.tail ? t->track.tail : t->track.story;

	for (uint32_t i = 0; i < t->track.nr_inserts; i++)
		if (t->track.inserts[i].story->nr_names > most->nr_names)
			most = t->track.inserts[i].story;
	return most;
}

struct pos timeline_to_written(struct timeline *t, struct pos pos)
{
	uint32_t op = pos.op;
	bool in;

	timeline_learn(t, pos.step);
	pos.op = track_written(&t->track, pos.step, op, &in);
	if (pos.op == track_written(&t->track, pos.step, op + 1, &in))
		pos.event = 0;	/* of what was put in */
	return pos;
}

struct pos timeline_from_written(struct timeline *t, struct pos pos)
{
	timeline_learn(t, pos.step);
	if (pos.op || pos.event)
		pos.op = track_numbered(&t->track, pos.step, pos.op);
	return pos;
}

void timeline_close(struct timeline *t)
{
	if (!t)
		return;
	if (t->scout_open)
		walker_close(&t->scout);
	checkpoints_close(t->checkpoints);
	track_close(&t->track);
	free(t->began_ns);
	free(t);
}

struct walker *timeline_scout(struct timeline *t)
{
	struct diag why;

	if (!t->scout_open)
		t->scout_open = walker_open(&t->scout, t, &why);
	return t->scout_open ? &t->scout : NULL;
}

void timeline_learn(struct timeline *t, uint32_t step)
{
	struct walker *w;
	struct diag why;
	uint32_t nr;

	if (step > track_nr_steps(&t->track) || track_nr_ops(&t->track, step, &nr))
		return;
	w = timeline_scout(t);
	if (w)
		walker_seek(w, (struct pos){ step, UINT32_MAX, 0 }, &why);
}

uint32_t timeline_nr_put_in(struct timeline *t, const struct story *op)
{
	for (uint32_t i = 0; i < t->track.nr_inserts; i++) {
		const struct insert *in = &t->track.inserts[i];

		if (in->story != op)
			continue;
		timeline_learn(t, in->step);
		return in->count;
	}
	return 0;
}

uint32_t timeline_nr_steps(const struct timeline *t)
{
	return track_nr_steps(&t->track);
}

uint32_t timeline_nr_ops(struct timeline *t, uint32_t step)
{
	uint32_t nr = 0;

	if (!step || step > track_nr_steps(&t->track))
		return 0;
	timeline_learn(t, step);
	track_nr_ops(&t->track, step, &nr);
	return nr;
}

uint64_t timeline_nr_events(struct timeline *t, uint32_t step, uint32_t op)
{
	struct counted *c = &t->counted[(step * 31u + op) % NR_COUNTED];
	struct ride ride = { .to = { step, op + 1, 0 }, .heard = true };
	struct walker *w;
	struct diag why;

	if (c->set && c->step == step && c->op == op)
		return c->events;
	if (op >= timeline_nr_ops(t, step))
		return 0;
	w = timeline_scout(t);
	if (!w || !walker_seek(w, (struct pos){ step, op, 0 }, &why) ||
	    !walker_ride(w, &ride, &why))
		return 0;
	*c = (struct counted){ step, op, ride.last_events, true };
	return c->events;
}

struct op timeline_op(struct timeline *t, uint32_t step, uint32_t op)
{
	struct place p = track_place(&t->track, step, op);
	struct op none = { 0 };

	return p.group ? op_at(p.group, p.rep) : none;
}

const struct story *timeline_story(const struct timeline *t, uint32_t step,
				   uint32_t *number)
{
	return track_story(&t->track, step, number);
}

uint64_t timeline_checkpoint_bytes(const struct timeline *t)
{
	return checkpoints_bytes(t->checkpoints);
}

uint32_t timeline_nr_checkpoints(const struct timeline *t)
{
	return checkpoints_count(t->checkpoints);
}
