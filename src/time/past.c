#include "time/past.h"

#include <stdio.h>
#include <string.h>

#include "mm/daemon.h"
#include "mm/task.h"
#include "time/inside.h"

struct search {
	struct hunt    hunt;
	struct pos     here;
	hunt_event_fn *is;
	void	      *ctx;
	struct past    stretch;		/* of the one that runs, the newest */
};

/*
 * The scout, whose way no length of a step has to be learnt on: all that lies
 * before `here` is known then.
 */
static struct walker *searcher(struct timeline *t, struct pos here)
{
	timeline_learn(t, here.step);
	return timeline_scout(t);
}

/* What is looked for is often near: one operation first. */
static void start(struct hunt *h, struct pos here, uint64_t most_work)
{
	hunt_start(h, here, -1);
	h->stretch = 1;
	h->most_work = most_work;
}

/* What nobody asked for is the kernel's own doing. */
static void name_who(const struct machine *m, uint32_t pid,
		     char out[NAME_BYTES])
{
	handle_t task = task_by_pid(m, pid);
	const char *name = task ? task_at(m, task)->comm : "";

	for (const struct daemon_type *d = daemon_types; pid && d->name; d++)
		if (d->pid == pid)
			name = d->name;
	snprintf(out, NAME_BYTES, "%.*s", NAME_BYTES - 1, name);
}

/* Behind the others; the oldest gives way. */
static void add(struct past *p, const struct machine *m, struct pos at,
		const struct event *e)
{
	if (p->nr == PAST_EVENTS)
		memmove(&p->event[0], &p->event[1],
			--p->nr * sizeof(p->event[0]));
	p->event[p->nr].at = at;
	p->event[p->nr].e = *e;
	name_who(m, e->pid, p->event[p->nr].who);
	p->nr++;
}

/* It is never a stop: the stretch is heard to its end. */
static bool hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct search *s = ctx;
	struct pos at = s->hunt.walker->pos;

	at.event = s->hunt.walker->log.seen;
	if (pos_order(at, s->here) <= 0 && s->is(s->ctx, m, e))
		add(&s->stretch, m, at, e);
	return false;
}

/* An older stretch stands before what was found so far. */
static void put_before(struct past *all, const struct past *older)
{
	uint32_t room = PAST_EVENTS - all->nr;
	uint32_t nr = older->nr < room ? older->nr : room;

	memmove(&all->event[nr], &all->event[0],
		all->nr * sizeof(all->event[0]));
	memcpy(&all->event[0], &older->event[older->nr - nr],
	       nr * sizeof(all->event[0]));
	all->nr += nr;
}

bool past_events(struct timeline *t, struct pos here, hunt_event_fn *is,
		 void *ctx, struct past *out)
{
	struct search s = { .here = here, .is = is, .ctx = ctx };
	enum hunt_outcome so_far = HUNT_ON;
	struct diag why;

	memset(out, 0, sizeof(*out));
	s.hunt.walker = searcher(t, here);
	if (!s.hunt.walker)
		return false;
	s.hunt.event = hear;
	s.hunt.ctx = &s;
	start(&s.hunt, here, PAST_WORK);
	for (int i = 0; i < PAST_STRETCHES && so_far == HUNT_ON &&
			out->nr < PAST_EVENTS; i++) {
		s.stretch.nr = 0;
		so_far = hunt_go(&s.hunt, &why);
		if (so_far != HUNT_FAILED)
			put_before(out, &s.stretch);
	}
	out->cut = so_far != HUNT_NONE && out->nr < PAST_EVENTS;
	out->edge = s.hunt.edge;
	return true;
}

static bool ask_before(struct timeline *t, const struct hunt *h, struct pos at)
{
	struct pos before = timeline_prev(t, at, UNIT_EVENT);
	struct diag why;

	if (!walker_seek(h->walker, before, &why))
		return false;
	if (h->stirs)
		h->stirs(h->ctx, NULL);
	return !h->holds(h->ctx, &h->walker->machine, NULL);
}

bool past_since(struct timeline *t, struct pos here, hunt_holds_fn *holds,
		hunt_stirs_fn *stirs, void *ctx, struct pos *at)
{
	struct hunt h = { .holds = holds, .stirs = stirs, .ctx = ctx,
			  .each_event = true };
	enum hunt_outcome so_far = HUNT_ON;
	struct diag why;

	h.walker = searcher(t, here);
	if (!h.walker)
		return false;
	start(&h, here, PAST_SINCE_WORK);
	h.from.event++;		/* here, too */
	for (int i = 0; i < PAST_SINCE && so_far == HUNT_ON; i++)
		so_far = hunt_go(&h, &why);
	*at = h.found;
	if (so_far != HUNT_FOUND)
		return false;
	return !at->step || ask_before(t, &h, *at);
}
