#include "view/task_walk.h"

#include <stdio.h>

#include "mm/task.h"

static handle_t living_after(const struct machine *m, handle_t h)
{
	h = h ? task_at(m, h)->next : m->s->tasks;
	while (h && task_at(m, h)->state == TASK_DEAD)
		h = task_at(m, h)->next;
	return h;
}

static uint32_t pid_of(const struct machine *m, handle_t h)
{
	return h ? task_at(m, h)->pid : UINT32_MAX;
}

bool task_walk_next(const struct facts *f, struct task_walk *w)
{
	handle_t here = living_after(f->now, w->last), there = 0;
	uint32_t pid = pid_of(f->now, here), other = UINT32_MAX;

	if (f->twin) {
		there = living_after(f->twin->now, w->last_there);
		other = pid_of(f->twin->now, there);
	}
	w->here = pid <= other ? here : 0;
	w->there = other <= pid ? there : 0;
	if (w->here)
		w->last = w->here;
	if (w->there)
		w->last_there = w->there;
	return w->here || w->there;
}

int task_walk_count(const struct facts *f)
{
	struct task_walk w = { 0 };
	int nr = 0;

	while (task_walk_next(f, &w))
		nr++;
	return nr;
}

void task_row_name(const struct machine *m, handle_t task, int name_w,
		   char out[TASK_ROW_BYTES])
{
	const struct task *t = task_at(m, task);
	char called[TASK_WORDS_BYTES];

	snprintf(out, TASK_ROW_BYTES, "%c %-*s", tag_letter(t->tag), name_w,
		 task_words(m, t, called));
}

void task_absent_draw(struct panel *p, int y, handle_t there, int name_w)
{
	char name[TASK_ROW_BYTES];

	task_row_name(p->f->twin->now, there, name_w, name);
	canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%s %s", name,
		      ui(p->f->lang, UI_task_absent));
}
