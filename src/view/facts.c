#include "view/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/daemon.h"
#include "mm/label.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "story/expr.h"
#include "story/place.h"
#include "view/follow.h"

enum { SHOW_BACK = 4096 };	/* steps looked back for what to show */

static const struct summary nothing = { .nr = 0 };

uint32_t history_len(const struct facts *f)
{
	return f->between->nr_past + f->between->nr_last;
}

const struct event *history_at(const struct facts *f, uint32_t i)
{
	const struct summary *b = f->between;

	return i < b->nr_past ? &b->past[i] : &b->last[i - b->nr_past];
}

bool touched_frames(const struct facts *f, pfn_t pfn, uint64_t nr)
{
	for (unsigned i = 0; i < f->touch.nr_frames; i++) {
		const struct pfn_range *r = &f->touch.frames[i];

		if (r->pfn < pfn + nr && pfn < r->pfn + r->nr)
			return true;
	}
	return false;
}

pfn_t touched_one(const struct facts *f, pfn_t pfn, uint64_t nr)
{
	pfn_t one = PFN_NONE;

	for (unsigned i = 0; i < f->touch.nr_frames; i++) {
		const struct pfn_range *r = &f->touch.frames[i];
		pfn_t first = r->pfn > pfn ? r->pfn : pfn;

		if (r->pfn <= pfn && r->pfn + r->nr >= pfn + nr)
			return PFN_NONE;
		if (first < pfn + nr && first < r->pfn + r->nr && first < one)
			one = first;
	}
	return one;
}

bool touched_pages(const struct facts *f, vaddr_t start, vaddr_t end)
{
	return f->touch.has_address && f->touch.address < end &&
	       start < f->touch.end;
}

bool task_is_zombie(const struct facts *f)
{
	return f->task && task_at(f->now, f->task)->state == TASK_ZOMBIE;
}

bool zone_is_small(const struct zone *z)
{
	return zone_end_pfn(z) <= 1024;
}

/* Before the first step the stage is set as the first step wants it. */
static uint32_t first_shown(const struct facts *f)
{
	uint32_t step = f->s->pos.step;

	return step || !timeline_nr_steps(f->s->timeline) ? step : 1;
}

/* Does the operation's place lie in a task's address space? */
static bool op_has_address(const struct op *op)
{
	return op->verb >= OP_mmap && op->verb <= OP_access &&
	       op->verb != OP_brk;
}

static bool op_address(const struct machine *m, const struct op *op,
		       vaddr_t *address)
{
	const struct label *l = label_top(m, op->label);

	if (!op_has_address(op))
		return false;
	if (l && l->kind == LABEL_RANGE)
		*address = l->value + op->arg[0];
	else if (op->verb == OP_mmap && !op->label && m->s->op_result > 0)
		*address = (vaddr_t)m->s->op_result;
	else if (!op->label && op->arg[0])
		*address = op->arg[0];
	else
		return false;
	return true;
}

/* The address that a step wants shown; false: none, or it stands for none. */
static bool step_address(const struct facts *f, const struct step_detail *step,
			 vaddr_t *address)
{
	const char *shown = step->show.address;
	uint64_t value;

	if (!shown || !story_place(f->story, f->now, shown, &value))
		return false;
	*address = value;
	return true;
}

/* Of the newest step whose address stands for something in this machine. */
static bool shown_address(const struct facts *f, vaddr_t *address)
{
	uint32_t step = first_shown(f), number;

	for (uint32_t n = 0; step > 0 && n < SHOW_BACK; step--, n++) {
		const struct story *story =
			timeline_story(f->s->timeline, step, &number);

		if (step_address(f, step_detail(story, number), address))
			return true;
	}
	return false;
}

/* Before its first operation: what came before belongs to another step. */
static bool step_begins(const struct scene *s)
{
	return s->pos.step && !s->pos.op && !s->pos.event;
}

static bool at_step_end(const struct facts *f)
{
	const struct pos *pos = &f->s->pos;

	return pos->step && !pos->event &&
	       pos->op >= timeline_nr_ops(f->s->timeline, pos->step);
}

/*
 * What a step wants looked at while it does nothing: its own address at its
 * end; before it begins too, or still that of the step before.
 */
static bool resting_address(const struct facts *f, vaddr_t *address)
{
	uint32_t number;
	const struct story *story;

	if (!at_step_end(f) && !step_begins(f->s))
		return false;
	if (step_address(f, f->step, address))
		return true;
	if (!step_begins(f->s) || f->s->pos.step < 2)
		return false;
	story = timeline_story(f->s->timeline, f->s->pos.step - 1, &number);
	return step_address(f, step_detail(story, number), address);
}

static bool is_daemon(uint32_t pid)
{
	for (const struct daemon_type *d = daemon_types; d->name; d++)
		if (d->pid == pid)
			return true;
	return !pid;
}

/*
 * Is it of the address space that the picture is about? What a daemon does may
 * be; a task that is there no more was another one.
 */
static bool event_is_ours(const struct facts *f, const struct event *e)
{
	const struct task *t = f->task ? task_at(f->now, f->task) : NULL;
	handle_t other = task_by_pid(f->now, e->pid);

	if (!t || e->pid == t->pid || is_daemon(e->pid))
		return true;
	return other && t->mm && task_at(f->now, other)->mm == t->mm;
}

/*
 * The address that the picture is about: where it rests between steps; else
 * of the newest event in the task's space that names one, of the operation,
 * of the page that is followed there, of the scenario.
 */
static void find_address(struct facts *f)
{
	const struct summary *b = f->s->between;

	f->has_address = true;
	if (resting_address(f, &f->address))
		return;
	for (uint32_t i = b->nr_last; i-- > 0;) {
		struct touch t = event_touch(&b->last[i]);

		if (t.has_address && event_is_ours(f, &b->last[i])) {
			f->address = t.address;
			return;
		}
	}
	if (b->nr && op_address(f->now, &b->op, &f->address))
		return;
	f->address = f->followed.address;
	if (followed_of(f, f->task))
		return;
	f->has_address = shown_address(f, &f->address);
}

static unsigned largest_zone(const struct machine *m)
{
	unsigned best = MAX_ZONES;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (zone_populated(&m->s->zone[i]) &&
		    (best == MAX_ZONES ||
		     m->s->zone[i].managed > m->s->zone[best].managed))
			best = i;
	return best;
}

/* The orders whose blocks were moved or asked for in this unit. */
static void find_orders(struct facts *f)
{
	const struct summary *b = f->between;

	f->order = -1;
	for (uint32_t i = 0; i < b->nr_last; i++) {
		int order = event_order(&b->last[i]);

		if (order < 0)
			continue;
		f->order = order;
		f->orders |= 1u << order;
	}
}

/* The zone of the newest event that tells one, else the largest. */
static unsigned find_zone(const struct facts *f)
{
	const struct summary *b = f->s->between;

	for (uint32_t i = b->nr_last; i-- > 0;) {
		struct touch t = event_touch(&b->last[i]);

		if (t.zone >= 0 && (unsigned)t.zone < f->now->s->nr_zones)
			return (unsigned)t.zone;
		if (t.nr_frames && (t.views & 1u << VIEW_BUDDY))
			return zone_number(f->now, t.frames[0].pfn);
	}
	if (f->followed.has_frame)
		return zone_number(f->now, f->followed.pfn);
	return largest_zone(f->now);
}

handle_t task_named(const struct facts *f, const char *name, size_t len)
{
	uint32_t slot = story_slot(f->story, name, len);

	return slot ? task_by_slot(f->now, slot) : 0;
}

static bool comm_is_shared(const struct machine *m, const struct task *t)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *other = task_at(m, h);

		if (other->pid != t->pid && other->state != TASK_DEAD &&
		    !strncmp(other->comm, t->comm, NAME_BYTES))
			return true;
	}
	return false;
}

const char *task_words(const struct machine *m, const struct task *t,
		       char out[TASK_WORDS_BYTES])
{
	bool named = t->name[0] && strncmp(t->name, t->comm, NAME_BYTES) != 0;

	if (named && comm_is_shared(m, t))
		snprintf(out, TASK_WORDS_BYTES, "%.16s (%.16s)", t->name,
			 t->comm);
	else
		snprintf(out, TASK_WORDS_BYTES, "%.16s", t->comm);
	return out;
}

static handle_t find_task(const struct facts *f)
{
	const struct summary *b = f->s->between;
	const char *name = f->show.task;
	handle_t h = name ? task_named(f, name, strlen(name)) : 0;

	for (uint32_t i = b->nr_last; !h && i-- > 0;)
		if (b->last[i].pid)
			h = task_by_pid(f->now, b->last[i].pid);
	if (!h && b->nr_ops + b->nr && b->op.task)
		h = task_by_slot(f->now, b->op.task);
	if (h)
		return h;
	for (h = f->now->s->tasks; h; h = task_at(f->now, h)->next)
		if (task_at(f->now, h)->mm)
			return h;
	return 0;
}

/* Parts that this step does not say stay as they were. */
static void show_merge(struct show *to, const struct show *from)
{
	if (!to->views)
		to->views = from->views;
	if (!to->task)
		to->task = from->task;
	if (!to->address)
		to->address = from->address;
	if (!to->follow)
		to->follow = from->follow;
	if (!to->proc)
		to->proc = from->proc;
}

static void find_show(struct facts *f)
{
	uint32_t step = first_shown(f), number;

	for (uint32_t n = 0; step > 0 && n < SHOW_BACK; step--, n++) {
		const struct story *story =
			timeline_story(f->s->timeline, step, &number);

		show_merge(&f->show, &step_detail(story, number)->show);
	}
}

/* As the viewer chose, else as the scenario says. */
static void find_wanted(struct facts *f)
{
	const struct settings *set = &f->s->settings;
	size_t nr = sizeof(set->views) / sizeof(set->views[0]);

	for (size_t i = 0; i < nr; i++)
		if (set->views[i] != VIEW_NONE)
			f->wanted |= 1u << set->views[i];
	if (f->wanted || !f->show.views)
		return;
	for (int i = 0; f->show.views[i]; i++)
		f->wanted |= 1u << view_by_name(f->show.views[i]);
}

/* The twin's task as it is here; 0 = there is none of that number. */
static handle_t task_of_twin(const struct facts *f)
{
	handle_t there = f->twin->task;

	return there ? task_by_pid(f->now, task_at(f->twin->now, there)->pid) :
		       0;
}

static unsigned zone_of_twin(const struct facts *f)
{
	unsigned zone = f->twin->zone;

	return zone < f->now->s->nr_zones &&
			       zone_populated(&f->now->s->zone[zone]) ?
		       zone : find_zone(f);
}

static void gather(struct facts *f, const struct scene *s, bool ascii,
		   const struct facts *twin)
{
	memset(f, 0, sizeof(*f));
	f->s = s;
	f->twin = twin;
	f->now = s->now;
	f->before = step_begins(s) ? s->now : s->before;
	f->between = step_begins(s) ? &nothing : s->between;
	f->lang = ascii ? LANG_EN : s->settings.lang;
	f->story = timeline_story(s->timeline, s->pos.step, &f->step_nr);
	f->step = step_detail(f->story, f->step_nr);
	if (f->between->nr_last)
		f->event = &f->between->last[f->between->nr_last - 1];
	f->touch = (struct touch){ .row = -1, .zone = -1, .level = -1 };
	if (f->event)
		f->touch = event_touch(f->event);
	find_show(f);
	if (twin)
		f->show = twin->show;
	find_wanted(f);
	f->task = twin ? task_of_twin(f) : find_task(f);
	follow_find(f, f->task);
	f->zone = twin ? zone_of_twin(f) : find_zone(f);
	find_orders(f);
	if (!twin) {
		find_address(f);
		return;
	}
	f->has_address = twin->has_address;
	f->address = twin->address;
}

void facts_gather(struct facts *f, const struct scene *s, bool ascii)
{
	gather(f, s, ascii, NULL);
}

void facts_gather_beside(struct facts *f, const struct scene *s, bool ascii,
			 const struct facts *twin)
{
	gather(f, s, ascii, twin);
}
