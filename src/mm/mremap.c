#include "mm/mremap.h"

#include <errno.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/mmap.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/unmap.h"
#include "mm/vma.h"

static uint64_t old_len_of(const struct op *op)
{
	return page_align(op->arg[1]);
}

static uint64_t new_len_of(const struct op *op)
{
	return page_align(op->arg[2]);
}

/* The VMA that is to grow or move. Return: 0 and *ret if it may not. */
static handle_t vma_to_resize(struct machine *m, handle_t task, vaddr_t addr,
			      uint64_t old_len, uint64_t new_len, int64_t *ret)
{
	handle_t mm = task_at(m, task)->mm;
	handle_t h = vma_lookup(m, mm, addr);
	const struct vma *v;

	*ret = -EFAULT;
	if (!h || old_len > vma_at(m, h)->end - addr)
		return 0;
	v = vma_at(m, h);
	if (new_len > old_len && (v->flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return 0;
	*ret = -ENOMEM;
	if (new_len > old_len &&
	    !may_expand_vm(m, task, v->flags, (new_len - old_len) >> PAGE_SHIFT))
		return 0;
	if (new_len > old_len && (v->flags & VM_ACCOUNT) &&
	    commit_charge(m, mm, (new_len - old_len) >> PAGE_SHIFT))
		return 0;
	*ret = 0;
	return h;
}

static void uncharge_growth(struct machine *m, handle_t h, uint64_t old_len,
			    uint64_t new_len)
{
	if (new_len > old_len && (vma_at(m, h)->flags & VM_ACCOUNT))
		commit_uncharge(m, (new_len - old_len) >> PAGE_SHIFT);
}

/* In place, if the range ends its area and the gap above is large enough. */
static bool grow_in_place(struct machine *m, handle_t h, vaddr_t addr,
			  uint64_t old_len, uint64_t new_len)
{
	struct vma v = *vma_at(m, h);
	vaddr_t end = addr + new_len;
	handle_t next = vma_next(m, h);

	if (addr + old_len != v.end || end > TASK_SIZE ||
	    (next && vma_start_gap(m, vma_at(m, next)) < end))
		return false;
	if (vma_merge(m, v.mm, h, v.end, end, v.flags, v.anon_vma, v.file,
		      v.pgoff + vma_pages(&v)))
		return true;
	vma_set(m, h, v.start, end, v.pgoff, v.flags);
	event_emit(m, EV_vma_adjust, v.start, end, v.flags);
	return true;
}

/*
 * The area at the new place; the entries follow in WORK_MOVE, then the old
 * range is unmapped.
 *
 * Source: mm/mremap.c move_vma(), mm/mmap.c copy_vma() (6.1).
 */
static int64_t move_vma(struct machine *m, handle_t task, handle_t h,
			vaddr_t addr, uint64_t old_len, vaddr_t to,
			uint64_t new_len)
{
	struct vma v = *vma_at(m, h);
	uint64_t pgoff = v.pgoff + ((addr - v.start) >> PAGE_SHIFT);
	struct work *w = &m->s->work;
	handle_t prev = vma_before(m, v.mm, to), moved;

	if (!v.file && !v.anon_vma)
		pgoff = to >> PAGE_SHIFT;
	moved = vma_merge(m, v.mm, prev, to, to + new_len, v.flags, v.anon_vma,
			  v.file, pgoff);
	if (!moved) {
		moved = vma_create(m, v.mm, to, to + new_len, v.flags, pgoff,
				   v.file);
		vma_mut(m, moved)->anon_vma = v.anon_vma;
		if (v.anon_vma)
			anon_vma_mut(m, v.anon_vma)->nr_links++;
	}
	/* the old range gives back its promise; the new one has kept it */
	if (v.flags & VM_ACCOUNT)
		m->s->vm_committed += old_len >> PAGE_SHIFT;
	w->task = task;
	w->phase = WORK_MOVE;
	w->at = addr;
	w->start = addr;
	w->end = addr + old_len;
	w->to = to;
	return (int64_t)to;
}

static vaddr_t slot_mask(void)
{
	return (UINT64_C(1) << pt_shift(LEVEL_PMD)) - 1;
}

/* One entry to its new address. Return: false if no table could be had. */
static bool move_entry(struct machine *m, handle_t mm, vaddr_t from, vaddr_t to)
{
	handle_t old = pgtable_lookup(m, mm, from), table;
	pte_t e = table_at(m, old)->entry[pt_index(from, LEVEL_PTE)];

	table = pgtable_fill(m, mm, to);
	if (!table)
		return false;
	pgtable_set(m, old, from, 0, PTE_MOVE);
	pgtable_set(m, table, to, e | PTE_SOFT_DIRTY, PTE_MOVE);
	return true;
}

bool move_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;

	while (w->at < w->end) {
		vaddr_t used = pgtable_next_used(m, mm, w->at, w->end);
		bool whole;

		w->to += used - w->at;
		w->at = used;
		if (used >= w->end)
			break;
		if (!*budget)
			return false;
		--*budget;
		whole = !((w->at | w->to) & slot_mask()) &&
			w->end - w->at > slot_mask();
		if (whole && pgtable_move_slot(m, mm, w->at, w->to)) {
			w->at += slot_mask() + 1;
			w->to += slot_mask() + 1;
			continue;
		}
		if (!move_entry(m, mm, w->at, w->to)) {
			m->s->op_result = -ENOMEM;
			break;
		}
		w->at += PAGE_SIZE;
		w->to += PAGE_SIZE;
	}
	return true;
}

/* To a place of its own: the caller's, or where there is room. */
static int64_t mremap_elsewhere(struct machine *m, handle_t task, vaddr_t addr,
				uint64_t old_len, uint64_t new_len, vaddr_t to)
{
	int64_t ret;
	handle_t h = vma_to_resize(m, task, addr, old_len, new_len, &ret);

	if (!h)
		return ret;
	if (!to)
		to = get_unmapped_area(m, task_at(m, task)->mm, 0, new_len);
	if (!to) {
		uncharge_growth(m, h, old_len, new_len);
		return -ENOMEM;
	}
	return move_vma(m, task, h, addr, old_len, to, new_len);
}

static int64_t mremap_shrink(struct machine *m, handle_t task, vaddr_t addr,
			     uint64_t old_len, uint64_t new_len)
{
	handle_t mm = task_at(m, task)->mm;
	int64_t ret;

	if (!vma_lookup(m, mm, addr))
		return -EFAULT;
	if (old_len == new_len)
		return (int64_t)addr;
	ret = unmap_start(m, task, addr + new_len, addr + old_len);
	if (ret)
		return ret;
	m->s->work.phase = WORK_DETACH;
	return (int64_t)addr;
}

/* A fixed target is emptied first; mremap_after() then goes on. */
static int64_t mremap_to(struct machine *m, handle_t task, vaddr_t addr,
			 uint64_t old_len, uint64_t new_len, vaddr_t to)
{
	int64_t ret;

	if ((to & (PAGE_SIZE - 1)) || new_len > TASK_SIZE ||
	    to > TASK_SIZE - new_len ||
	    (addr + old_len > to && to + new_len > addr))
		return -EINVAL;
	if (!vma_intersects(m, task_at(m, task)->mm, to, to + new_len))
		return mremap_elsewhere(m, task, addr,
					old_len < new_len ? old_len : new_len,
					new_len, to);
	ret = unmap_start(m, task, to, to + new_len);
	if (ret)
		return ret;
	m->s->work.phase = WORK_DETACH;
	return (int64_t)to;
}

int64_t do_mremap(struct machine *m, handle_t task, vaddr_t addr,
		  uint64_t old_len, uint64_t new_len, unsigned flags,
		  vaddr_t to)
{
	const unsigned known = MREMAP_MAYMOVE_ | MREMAP_FIXED_;
	int64_t ret;
	handle_t h;

	old_len = page_align(old_len);
	new_len = page_align(new_len);
	if ((flags & ~known) || (addr & (PAGE_SIZE - 1)) || !new_len ||
	    !old_len || ((flags & MREMAP_FIXED_) && !(flags & MREMAP_MAYMOVE_)))
		return -EINVAL;
	if (flags & MREMAP_FIXED_)
		return mremap_to(m, task, addr, old_len, new_len, to);
	if (old_len >= new_len)
		return mremap_shrink(m, task, addr, old_len, new_len);
	h = vma_to_resize(m, task, addr, old_len, new_len, &ret);
	if (!h)
		return ret;
	if (grow_in_place(m, h, addr, old_len, new_len))
		return (int64_t)addr;
	uncharge_growth(m, h, old_len, new_len);
	if (!(flags & MREMAP_MAYMOVE_))
		return -ENOMEM;
	return mremap_elsewhere(m, task, addr, old_len, new_len, 0);
}

/* The phases: [empty the target] - move - unmap the old range. */
void mremap_after(struct machine *m)
{
	static const uint32_t next[] = {
		[WORK_DETACH] = WORK_ZAP,
		[WORK_ZAP] = WORK_TABLES,
	};
	struct work *w = &m->s->work;
	handle_t task = w->task;
	struct op op;
	uint64_t old_len;
	vaddr_t addr;

	if (w->phase == WORK_DETACH || w->phase == WORK_ZAP) {
		w->phase = next[w->phase];
		return;
	}
	memcpy(&op, w->op, sizeof(op));
	addr = op.arg[0];
	old_len = old_len_of(&op);
	if (w->phase == WORK_MOVE) {
		w->write = 1;		/* moved: what follows is the end */
		w->phase = unmap_start(m, task, w->start, w->end) ? WORK_NONE :
								    WORK_DETACH;
		return;
	}
	w->phase = WORK_NONE;
	if (w->write || !(op.arg[3] & MREMAP_FIXED_))
		return;
	m->s->op_result = mremap_elsewhere(
		m, task, addr,
		old_len < new_len_of(&op) ? old_len : new_len_of(&op),
		new_len_of(&op), op.arg[4]);
}
