#include "mm/madvise.h"

#include <errno.h>

#include "mm/madvise_pages.h"
#include "mm/mprotect.h"
#include "mm/op.h"
#include "mm/populate.h"
#include "mm/vma.h"
#include "mm/zap.h"

/* Advice that only sets and clears flags of the areas. */
static const struct {
	uint32_t set, clear;
} flag_advice[] = {
	[MADV_NORMAL_] = { 0, VM_RAND_READ | VM_SEQ_READ },
	[MADV_RANDOM_] = { VM_RAND_READ, VM_SEQ_READ },
	[MADV_SEQUENTIAL_] = { VM_SEQ_READ, VM_RAND_READ },
	[MADV_DONTFORK_] = { VM_DONTCOPY, 0 },
	[MADV_DOFORK_] = { 0, VM_DONTCOPY },
	[MADV_WIPEONFORK_] = { VM_WIPEONFORK, 0 },
	[MADV_KEEPONFORK_] = { 0, VM_WIPEONFORK },
	[MADV_HUGEPAGE_] = { VM_HUGEPAGE, VM_NOHUGEPAGE },
	[MADV_NOHUGEPAGE_] = { VM_NOHUGEPAGE, VM_HUGEPAGE },
};

/* Source: mm/madvise.c madvise_vma_behavior() (6.1). */
static bool may_advise(const struct vma *v, unsigned advice)
{
	if (advice == MADV_WIPEONFORK_)
		return !v->file && !(v->flags & VM_SHARED);
	return advice != MADV_DOFORK_ || !(v->flags & VM_IO);
}

/* Left out: THP does not act on HUGEPAGE yet; the areas are marked. */
static int64_t advise_flags(struct machine *m, handle_t mm, vaddr_t start,
			    vaddr_t end, unsigned advice)
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
		flags = (v->flags & ~flag_advice[advice].clear) | flag_advice[advice].set;
		if (!may_advise(v, advice))
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

/*
 * Does the area forbid it: a locked one gives nothing away, one of a file has
 * nothing that could be forgotten, the kernel's own have no pages.
 *
 * Source: mm/madvise.c madvise_dontneed_free_valid_vma(), can_madv_lru_vma(),
 * madvise_free_single_vma() (6.1).
 */
static bool forbids(const struct vma *v, unsigned advice)
{
	if (advice == MADV_WILLNEED_)
		return false;
	return (v->flags & (VM_LOCKED | VM_PFNMAP)) ||
	       (advice == MADV_FREE_ && v->file);
}

/* How far the range goes: up to the first area that forbids it. */
static vaddr_t advice_end(const struct machine *m, handle_t mm, vaddr_t start,
			  vaddr_t end, unsigned advice)
{
	handle_t h = vma_find(m, mm, start);

	for (; h && vma_at(m, h)->start < end; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		if (forbids(v, advice))
			return v->start > start ? v->start : start;
	}
	return end;
}

/* Source: mm/madvise.c madvise_dontneed_single_vma() (6.1). */
static void start_zap(struct machine *m, handle_t task, vaddr_t start,
		      vaddr_t end)
{
	struct work *w = &m->s->work;

	update_hiwater_rss(m, task_at(m, task)->mm);
	w->task = task;
	w->phase = WORK_ZAP;
	w->at = start;
	w->start = start;
	w->end = end;
}

static int64_t advise_pages(struct machine *m, handle_t task, vaddr_t start,
			    vaddr_t end, unsigned advice)
{
	handle_t mm = task_at(m, task)->mm;
	vaddr_t stop = advice_end(m, mm, start, end, advice);

	if (start < stop && advice == MADV_DONTNEED_)
		start_zap(m, task, start, stop);
	else if (start < stop)
		advise_start(m, task, start, stop, advice);
	return stop < end ? -EINVAL : check_holes(m, mm, start, end);
}

/* What an advice is about. Source: mm/madvise.c madvise_behavior_valid(). */
enum advice_kind { ADVICE_UNKNOWN, ADVICE_FLAGS, ADVICE_PAGES, ADVICE_POPULATE };

static enum advice_kind kind_of(unsigned advice)
{
	static const uint8_t kinds[] = {
		[MADV_NORMAL_] = ADVICE_FLAGS,
		[MADV_RANDOM_] = ADVICE_FLAGS,
		[MADV_SEQUENTIAL_] = ADVICE_FLAGS,
		[MADV_WILLNEED_] = ADVICE_PAGES,
		[MADV_DONTNEED_] = ADVICE_PAGES,
		[MADV_FREE_] = ADVICE_PAGES,
		[MADV_DONTFORK_] = ADVICE_FLAGS,
		[MADV_DOFORK_] = ADVICE_FLAGS,
		[MADV_HUGEPAGE_] = ADVICE_FLAGS,
		[MADV_NOHUGEPAGE_] = ADVICE_FLAGS,
		[MADV_WIPEONFORK_] = ADVICE_FLAGS,
		[MADV_KEEPONFORK_] = ADVICE_FLAGS,
		[MADV_COLD_] = ADVICE_PAGES,
		[MADV_PAGEOUT_] = ADVICE_PAGES,
		[MADV_POPULATE_READ_] = ADVICE_POPULATE,
		[MADV_POPULATE_WRITE_] = ADVICE_POPULATE,
	};

	return advice < sizeof(kinds) ? (enum advice_kind)kinds[advice] :
					ADVICE_UNKNOWN;
}

int64_t do_madvise(struct machine *m, handle_t task, vaddr_t start,
		   uint64_t len, unsigned advice)
{
	vaddr_t end = start + page_align(len);
	enum advice_kind kind = kind_of(advice);

	if (kind == ADVICE_UNKNOWN || (start & (PAGE_SIZE - 1)) ||
	    end < start || (len && !page_align(len)))
		return -EINVAL;
	if (end == start)
		return 0;
	if (kind == ADVICE_FLAGS)
		return advise_flags(m, task_at(m, task)->mm, start, end, advice);
	if (kind == ADVICE_PAGES)
		return advise_pages(m, task, start, end, advice);
	populate_start(m, task, start, end,
		       advice == MADV_POPULATE_READ_ ? POPULATE_READ :
						       POPULATE_WRITE);
	return 0;
}

void madvise_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}
