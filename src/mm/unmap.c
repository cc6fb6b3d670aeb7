#include "mm/unmap.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/pgtable.h"
#include "mm/sysctl.h"
#include "mm/vma.h"
#include "mm/zap.h"

static handle_t work_mm(const struct machine *m)
{
	return task_at(m, m->s->work.task)->mm;
}

void update_hiwater_vm(struct machine *m, handle_t mm_h)
{
	uint64_t pages = mm_at(m, mm_h)->total_vm;

	if (pages > mm_at(m, mm_h)->hiwater_vm)
		mm_mut(m, mm_h)->hiwater_vm = pages;
}

/*
 * Cut the areas at both edges, so that the range is made of whole ones. There
 * may be one area too many until the range is gone; only a hole in the middle
 * of an area leaves more of them than there were.
 *
 * Source: mm/mmap.c do_mas_align_munmap() (6.1).
 */
static int64_t cut_edges(struct machine *m, handle_t mm, vaddr_t start,
			 vaddr_t end)
{
	handle_t h = vma_find(m, mm, start);
	uint64_t max = (uint64_t)m->s->sysctl[SYSCTL_max_map_count];

	if (h && vma_at(m, h)->start < start) {
		if (end < vma_at(m, h)->end && mm_at(m, mm)->map_count >= max)
			return -ENOMEM;
		vma_cut(m, h, start);
	}
	h = vma_find(m, mm, end);
	if (h && vma_at(m, h)->start < end)
		vma_cut(m, h, end);
	return 0;
}

int64_t unmap_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end)
{
	handle_t mm = task_at(m, task)->mm;
	struct work *w = &m->s->work;
	handle_t prev, next;
	int64_t ret = cut_edges(m, mm, start, end);

	if (ret)
		return ret;
	prev = vma_before(m, mm, start);
	next = vma_find(m, mm, end);
	w->task = task;
	w->at = start;
	w->start = start;
	w->end = end;
	w->floor = prev ? vma_at(m, prev)->end : 0;
	w->ceiling = next ? vma_at(m, next)->start : 0;
	w->accounted = 0;
	w->phase = WORK_ZAP;
	update_hiwater_rss(m, mm);
	return 0;
}

bool zap_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	if (!zap_range(m, work_mm(m), &w->at, w->end, budget))
		return false;
	w->at = w->start;
	return true;
}

bool tables_step(struct machine *m, unsigned *budget)
{
	const struct work *w = &m->s->work;

	return pgtable_free_range(m, work_mm(m), w->start, w->end, w->floor,
				  w->ceiling, budget);
}

bool detach_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = work_mm(m), h;

	while ((h = vma_find(m, mm, w->start)) != 0 &&
	       vma_at(m, h)->start < w->end) {
		const struct vma *v = vma_at(m, h);

		if (!*budget)
			return false;
		--*budget;
		if (v->flags & VM_ACCOUNT)
			w->accounted += vma_pages(v);
		if (v->flags & VM_LOCKED)
			mm_mut(m, mm)->locked_vm -= vma_pages(v);
		vma_remove(m, h);
	}
	commit_uncharge(m, w->accounted);
	w->accounted = 0;
	return true;
}

bool unmap_next(struct machine *m)
{
	static const uint32_t next[] = {
		[WORK_ZAP] = WORK_TABLES,
		[WORK_TABLES] = WORK_DETACH,
		[WORK_DETACH] = WORK_NONE,
	};
	struct work *w = &m->s->work;

	w->phase = next[w->phase];
	return w->phase != WORK_NONE;
}
