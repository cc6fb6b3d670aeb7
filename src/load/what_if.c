/*
 * The loader in the middle of a run: which names there are and what they stand
 * for comes from the story and from the machine as it is.
 */
#include "load/what_if.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "load/draft.h"
#include "load/step.h"
#include "mm/fd.h"
#include "mm/label.h"
#include "story/value_check.h"

/* Repetitions before `until` gives up: somebody waits for them. */
enum { MAX_UNTIL = 10000 };

static void label_know(struct name_info *info, const struct label *l)
{
	static const enum name_kind kinds[] = {
		[LABEL_NONE] = NAME_NEW, [LABEL_RANGE] = NAME_RANGE,
		[LABEL_BLOCK] = NAME_BLOCK, [LABEL_FILE] = NAME_SEGMENT,
	};

	info->kind = kinds[l->kind];
	if (l->kind != LABEL_BLOCK)
		info->extent_bytes = l->extent;
}

/* A task, and the descriptors that it has. */
static void task_know(struct loader *l, const struct machine *m, handle_t h)
{
	const struct task *t = task_at(m, h);
	bool alive = t->mm != 0;

	for (uint32_t slot = 1; slot < l->names.nr; slot++)
		if (l->info[slot].kind == NAME_NEW && fd_find(m, h, slot))
			l->info[slot].kind = NAME_FD;
	if (!t->slot || t->slot >= l->names.nr)
		return;
	l->info[t->slot] = (struct name_info){ .kind = NAME_TASK,
					       .ended = !alive };
	if (!alive)
		return;
	l->nr_tasks++;
	l->task = t->slot;
}

static void names_know(struct loader *l, const struct story *names,
		       const struct machine *m)
{
	for (uint32_t slot = 1; slot < names->nr_names; slot++) {
		const struct label *label = label_top(m, (uint16_t)slot);

		names_add(&l->names, names->names[slot]);
		l->info = xgrow(l->info, slot, &l->cap_info, sizeof(*l->info));
		l->info[slot] = (struct name_info){ 0 };
		if (label)
			label_know(&l->info[slot], label);
	}
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		task_know(l, m, h);
	for (uint32_t i = 0; i < names->machine.nr_files; i++)
		names_add(&l->files, names->machine.file[i].name);
}

/* What can be said of an operation only here. Return: false and a fault. */
static bool fits(struct loader *l, const struct story *names,
		 const struct machine *now)
{
	const struct story *s = l->draft.story;
	const struct group *g = s->groups;
	uint64_t child;

	if (l->faults->nr)
		return false;
	bug_on(s->nr_groups != 1);
	child = g->op.verb == OP_exec ? g->op.task :
		g->op.verb == OP_fork || g->op.verb == OP_vfork ? g->op.arg[1] :
								  UINT64_MAX;
	/* a value that no later machine has either is told at once */
	if (s->group_details[g->detail].until)
		value_check(s, now, l->faults);
	if (child < names->nr_names)
		diag_hint(diags_add(l->faults, 0, 0, "\"%s\" is a name already, "
				    "used later or in another what-if",
				    names->names[child]),
			  "choose another name");
	return !l->faults->nr;
}

static void read_text(struct loader *l, struct text *json)
{
	if (!json_parse(&l->json, json->s, json->len, 1, l->faults))
		return;
	if (cJSON_IsObject(l->json.root) && l->json.root->child)
		step_of_operation(l, l->json.root);
	else
		diags_add(l->faults, 0, 0, "an operation is an object");
}

static struct story *read_json(const struct story *names,
			       const struct machine *now, struct text *json,
			       struct diag *why)
{
	struct diags faults;
	struct story *s;
	struct loader l;

	diags_init(&faults, "");
	loader_init(&l, &faults);
	draft_open(&l.draft);
	s = l.draft.story;
	l.shelf = &s->shelf;
	l.in_branch = true;
	l.max_until = MAX_UNTIL;
	s->machine = names->machine;
	s->title = names->title;
	s->name = names->name;
	names_know(&l, names, now);
	read_text(&l, json);
	draft_close(&l.draft);
	draft_name(s, &l.names);
	if (!fits(&l, names, now)) {
		*why = faults.list[0];
		story_free(s);
		s = NULL;
	}
	loader_free(&l);
	diags_free(&faults);
	return s;
}

struct story *what_if_read(const struct story *names,
			   const struct machine *now, const char *line,
			   struct diag *why)
{
	struct text json = { 0 };
	struct story *s = NULL;

	if (what_if_json(line, &json, why))
		s = read_json(names, now, &json, why);
	text_free(&json);
	return s;
}
