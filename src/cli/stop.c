#include "cli/stop.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/command.h"
#include "mm/label.h"
#include "mm/pgtable.h"
#include "mm/zone.h"
#include "story/expr.h"
#include "story/place.h"
#include "view/facts.h"
#include "view/view.h"

static void call(struct stop *s, enum stop_kind kind, uint64_t id,
		 const char *words)
{
	memset(s, 0, sizeof(*s));
	s->kind = kind;
	s->id = id;
	snprintf(s->words, sizeof(s->words), "%s", words);
}

bool stop_event(struct stop *s, const char *name, struct diag *why)
{
	enum event_id id = event_by_name(name, strlen(name));
	const char *near = NULL;

	if (id != NR_EVENTS) {
		call(s, STOP_EVENT, id, event_types[id].name);
		return true;
	}
	for (int i = 0; i < NR_EVENTS; i++)
		near = nearer(name, near, event_types[i].name);
	diag_set(why, 0, 0, "no event is called '%.60s'", name);
	if (near)
		diag_hint(why, "did you mean '%s'?",
			       near);
	return false;
}

/* --- things by name */

static handle_t task_called(const struct story *names, const struct machine *m,
			    const char *name, size_t len)
{
	uint32_t slot = story_slot(names, name, len);
	handle_t h = m->s->tasks;

	while (h && (!slot || task_at(m, h)->slot != slot))
		h = task_at(m, h)->next;
	return h;
}

/* The only one with an address space; 0 = there are several, or none. */
static handle_t task_alone(const struct machine *m)
{
	handle_t found = 0;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		if (!task_at(m, h)->mm)
			continue;
		if (found)
			return 0;
		found = h;
	}
	return found;
}

static bool task_stop(struct stop *s, const struct story *names,
		      const struct machine *m, const char *name,
		      struct diag *why)
{
	handle_t h = task_called(names, m, name, strlen(name));

	if (!h) {
		diag_set(why, 0, 0, "there is no task %.60s now", name);
		return false;
	}
	call(s, STOP_TASK, 0, name);
	s->pid = task_at(m, h)->pid;
	return true;
}

static bool zone_stop(struct stop *s, const struct machine *m, const char *name,
		      struct diag *why)
{
	char words[24];

	for (unsigned z = 0; z < m->s->nr_zones; z++) {
		if (!zone_populated(&m->s->zone[z]) ||
		    strcmp(zone_words(m, z, words), name))
			continue;
		call(s, STOP_ZONE, z, name);
		return true;
	}
	diag_set(why, 0, 0, "the machine has no zone %.60s", name);
	return false;
}

static bool is_ram(const struct machine *m, uint64_t pfn)
{
	for (unsigned z = 0; z < m->s->nr_zones; z++)
		if (pfn - m->s->zone[z].start_pfn < m->s->zone[z].spanned)
			return true;
	return false;
}

static bool frame_stop(struct stop *s, const struct machine *m,
		       const char *number, struct diag *why)
{
	char words[32];
	uint64_t pfn;

	if (!text_size(number, strlen(number), &pfn) || !is_ram(m, pfn)) {
		diag_set(why, 0, 0, "no frame has the number %.60s", number);
		return false;
	}
	snprintf(words, sizeof(words), "pfn 0x%" PRIx64, pfn);
	call(s, STOP_FRAME, pfn, words);
	return true;
}

static bool page_stop(struct stop *s, const struct machine *m, handle_t task,
		      uint64_t address, const char *words, struct diag *why)
{
	if (!task || !task_at(m, task)->mm) {
		diag_set(why, 0, 0, "whose address is that?");
		diag_hint(why, "say TASK:PLACE, as demo:buf+4K");
		return false;
	}
	call(s, STOP_PAGE, address & ~(uint64_t)(PAGE_SIZE - 1), words);
	s->pid = task_at(m, task)->pid;
	return true;
}

static bool place_stop(struct stop *s, const struct story *names,
		       const struct machine *m, const char *thing,
		       struct diag *why)
{
	const char *colon = strchr(thing, ':');
	const char *place = colon ? colon + 1 : thing;
	handle_t task = colon ? task_called(names, m, thing,
					    (size_t)(colon - thing)) :
				task_alone(m);
	const struct label *l = NULL;
	struct place p;
	uint64_t value;

	if (place_parse(place, strlen(place), &p) && p.name_len)
		l = label_top(m, (uint16_t)story_slot(names, place, p.name_len));
	if (l && l->kind == LABEL_BLOCK) {
		call(s, STOP_FRAME, l->value + p.offset, thing);
		return true;
	}
	if (story_place(names, m, place, &value))
		return page_stop(s, m, task, value, thing, why);
	diag_set(why, 0, 0, "nothing is called '%.60s' now", thing);
	diag_hint(why, "a label, TASK:PLACE, pfn N, task NAME or zone NAME");
	return false;
}

bool stop_thing(struct stop *s, const struct story *names,
		const struct machine *m, const char *thing, struct diag *why)
{
	if (!strncmp(thing, "pfn ", 4))
		return frame_stop(s, m, thing + 4, why);
	if (!strncmp(thing, "task ", 5))
		return task_stop(s, names, m, thing + 5, why);
	if (!strncmp(thing, "zone ", 5))
		return zone_stop(s, m, thing + 5, why);
	return place_stop(s, names, m, thing, why);
}

bool stop_mark(struct stop *s, const struct machine *m, const struct mark *mark)
{
	char words[64];

	switch (mark->kind) {
	case OBJ_FRAME:
	case OBJ_BLOCK:
		snprintf(words, sizeof(words), "pfn 0x%" PRIx64, mark->id);
		call(s, STOP_FRAME, mark->id, words);
		return true;
	case OBJ_PAGE:
		snprintf(words, sizeof(words), "%" PRIx64, mark->id);
		call(s, STOP_PAGE, mark->id, words);
		s->pid = task_at(m, (handle_t)mark->sub)->pid;
		return true;
	case OBJ_TASK:
		call(s, STOP_TASK, 0, task_at(m, (handle_t)mark->id)->comm);
		s->pid = task_at(m, (handle_t)mark->id)->pid;
		return true;
	case OBJ_ZONE:
		call(s, STOP_ZONE, mark->id,
		     zone_words(m, (unsigned)mark->id, words));
		return true;
	default:
		return false;
	}
}

bool stop_cond(struct stop *s, const struct story *names, const char *cond,
	       struct diag *why)
{
	if (!expr_check_until(cond, why))
		return false;
	call(s, STOP_COND, 0, cond);
	s->names = names;
	return true;
}

/* --- is it one? */

static bool is_kind(void *ctx, const struct machine *m, const struct event *e)
{
	const struct stop *s = ctx;

	(void)m;
	return e->id == s->id;
}

static bool touches(const struct touch *t, uint64_t pfn)
{
	for (unsigned i = 0; i < t->nr_frames; i++)
		if (pfn - t->frames[i].pfn < t->frames[i].nr)
			return true;
	return false;
}

static bool is_frame(void *ctx, const struct machine *m, const struct event *e)
{
	const struct stop *s = ctx;
	struct touch t = event_touch(e);

	(void)m;
	return touches(&t, s->id);
}

static handle_t task_of_pid(const struct machine *m, uint32_t pid)
{
	handle_t h = m->s->tasks;

	while (h && task_at(m, h)->pid != pid)
		h = task_at(m, h)->next;
	return h;
}

/*
 * The address, in the task's own events or those of a daemon, which has no
 * addresses; or the frame that stands behind it.
 */
static bool is_page(void *ctx, const struct machine *m, const struct event *e)
{
	const struct stop *s = ctx;
	struct touch t = event_touch(e);
	handle_t other = e->pid == s->pid ? 0 : task_of_pid(m, e->pid);
	handle_t h = task_of_pid(m, s->pid);
	struct walk w;

	if (t.has_address && s->id < t.end && t.address < s->id + PAGE_SIZE &&
	    (!other || !task_at(m, other)->mm))
		return true;
	if (!t.nr_frames || !h || !task_at(m, h)->mm)
		return false;
	pgtable_walk(m, task_at(m, h)->mm, s->id, &w);
	return w.present && touches(&t, pte_pfn(w.step[w.nr - 1].entry));
}

static bool is_task(void *ctx, const struct machine *m, const struct event *e)
{
	const struct stop *s = ctx;

	(void)m;
	return e->pid == s->pid;
}

static bool is_zone(void *ctx, const struct machine *m, const struct event *e)
{
	const struct stop *s = ctx;

	(void)m;
	return event_touch(e).zone == (int)s->id;
}

/* What has no value does not hold. */
static bool holds(void *ctx, const struct machine *m, const uint64_t *count)
{
	struct stop *s = ctx;
	struct expr_env env = { .story = s->names, .now = m, .count = count };
	int64_t value;

	if (!expr_eval(s->words, strlen(s->words), &env, &value, &s->fault))
		return false;
	s->valued = true;
	return value;
}

void stop_hunt(struct stop *s, struct hunt *h)
{
	static hunt_event_fn *const knows[] = {
		[STOP_EVENT] = is_kind, [STOP_FRAME] = is_frame,
		[STOP_PAGE] = is_page,	[STOP_TASK] = is_task,
		[STOP_ZONE] = is_zone,	[STOP_COND] = NULL,
	};

	h->event = knows[s->kind];
	h->holds = s->kind == STOP_COND ? holds : NULL;
	h->counts = s->kind == STOP_COND && strstr(s->words, "events(");
	h->ctx = s;
}
