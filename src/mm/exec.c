#include "mm/exec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/fault.h"
#include "mm/file.h"
#include "mm/mmap.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/sysctl.h"
#include "mm/vma.h"

enum {
	STACK_PAGES = 33,	/* one page of arguments, and 128 KiB below */
	VVAR_PAGES = 4,
	VDSO_PAGES = 2,
	RO = VM_READ, RX = VM_READ | VM_EXEC, RW = VM_READ | VM_WRITE,
};

/* A range of the program's file, or of bss (anonymous, no file). */
struct segment {
	vaddr_t	 start, end;
	uint64_t offset;	/* in the file, bytes */
	uint32_t rights;
	uint32_t file;		/* index in layout.files + 1; 0 = anonymous */
	uint32_t was_written;	/* RELRO: was writable while it was loaded */
};

struct layout {
	const char    *files[3];	/* NULL = /usr/bin/NAME of the task */
	struct segment segment[20];
	unsigned       nr_segments;
	vaddr_t	       start_code, end_code, start_data, end_data;
	vaddr_t	       brk;		/* end of bss */
	vaddr_t	       touched[3];	/* pages written before main(); 0 ends */
	vaddr_t	       vvar;		/* 0 = by the search below mmap_base */
};

/* A static program at 400000, as VV1.6 shows one. */
static const struct layout layout_static = {
	.files = { NULL },
	.segment = {
		{ 0x400000, 0x401000, 0x0, RO, 1, 0 },
		{ 0x401000, 0x479000, 0x1000, RX, 1, 0 },
		{ 0x479000, 0x4a1000, 0x79000, RO, 1, 0 },
		{ 0x4a1000, 0x4a5000, 0xa0000, RO, 1, 1 },
		{ 0x4a5000, 0x4a8000, 0xa4000, RW, 1, 0 },
		{ 0x4a8000, 0x5b2000, 0x0, RW, 0, 0 },
	},
	.nr_segments = 6,
	.start_code = 0x400000, .end_code = 0x478f71,
	.start_data = 0x4a16d8, .end_data = 0x4a7270,
	.brk = 0x5b2000,
	.touched = { 0x4a7000 },
};

/* A dynamic one: program, C library and loader, as VV1.7 shows one. */
static const struct layout layout_pie = {
	.files = { NULL, "/usr/lib/x86_64-linux-gnu/libc.so.6",
		   "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" },
	.segment = {
		{ 0x555555554000, 0x555555555000, 0x0, RO, 1, 0 },
		{ 0x555555555000, 0x555555557000, 0x1000, RX, 1, 0 },
		{ 0x555555557000, 0x555555558000, 0x3000, RO, 1, 0 },
		{ 0x555555558000, 0x555555559000, 0x3000, RO, 1, 1 },
		{ 0x555555559000, 0x55555555a000, 0x4000, RW, 1, 0 },
		{ 0x55555555a000, 0x55555565d000, 0x0, RW, 0, 0 },
		{ 0x7ffff7ddd000, 0x7ffff7de0000, 0x0, RW, 0, 0 },
		{ 0x7ffff7de0000, 0x7ffff7e06000, 0x0, RO, 2, 0 },
		{ 0x7ffff7e06000, 0x7ffff7f5b000, 0x26000, RX, 2, 0 },
		{ 0x7ffff7f5b000, 0x7ffff7fae000, 0x17b000, RO, 2, 0 },
		{ 0x7ffff7fae000, 0x7ffff7fb2000, 0x1ce000, RO, 2, 1 },
		{ 0x7ffff7fb2000, 0x7ffff7fb4000, 0x1d2000, RW, 2, 0 },
		{ 0x7ffff7fb4000, 0x7ffff7fc1000, 0x0, RW, 0, 0 },
		{ 0x7ffff7fca000, 0x7ffff7fcb000, 0x0, RO, 3, 0 },
		{ 0x7ffff7fcb000, 0x7ffff7ff1000, 0x1000, RX, 3, 0 },
		{ 0x7ffff7ff1000, 0x7ffff7ffb000, 0x27000, RO, 3, 0 },
		{ 0x7ffff7ffb000, 0x7ffff7ffd000, 0x31000, RO, 3, 1 },
		{ 0x7ffff7ffd000, 0x7ffff7fff000, 0x33000, RW, 3, 0 },
	},
	.nr_segments = 18,
	.start_code = 0x555555554000, .end_code = 0x5555555569f1,
	.start_data = 0x555555558db0, .end_data = 0x555555559010,
	.brk = 0x55555565d000,
	.touched = { 0x555555559000, 0x7ffff7fb2000, 0x7ffff7ffd000 },
	.vvar = 0x7ffff7fc4000,
};

/* Nothing but stack, vvar and vdso: for lessons on areas. */
static const struct layout layout_empty = { .brk = 0x555555555000 };

vaddr_t mmap_base(const struct machine *m, uint64_t rlimit_stack_bytes)
{
	const uint64_t least = UINT64_C(128) << 20;
	const uint64_t most = TASK_SIZE / 6 * 5;
	uint64_t pad = (uint64_t)m->s->sysctl[SYSCTL_stack_guard_gap]
		       << PAGE_SHIFT;
	uint64_t gap = rlimit_stack_bytes;

	/* an unlimited stack must not make the sum wrap around */
	if (gap + pad > gap)
		gap += pad;
	gap = gap < least ? least : gap > most ? most : gap;
	return page_align(TASK_SIZE - gap);
}

static uint32_t may_flags(uint32_t rights)
{
	return rights | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_SOFTDIRTY;
}

static int64_t map_segments(struct machine *m, handle_t task,
			    const struct layout *l)
{
	handle_t mm = task_at(m, task)->mm;
	handle_t files[3] = { 0 };
	char program[64];

	snprintf(program, sizeof(program), "/usr/bin/%.15s",
		 task_at(m, task)->comm);
	for (unsigned i = 0; i < l->nr_segments; i++) {
		const struct segment *s = &l->segment[i];
		uint32_t flags = may_flags(s->rights);
		uint64_t pgoff = s->file ? s->offset >> PAGE_SHIFT :
					   s->start >> PAGE_SHIFT;
		handle_t *file = s->file ? &files[s->file - 1] : NULL;

		if (file && !*file)
			*file = file_open(m, l->files[s->file - 1] ?
						  l->files[s->file - 1] :
						  program);
		if ((s->rights & VM_WRITE) || s->was_written) {
			if (commit_charge(m, mm, (s->end - s->start) >> PAGE_SHIFT))
				return -ENOMEM;
			flags |= VM_ACCOUNT;
		}
		vma_create(m, mm, s->start, s->end, flags, pgoff,
			   file ? *file : 0);
	}
	return 0;
}

/* vvar and vdso, side by side; they are the kernel's and never merge. */
static void map_vdso(struct machine *m, handle_t mm, vaddr_t at)
{
	const uint64_t bytes = (VVAR_PAGES + VDSO_PAGES) * PAGE_SIZE;
	const uint32_t may = VM_MAYREAD | VM_DONTEXPAND | VM_SOFTDIRTY;
	vaddr_t vdso;

	if (!at)
		at = get_unmapped_area(m, mm, 0, bytes);
	vdso = at + VVAR_PAGES * PAGE_SIZE;
	vma_create(m, mm, at, vdso,
		   VM_READ | VM_IO | VM_PFNMAP | VM_DONTDUMP | may, 0,
		   file_new(m, "[vvar]", FILE_VVAR));
	vma_create(m, mm, vdso, vdso + VDSO_PAGES * PAGE_SIZE,
		   VM_READ | VM_EXEC | VM_MAYWRITE | VM_MAYEXEC | may, 0,
		   file_new(m, "[vdso]", FILE_VDSO));
}

static int64_t map_stack(struct machine *m, handle_t mm)
{
	const uint32_t flags = may_flags(RW) | VM_GROWSDOWN | VM_ACCOUNT;
	vaddr_t start = STACK_TOP - STACK_PAGES * PAGE_SIZE;

	if (commit_charge(m, mm, STACK_PAGES))
		return -ENOMEM;
	mm_mut(m, mm)->start_stack = STACK_TOP - 0x120;
	vma_create(m, mm, start, STACK_TOP, flags, start >> PAGE_SHIFT, 0);
	return 0;
}

/*
 * The C library asks the vdso for the time functions before main(): its page
 * is mapped, a frame of the kernel image that nobody counts (but RssFile).
 */
static int64_t touch_vdso(struct machine *m, handle_t task)
{
	handle_t mm = task_at(m, task)->mm;

	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		handle_t table;

		if (!v->file || file_at(m, v->file)->kind != FILE_VDSO)
			continue;
		table = pgtable_fill(m, mm, v->start);
		if (!table)
			return -ENOMEM;
		pgtable_set(m, table, v->start,
			    pte_make(m->s->zero_pfn + 1, vm_page_prot(v->flags)),
			    PTE_MAP);
		mm_mut(m, mm)->rss[MM_FILEPAGES]++;
		m->s->vm_event[PGFAULT]++;
		task_mut(m, task)->min_flt++;
		break;
	}
	return 0;
}

/*
 * What is written before main() runs: arguments on the stack, relocations and
 * the rest of the last page of data (VR1.8). Data of a file is copied without
 * the page cache, which is not modelled.
 */
static int64_t touch_pages(struct machine *m, handle_t task,
			   const struct layout *l)
{
	vaddr_t pages[4] = { STACK_TOP - PAGE_SIZE };
	unsigned nr = 1;

	while (nr < 4 && l->touched[nr - 1]) {
		pages[nr] = l->touched[nr - 1];
		if (++nr == 4)
			break;
	}
	for (unsigned i = 0; i < nr; i++) {
		handle_t h = vma_lookup(m, task_at(m, task)->mm, pages[i]);
		handle_t file = vma_at(m, h)->file;
		int64_t ret;

		vma_mut(m, h)->file = 0;
		ret = fault_in(m, task, pages[i], true);
		vma_mut(m, h)->file = file;
		if (ret)
			return ret;
	}
	return touch_vdso(m, task);
}

int64_t exec_layout(struct machine *m, handle_t task, unsigned layout)
{
	static const struct layout *const layouts[] = {
		[LAYOUT_STATIC] = &layout_static,
		[LAYOUT_PIE] = &layout_pie,
		[LAYOUT_EMPTY] = &layout_empty,
	};
	handle_t mm_h = task_at(m, task)->mm;
	const struct layout *l;
	struct mm *mm = mm_mut(m, mm_h);
	int64_t ret;

	if (layout > LAYOUT_EMPTY)
		return -EINVAL;
	l = layouts[layout];
	mm->mmap_base = mmap_base(m, task_at(m, task)->rlimit_stack_bytes);
	mm->start_code = l->start_code;
	mm->end_code = l->end_code;
	mm->start_data = l->start_data;
	mm->end_data = l->end_data;
	mm->start_brk = l->brk;
	mm->brk = l->brk;
	ret = map_stack(m, mm_h);
	if (!ret)
		ret = map_segments(m, task, l);
	if (ret)
		return ret;
	map_vdso(m, mm_h, l->vvar);
	return touch_pages(m, task, l);
}
