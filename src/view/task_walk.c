#include "view/task_walk.h"

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
