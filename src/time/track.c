#include "time/track.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

void track_close(struct track *t)
{
	free(t->known);
	memset(t, 0, sizeof(*t));
}

uint32_t track_nr_steps(const struct track *t)
{
	return t->tail ? t->cut.step + t->tail->nr_steps : t->story->nr_steps;
}

const struct story *track_story(const struct track *t, uint32_t step,
				uint32_t *number)
{
	if (t->tail && step > t->cut.step) {
		*number = step - t->cut.step;
		return t->tail;
	}
	*number = step;
	return t->story;
}

/* Index of the entry, or where it would stand. */
static size_t known_index(const struct track *t, uint32_t step, uint32_t group)
{
	size_t low = 0, high = t->nr_known;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct until_count *u = &t->known[mid];

		if (u->step < step || (u->step == step && u->group < group))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct until_count *known_count(const struct track *t,
					     uint32_t step, uint32_t group)
{
	size_t i = known_index(t, step, group);

	if (i < t->nr_known && t->known[i].step == step &&
	    t->known[i].group == group)
		return &t->known[i];
	return NULL;
}

bool track_knows(const struct track *t, uint32_t step, uint32_t group)
{
	return known_count(t, step, group) != NULL;
}

void track_learn(struct track *t, uint32_t step, uint32_t group, uint32_t count)
{
	size_t i = known_index(t, step, group);

	if (known_count(t, step, group))
		return;
	t->known = xgrow(t->known, t->nr_known, &t->cap_known,
			 sizeof(*t->known));
	memmove(&t->known[i + 1], &t->known[i],
		(t->nr_known - i) * sizeof(*t->known));
	t->known[i] = (struct until_count){ step, group, count };
	t->nr_known++;
}

const char *place_until(const struct place *p)
{
	return p->group ? p->story->group_details[p->group->detail].until : NULL;
}

/* Repetitions of a group. Return: false if nobody knows yet. */
static bool group_count(const struct track *t, uint32_t step,
			const struct story *s, const struct group *g,
			uint32_t index, uint32_t *count)
{
	const struct until_count *u;

	*count = g->count;
	if (!s->group_details[g->detail].until)
		return true;
	u = known_count(t, step, index);
	if (u)
		*count = u->count;
	return u != NULL;
}

/* A branch ends the trunk's step early. */
static uint32_t cut_at(const struct track *t, uint32_t step)
{
	return t->tail && step == t->cut.step ? t->cut.op : UINT32_MAX;
}

bool track_nr_ops(const struct track *t, uint32_t step, uint32_t *nr)
{
	uint32_t number, cut = cut_at(t, step);
	const struct story *s = track_story(t, step, &number);
	uint32_t nr_groups = step_nr_groups(s, number);

	*nr = 0;
	for (uint32_t i = 0; i < nr_groups && *nr < cut; i++) {
		const struct group *g = &s->groups[s->steps[number].first_group + i];
		uint32_t count;

		if (!group_count(t, step, s, g, i, &count))
			return false;
		*nr += count;
	}
	if (*nr > cut)
		*nr = cut;
	return true;
}

struct place track_place(const struct track *t, uint32_t step, uint32_t op)
{
	struct place p = { 0 };
	uint32_t nr_groups, left = op;

	p.story = track_story(t, step, &p.number);
	nr_groups = step_nr_groups(p.story, p.number);
	if (op >= cut_at(t, step))
		return p;
	for (; p.index < nr_groups; p.index++) {
		const struct group *g = &p.story->groups
			[p.story->steps[p.number].first_group + p.index];
		uint32_t count;
		bool known = group_count(t, step, p.story, g, p.index, &count);

		if (left < count) {
			p.group = g;
			p.rep = left;
			return p;
		}
		if (!known)
			return p;	/* its bound is reached: nothing is behind */
		left -= count;
	}
	return p;
}

struct place track_next(const struct track *t, uint32_t step,
			struct place here, bool done)
{
	uint32_t nr_groups = step_nr_groups(here.story, here.number), count;

	group_count(t, step, here.story, here.group, here.index, &count);
	if (!done && here.rep + 1 < count) {
		here.rep++;
		return here;
	}
	for (here.index++; here.index < nr_groups; here.index++) {
		here.group = &here.story->groups
			[here.story->steps[here.number].first_group + here.index];
		here.rep = 0;
		group_count(t, step, here.story, here.group, here.index, &count);
		if (count)
			return here;
	}
	here.group = NULL;
	return here;
}
