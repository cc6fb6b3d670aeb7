#include "mm/mlock.h"

#include <errno.h>

#include "mm/label.h"
#include "mm/lru.h"
#include "mm/mprotect.h"
#include "mm/pgtable.h"
#include "mm/populate.h"
#include "mm/rlimit.h"
#include "mm/vma.h"

/* All of the address space: what has no area is no mistake. */
static bool of_all(const struct work *w)
{
	return w->verb == OP_mlockall || w->verb == OP_munlockall;
}

/* Areas of [start, end) get these of VM_LOCKED and VM_LOCKONFAULT. */
static void lock_start(struct machine *m, handle_t task, vaddr_t start,
		       vaddr_t end, uint32_t flags)
{
	struct work *w = &m->s->work;

	w->task = task;
	w->phase = WORK_LOCK;
	w->at = start;
	w->start = start;
	w->end = end;
	w->to = start;
	w->write = flags;
}

/*
 * A piece of an area gets other flags. Return: -ENOMEM if there would be too
 * many areas; 1 if its pages are to be looked at; 0 if not.
 *
 * Source: mm/mlock.c mlock_fixup() (6.1).
 */
static int64_t mlock_fixup(struct machine *m, handle_t h, vaddr_t start,
			   vaddr_t end, uint32_t flags)
{
	uint32_t old = vma_at(m, h)->flags;
	handle_t mm = vma_at(m, h)->mm;
	uint64_t pages = (end - start) >> PAGE_SHIFT;

	if (flags == old || (old & VM_SPECIAL))
		return 0;
	if (!vma_modify(m, h, start, end, flags))
		return -ENOMEM;
	if (!(flags & VM_LOCKED))
		mm_mut(m, mm)->locked_vm -= old & VM_LOCKED ? pages : 0;
	else if (!(old & VM_LOCKED))
		mm_mut(m, mm)->locked_vm += pages;
	/* locked before and after: twice would be wrong */
	return ((flags ^ old) & VM_LOCKED) != 0;
}

/*
 * The next area, or what of it lies in the range; work.to is then its end.
 * Return: false if there is none, or it could not be had.
 *
 * Source: mm/mlock.c apply_vma_lock_flags(), apply_mlockall_flags() (6.1).
 */
static bool enter_area(struct machine *m)
{
	struct work *w = &m->s->work;
	handle_t h = vma_find(m, task_at(m, w->task)->mm, w->at);
	const struct vma *v = h ? vma_at(m, h) : NULL;
	int64_t ret;

	if (!of_all(w) && (!v || v->start > w->at))
		m->s->op_result = -ENOMEM;
	if (!v || m->s->op_result == -ENOMEM)
		return false;
	if (v->start > w->at)
		w->at = v->start;
	w->to = v->end < w->end ? v->end : w->end;
	ret = mlock_fixup(m, h, w->at, w->to,
			  (v->flags & ~VM_LOCKED_MASK) | (uint32_t)w->write);
	if (ret < 0 && !of_all(w)) {
		m->s->op_result = ret;
		return false;
	}
	if (ret == 1)
		lru_add_drain(m);
	else
		w->at = w->to;
	return true;
}

/* Source: mm/mlock.c mlock_pte_range() (6.1). */
static void lock_entry(struct machine *m, pte_t e, bool lock)
{
	pfn_t pfn = pte_present(e) ? vm_normal_page(m, e) : PFN_NONE;

	if (pfn == PFN_NONE)
		return;
	if (lock)
		mlock_page(m, pfn);
	else
		munlock_page(m, pfn);
}

bool lock_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;

	while (w->at < w->end) {
		if (!*budget)
			return false;
		--*budget;
		if (w->at >= w->to && !enter_area(m))
			return true;
		w->at = pgtable_next_used(m, mm, w->at, w->to);
		if (w->at < w->to) {
			lock_entry(m, pgtable_get(m, mm, w->at),
				   w->write & VM_LOCKED);
			w->at += PAGE_SIZE;
		}
		if (w->at >= w->to)
			lru_add_drain(m);
	}
	return true;
}

/* Pages of [start, end) that are locked already. */
static uint64_t count_locked(const struct machine *m, handle_t mm,
			     vaddr_t start, vaddr_t end)
{
	uint64_t pages = 0;

	for (handle_t h = vma_find(m, mm, start);
	     h && vma_at(m, h)->start < end; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		vaddr_t from = v->start > start ? v->start : start;
		vaddr_t to = v->end < end ? v->end : end;

		if (v->flags & VM_LOCKED)
			pages += (to - from) >> PAGE_SHIFT;
	}
	return pages;
}

/* A range in whole pages. Return: false if there is none such. */
static bool range_of(const struct machine *m, const struct op *op,
		     vaddr_t *start, vaddr_t *end)
{
	const vaddr_t in_page = PAGE_SIZE - 1;
	uint64_t len;

	if (!op_place(m, op, start))
		return false;
	len = op_length(m, op, op->arg[1]);
	*end = (*start + len + in_page) & ~in_page;
	*start &= ~in_page;
	return *end >= *start && len <= TASK_SIZE;
}

/* Source: mm/mlock.c do_mlock() (6.1). */
int64_t begin_mlock(struct machine *m, const struct op *op, handle_t task)
{
	uint32_t flags = VM_LOCKED | (op->mode ? (uint32_t)VM_LOCKONFAULT : 0);
	handle_t mm = task_at(m, task)->mm;
	vaddr_t start, end;
	uint64_t pages;

	if (!can_do_mlock(m, task))
		return -EPERM;
	if (!range_of(m, op, &start, &end))
		return -EINVAL;
	pages = ((end - start) >> PAGE_SHIFT) + mm_at(m, mm)->locked_vm -
		count_locked(m, mm, start, end);
	if (!may_lock(m, task, pages))
		return -ENOMEM;
	if (start < end)
		lock_start(m, task, start, end, flags);
	return 0;
}

int64_t begin_munlock(struct machine *m, const struct op *op, handle_t task)
{
	vaddr_t start, end;

	if (!range_of(m, op, &start, &end))
		return -EINVAL;
	if (start < end)
		lock_start(m, task, start, end, 0);
	return 0;
}

static uint32_t lock_flags(unsigned mcl)
{
	return VM_LOCKED | (mcl & MCL_ONFAULT_ ? (uint32_t)VM_LOCKONFAULT : 0);
}

/* Source: mm/mlock.c mlockall(), apply_mlockall_flags() (6.1). */
int64_t begin_mlockall(struct machine *m, const struct op *op, handle_t task)
{
	const unsigned known = MCL_CURRENT_ | MCL_FUTURE_ | MCL_ONFAULT_;
	handle_t mm = task_at(m, task)->mm;
	unsigned mcl = op->mode;

	if (!mcl || (mcl & ~known) || mcl == MCL_ONFAULT_)
		return -EINVAL;
	if (!can_do_mlock(m, task))
		return -EPERM;
	if ((mcl & MCL_CURRENT_) && !may_lock(m, task, mm_at(m, mm)->total_vm))
		return -ENOMEM;
	mm_mut(m, mm)->def_flags = mcl & MCL_FUTURE_ ? lock_flags(mcl) : 0;
	if (mcl & MCL_CURRENT_)
		lock_start(m, task, 0, TASK_SIZE, lock_flags(mcl));
	return 0;
}

int64_t begin_munlockall(struct machine *m, const struct op *op, handle_t task)
{
	(void)op;
	mm_mut(m, task_at(m, task)->mm)->def_flags = 0;
	lock_start(m, task, 0, TASK_SIZE, 0);
	return 0;
}

/* mlock() has names of its own for what went wrong. */
static int64_t posix_error(int64_t ret)
{
	if (ret == -EFAULT)
		return -ENOMEM;
	return ret == -ENOMEM ? -EAGAIN : ret;
}

/* What is locked now has to come in; mlockall() only wishes it. */
void mlock_after(struct machine *m)
{
	struct work *w = &m->s->work;

	if (w->phase == WORK_LOCK && m->s->op_result == 0 &&
	    (w->write & VM_LOCKED)) {
		populate_start(m, w->task, w->start, w->end,
			       of_all(w) ? POPULATE_WISH : POPULATE_LOCK);
		return;
	}
	if (w->phase == WORK_POPULATE)
		m->s->op_result = posix_error(m->s->op_result);
	w->phase = WORK_NONE;
}
