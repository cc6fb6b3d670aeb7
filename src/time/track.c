#include "time/track.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

void track_close(struct track *t)
{
	until_counts_free(&t->known);
	free(t->inserts);
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

bool track_knows(const struct track *t, uint32_t step, const struct place *p)
{
	if (p->insert)
		return t->inserts[p->insert - 1].known;
	return until_count_find(&t->known, step, p->index) != NULL;
}

void track_learn(struct track *t, uint32_t step, const struct place *p,
		 uint32_t count)
{
	if (!p->insert) {
		until_count_keep(&t->known, step, p->index, count);
		return;
	}
	t->inserts[p->insert - 1].count = count;
	t->inserts[p->insert - 1].known = true;
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
	u = until_count_find(&t->known, step, index);
	if (u)
		*count = u->count;
	return u != NULL;
}

/* A branch ends the trunk's step early: so many operations as written. */
static uint32_t limit_of(const struct track *t, uint32_t step)
{
	return t->tail && step == t->cut.step ? t->cut.op : UINT32_MAX;
}

/* Number of the first insert of the step at or behind an operation, from 0. */
static uint32_t insert_at(const struct track *t, uint32_t step, uint32_t op)
{
	uint32_t i = 0;

	while (i < t->nr_inserts &&
	       (t->inserts[i].step < step ||
		(t->inserts[i].step == step && t->inserts[i].op < op)))
		i++;
	return i;
}

static bool insert_in(const struct track *t, uint32_t step, uint32_t i)
{
	return i < t->nr_inserts && t->inserts[i].step == step;
}

/* Operations that a step wrote, as far as is known. Return: it is to the end. */
static bool nr_written(const struct track *t, uint32_t step, uint32_t *nr)
{
	uint32_t number, limit = limit_of(t, step);
	const struct story *s = track_story(t, step, &number);
	uint32_t nr_groups = step_nr_groups(s, number);

	*nr = 0;
	for (uint32_t i = 0; i < nr_groups && *nr < limit; i++) {
		const struct group *g = &s->groups[s->steps[number].first_group + i];
		uint32_t count;

		if (!group_count(t, step, s, g, i, &count))
			return false;
		*nr += count;
	}
	if (*nr > limit)
		*nr = limit;
	return true;
}

bool track_nr_ops(const struct track *t, uint32_t step, uint32_t *nr)
{
	uint32_t written, done = 0;
	bool known = nr_written(t, step, &written);

	*nr = written;
	for (uint32_t i = insert_at(t, step, 0); insert_in(t, step, i); i++) {
		const struct insert *insert = &t->inserts[i];

		if (insert->op > written)
			break;	/* in what is not known */
		if (!insert->known) {
			*nr = insert->op + done;
			return false;
		}
		done += insert->count;
	}
	*nr += done;
	return known;
}

static const struct group *group_at(const struct place *p, uint32_t index)
{
	return &p->story->groups[p->story->steps[p->number].first_group + index];
}

/* The rep-th operation of an insert; behind it the step goes on at `index`. */
static struct place in_insert(const struct track *t, struct place p,
			      uint32_t insert, uint32_t rep)
{
	const struct insert *i = &t->inserts[insert];

	p.next_index = p.index;
	p.next_rep = p.rep;
	p.insert = insert + 1;
	p.story = i->story;
	p.group = &i->story->groups[0];
	p.number = 1;
	p.index = 0;
	p.rep = rep;
	return p;
}

/*
 * Pass the inserts that stand among the next `count` operations of the group
 * at p. Return: true if *left ends in one of them, or among the operations.
 */
static bool among(const struct track *t, uint32_t step, uint32_t count,
		  struct place *p, uint32_t *insert, uint32_t *left)
{
	for (; insert_in(t, step, *insert); ++*insert) {
		const struct insert *i = &t->inserts[*insert];
		uint32_t before = i->op - p->written;

		if (i->op >= p->written + (count - p->rep))
			break;
		if (*left < before)
			break;
		*left -= before;
		p->rep += before;
		p->written += before;
		if (*left < i->count) {
			*p = in_insert(t, *p, *insert, *left);
			return true;
		}
		if (!i->known)
			return true;	/* its bound is reached, as below */
		*left -= i->count;
	}
	if (*left >= count - p->rep)
		return false;
	p->group = group_at(p, p->index);
	p->rep += *left;
	p->written += *left;
	return true;
}

struct place track_place(const struct track *t, uint32_t step, uint32_t op)
{
	struct place p = { 0 };
	uint32_t nr_groups, left = op, limit = limit_of(t, step);
	uint32_t insert = insert_at(t, step, 0);

	p.story = track_story(t, step, &p.number);
	nr_groups = step_nr_groups(p.story, p.number);
	for (; p.index < nr_groups && p.written < limit; p.index++) {
		uint32_t count;
		bool known = group_count(t, step, p.story,
					 group_at(&p, p.index), p.index, &count);

		if (count > limit - p.written)
			count = limit - p.written;
		p.rep = 0;
		if (among(t, step, count, &p, &insert, &left))
			return p;
		if (!known)
			return p;	/* its bound is reached: nothing is behind */
		left -= count - p.rep;
		p.written += count - p.rep;
	}
	p.index = nr_groups;
	p.rep = 0;
	for (; insert_in(t, step, insert); insert++) {
		const struct insert *i = &t->inserts[insert];

		if (left < i->count)
			return in_insert(t, p, insert, left);
		if (!i->known)
			break;
		left -= i->count;
	}
	return p;
}

/* The group behind an operation that the step wrote. */
static void step_on(const struct track *t, uint32_t step, struct place *p,
		    uint32_t nr_groups, bool done)
{
	uint32_t count;

	group_count(t, step, p->story, p->group, p->index, &count);
	p->written++;
	p->rep++;
	if (!done && p->rep < count)
		return;
	p->rep = 0;
	for (p->index++; p->index < nr_groups; p->index++) {
		group_count(t, step, p->story, group_at(p, p->index), p->index,
			    &count);
		if (count)
			return;
	}
}

struct place track_next(const struct track *t, uint32_t step,
			struct place here, bool done)
{
	struct place next = here;
	uint32_t nr_groups, insert;

	if (here.insert && !done &&
	    here.rep + 1 < t->inserts[here.insert - 1].count) {
		next.rep++;
		return next;
	}
	next.story = track_story(t, step, &next.number);
	nr_groups = step_nr_groups(next.story, next.number);
	if (here.insert) {
		insert = here.insert;
		next.index = here.next_index;
		next.rep = here.next_rep;
	} else {
		step_on(t, step, &next, nr_groups, done);
		insert = insert_at(t, step, next.written);
	}
	next.insert = 0;
	next.group = next.index < nr_groups && next.written < limit_of(t, step) ?
			     group_at(&next, next.index) : NULL;
	if (insert_in(t, step, insert) &&
	    (!next.group || t->inserts[insert].op <= next.written))
		return in_insert(t, next, insert, 0);
	return next;
}

uint32_t track_written(const struct track *t, uint32_t step, uint32_t op,
		       bool *in)
{
	uint32_t done = 0;	/* operations of inserts before the place */

	*in = false;
	for (uint32_t i = insert_at(t, step, 0); insert_in(t, step, i); i++) {
		const struct insert *insert = &t->inserts[i];

		if (op - done <= insert->op)
			break;
		*in = op - done <= insert->op + insert->count;
		if (op - done < insert->op + insert->count)
			return insert->op;
		done += insert->count;
	}
	return op - done;
}

uint32_t track_numbered(const struct track *t, uint32_t step, uint32_t written)
{
	uint32_t op = written;

	for (uint32_t i = insert_at(t, step, 0);
	     insert_in(t, step, i) && t->inserts[i].op <= written; i++)
		op += t->inserts[i].count;
	return op;
}

/* Does the group end before that operation of the step, as written? */
static bool ends_before(const struct track *t, const struct until_count *u,
			uint32_t step, uint32_t op)
{
	uint32_t number, end = 0;
	const struct story *s = track_story(t, step, &number);

	if (u->step != step)
		return u->step < step;
	for (uint32_t i = 0; i <= u->group; i++) {
		uint32_t count;

		group_count(t, step, s,
			    &s->groups[s->steps[number].first_group + i], i,
			    &count);
		end += count;
	}
	return end <= op;
}

/* How often it is repeated is as open as when it was put in. */
static struct insert insert_anew(uint32_t step, uint32_t op,
				 const struct story *story)
{
	const struct group *g = &story->groups[0];

	return (struct insert){ step, op, g->count,
				!story->group_details[g->detail].until, story };
}

/* What an `until` took so far holds before the new operation, not behind it. */
static void counts_copy(struct track *t, const struct track *from,
			uint32_t step, uint32_t written)
{
	for (size_t i = 0; i < from->known.nr; i++) {
		const struct until_count *u = &from->known.list[i];

		if (ends_before(from, u, step, written))
			until_count_keep(&t->known, u->step, u->group,
					 u->count);
	}
}

void track_insert(struct track *t, const struct track *from, uint32_t step,
		  uint32_t op, const struct story *story)
{
	bool in;
	uint32_t written = track_written(from, step, op, &in);
	uint32_t place = 0, done = 0;

	*t = *from;
	t->known = (struct until_counts){ 0 };
	t->inserts = xmalloc((from->nr_inserts + 1) * sizeof(*t->inserts));
	/* behind those that are done at `op`, before the others */
	while (place < from->nr_inserts &&
	       (from->inserts[place].step < step ||
		(from->inserts[place].step == step &&
		 from->inserts[place].op < written)))
		place++;
	if (written)
		done = track_numbered(from, step, written - 1) + 1;
	for (; in && insert_in(from, step, place) && done < op; place++)
		done += from->inserts[place].count;
	if (from->nr_inserts)
		memcpy(t->inserts, from->inserts, place * sizeof(*t->inserts));
	t->inserts[place] = insert_anew(step, written, story);
	for (uint32_t i = place; i < from->nr_inserts; i++) {
		const struct insert *later = &from->inserts[i];

		t->inserts[i + 1] = insert_anew(later->step, later->op,
						later->story);
	}
	t->nr_inserts = from->nr_inserts + 1;
	counts_copy(t, from, step, written);
}
