#include "mm/layout.h"

#include "mm/op.h"

enum { RO = VM_READ, RX = VM_READ | VM_EXEC, RW = VM_READ | VM_WRITE };

/* IA32_PAGE_OFFSET, with ADDR_LIMIT_3GB and without */
#define TASK_SIZE_3GB UINT64_C(0xc0000000)
#define TASK_SIZE_IA32 UINT64_C(0xffffe000)

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
	.start_code = 0x1000, .end_code = 0x78f71,
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
	.start_code = 0x9000, .end_code = 0x81df1,
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
	.start_code = 0x1000, .end_code = 0x29f1,
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

const struct layout *layout_find(unsigned layout)
{
	return layout < NR_LAYOUTS ? layouts[layout] : NULL;
}
