#include "view/tries.h"

#include <string.h>

/* Where a request is looked for. */
struct way {
	const struct facts *f;
	bool refused;		/* in what is kept of one, not in the history */
};

static uint32_t way_len(const struct way *w)
{
	return w->refused ? w->f->between->refused->nr : history_len(w->f);
}

static const struct event *way_at(const struct way *w, uint32_t i)
{
	return w->refused ? &w->f->between->refused->event[i] :
			    history_at(w->f, i);
}

const struct event *try_event(const struct facts *f, const struct try *t,
			      uint32_t i)
{
	return way_at(&(struct way){ f, t->refused }, i);
}

/* An event of the request that the picture is to tell; UINT32_MAX = none. */
static uint32_t find_any(struct way *w)
{
	uint32_t i = way_len(w), newest = UINT32_MAX;
	const struct facts *f = w->f;
	bool refused = f->between->max_last && f->between->refused->nr;

	/* what stands last of a whole operation does so by chance */
	if (f->event && summary_try(f->event) &&
	    (f->s->pos.event || !refused))
		return i - 1;
	if (refused) {
		w->refused = true;
		return way_len(w) - 1;
	}
	while (i-- > 0) {
		const struct event *e = way_at(w, i);

		if (e->id == EV_zone_watermark_fail)
			return i;
		if (newest == UINT32_MAX && summary_try(e))
			newest = i;
	}
	return newest;
}

/* The first event that can be of the same request; a daemon's lie between. */
static uint32_t find_begin(const struct way *w, uint32_t any)
{
	uint32_t pid = way_at(w, any)->pid, i = any;

	while (i > 0 && !(way_at(w, i - 1)->pid == pid &&
			  summary_answers(way_at(w, i - 1))))
		i--;
	return i;
}

enum ui check_mark_word(const struct machine *m, const struct event *check)
{
	const struct zone *z = &m->s->zone[check->arg[0]];
	uint64_t mark = check->arg[2];
	uint64_t low = z->watermark[WMARK_LOW], high = z->watermark[WMARK_HIGH];

	/* where all are 0 it was the one that is asked first */
	if (mark == low || mark == low + z->watermark_boost)
		return UI_low;
	if (mark == high || mark == high + z->watermark_boost)
		return UI_high;
	return mark < z->watermark[WMARK_MIN] ? UI_below_min : UI_min;
}

/* Does the event go on with the row before it? */
static bool goes_on(const struct facts *f, const struct try *t,
		    enum try_kind kind, const struct event *e)
{
	const struct event *first = try_event(f, t, t->first);

	if (t->kind != kind)
		return false;
	if (kind == TRY_CHECKS)
		return check_mark_word(f->now, first) ==
			       check_mark_word(f->now, e) &&
		       first->arg[0] != e->arg[0];
	return kind == TRY_AGAIN ||
	       e->id == EV_mm_vmscan_direct_reclaim_end;
}

static struct try *try_add(struct tries *r)
{
	if (r->nr == MAX_TRIES) {
		memmove(r->row, r->row + 1,
			(MAX_TRIES - 1) * sizeof(r->row[0]));
		r->nr--;
	}
	return &r->row[r->nr++];
}

static void learn(struct tries *r, const struct event *e)
{
	uint64_t gfp;

	if (summary_try(e) == TRY_CHECKS)
		r->order = (int)e->arg[4];
	else if (e->id == EV_mm_page_alloc)
		r->order = (int)e->arg[1];
	if (event_field_of(e, EVENT_FORM_GFP, &gfp)) {
		r->gfp = (gfp_t)gfp;
		r->has_gfp = true;
	}
}

bool tries_find(struct tries *r, const struct facts *f)
{
	struct way w = { .f = f };
	uint32_t any = find_any(&w), pid;

	r->nr = 0;
	r->order = -1;
	r->has_gfp = false;
	if (any == UINT32_MAX)
		return false;
	pid = way_at(&w, any)->pid;
	for (uint32_t i = find_begin(&w, any); i < way_len(&w); i++) {
		const struct event *e = way_at(&w, i);
		enum try_kind kind = summary_try(e);

		if (e->pid != pid || kind == TRY_NONE)
			continue;
		learn(r, e);
		if (r->nr && goes_on(f, &r->row[r->nr - 1], kind, e))
			r->row[r->nr - 1].last = i;
		else
			*try_add(r) = (struct try){ kind, w.refused, i, i };
		if (summary_answers(e))
			break;
	}
	return r->nr > 0;
}
