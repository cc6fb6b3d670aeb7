#include "mm/mremap.h"

#include <errno.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/mmap.h"
#include "mm/op.h"
#include "mm/pgtable_alloc.h"
#include "mm/populate.h"
#include "mm/rlimit.h"
#include "mm/rmap.h"
#include "mm/swap_entry.h"
#include "mm/rmap.h"
#include "mm/sysctl.h"
#include "mm/unmap.h"
#include "mm/vma.h"

/* What comes next once the phases under way are done; in work.write. */
enum stage {
	STAGE_LAST,	/* nothing */
	STAGE_TARGET,	/* a fixed target must be emptied */
	STAGE_TAIL,	/* what is longer than the new length must go */
	STAGE_MOVE,	/* the old range must go, or all must go back */
	STAGE_BACK,	/* the new range must go: the move has failed */
};

/* One system call, lengths aligned. */
struct remap {
	vaddr_t	 addr, to;
	uint64_t old_len, new_len;
	unsigned flags;
};

static struct remap remap_of(const struct op *op)
{
	return (struct remap){
		.addr = op->arg[0], .to = op->arg[4],
		.old_len = page_align(op->arg[1]),
		.new_len = page_align(op->arg[2]),
		.flags = (unsigned)op->arg[3],
	};
}

/* The old range stays as an area, without its pages. */
static bool dont_unmap(const struct remap *r)
{
	return r->flags & MREMAP_DONTUNMAP_;
}

/* The VMA that is to grow or move. Return: 0 and *ret if it may not. */
static handle_t vma_to_resize(struct machine *m, handle_t task,
			      const struct remap *r, int64_t *ret)
{
	handle_t h = vma_lookup(m, task_at(m, task)->mm, r->addr);
	const struct vma *v = h ? vma_at(m, h) : NULL;

	*ret = -EFAULT;
	if (!v)
		return 0;
	/* length 0 asks for a second mapping of the same: shared ones only */
	*ret = -EINVAL;
	if (!r->old_len && !(v->flags & VM_SHARED))
		return 0;
	*ret = -EFAULT;
	if (r->old_len > v->end - r->addr)
		return 0;
	if (r->new_len != r->old_len && (v->flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return 0;
	*ret = -EAGAIN;
	if (r->new_len > r->old_len &&
	    !may_lock_more(m, task, v->flags,
			   (r->new_len - r->old_len) >> PAGE_SHIFT))
		return 0;
	*ret = -ENOMEM;
	if (!may_expand_vm(m, task, v->flags,
			   (r->new_len - r->old_len) >> PAGE_SHIFT))
		return 0;
	*ret = 0;
	return h;
}

/* What is added; of a range that stays where it is, all of the new one. */
static int64_t charge_growth(struct machine *m, handle_t h,
			     const struct remap *r)
{
	const struct vma *v = vma_at(m, h);
	uint64_t more = r->new_len - (dont_unmap(r) ? 0 : r->old_len);

	if (!(v->flags & VM_ACCOUNT))
		return 0;
	return commit_charge(m, v->mm, more >> PAGE_SHIFT);
}

/* The new part of a locked area comes in at once. */
static void populate_growth(struct machine *m, handle_t task, vaddr_t addr,
			    const struct remap *r)
{
	handle_t h = vma_lookup(m, task_at(m, task)->mm, addr);

	if (h && (vma_at(m, h)->flags & VM_LOCKED) && r->new_len > r->old_len)
		populate_start(m, task, addr + r->old_len, addr + r->new_len,
			       POPULATE_WISH);
}

/* Does the range end its area, with room enough above? A guard gap is room. */
static bool expandable(const struct machine *m, handle_t h,
		       const struct remap *r)
{
	const struct vma *v = vma_at(m, h);
	handle_t next = vma_next(m, h);

	return r->old_len == v->end - r->addr &&
	       r->new_len <= mm_at(m, v->mm)->task_size - r->addr &&
	       (!next || r->new_len <= vma_at(m, next)->start - r->addr);
}

static int64_t grow_in_place(struct machine *m, handle_t task, handle_t h,
			     const struct remap *r)
{
	struct vma v = *vma_at(m, h);

	if (charge_growth(m, h, r))
		return -ENOMEM;
	if (v.flags & VM_LOCKED)
		mm_mut(m, v.mm)->locked_vm += (r->new_len - r->old_len) >>
					      PAGE_SHIFT;
	/* it joins with the area itself, and with the next if that fits too */
	h = vma_merge(m, v.mm, h, v.end, r->addr + r->new_len, v.flags,
		      v.anon_vma, v.file, v.pgoff + vma_pages(&v));
	bug_on(!h);
	populate_growth(m, task, r->addr, r);
	return (int64_t)r->addr;
}

/* Source: mm/mmap.c copy_vma() (6.1). */
static void copy_vma(struct machine *m, handle_t h, const struct remap *r)
{
	struct vma v = *vma_at(m, h);
	uint64_t pgoff = v.pgoff + ((r->addr - v.start) >> PAGE_SHIFT);
	handle_t new;

	/* without pages it may take a place's own numbers, and merge there */
	if (!v.file && !v.anon_vma)
		pgoff = r->to >> PAGE_SHIFT;
	if (vma_merge(m, v.mm, vma_before(m, v.mm, r->to), r->to,
		      r->to + r->new_len, v.flags, v.anon_vma, v.file, pgoff))
		return;
	new = vma_create(m, v.mm, r->to, r->to + r->new_len, v.flags, pgoff,
			 v.file);
	vma_mut(m, new)->anon_vma = v.anon_vma;
	vma_link_anon(m, new);
}

/*
 * The area at the new place; the entries follow in WORK_MOVE, then the old
 * range is unmapped.
 *
 * Source: mm/mremap.c move_vma() (6.1).
 */
static int64_t move_vma(struct machine *m, handle_t task, handle_t h,
			const struct remap *r)
{
	struct work *w = &m->s->work;
	uint32_t flags = vma_at(m, h)->flags;
	uint64_t max = (uint64_t)m->s->sysctl[SYSCTL_max_map_count];

	if (mm_at(m, task_at(m, task)->mm)->map_count + UINT64_C(3) >= max ||
	    charge_growth(m, h, r))
		return -ENOMEM;
	copy_vma(m, h, r);
	/* the range that goes gives back its promise; the other one keeps it */
	if ((flags & VM_ACCOUNT) && !dont_unmap(r))
		m->s->vm_committed += r->old_len >> PAGE_SHIFT;
	if (flags & VM_LOCKED)
		mm_mut(m, task_at(m, task)->mm)->locked_vm += r->new_len >>
							      PAGE_SHIFT;
	w->task = task;
	w->phase = WORK_MOVE;
	w->write = STAGE_MOVE;
	w->at = r->addr;
	w->start = r->addr;
	w->end = r->addr + r->old_len;
	w->to = r->to;
	return (int64_t)r->to;
}

/* Bytes from here to the next border of a slot, of either range, or the end. */
static uint64_t move_extent(const struct work *w)
{
	uint64_t here = pmd_addr_end(w->at, w->end) - w->at;
	uint64_t there = PMD_SIZE - (w->to & ~PMD_MASK);

	return here < there ? here : there;
}

/* One entry to its new address, where the table is. */
static void move_entry(struct machine *m, handle_t mm, vaddr_t from, vaddr_t to)
{
	handle_t old = pgtable_lookup(m, mm, from);
	handle_t new = pgtable_lookup(m, mm, to);
	pte_t e = table_at(m, old)->entry[pt_index(from, LEVEL_PTE)];

	pgtable_set(m, old, from, 0, PTE_MOVE);
	e |= pte_present(e) ? PTE_SOFT_DIRTY : SWP_SOFT_DIRTY;
	pgtable_set(m, new, to, e, PTE_MOVE);
}

/*
 * What can be moved at once from work.at on: a slot that is wanted as a whole
 * goes with its table, of another the next entry. Return: where to go on;
 * VADDR_NONE if no table could be had.
 */
static vaddr_t move_some(struct machine *m, handle_t mm)
{
	const struct work *w = &m->s->work;
	vaddr_t stop = w->at + move_extent(w), used;

	if (stop - w->at == PMD_SIZE && pgtable_move_slot(m, mm, w->at, w->to))
		return stop;
	if (!pgtable_fill(m, mm, w->to))
		return VADDR_NONE;
	used = pgtable_next_used(m, mm, w->at, stop);
	if (used >= stop)
		return stop;
	move_entry(m, mm, used, w->to + (used - w->at));
	return used + PAGE_SIZE;
}

/*
 * As far as there are tables.
 *
 * Source: mm/mremap.c move_page_tables() (6.1). Left out: moving 1 GiB at once.
 */
bool move_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;

	while (w->at < w->end) {
		vaddr_t next = pgtable_next_table(m, mm, w->at, w->end);

		if (next == w->at) {
			if (!*budget)
				return false;
			--*budget;
			next = move_some(m, mm);
		}
		if (next == VADDR_NONE) {
			m->s->op_result = -ENOMEM;
			break;
		}
		w->to += next - w->at;
		w->at = next;
	}
	return true;
}

static int64_t mremap_shrink(struct machine *m, handle_t task,
			     const struct remap *r)
{
	int64_t ret = 0;

	if (r->old_len > r->new_len)
		ret = do_munmap(m, task, r->addr + r->new_len,
				r->old_len - r->new_len);
	return ret ? ret : (int64_t)r->addr;
}

static int64_t mremap_grow(struct machine *m, handle_t task,
			   const struct remap *wish)
{
	struct remap r = *wish;
	int64_t ret;
	handle_t h = vma_to_resize(m, task, &r, &ret);

	if (!h)
		return ret;
	if (expandable(m, h, &r))
		return grow_in_place(m, task, h, &r);
	if (!(r.flags & MREMAP_MAYMOVE_))
		return -ENOMEM;
	r.to = get_unmapped_area(m, task_at(m, task)->mm, 0, r.new_len);
	return r.to ? move_vma(m, task, h, &r) : -ENOMEM;
}

static int64_t check_target(const struct machine *m, handle_t task,
			    const struct remap *r)
{
	uint64_t max = (uint64_t)m->s->sysctl[SYSCTL_max_map_count];
	const vaddr_t top = mm_at(m, task_at(m, task)->mm)->task_size;

	if ((r->to & (PAGE_SIZE - 1)) || r->new_len > top ||
	    r->to > top - r->new_len ||
	    (r->addr + r->old_len > r->to && r->to + r->new_len > r->addr))
		return -EINVAL;
	/* both places may have to be cut in three */
	if (mm_at(m, task_at(m, task)->mm)->map_count + UINT64_C(5) >= max)
		return -ENOMEM;
	return 0;
}

/* May the range be there twice? */
static int64_t check_stay(const struct machine *m, handle_t task, handle_t h,
			  const struct remap *r)
{
	uint32_t flags = vma_at(m, h)->flags;

	if (!dont_unmap(r))
		return 0;
	if (flags & (VM_DONTEXPAND | VM_PFNMAP))
		return -EINVAL;
	return may_expand_vm(m, task, flags, r->old_len >> PAGE_SHIFT) ?
		       0 : -ENOMEM;
}

/* The ways are clear: the range goes to its place, or to one that is found. */
static int64_t mremap_place(struct machine *m, handle_t task,
			    const struct remap *wish)
{
	struct remap r = *wish;
	int64_t ret;
	handle_t h;

	r.old_len = r.old_len < r.new_len ? r.old_len : r.new_len;
	h = vma_to_resize(m, task, &r, &ret);
	if (h)
		ret = check_stay(m, task, h, &r);
	if (ret)
		return ret;
	if (!(r.flags & MREMAP_FIXED_)) {
		r.to = get_unmapped_area(m, task_at(m, task)->mm, r.to,
					 r.new_len);
		if (!r.to)
			return -ENOMEM;
	}
	if (!may_map_at(m, task, r.to))
		return -EPERM;
	return move_vma(m, task, h, &r);
}

/*
 * To a place of the caller's choice, from the stage that has come: empty it,
 * cut off what is not wanted, move the rest.
 *
 * Source: mm/mremap.c mremap_to() (6.1).
 */
static int64_t mremap_to(struct machine *m, handle_t task,
			 const struct remap *r)
{
	struct work *w = &m->s->work;
	int64_t ret = 0;

	if (w->write == STAGE_TARGET) {
		w->write = STAGE_TAIL;
		if (r->flags & MREMAP_FIXED_)
			ret = do_munmap(m, task, r->to, r->new_len);
	}
	if (!ret && w->phase == WORK_NONE && w->write == STAGE_TAIL) {
		w->write = STAGE_MOVE;
		if (r->old_len > r->new_len)
			ret = do_munmap(m, task, r->addr + r->new_len,
					r->old_len - r->new_len);
	}
	if (ret || w->phase != WORK_NONE)
		return ret ? ret : (int64_t)r->to;
	w->write = STAGE_LAST;
	return mremap_place(m, task, r);
}

static bool flags_sound(const struct remap *r)
{
	const unsigned known = MREMAP_MAYMOVE_ | MREMAP_FIXED_ |
			       MREMAP_DONTUNMAP_;

	if (r->flags & ~known)
		return false;
	if (dont_unmap(r) && r->old_len != r->new_len)
		return false;
	return (r->flags & MREMAP_MAYMOVE_) ||
	       !(r->flags & (MREMAP_FIXED_ | MREMAP_DONTUNMAP_));
}

int64_t do_mremap(struct machine *m, handle_t task, const struct op *op)
{
	struct remap r = remap_of(op);
	int64_t ret;

	if (!flags_sound(&r) || (r.addr & (PAGE_SIZE - 1)) || !r.new_len)
		return -EINVAL;
	if (!vma_lookup(m, task_at(m, task)->mm, r.addr))
		return -EFAULT;
	if (!(r.flags & (MREMAP_FIXED_ | MREMAP_DONTUNMAP_)))
		return r.old_len >= r.new_len ? mremap_shrink(m, task, &r) :
						mremap_grow(m, task, &r);
	ret = check_target(m, task, &r);
	if (ret)
		return ret;
	m->s->work.write = STAGE_TARGET;
	return mremap_to(m, task, &r);
}

/* The area at the old place stays, unlocked and without pages. */
static void leave_empty(struct machine *m, vaddr_t start, vaddr_t end)
{
	handle_t mm = task_at(m, m->s->work.task)->mm;
	handle_t h = vma_lookup(m, mm, start);
	struct vma v = *vma_at(m, h);

	if (v.flags & VM_LOCKED)
		mm_mut(m, mm)->locked_vm -= vma_pages(&v);
	vma_set(m, h, v.start, v.end, v.pgoff, v.flags & ~VM_LOCKED_MASK);
	if (v.start == start && v.end == end)
		vma_unlink_anon(m, h);
}

/* The entries are where they belong; the other range goes. */
static void move_done(struct machine *m, const struct remap *r)
{
	struct work *w = &m->s->work;
	vaddr_t there = w->to - (w->at - w->start);
	bool failed = m->s->op_result < 0;

	w->phase = WORK_NONE;
	if (w->write == STAGE_MOVE && failed) {
		/* the tables that they came from are still there */
		w->phase = WORK_MOVE;
		w->write = STAGE_BACK;
		w->end = w->to;
		w->to = w->start;
		w->at = there;
		w->start = there;
		return;
	}
	if (w->write == STAGE_BACK)
		w->end = w->start + r->new_len;
	w->write = STAGE_LAST;
	if (!failed && dont_unmap(r))
		leave_empty(m, w->start, w->end);
	else if (w->start < w->end)
		unmap_start(m, w->task, w->start, w->end);
}

void mremap_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct remap r;
	struct op op;

	memcpy(&op, w->op, sizeof(op));
	r = remap_of(&op);
	if (w->phase == WORK_POPULATE) {
		w->phase = WORK_NONE;
		return;
	}
	if (w->phase == WORK_MOVE)
		move_done(m, &r);
	else
		unmap_next(m);
	if (w->phase == WORK_NONE && w->write != STAGE_LAST)
		m->s->op_result = mremap_to(m, w->task, &r);
	if (w->phase == WORK_NONE && m->s->op_result >= 0)
		populate_growth(m, w->task, (vaddr_t)m->s->op_result, &r);
}
