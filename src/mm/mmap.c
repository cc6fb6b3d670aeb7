#include "mm/mmap.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/commit.h"
#include "mm/fault.h"
#include "mm/file.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/sysctl.h"
#include "mm/unmap.h"
#include "mm/vma.h"

static uint64_t setting(const struct machine *m, enum sysctl_id id)
{
	return (uint64_t)m->s->sysctl[id];
}

/*
 * A hint is taken if it is free and leaves a stack above it its gap; else the
 * highest gap below mmap_base; at last the lowest one above the legacy base.
 *
 * Source: arch/x86/kernel/sys_x86_64.c arch_get_unmapped_area_topdown() (6.1).
 */
vaddr_t get_unmapped_area(struct machine *m, handle_t mm, vaddr_t hint,
			  uint64_t len)
{
	const struct mm *map = mm_at(m, mm);
	vaddr_t low = setting(m, SYSCTL_mmap_min_addr);
	vaddr_t addr = 0;

	if (len > map->task_size)
		return 0;
	if (hint && hint <= map->task_size - len) {
		handle_t next = vma_find(m, mm, hint);

		if (!next || hint + len <= vma_start_gap(m, vma_at(m, next)))
			return hint;
	}
	if (!map->bottom_up)
		addr = vma_gap_topdown(m, mm, len, low, map->mmap_base);
	if (addr)
		return addr;
	return vma_gap_bottomup(m, mm, len, map->mmap_legacy_base,
				map->task_size);
}

bool may_expand_vm(const struct machine *m, handle_t task, uint32_t flags,
		   uint64_t pages)
{
	const struct task *t = task_at(m, task);
	const struct mm *mm = mm_at(m, t->mm);
	bool data = (flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) == VM_WRITE;

	if (mm->total_vm + pages > t->rlimit_as_bytes >> PAGE_SHIFT)
		return false;
	return !data ||
	       mm->data_vm + pages <= t->rlimit_data_bytes >> PAGE_SHIFT;
}

static bool accountable(uint32_t flags)
{
	return (flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

int64_t mmap_region(struct machine *m, handle_t mm, vaddr_t addr, uint64_t len,
		    uint32_t flags, handle_t file, uint64_t pgoff)
{
	if (accountable(flags)) {
		if (commit_charge(m, mm, len >> PAGE_SHIFT))
			return -ENOMEM;
		flags |= VM_ACCOUNT;
	}
	if (!vma_expand_over(m, mm, addr, addr + len, flags, file, pgoff))
		vma_create(m, mm, addr, addr + len, flags, pgoff, file);
	return (int64_t)addr;
}

static uint32_t vm_flags_of(const struct machine *m, unsigned prot,
			    unsigned flags)
{
	uint32_t vm = VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_SOFTDIRTY;

	vm |= prot & PROT_READ_ ? VM_READ : 0u;
	vm |= prot & PROT_WRITE_ ? VM_WRITE : 0u;
	vm |= prot & PROT_EXEC_ ? VM_EXEC : 0u;
	if (flags & MAP_SHARED_)
		vm |= VM_SHARED | VM_MAYSHARE;
	if (flags & MAP_GROWSDOWN_)
		vm |= VM_GROWSDOWN;
	/* the strict mode counts everything */
	if ((flags & MAP_NORESERVE_) &&
	    m->s->sysctl[SYSCTL_overcommit_memory] != 2)
		vm |= VM_NORESERVE;
	return vm;
}

/* MAP_FIXED: the place is the caller's choice. Return: 0 or -errno. */
static int64_t check_fixed(const struct machine *m, handle_t mm, vaddr_t addr,
			   uint64_t len, unsigned flags)
{
	const vaddr_t top = mm_at(m, mm)->task_size;

	if (len > top || addr > top - len)
		return -ENOMEM;
	if (addr & (PAGE_SIZE - 1))
		return -EINVAL;
	if (addr < setting(m, SYSCTL_mmap_min_addr))
		return -EPERM;
	if ((flags & MAP_FIXED_NOREPLACE_) &&
	    vma_intersects(m, mm, addr, addr + len))
		return -EEXIST;
	return 0;
}

/* The mapping itself; the place is free. Then the faults of MAP_POPULATE. */
static int64_t place(struct machine *m, handle_t task, vaddr_t addr,
		     uint64_t len, unsigned prot, unsigned flags)
{
	handle_t mm = task_at(m, task)->mm;
	uint32_t vm = vm_flags_of(m, prot, flags);
	handle_t file = 0;
	uint64_t pgoff = addr >> PAGE_SHIFT;
	int64_t ret;

	if (!may_expand_vm(m, task, vm, len >> PAGE_SHIFT))
		return -ENOMEM;
	if (flags & MAP_SHARED_) {
		uint64_t promised = vm & VM_NORESERVE ? 0 : len >> PAGE_SHIFT;

		if (commit_charge(m, mm, promised))
			return -ENOMEM;
		file = shmem_file_setup(m, len, promised);
		pgoff = 0;
	}
	ret = mmap_region(m, mm, addr, len, vm, file, pgoff);
	if (ret >= 0 && (flags & MAP_POPULATE_)) {
		struct work *w = &m->s->work;

		w->task = task;
		w->phase = WORK_POPULATE;
		w->at = addr;
		w->end = addr + len;
		w->to = 0;
		w->write = (vm & (VM_WRITE | VM_SHARED)) == VM_WRITE;
	}
	return ret;
}

int64_t do_mmap(struct machine *m, handle_t task, vaddr_t hint, uint64_t len,
		unsigned prot, unsigned flags)
{
	handle_t mm = task_at(m, task)->mm;
	bool fixed = flags & (MAP_FIXED_ | MAP_FIXED_NOREPLACE_);
	vaddr_t addr = hint;
	int64_t ret;

	if (!len || !(flags & MAP_SHARED_) == !(flags & MAP_PRIVATE_) ||
	    ((flags & MAP_SHARED_) && (flags & MAP_GROWSDOWN_)))
		return -EINVAL;
	len = page_align(len);
	if (!len || mm_at(m, mm)->map_count > setting(m, SYSCTL_max_map_count))
		return -ENOMEM;
	if (fixed) {
		ret = check_fixed(m, mm, addr, len, flags);
		if (ret)
			return ret;
	} else {
		addr &= ~(vaddr_t)(PAGE_SIZE - 1);
		if (addr && addr < setting(m, SYSCTL_mmap_min_addr))
			addr = page_align(setting(m, SYSCTL_mmap_min_addr));
		addr = get_unmapped_area(m, mm, addr, len);
		if (!addr)
			return -ENOMEM;
	}
	if (!fixed || !vma_intersects(m, mm, addr, addr + len))
		return place(m, task, addr, len, prot, flags);
	ret = do_munmap(m, task, addr, len);
	return ret ? ret : (int64_t)addr;
}

/* Detach, zap, tables: what every unmapping goes through. */
static bool unmap_next(struct work *w)
{
	static const uint32_t next[] = {
		[WORK_DETACH] = WORK_ZAP,
		[WORK_ZAP] = WORK_TABLES,
		[WORK_TABLES] = WORK_NONE,
	};

	w->phase = next[w->phase];
	return w->phase != WORK_NONE;
}

void mmap_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct op op;

	if (w->phase == WORK_POPULATE) {
		w->phase = WORK_NONE;
		return;
	}
	if (unmap_next(w))
		return;
	memcpy(&op, w->op, sizeof(op));
	m->s->op_result = place(m, w->task, w->start, w->end - w->start,
				(unsigned)op.arg[2], (unsigned)op.arg[3]);
}

int64_t do_munmap(struct machine *m, handle_t task, vaddr_t start,
		  uint64_t len)
{
	handle_t mm = task_at(m, task)->mm;
	const vaddr_t top = mm_at(m, mm)->task_size;
	int64_t ret;

	if ((start & (PAGE_SIZE - 1)) || start > top ||
	    len > top - start || !len)
		return -EINVAL;
	len = page_align(len);
	if (!vma_intersects(m, mm, start, start + len))
		return 0;
	update_hiwater_vm(m, mm);
	ret = unmap_start(m, task, start, start + len);
	if (ret == 0)
		m->s->work.phase = WORK_DETACH;
	return ret;
}

void munmap_after(struct machine *m)
{
	unmap_next(&m->s->work);
}

/* MAP_POPULATE is a wish: what cannot be had does not make mmap() fail. */
static void populate_failed(struct machine *m, int64_t error)
{
	if (m->s->work.verb != OP_mmap)
		m->s->op_result = error;
}

/*
 * May the pages of this area be faulted in? A wish of mmap() asks for no more
 * than the area allows; an advice names the right that it wants.
 *
 * Source: mm/gup.c check_vma_flags() (6.1).
 */
static bool may_populate(const struct work *w, const struct vma *v)
{
	uint32_t need = w->verb == OP_mmap ? VM_ACCESS_FLAGS :
			w->write	   ? VM_WRITE :
					     VM_READ;

	return !(v->flags & (VM_IO | VM_PFNMAP)) && (v->flags & need);
}

/*
 * The next area on the way; work.to is then its end. Holes are stepped over.
 * Return: false if nothing is left to be done.
 */
static bool populate_enter(struct machine *m)
{
	struct work *w = &m->s->work;
	handle_t h = vma_find(m, task_at(m, w->task)->mm, w->at);
	const struct vma *v = h ? vma_at(m, h) : NULL;

	if (!v || v->start > w->at)
		populate_failed(m, -ENOMEM);
	if (!v || v->start >= w->end)
		return false;
	if (!may_populate(w, v)) {
		populate_failed(m, -EINVAL);
		return false;
	}
	w->at = v->start > w->at ? v->start : w->at;
	w->to = v->end;
	return true;
}

/* Source: mm/madvise.c madvise_populate(), mm/gup.c __mm_populate() (6.1). */
bool populate_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	while (w->at < w->end) {
		int64_t ret;

		if (!*budget)
			return false;
		--*budget;
		if (w->at >= w->to && !populate_enter(m))
			break;
		ret = fault_in(m, w->task, w->at, w->write);
		if (ret) {
			populate_failed(m, ret);
			break;
		}
		w->at += PAGE_SIZE;
	}
	return true;
}

/*
 * The heap's area, if the new pages can simply be added to it. The search
 * begins at start_brk and does not see the bss that ends there (VV1.6).
 */
static handle_t brk_vma(const struct machine *m, handle_t mm, vaddr_t oldbrk,
			uint32_t flags)
{
	handle_t h = vma_before(m, mm, oldbrk);

	if (!h || vma_at(m, h)->end != oldbrk ||
	    vma_at(m, h)->end <= mm_at(m, mm)->start_brk)
		return 0;
	if (!vma_can_append(m, h, flags, 0, 0, oldbrk >> PAGE_SHIFT))
		return 0;
	return h;
}

/* Source: mm/mmap.c do_brk_flags() (6.1). */
static bool brk_grow(struct machine *m, handle_t task, vaddr_t oldbrk,
		     vaddr_t newbrk)
{
	const uint32_t flags = VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE |
			       VM_MAYEXEC | VM_ACCOUNT | VM_SOFTDIRTY;
	handle_t mm = task_at(m, task)->mm, h;
	handle_t next = vma_find(m, mm, oldbrk);
	uint64_t pages = (newbrk - oldbrk) >> PAGE_SHIFT;

	if (next && newbrk + PAGE_SIZE > vma_start_gap(m, vma_at(m, next)))
		return false;
	if (!may_expand_vm(m, task, flags, pages) ||
	    mm_at(m, mm)->map_count > setting(m, SYSCTL_max_map_count) ||
	    commit_charge(m, mm, pages))
		return false;
	h = brk_vma(m, mm, oldbrk, flags);
	if (h) {
		struct vma v = *vma_at(m, h);

		vma_set(m, h, v.start, newbrk, v.pgoff, v.flags);
		event_emit(m, EV_vma_adjust, v.start, newbrk, v.flags);
	} else {
		vma_create(m, mm, oldbrk, newbrk, flags, oldbrk >> PAGE_SHIFT, 0);
	}
	return true;
}

/* Source: mm/mmap.c brk(), do_brk_munmap() (6.1). */
static bool brk_shrink(struct machine *m, handle_t task, vaddr_t newbrk,
		       vaddr_t oldbrk)
{
	/* somebody has unmapped the end of the heap: it cannot be given back */
	return vma_intersects(m, task_at(m, task)->mm, newbrk, oldbrk) &&
	       do_munmap(m, task, newbrk, oldbrk - newbrk) == 0;
}

int64_t do_brk(struct machine *m, handle_t task, vaddr_t brk)
{
	handle_t mm_h = task_at(m, task)->mm;
	const struct mm *mm = mm_at(m, mm_h);
	vaddr_t origbrk = mm->brk;
	vaddr_t newbrk = page_align(brk), oldbrk = page_align(mm->brk);
	uint64_t data = (brk - mm->start_brk) + (mm->end_data - mm->start_data);

	if (brk < mm->start_brk || brk > mm->task_size ||
	    data > task_at(m, task)->rlimit_data_bytes)
		return (int64_t)origbrk;
	if (newbrk > oldbrk && !brk_grow(m, task, oldbrk, newbrk))
		return (int64_t)origbrk;
	if (newbrk < oldbrk && !brk_shrink(m, task, newbrk, oldbrk))
		return (int64_t)origbrk;
	mm_mut(m, mm_h)->brk = brk;
	return (int64_t)brk;
}
