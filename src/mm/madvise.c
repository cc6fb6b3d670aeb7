#include "mm/madvise.h"

#include <errno.h>

#include "mm/mmap.h"
#include "mm/mprotect.h"
#include "mm/op.h"
#include "mm/unmap.h"
#include "mm/vma.h"

/* Advice that only sets and clears flags of the areas. */
static const struct {
	unsigned advice;
	uint32_t set, clear;
} flag_advice[] = {
	{ MADV_NORMAL_, 0, VM_RAND_READ | VM_SEQ_READ },
	{ MADV_RANDOM_, VM_RAND_READ, VM_SEQ_READ },
	{ MADV_SEQUENTIAL_, VM_SEQ_READ, VM_RAND_READ },
	{ MADV_DONTFORK_, VM_DONTCOPY, 0 },
	{ MADV_DOFORK_, 0, VM_DONTCOPY },
	{ MADV_WIPEONFORK_, VM_WIPEONFORK, 0 },
	{ MADV_KEEPONFORK_, 0, VM_WIPEONFORK },
	{ MADV_HUGEPAGE_, VM_HUGEPAGE, VM_NOHUGEPAGE },
	{ MADV_NOHUGEPAGE_, VM_NOHUGEPAGE, VM_HUGEPAGE },
};

enum { NR_FLAG_ADVICE = sizeof(flag_advice) / sizeof(flag_advice[0]) };

/* Source: mm/madvise.c madvise_vma_behavior() (6.1). */
static bool may_advise(const struct vma *v, unsigned advice)
{
	if (advice == MADV_WIPEONFORK_)
		return !v->file && !(v->flags & VM_SHARED);
	return advice != MADV_DOFORK_ || !(v->flags & VM_IO);
}

/* Left out: THP does not act on HUGEPAGE yet; the areas are marked. */
static int64_t advise_flags(struct machine *m, handle_t mm, vaddr_t start,
			    vaddr_t end, unsigned i)
{
	int64_t ret = 0;

	while (start < end) {
		handle_t h = vma_find(m, mm, start);
		const struct vma *v;
		vaddr_t stop;
		uint32_t flags;

		if (!h || vma_at(m, h)->start >= end)
			return -ENOMEM;
		v = vma_at(m, h);
		if (v->start > start) {
			ret = -ENOMEM;		/* a hole: the rest is done all the same */
			start = v->start;
		}
		stop = v->end < end ? v->end : end;
		flags = (v->flags & ~flag_advice[i].clear) | flag_advice[i].set;
		if (!may_advise(v, flag_advice[i].advice))
			return -EINVAL;
		if (flags != v->flags && !vma_modify(m, h, start, stop, flags))
			return -EAGAIN;		/* too many areas */
		start = stop;
	}
	return ret;
}

/* Is every page of the range mapped? */
static int64_t check_holes(const struct machine *m, handle_t mm, vaddr_t start,
			   vaddr_t end)
{
	while (start < end) {
		handle_t h = vma_lookup(m, mm, start);

		if (!h)
			return -ENOMEM;
		start = vma_at(m, h)->end;
	}
	return 0;
}

/* How far the range may be emptied: up to the first area that must stay. */
static vaddr_t dontneed_end(const struct machine *m, handle_t mm, vaddr_t start,
			    vaddr_t end)
{
	handle_t h = vma_find(m, mm, start);

	for (; h && vma_at(m, h)->start < end; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		if (v->flags & (VM_LOCKED | VM_PFNMAP))
			return v->start > start ? v->start : start;
	}
	return end;
}

static void start_phase(struct machine *m, handle_t task, enum work_phase phase,
			vaddr_t start, vaddr_t end)
{
	struct work *w = &m->s->work;

	w->task = task;
	w->phase = phase;
	w->at = start;
	w->start = start;
	w->end = end;
}

/* Source: mm/madvise.c madvise_dontneed_free() (6.1). */
static int64_t advise_dontneed(struct machine *m, handle_t task, vaddr_t start,
			       vaddr_t end)
{
	handle_t mm = task_at(m, task)->mm;
	vaddr_t stop = dontneed_end(m, mm, start, end);

	update_hiwater_rss(m, mm);
	if (start < stop)
		start_phase(m, task, WORK_ZAP, start, stop);
	return stop < end ? -EINVAL : check_holes(m, mm, start, end);
}

static int64_t advise_pages(struct machine *m, handle_t task, vaddr_t start,
			    vaddr_t end, unsigned advice)
{
	if (advice == MADV_DONTNEED_)
		return advise_dontneed(m, task, start, end);
	start_phase(m, task, WORK_POPULATE, start, end);
	m->s->work.write = advice == MADV_POPULATE_WRITE_;
	return 0;
}

int64_t do_madvise(struct machine *m, handle_t task, vaddr_t start,
		   uint64_t len, unsigned advice)
{
	vaddr_t end = start + page_align(len);

	if ((start & (PAGE_SIZE - 1)) || end < start || (len && !page_align(len)))
		return -EINVAL;
	if (advice == MADV_DONTNEED_ || advice == MADV_POPULATE_READ_ ||
	    advice == MADV_POPULATE_WRITE_)
		return end == start ? 0 : advise_pages(m, task, start, end, advice);
	for (unsigned i = 0; i < NR_FLAG_ADVICE; i++)
		if (flag_advice[i].advice == advice)
			return end == start ? 0 :
					      advise_flags(m, task_at(m, task)->mm,
							   start, end, i);
	return -EINVAL;
}

void madvise_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}
