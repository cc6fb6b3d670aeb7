#include "mm/mprotect.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/rlimit.h"
#include "mm/vma.h"

handle_t vma_modify(struct machine *m, handle_t h, vaddr_t start, vaddr_t end,
		    uint32_t flags)
{
	struct vma v = *vma_at(m, h);
	handle_t prev = start > v.start ? h : vma_prev(m, h);
	handle_t merged;

	merged = vma_merge(m, v.mm, prev, start, end, flags, v.anon_vma, v.file,
			   v.pgoff + ((start - v.start) >> PAGE_SHIFT));
	if (merged)
		return merged;
	if (start > v.start) {
		h = vma_split(m, h, start);
		if (!h)
			return 0;
	}
	if (end < v.end && !vma_split(m, h, end))
		return 0;
	v = *vma_at(m, h);
	vma_set(m, h, v.start, v.end, v.pgoff, flags);
	event_emit(m, EV_vma_adjust, v.start, v.end, flags);
	return h;
}

/*
 * A private area that becomes writable is promised its pages from then on,
 * and keeps the promise (VV2.20).
 *
 * Source: mm/mprotect.c mprotect_fixup() (6.1).
 */
static int64_t mprotect_fixup(struct machine *m, handle_t task, handle_t h,
			      vaddr_t start, vaddr_t end, uint32_t flags)
{
	uint32_t old = vma_at(m, h)->flags;
	uint64_t pages = (end - start) >> PAGE_SHIFT;
	bool charged = false;

	if (flags == old)
		return 0;
	if (flags & VM_WRITE) {
		if (!may_expand_vm(m, task, flags, pages) &&
		    may_expand_vm(m, task, old, pages))
			return -ENOMEM;
		charged = !(old & (VM_ACCOUNT | VM_WRITE | VM_SHARED |
				   VM_NORESERVE));
	}
	if (charged) {
		if (commit_charge(m, vma_at(m, h)->mm, pages))
			return -ENOMEM;
		flags |= VM_ACCOUNT;
	}
	if (vma_modify(m, h, start, end, flags))
		return 0;
	if (charged)
		commit_uncharge(m, pages);
	return -ENOMEM;
}

static uint32_t vm_prot(unsigned prot)
{
	return (prot & PROT_READ_ ? VM_READ : 0u) |
	       (prot & PROT_WRITE_ ? VM_WRITE : 0u) |
	       (prot & PROT_EXEC_ ? VM_EXEC : 0u);
}

/* Area by area; *reached tells how far it came. */
static int64_t protect_areas(struct machine *m, handle_t task, vaddr_t start,
			     vaddr_t end, unsigned prot, vaddr_t *reached)
{
	handle_t mm = task_at(m, task)->mm;

	for (*reached = start; *reached < end;) {
		handle_t h = vma_lookup(m, mm, *reached);
		struct vma v;
		vaddr_t stop;
		uint32_t flags;
		int64_t ret;

		if (!h)
			return -ENOMEM;
		v = *vma_at(m, h);
		stop = v.end < end ? v.end : end;
		flags = vm_prot(prot) | (v.flags & ~(uint32_t)VM_ACCESS_FLAGS);
		/* the MAY bits stand four to the left of the rights */
		if (flags & ~(flags >> 4) & VM_ACCESS_FLAGS)
			return -EACCES;
		ret = mprotect_fixup(m, task, h, *reached, stop, flags);
		if (ret)
			return ret;
		*reached = stop;
	}
	return 0;
}

int64_t do_mprotect(struct machine *m, handle_t task, vaddr_t start,
		    uint64_t len, unsigned prot)
{
	struct work *w = &m->s->work;
	vaddr_t reached, end;
	int64_t ret;

	if (start & (PAGE_SIZE - 1))
		return -EINVAL;
	if (!len)
		return 0;
	end = start + page_align(len);
	if (end <= start)
		return -ENOMEM;
	ret = protect_areas(m, task, start, end, prot, &reached);
	if (reached > start) {
		w->task = task;
		w->phase = WORK_PROTECT;
		w->at = start;
		w->end = reached;
	}
	return ret;
}

void mprotect_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}

/*
 * Give the right to write back at once where nobody shares the page, or where
 * it is known as dirty already; saves the fault (VV5.6).
 *
 * Source: mm/mprotect.c can_change_pte_writable() (6.1).
 */
static bool can_write_at_once(const struct machine *m, const struct vma *v,
			      pte_t e)
{
	const struct frame *f;
	pfn_t pfn;

	if (!(v->flags & VM_WRITE) || !(e & PTE_PRESENT) || !(e & PTE_DIRTY))
		return false;
	if (v->flags & VM_SHARED)
		return true;
	pfn = vm_normal_page(m, e);
	f = pfn == PFN_NONE ? NULL : frame_at(m, pfn);
	return f && frame_kind(f) == KIND_ANON && (f->flags & PG_ANON_EXCLUSIVE);
}

/*
 * What the entry remembers stays as it was: other rights are no access.
 *
 * Source: arch/x86/include/asm/pgtable.h pte_modify() (6.1).
 */
static pte_t pte_modify(pte_t e, pte_t rights)
{
	const pte_t kept = PTE_SPECIAL | PTE_ACCESSED | PTE_DIRTY |
			   PTE_SOFT_DIRTY;

	return pte_make(pte_pfn(e), (rights & ~kept) | (e & kept));
}

/* One entry; a page in a swap area learns of its rights when it comes back. */
static void protect_entry(struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t table = pgtable_lookup(m, mm, addr);
	pte_t old = table_at(m, table)->entry[pt_index(addr, LEVEL_PTE)];
	const struct vma *v = vma_at(m, vma_lookup(m, mm, addr));
	pte_t e;

	if (!pte_present(old))
		return;
	e = pte_modify(old, vma_page_prot(m, v));
	if (can_write_at_once(m, v, e))
		e |= PTE_RW;
	if (e != old)
		pgtable_set(m, table, addr, e, PTE_PROTECT);
}

/* Source: mm/mprotect.c change_pte_range() (6.1). */
bool protect_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;

	for (;;) {
		w->at = pgtable_next_used(m, mm, w->at, w->end);
		if (w->at >= w->end)
			return true;
		if (!*budget)
			return false;
		--*budget;
		protect_entry(m, mm, w->at);
		w->at += PAGE_SIZE;
	}
}
