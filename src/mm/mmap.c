#include "mm/mmap.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/commit.h"
#include "mm/fd.h"
#include "mm/label.h"
#include "mm/pgtable.h"
#include "mm/populate.h"
#include "mm/rlimit.h"
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
	if (flags & VM_SPECIAL)
		flags &= ~VM_LOCKED_MASK;
	if (flags & VM_LOCKED)
		mm_mut(m, mm)->locked_vm += len >> PAGE_SHIFT;
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
static int64_t check_fixed(const struct machine *m, handle_t task, vaddr_t addr,
			   uint64_t len, unsigned flags)
{
	handle_t mm = task_at(m, task)->mm;
	const vaddr_t top = mm_at(m, mm)->task_size;

	if (len > top || addr > top - len)
		return -ENOMEM;
	if (addr & (PAGE_SIZE - 1))
		return -EINVAL;
	if (!may_map_at(m, task, addr))
		return -EPERM;
	if ((flags & MAP_FIXED_NOREPLACE_) &&
	    vma_intersects(m, mm, addr, addr + len))
		return -EEXIST;
	return 0;
}

/* One system call; `fd` is a descriptor's label, 0 = none. */
struct mapping {
	vaddr_t	 addr;
	uint64_t len;
	unsigned prot, flags;
	uint32_t fd;
	uint64_t offset;
};

static struct mapping mapping_of(const struct op *op)
{
	const uint64_t mask = (UINT64_C(1) << OP_FD_SHIFT) - 1;

	return (struct mapping){
		.addr = op->arg[0], .len = page_align(op->arg[1]),
		.prot = (unsigned)op->arg[2], .flags = (unsigned)op->arg[3],
		.fd = (uint32_t)(op->arg[4] >> OP_FD_SHIFT),
		.offset = op->arg[4] & mask,
	};
}

/*
 * What stands behind the area: an open file, or the hidden file of shared
 * memory, which is promised now for all its length; private memory has none.
 */
static int64_t mapping_file(struct machine *m, handle_t task,
			    const struct mapping *r, uint32_t vm,
			    handle_t *file)
{
	uint64_t promised = vm & VM_NORESERVE ? 0 : r->len >> PAGE_SHIFT;

	*file = r->fd ? fd_file(m, task, r->fd) : 0;
	if (r->fd)
		return *file ? 0 : -EBADF;
	if (!(r->flags & MAP_SHARED_))
		return 0;
	if (commit_charge(m, task_at(m, task)->mm, promised))
		return -ENOMEM;
	*file = shmem_file_setup(m, r->len, promised);
	return 0;
}

/* The mapping itself; the place is free. Then the faults that are wished. */
static int64_t place(struct machine *m, handle_t task, const struct mapping *r)
{
	handle_t mm = task_at(m, task)->mm, file;
	uint32_t vm = vm_flags_of(m, r->prot, r->flags) |
		      mm_at(m, mm)->def_flags;
	uint64_t pgoff = r->addr >> PAGE_SHIFT;
	int64_t ret;

	if (!may_expand_vm(m, task, vm, r->len >> PAGE_SHIFT))
		return -ENOMEM;
	ret = mapping_file(m, task, r, vm, &file);
	if (ret)
		return ret;
	if (file)
		pgoff = r->offset >> PAGE_SHIFT;
	ret = mmap_region(m, mm, r->addr, r->len, vm, file, pgoff);
	if (ret >= 0 && ((r->flags & MAP_POPULATE_) || (vm & VM_LOCKED)))
		populate_start(m, task, r->addr, r->addr + r->len,
			       POPULATE_WISH);
	return ret;
}

/* Source: mm/mmap.c do_mmap(), ksys_mmap_pgoff() (6.1). Return: 0 or -errno. */
static int64_t check_mapping(const struct machine *m, handle_t task,
			     const struct mapping *r)
{
	handle_t mm = task_at(m, task)->mm;
	bool shared = r->flags & MAP_SHARED_;

	if (!shared == !(r->flags & MAP_PRIVATE_) ||
	    (r->offset & (PAGE_SIZE - 1)) ||
	    (shared && (r->flags & MAP_GROWSDOWN_)))
		return -EINVAL;
	if (r->fd && !fd_file(m, task, r->fd))
		return -EBADF;
	if (!r->len || mm_at(m, mm)->map_count > setting(m, SYSCTL_max_map_count))
		return -ENOMEM;
	return 0;
}

/*
 * A file system on a disk asks for a place where whole slots of 2 MiB of the
 * file fit into whole slots of addresses, for the day of huge pages.
 *
 * Return: 0 if the range is too short for it, or there is no room.
 * Source: mm/huge_memory.c __thp_get_unmapped_area() (6.1).
 */
static vaddr_t thp_get_unmapped_area(struct machine *m, handle_t mm,
				     const struct mapping *r)
{
	uint64_t end = r->offset + r->len;
	uint64_t first = (r->offset + PMD_SIZE - 1) & PMD_MASK;
	vaddr_t at;

	if (end <= first || end - first < PMD_SIZE)
		return 0;
	at = get_unmapped_area(m, mm, r->addr, r->len + PMD_SIZE);
	if (!at || at == r->addr)
		return at;
	return at + ((r->offset - at) & ~PMD_MASK);
}

static bool on_disk(const struct machine *m, handle_t task,
		    const struct mapping *r)
{
	handle_t file = r->fd ? fd_file(m, task, r->fd) : 0;

	return file && inode_at(m, file_at(m, file)->inode)->kind == INODE_REGULAR;
}

/* Where it goes; only the place of MAP_FIXED is the caller's choice. */
static int64_t choose_place(struct machine *m, handle_t task, struct mapping *r)
{
	const vaddr_t lowest = setting(m, SYSCTL_mmap_min_addr);
	handle_t mm = task_at(m, task)->mm;
	vaddr_t aligned;

	if (r->flags & (MAP_FIXED_ | MAP_FIXED_NOREPLACE_))
		return check_fixed(m, task, r->addr, r->len, r->flags);
	r->addr &= ~(vaddr_t)(PAGE_SIZE - 1);
	if (r->addr && r->addr < lowest)
		r->addr = page_align(lowest);
	aligned = on_disk(m, task, r) ? thp_get_unmapped_area(m, mm, r) : 0;
	r->addr = aligned ? aligned :
			    get_unmapped_area(m, mm, r->addr, r->len);
	return r->addr ? 0 : -ENOMEM;
}

int64_t begin_mmap(struct machine *m, const struct op *op, handle_t task)
{
	handle_t mm = task_at(m, task)->mm;
	struct mapping r = mapping_of(op);
	int64_t ret;

	if (!op_place(m, op, &r.addr) || !op->arg[1])
		return -EINVAL;
	ret = check_mapping(m, task, &r);
	if (!ret)
		ret = choose_place(m, task, &r);
	if (!ret && !may_lock_more(m, task, mm_at(m, mm)->def_flags,
				   r.len >> PAGE_SHIFT))
		ret = -EAGAIN;
	if (ret)
		return ret;
	if (!vma_intersects(m, mm, r.addr, r.addr + r.len))
		return place(m, task, &r);
	ret = do_munmap(m, task, r.addr, r.len);
	return ret ? ret : (int64_t)r.addr;
}

void mmap_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct mapping r;
	struct op op;

	if (w->phase == WORK_POPULATE) {
		w->phase = WORK_NONE;
		return;
	}
	if (unmap_next(m))
		return;
	memcpy(&op, w->op, sizeof(op));
	r = mapping_of(&op);
	r.addr = w->start;
	m->s->op_result = place(m, w->task, &r);
}

int64_t do_munmap(struct machine *m, handle_t task, vaddr_t start,
		  uint64_t len)
{
	handle_t mm = task_at(m, task)->mm;
	const vaddr_t top = mm_at(m, mm)->task_size;

	if ((start & (PAGE_SIZE - 1)) || start > top ||
	    len > top - start || !len)
		return -EINVAL;
	len = page_align(len);
	if (!vma_intersects(m, mm, start, start + len))
		return 0;
	update_hiwater_vm(m, mm);
	return unmap_start(m, task, start, start + len);
}

void munmap_after(struct machine *m)
{
	unmap_next(m);
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
	handle_t mm = task_at(m, task)->mm, h;
	const uint32_t flags = VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE |
			       VM_MAYEXEC | VM_ACCOUNT | VM_SOFTDIRTY |
			       mm_at(m, mm)->def_flags;
	handle_t next = vma_find(m, mm, oldbrk);
	uint64_t pages = (newbrk - oldbrk) >> PAGE_SHIFT;

	if (next && newbrk + PAGE_SIZE > vma_start_gap(m, vma_at(m, next)))
		return false;
	if (!may_lock_more(m, task, flags, pages) ||
	    !may_expand_vm(m, task, flags, pages) ||
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
	if (flags & VM_LOCKED) {
		mm_mut(m, mm)->locked_vm += pages;
		populate_start(m, task, oldbrk, newbrk, POPULATE_WISH);
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

void brk_after(struct machine *m)
{
	if (m->s->work.phase == WORK_POPULATE)
		m->s->work.phase = WORK_NONE;
	else
		unmap_next(m);
}
