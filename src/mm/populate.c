#include "mm/populate.h"

#include <errno.h>

#include "mm/fault.h"
#include "mm/vma.h"

void populate_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end, enum populate_mode mode)
{
	struct work *w = &m->s->work;

	w->task = task;
	w->phase = WORK_POPULATE;
	w->at = start;
	w->end = end;
	w->write = mode;
}

/* An area on the way, as far as it is looked at now. */
struct stay {
	vaddr_t end;
	bool	write;
};

/*
 * Whether to write to the pages of an area: an advice says it; else a private
 * writable one gets pages of its own at once.
 */
static bool wants_write(enum populate_mode mode, const struct vma *v)
{
	if (mode == POPULATE_READ || mode == POPULATE_WRITE)
		return mode == POPULATE_WRITE;
	return (v->flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;
}

/*
 * May the pages of this area be faulted in? An advice names the right that it
 * wants.
 *
 * Source: mm/gup.c check_vma_flags() (6.1).
 */
static int64_t check_area(enum populate_mode mode, const struct vma *v)
{
	uint32_t need = mode == POPULATE_READ  ? VM_READ :
			mode == POPULATE_WRITE ? VM_WRITE :
						 VM_ACCESS_FLAGS;

	if ((v->flags & need) && !(v->flags & (VM_IO | VM_PFNMAP)))
		return 0;
	return mode == POPULATE_READ || mode == POPULATE_WRITE ? -EINVAL :
								 -EFAULT;
}

/* Nothing is to be done for it: the kernel's own, or locked on fault only. */
static bool passed_over(enum populate_mode mode, const struct vma *v)
{
	return (mode == POPULATE_WISH || mode == POPULATE_LOCK) &&
	       (v->flags & (VM_IO | VM_PFNMAP | VM_LOCKONFAULT));
}

/* Go on behind a hole, or an area that gives nothing. */
static void step_over(struct work *w, vaddr_t to)
{
	w->at = to < w->end ? to : w->end;
}

/*
 * The next area on the way. A hole is no reason for an advice to stop, but it
 * is told. Return: 0; 1 if something was only stepped over; -errno if the area
 * cannot be had.
 */
static int64_t enter(struct machine *m, struct stay *stay)
{
	struct work *w = &m->s->work;
	enum populate_mode mode = (enum populate_mode)w->write;
	handle_t h = vma_find(m, task_at(m, w->task)->mm, w->at);
	const struct vma *v = h ? vma_at(m, h) : NULL;
	int64_t ret;

	if (!v || v->start > w->at) {
		step_over(w, v ? v->start : w->end);
		if (mode == POPULATE_READ || mode == POPULATE_WRITE)
			m->s->op_result = -ENOMEM;
		return 1;
	}
	if (passed_over(mode, v)) {
		step_over(w, v->end);
		return 1;
	}
	ret = check_area(mode, v);
	stay->end = v->end;
	stay->write = wants_write(mode, v);
	return ret;
}

/* What could not be had: only a wish goes on, with the next area. */
static void fail(struct machine *m, const struct stay *stay, int64_t error)
{
	struct work *w = &m->s->work;

	if (w->write == POPULATE_WISH) {
		step_over(w, stay->end);
		return;
	}
	m->s->op_result = error;
	w->at = w->end;
}

bool populate_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	struct stay stay = { 0, false };

	/* who is to die does not go on */
	while (w->at < w->end && !task_at(m, w->task)->sigkill) {
		int64_t ret = 0;

		if (!*budget)
			return false;
		--*budget;
		if (w->at >= stay.end)
			ret = enter(m, &stay);
		if (ret == 1)
			continue;
		if (!ret)
			ret = fault_in(m, w->task, w->at, stay.write);
		if (ret)
			fail(m, &stay, ret);
		else
			w->at += PAGE_SIZE;
	}
	return true;
}
