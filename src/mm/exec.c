#include "mm/exec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/fault.h"
#include "mm/file.h"
#include "mm/mmap.h"
#include "mm/op.h"
#include "mm/pgtable_alloc.h"
#include "mm/sysctl.h"
#include "mm/vma.h"

enum {
	STACK_PAGES = 33,	/* one page of arguments, and 128 KiB below */
	ARGUMENT_BYTES = 0x120,
	VVAR_PAGES = 4,
	VDSO_PAGES = 2,
	VDSO_BYTES = (VVAR_PAGES + VDSO_PAGES) * PAGE_SIZE,
	MAX_SEGMENTS = 7,
	MAX_IMAGES = 5,
	RO = VM_READ, RX = VM_READ | VM_EXEC, RW = VM_READ | VM_WRITE,
};

/* Where programs go that may lie anywhere; else, the heap of such ones. */
#define ELF_ET_DYN_BASE (TASK_SIZE / 3 * 2)

/* IA32_PAGE_OFFSET, with ADDR_LIMIT_3GB and without */
#define TASK_SIZE_3GB UINT64_C(0xc0000000)
#define TASK_SIZE_IA32 UINT64_C(0xffffe000)

/* What is behind a segment; RELRO was writable while it was loaded. */
enum backing { ANON, TEXT, RELRO };

/* A range of an image, counted from its first byte. */
struct segment {
	uint64_t start, end;
	uint64_t offset;	/* in the file, bytes */
	uint32_t rights;
	enum backing backing;
};

enum place {
	PLACE_LINKED,	/* where it was linked to: ET_EXEC */
	PLACE_DYN,	/* ET_DYN with a loader */
	PLACE_SEARCH,	/* as mmap() would: loaders, libraries, static PIE */
};

struct image {
	const char *file;	/* NULL = /usr/bin/NAME of the task */
	enum place  place;
	vaddr_t	    linked;
	uint64_t    bytes;	/* as reserved, bss included */
	uint64_t    touched;	/* a byte written before main(); 0 = none */
	unsigned    nr_segments;
	struct segment segment[MAX_SEGMENTS];
};

/* The first image is the program; code, data and brk are counted from it. */
struct layout {
	const struct image *image[MAX_IMAGES];
	unsigned nr_images;
	unsigned nr_by_kernel;	/* the loader maps the others, after the vdso */
	uint64_t start_code, end_code, start_data, end_data;
	bool	 brk_apart;	/* the heap is at ELF_ET_DYN_BASE */
	vaddr_t	 ia32;		/* TASK_SIZE of a 32-bit program, else 0 */
};

/* A static program at 400000, as VV1.6 shows one. */
static const struct image static_program = {
	.place = PLACE_LINKED, .linked = 0x400000, .bytes = 0x1b2000,
	.touched = 0xa7000, .nr_segments = 6, .segment = {
		{ 0x0, 0x1000, 0x0, RO, TEXT },
		{ 0x1000, 0x79000, 0x1000, RX, TEXT },
		{ 0x79000, 0xa1000, 0x79000, RO, TEXT },
		{ 0xa1000, 0xa5000, 0xa0000, RO, RELRO },
		{ 0xa5000, 0xa8000, 0xa4000, RW, TEXT },
		{ 0xa8000, 0x1b2000, 0x0, RW, ANON },
	},
};

static const struct layout layout_static = {
	.image = { &static_program }, .nr_images = 1, .nr_by_kernel = 1,
	.start_code = 0x0, .end_code = 0x78f71,
	.start_data = 0xa16d8, .end_data = 0xa7270,
};

/* The same program linked so that it may lie anywhere (VV1.8). */
static const struct image static_pie_program = {
	.place = PLACE_SEARCH, .bytes = 0x1bd000,
	.touched = 0xb2000, .nr_segments = 6, .segment = {
		{ 0x0, 0x9000, 0x0, RO, TEXT },
		{ 0x9000, 0x82000, 0x9000, RX, TEXT },
		{ 0x82000, 0xac000, 0x82000, RO, TEXT },
		{ 0xac000, 0xb0000, 0xab000, RO, RELRO },
		{ 0xb0000, 0xb3000, 0xaf000, RW, TEXT },
		{ 0xb3000, 0x1bd000, 0x0, RW, ANON },
	},
};

static const struct layout layout_static_pie = {
	.image = { &static_pie_program }, .nr_images = 1, .nr_by_kernel = 1,
	.start_code = 0x0, .end_code = 0x81df1,
	.start_data = 0xac518, .end_data = 0xb2270,
	.brk_apart = true,
};

/* A dynamic one: program, loader and C library, as VV1.7 shows one. */
static const struct image dynamic_program = {
	.place = PLACE_DYN, .bytes = 0x109000,
	.touched = 0x5000, .nr_segments = 6, .segment = {
		{ 0x0, 0x1000, 0x0, RO, TEXT },
		{ 0x1000, 0x3000, 0x1000, RX, TEXT },
		{ 0x3000, 0x4000, 0x3000, RO, TEXT },
		{ 0x4000, 0x5000, 0x3000, RO, RELRO },
		{ 0x5000, 0x6000, 0x4000, RW, TEXT },
		{ 0x6000, 0x109000, 0x0, RW, ANON },
	},
};

static const struct image loader = {
	.file = "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
	.place = PLACE_SEARCH, .bytes = 0x35000,
	.touched = 0x33000, .nr_segments = 5, .segment = {
		{ 0x0, 0x1000, 0x0, RO, TEXT },
		{ 0x1000, 0x27000, 0x1000, RX, TEXT },
		{ 0x27000, 0x31000, 0x27000, RO, TEXT },
		{ 0x31000, 0x33000, 0x31000, RO, RELRO },
		{ 0x33000, 0x35000, 0x33000, RW, TEXT },
	},
};

/* What the loader allocates for its own lists. */
static const struct image loader_memory = {
	.place = PLACE_SEARCH, .bytes = 0x2000, .touched = 0x10,
	.nr_segments = 1, .segment = { { 0x0, 0x2000, 0x0, RW, ANON } },
};

/* As VV6.8 and VV6.9 show it: 482 pages. */
static const struct image c_library = {
	.file = "/usr/lib/x86_64-linux-gnu/libc.so.6",
	.place = PLACE_SEARCH, .bytes = 0x1e2000,
	.touched = 0x1d3000, .nr_segments = 6, .segment = {
		{ 0x0, 0x26000, 0x0, RO, TEXT },
		{ 0x26000, 0x17c000, 0x26000, RX, TEXT },
		{ 0x17c000, 0x1cf000, 0x17c000, RO, TEXT },
		{ 0x1cf000, 0x1d3000, 0x1cf000, RO, RELRO },
		{ 0x1d3000, 0x1d5000, 0x1d3000, RW, TEXT },
		{ 0x1d5000, 0x1e2000, 0x0, RW, ANON },
	},
};

/* Of the first thread: what each thread has of its own. */
static const struct image thread_block = {
	.place = PLACE_SEARCH, .bytes = 0x3000, .touched = 0x2740,
	.nr_segments = 1, .segment = { { 0x0, 0x3000, 0x0, RW, ANON } },
};

static const struct layout layout_pie = {
	.image = { &dynamic_program, &loader, &loader_memory, &c_library,
		   &thread_block },
	.nr_images = 5, .nr_by_kernel = 2,
	.start_code = 0x0, .end_code = 0x29f1,
	.start_data = 0x4db0, .end_data = 0x5010,
};

/* Nothing but stack, vvar and vdso: for lessons on areas. */
static const struct layout layout_empty = { .brk_apart = true };

/* A small 32-bit program at the classic place, as VV1.3 shows one. */
static const struct image small_program = {
	.place = PLACE_LINKED, .linked = 0x08048000, .bytes = 0xa000,
	.touched = 0x2000, .nr_segments = 3, .segment = {
		{ 0x0, 0x2000, 0x0, RX, TEXT },
		{ 0x2000, 0x3000, 0x1000, RW, TEXT },
		{ 0x3000, 0xa000, 0x0, RW, ANON },
	},
};

#define SMALL_PROGRAM                                                          \
	.image = { &small_program }, .nr_images = 1, .nr_by_kernel = 1,        \
	.start_code = 0x0, .end_code = 0x1500,                                 \
	.start_data = 0x2000, .end_data = 0x2100

static const struct layout layout_i386 = {
	SMALL_PROGRAM, .ia32 = TASK_SIZE_3GB
};
static const struct layout layout_ia32 = {
	SMALL_PROGRAM, .ia32 = TASK_SIZE_IA32
};

static const struct layout *const layouts[NR_LAYOUTS] = {
	[LAYOUT_STATIC] = &layout_static,
	[LAYOUT_PIE] = &layout_pie,
	[LAYOUT_EMPTY] = &layout_empty,
	[LAYOUT_STATIC_PIE] = &layout_static_pie,
	[LAYOUT_I386] = &layout_i386,
	[LAYOUT_IA32] = &layout_ia32,
};

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
	const uint32_t flags = may_flags(RW) | VM_GROWSDOWN | VM_ACCOUNT;
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

static handle_t image_file(struct machine *m, handle_t task,
			   const struct image *image)
{
	char program[64];

	if (image->file)
		return file_open_name(m, image->file, image_file_bytes(image));
	snprintf(program, sizeof(program), "/usr/bin/%.15s",
		 task_at(m, task)->comm);
	return file_open_name(m, program, image_file_bytes(image));
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
		ret = mmap_region(m, mm, at, bytes, flags, 0, at >> PAGE_SHIFT);
	else
		ret = mmap_region(m, mm, at, bytes, flags, file,
				  s->offset >> PAGE_SHIFT);
	return ret < 0 ? ret : 0;
}

static int64_t map_image(struct machine *m, handle_t task,
			 const struct image *image, vaddr_t base)
{
	handle_t mm = task_at(m, task)->mm;
	handle_t file = 0;

	for (unsigned i = 0; i < image->nr_segments; i++) {
		const struct segment *s = &image->segment[i];
		int64_t ret;

		if (s->backing != ANON && !file)
			file = image_file(m, task, image);
		ret = map_segment(m, mm, s, base, file);
		if (ret)
			return ret;
	}
	return 0;
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
	const uint64_t slot = UINT64_C(1) << pt_shift(LEVEL_PMD);
	vaddr_t start = page_align(start_stack);
	vaddr_t end = (start + VDSO_BYTES + slot - 1) & ~(slot - 1);

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

		if (!v->file || vma_inode(m, v)->kind != INODE_VDSO)
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
 * One page written before main() runs. Data of a file is copied without the
 * page cache, which is not modelled.
 */
static int64_t touch_page(struct machine *m, handle_t task, vaddr_t addr)
{
	handle_t h = vma_lookup(m, task_at(m, task)->mm, addr);
	handle_t file = vma_at(m, h)->file;
	int64_t ret;

	vma_mut(m, h)->file = 0;
	ret = fault_in(m, task, addr, true);
	vma_mut(m, h)->file = file;
	return ret;
}

/*
 * What is written before main() runs: arguments on the stack, relocations and
 * the rest of the last page of data of each image (VR1.8).
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
		ret = touch_page(m, task, page);
	for (unsigned i = 0; i < l->nr_images && !ret; i++) {
		uint64_t touched = l->image[i]->touched;

		if (touched)
			ret = touch_page(m, task, base[i] + touched);
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

int64_t exec_layout(struct machine *m, handle_t task, unsigned layout,
		    uint64_t seed)
{
	handle_t mm = task_at(m, task)->mm;
	vaddr_t base[MAX_IMAGES] = { 0 };
	const struct layout *l;
	struct aslr aslr;
	vaddr_t top;
	int64_t ret;

	if (layout >= NR_LAYOUTS)
		return -EINVAL;
	l = layouts[layout];
	top = l->ia32 ? l->ia32 : TASK_SIZE;
	aslr = distances(m, task, seed, l->ia32);
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
