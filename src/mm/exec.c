#include "mm/exec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/disk.h"
#include "mm/fault.h"
#include "mm/file.h"
#include "mm/layout.h"
#include "mm/lru.h"
#include "mm/mmap.h"
#include "mm/pgtable.h"
#include "mm/readahead.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "mm/vma.h"

enum {
	STACK_PAGES = 33,	/* one page of arguments, and 128 KiB below */
	ARGUMENT_BYTES = 0x120,
	VVAR_PAGES = 4,
	VDSO_PAGES = 2,
	VDSO_BYTES = (VVAR_PAGES + VDSO_PAGES) * PAGE_SIZE,
};

/* Where programs go that may lie anywhere; else, the heap of such ones. */
#define ELF_ET_DYN_BASE (TASK_SIZE / 3 * 2)

vaddr_t mmap_base(const struct machine *m, vaddr_t task_size,
		  uint64_t rlimit_stack_bytes, const struct aslr *aslr)
{
	const uint64_t least = UINT64_C(128) << 20;
	const uint64_t most = task_size / 6 * 5;
	uint64_t pad = ((uint64_t)m->s->sysctl[SYSCTL_stack_guard_gap] +
			aslr->stack_max_pages) << PAGE_SHIFT;
	uint64_t gap = rlimit_stack_bytes;

	/* an unlimited stack must not make the sum wrap around */
	if (gap + pad > gap)
		gap += pad;
	gap = gap < least ? least : gap > most ? most : gap;
	return page_align(task_size - gap - (aslr->mmap_pages << PAGE_SHIFT));
}

/* Source: arch/x86/mm/mmap.c arch_pick_mmap_base() (6.1). */
static void pick_bases(struct machine *m, handle_t task, vaddr_t task_size,
		       const struct aslr *aslr)
{
	uint64_t rlimit = task_at(m, task)->rlimit_stack_bytes;
	struct mm *mm = mm_mut(m, task_at(m, task)->mm);

	mm->task_size = task_size;
	mm->bottom_up = m->s->sysctl[SYSCTL_legacy_va_layout] != 0;
	mm->mmap_legacy_base = page_align(task_size / 3) +
			       (aslr->mmap_pages << PAGE_SHIFT);
	mm->mmap_base = mm->bottom_up ? mm->mmap_legacy_base :
			mmap_base(m, task_size, rlimit, aslr);
}

static uint32_t may_flags(uint32_t rights)
{
	return rights | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_SOFTDIRTY;
}

static int64_t map_stack(struct machine *m, handle_t mm, vaddr_t top,
			 const struct aslr *aslr)
{
	const uint32_t flags = may_flags(VM_READ | VM_WRITE) | VM_GROWSDOWN |
			       VM_ACCOUNT;
	vaddr_t end = top - (aslr->stack_pages << PAGE_SHIFT);
	vaddr_t start = end - STACK_PAGES * PAGE_SIZE;

	if (commit_charge(m, mm, STACK_PAGES))
		return -ENOMEM;
	mm_mut(m, mm)->start_stack = (end - ARGUMENT_BYTES - aslr->sp_bytes) &
				     ~UINT64_C(15);
	vma_create(m, mm, start, end, flags, start >> PAGE_SHIFT, 0);
	return 0;
}

/* Address of the image's first byte; 0 if there is no room for it. */
static vaddr_t image_base(struct machine *m, handle_t mm,
			  const struct image *image, const struct aslr *aslr)
{
	uint64_t dyn = ELF_ET_DYN_BASE + (aslr->dyn_pages << PAGE_SHIFT);

	if (image->place == PLACE_LINKED)
		return image->linked;
	if (image->place == PLACE_DYN)
		return dyn & ~(uint64_t)(PAGE_SIZE - 1);
	return get_unmapped_area(m, mm, 0, image->bytes);
}

/* As far as the segments reach; what follows is not loaded. */
static uint64_t image_file_bytes(const struct image *image)
{
	uint64_t bytes = 0;

	for (unsigned i = 0; i < image->nr_segments; i++) {
		const struct segment *s = &image->segment[i];
		uint64_t end = s->offset + s->end - s->start;

		if (s->backing != ANON && end > bytes)
			bytes = end;
	}
	return bytes;
}

/*
 * The file of that name as it is now: one that is too short for the image
 * belonged to another program, which this one has replaced.
 */
static handle_t open_program(struct machine *m, const char *name,
			     uint64_t bytes)
{
	handle_t old = inode_by_name(m, name);

	if (old && inode_at(m, old)->size_bytes < bytes) {
		inode_mut(m, old)->nlink = 0;
		inode_put(m, old);
	}
	return file_open_name(m, name, bytes);
}

static handle_t image_file(struct machine *m, handle_t task,
			   const struct image *image)
{
	uint64_t bytes = image_file_bytes(image);
	char program[64];

	if (image->file)
		return open_program(m, image->file, bytes);
	snprintf(program, sizeof(program), "/usr/bin/%.15s",
		 task_at(m, task)->comm);
	return open_program(m, program, bytes);
}

/*
 * Source: fs/exec.c prepare_binprm(), fs/binfmt_elf.c elf_read() (6.1). Return:
 * 0 or -ENOMEM.
 */
static int64_t read_header(struct machine *m, handle_t file)
{
	handle_t inode = file_at(m, file)->inode;
	pfn_t pfn;

	if (filemap_page(m, inode, 0) == PFN_NONE)
		page_cache_sync_ra(m, file, 0, 1);
	pfn = read_cache_page(m, inode, 0);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	wait_on_page(m, pfn);
	mark_page_accessed(m, pfn);
	put_page(m, pfn);
	return 0;
}

/* RELRO is mapped writable, relocated, and then protected. */
static int64_t map_segment(struct machine *m, handle_t mm,
			   const struct segment *s, vaddr_t base, handle_t file)
{
	uint64_t bytes = s->end - s->start;
	vaddr_t at = base + s->start;
	uint32_t flags = may_flags(s->rights);
	int64_t ret;

	if (s->backing == RELRO) {
		if (commit_charge(m, mm, bytes >> PAGE_SHIFT))
			return -ENOMEM;
		vma_create(m, mm, at, at + bytes, flags | VM_ACCOUNT,
			   s->offset >> PAGE_SHIFT, file);
		return 0;
	}
	if (s->backing == ANON)
		ret = mmap_region(m, mm, at, bytes, flags, 0,
				  at >> PAGE_SHIFT);
	else
		ret = mmap_region(m, mm, at, bytes, flags, file,
				  s->offset >> PAGE_SHIFT);
	return ret < 0 ? ret : 0;
}

/* The file is held by the areas in the end, and meanwhile by us. */
static int64_t map_image(struct machine *m, handle_t task,
			 const struct image *image, vaddr_t base)
{
	handle_t mm = task_at(m, task)->mm;
	bool from_file = image_file_bytes(image) != 0;
	handle_t file = from_file ? image_file(m, task, image) : 0;
	int64_t ret = 0;

	if (file) {
		file_get(m, file);
		ret = read_header(m, file);
	}
	for (unsigned i = 0; i < image->nr_segments && !ret; i++)
		ret = map_segment(m, mm, &image->segment[i], base, file);
	if (file)
		file_put(m, file);
	return ret;
}

/*
 * Images [from, to) of the layout, one after the other; their addresses are
 * noted in base[].
 */
static int64_t map_images(struct machine *m, handle_t task,
			  const struct layout *l, unsigned from, unsigned to,
			  const struct aslr *aslr, vaddr_t base[MAX_IMAGES])
{
	handle_t mm = task_at(m, task)->mm;

	for (unsigned i = from; i < to; i++) {
		int64_t ret;

		base[i] = image_base(m, mm, l->image[i], aslr);
		if (!base[i])
			return -ENOMEM;
		ret = map_image(m, task, l->image[i], base[i]);
		if (ret)
			return ret;
	}
	return 0;
}

/*
 * A wish: above the stack and under the same table, if chance has left room
 * there. Without it the wish cannot be granted, and the search decides.
 *
 * Source: arch/x86/entry/vdso/vma.c vdso_addr() (6.1).
 */
static vaddr_t vdso_wish(vaddr_t start_stack, const struct aslr *aslr)
{
	vaddr_t start = page_align(start_stack);
	vaddr_t end = (start + VDSO_BYTES + PMD_SIZE - 1) & PMD_MASK;

	if (end >= TASK_SIZE)
		end = TASK_SIZE;
	end -= VDSO_BYTES;
	if (end <= start)
		return start;
	return start + (aslr_below(aslr->vdso,
				   ((end - start) >> PAGE_SHIFT) + 1)
			<< PAGE_SHIFT);
}

/* vvar and vdso, side by side; they are the kernel's and never merge. */
static int64_t map_vdso(struct machine *m, handle_t mm, vaddr_t wish)
{
	const uint32_t may = VM_MAYREAD | VM_DONTEXPAND | VM_SOFTDIRTY;
	vaddr_t at = get_unmapped_area(m, mm, wish, VDSO_BYTES);
	vaddr_t vdso = at + VVAR_PAGES * PAGE_SIZE;

	if (!at)
		return -ENOMEM;
	vma_create(m, mm, at, vdso,
		   VM_READ | VM_IO | VM_PFNMAP | VM_DONTDUMP | may, 0,
		   file_open(m, inode_new(m, "[vvar]", INODE_VVAR, 0), 0));
	vma_create(m, mm, vdso, vdso + VDSO_PAGES * PAGE_SIZE,
		   VM_READ | VM_EXEC | VM_MAYWRITE | VM_MAYEXEC | may, 0,
		   file_open(m, inode_new(m, "[vdso]", INODE_VDSO, 0), 0));
	return 0;
}

/* VR1.7; a heap apart from the program keeps no page free below it. */
static void set_edges(struct machine *m, handle_t mm_h, const struct layout *l,
		      vaddr_t base, const struct aslr *aslr)
{
	struct mm *mm = mm_mut(m, mm_h);
	vaddr_t brk = ELF_ET_DYN_BASE;

	if (!l->brk_apart)
		brk = base + l->image[0]->bytes;
	brk = page_align(brk);
	if (aslr->heap)
		brk += (aslr->brk_pages + !l->brk_apart) << PAGE_SHIFT;
	mm->start_code = base + l->start_code;
	mm->end_code = base + l->end_code;
	mm->start_data = base + l->start_data;
	mm->end_data = base + l->end_data;
	mm->start_brk = brk;
	mm->brk = brk;
}

/* The C library asks the vdso for the time functions before main(). */
static int64_t touch_vdso(struct machine *m, handle_t task)
{
	handle_t h = vma_first(m, task_at(m, task)->mm);

	for (; h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		if (v->file && vma_inode(m, v)->kind == INODE_VDSO)
			return fault_at_start(m, task, v->start, false);
	}
	return 0;
}

/* The first page that is run; the rest of the image follows as it is used. */
static int64_t touch_text(struct machine *m, handle_t task,
			  const struct image *image, vaddr_t base)
{
	for (unsigned i = 0; i < image->nr_segments; i++)
		if (image->segment[i].rights & VM_EXEC)
			return fault_at_start(m, task,
					      base + image->segment[i].start,
					      false);
	return 0;
}

/*
 * What is written and run before main(): arguments on the stack, relocations
 * and the rest of the last page of data of each image (VR1.8), its code.
 */
static int64_t touch_pages(struct machine *m, handle_t task,
			   const struct layout *l,
			   const vaddr_t base[MAX_IMAGES])
{
	handle_t mm = task_at(m, task)->mm;
	vaddr_t page = mm_at(m, mm)->start_stack & ~(vaddr_t)(PAGE_SIZE - 1);
	vaddr_t end = vma_at(m, vma_lookup(m, mm, page))->end;
	int64_t ret = 0;

	for (; page < end && !ret; page += PAGE_SIZE)
		ret = fault_at_start(m, task, page, true);
	for (unsigned i = 0; i < l->nr_images && !ret; i++) {
		const struct image *image = l->image[i];

		if (image->touched)
			ret = fault_at_start(m, task,
					     base[i] + image->touched, true);
		if (!ret)
			ret = touch_text(m, task, image, base[i]);
	}
	return ret ? ret : touch_vdso(m, task);
}

static struct aslr distances(const struct machine *m, handle_t task,
			     uint64_t seed, bool ia32)
{
	if (seed)
		return aslr_draw(m, seed, 0, ia32);
	return aslr_draw(m, m->s->random, task_at(m, task)->pid, ia32);
}

static int64_t exec_layout(struct machine *m, handle_t task,
			   const struct layout *l, uint64_t seed)
{
	handle_t mm = task_at(m, task)->mm;
	vaddr_t base[MAX_IMAGES] = { 0 };
	vaddr_t top = l->ia32 ? l->ia32 : TASK_SIZE;
	struct aslr aslr = distances(m, task, seed, l->ia32);
	int64_t ret;

	pick_bases(m, task, top, &aslr);
	ret = map_stack(m, mm, top, &aslr);
	if (!ret)
		ret = map_images(m, task, l, 0, l->nr_by_kernel, &aslr, base);
	if (!ret)
		ret = map_vdso(m, mm, l->ia32 ? 0 :
			       vdso_wish(mm_at(m, mm)->start_stack, &aslr));
	if (!ret)
		ret = map_images(m, task, l, l->nr_by_kernel, l->nr_images,
				 &aslr, base);
	if (ret)
		return ret;
	set_edges(m, mm, l, base[0], &aslr);
	return touch_pages(m, task, l, base);
}

int64_t do_exec(struct machine *m, uint32_t slot, const char name[NAME_BYTES],
		unsigned layout, uint64_t seed)
{
	const struct layout *l = layout_find(layout);
	handle_t h;
	int64_t ret;

	/* a toy of free frames only has no kernel image to take pages from */
	if (!l || zone_kind(m, m->s->zero_pfn) != KIND_RESERVED ||
	    zone_kind(m, m->s->zero_pfn + 1) != KIND_RESERVED)
		return -EINVAL;
	h = task_new(m, slot, name);
	if (!h)
		return -ENOMEM;
	m->log->pid = task_at(m, h)->pid;
	ret = exec_layout(m, h, l, seed);
	if (ret) {
		task_undo(m, h);
		return ret;
	}
	event_emit(m, EV_sched_process_exec, task_at(m, h)->pid,
		   mm_at(m, task_at(m, h)->mm)->start_code);
	return task_at(m, h)->pid;
}
