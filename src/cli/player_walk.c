#include "cli/player.h"

static bool step_asks(struct player *p, uint32_t step)
{
	return timeline_detail(p->session.timeline, step)->nr_asks;
}

static int compare(struct player *p, struct pos a, struct pos b)
{
	return pos_compare(p->session.timeline, a, b);
}

/*
 * A step that asks is stopped at before its first operation, in both
 * directions: there its question is open and its result not yet seen.
 */
static struct pos stop_between(struct player *p, struct pos low,
			       struct pos high, uint32_t step,
			       struct pos otherwise)
{
	struct pos start = { step, 0, 0 };

	if (step_asks(p, step) && compare(p, low, start) < 0 &&
	    compare(p, start, high) < 0)
		return start;
	return otherwise;
}

struct pos player_next(struct player *p, enum unit unit)
{
	struct pos here = p->scene.pos;
	struct pos next = timeline_next(p->session.timeline, here, unit);

	return stop_between(p, here, next, next.step, next);
}

/*
 * Before a step is where the step before ended: the same machine, but the
 * story tells of the one or of the other, so going back shows both.
 */
struct pos player_prev(struct player *p, enum unit unit)
{
	struct pos here = p->scene.pos, prev;

	if (here.step && !here.op && !here.event)
		return step_end(p->session.timeline, here.step - 1);
	prev = timeline_prev(p->session.timeline, here, unit);
	return stop_between(p, prev, here, here.step, prev);
}

void player_shut(struct player *p, const struct diag *why)
{
	p->shut = *why;
	player_say_why(p, why);
}

/*
 * The picture shows what changed over one unit back from the position, so both
 * machines are asked of the timeline each time: from either side they come out
 * the same.
 */
bool player_go(struct player *p, struct pos pos)
{
	struct timeline *t = p->session.timeline;
	struct pos prev;
	struct diag why;
	bool there;

	pos = player_allowed(p, pos);
	prev = timeline_prev(t, pos, p->scene.settings.unit);
	there = walker_seek_from(&p->now, prev, pos, &p->between, &why) &&
		walker_seek(&p->before, prev, &why);
	if (!there)
		player_shut(p, &why);
	p->scene.pos = p->now.pos;
	player_beside_go(p);
	player_ask_here(p);
	return there;
}

bool player_at_end(struct player *p)
{
	return compare(p, p->scene.pos,
		       timeline_end(p->session.timeline)) >= 0;
}

/* Where nothing follows, or nothing comes before. */
static void say_end(struct player *p, bool on)
{
	player_say(p, "%s", on ? player_word(p, "this is the end", "已到结尾") :
				 player_word(p, "this is the beginning",
					     "已到开头"));
}

/* A jump to one of the ends, where one may be already. */
static void jump_to_end(struct player *p, struct pos to, bool on)
{
	if (compare(p, p->scene.pos, to))
		player_jump(p, to);
	else
		say_end(p, on);
}

void player_first(struct player *p)
{
	jump_to_end(p, (struct pos){ 0, 0, 0 }, false);
}

void player_last(struct player *p)
{
	jump_to_end(p, timeline_end(p->session.timeline), true);
}

bool player_walk(struct player *p, enum unit unit, int count)
{
	struct pos start = p->scene.pos;
	bool on = count > 0;

	if (on)
		player_pass(p);
	/* only the last of them is stood at */
	for (int i = on ? count : -count; i > 0; i--)
		p->scene.pos = on ? player_next(p, unit) : player_prev(p, unit);
	if (compare(p, start, p->scene.pos))
		return player_go(p, p->scene.pos);
	say_end(p, on);
	return false;
}

void player_step(struct player *p, uint32_t step)
{
	uint32_t last = timeline_nr_steps(p->session.timeline);

	if (step > last) {
		player_say(p, player_word(p, "the last step is %u",
					  "最后一步是第 %u 步"), last);
		return;
	}
	player_jump(p, step_end(p->session.timeline, step));
}

/* Chapters begin before the first operation of their first step. */
void player_chapter(struct player *p, int direction)
{
	const struct story *s = p->session.story;
	struct pos to = { 0, 0, 0 }, end = timeline_end(p->session.timeline);

	if (direction > 0)
		to = end;
	for (uint32_t i = 0; i < s->nr_chapters; i++) {
		struct pos start = { s->chapters[i].first_step, 0, 0 };
		int side = compare(p, start, p->scene.pos);

		if (direction > 0 && side > 0) {
			to = start;
			break;
		}
		if (direction < 0 && side < 0)
			to = start;
	}
	jump_to_end(p, to, direction > 0);
}
