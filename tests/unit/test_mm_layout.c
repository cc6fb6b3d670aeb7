/* Where a new program's areas lie, and how its stack grows */
#include "mm_fixture.h"

#include "mm/exec.h"
#include "mm/kernel_map.h"

enum { KIB = 1024 };

static void demo_open(struct rig *r, unsigned layout)
{
	rig_open_ram(r, 64);
	assert_int_equal(rig_exec(r, layout), 100);
}

static void vv1_1(void **state)
{
	struct rig r;

	(void)state;
	assert_int_equal(direct_map_va(0x1000), 0xffff888000001000);
	assert_int_equal(direct_map_va(0x100000000), 0xffff888100000000);
	assert_int_equal(VMALLOC_BASE, 0xffffc90000000000);
	assert_int_equal(VMALLOC_LAST - VMALLOC_BASE, 0x1fffffffffff);
	assert_int_equal(struct_page_va(0), 0xffffea0000000000);
	assert_int_equal(kernel_image_va(0x1000000), 0xffffffff81000000);
	/* the machine's page of zeros is that of the recorded kernel */
	rig_open_ram(&r, 64);
	assert_int_equal(r.m.s->zero_pfn << PAGE_SHIFT, 0x3310000);
	assert_int_equal(kernel_image_va(r.m.s->zero_pfn << PAGE_SHIFT),
			 0xffffffff83310000);
	rig_close(&r);
	passed_without("VV1.1", "modules");
}

static void vv1_2(void **state)
{
	(void)state;
	assert_int_equal(direct_map_va(0x1234000), 0xffff888001234000);
	assert_int_equal(struct_page_va(0x1234), 0xffffea0000048d00);
	passed("VV1.2");
}

static vaddr_t base_of(const struct rig *r, uint64_t stack_bytes)
{
	const struct aslr still = { 0 };

	return mmap_base(&r->m, TASK_SIZE, stack_bytes, &still);
}

static void vv1_4(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	/* 8 MiB + 1 MiB is less than the least gap of 128 MiB */
	assert_int_equal(base_of(&r, UINT64_C(8) * MIB), 0x7ffff7fff000);
	/* the topmost mapping ends exactly there */
	assert_int_equal(vma_at(&r.m, vma_before(&r.m, rig_mm(&r),
						 0x7ffff7fff000))->end,
			 0x7ffff7fff000);
	rig_close(&r);
	passed("VV1.4");
}

static void vv1_5(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	assert_int_equal(base_of(&r, UINT64_MAX), 0x155555556000);
	/* between the two: the limit and the guard gap */
	assert_int_equal(base_of(&r, UINT64_C(1024) * MIB),
			 0x7ffffffff000 - (UINT64_C(1025) * MIB));
	rig_close(&r);
	passed("VV1.5");
}

static void assert_maps(const struct rig *r, const char *expected)
{
	struct text t = { 0 };
	struct diag why;

	assert_true(procfs_print(&r->m, "demo/maps", &t, &why));
	assert_string_equal(text_str(&t), expected);
	text_free(&t);
}

/* Name and number of the program's file are the model's own. */
#define PROGRAM "fe:00 300                                /usr/bin/demo\n"

static void vv1_6(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	assert_int_equal(rig_brk(&r, 0x5d4000 - 0x5b2000), 0x5d4000);
	assert_maps(&r,
"00400000-00401000 r--p 00000000 " PROGRAM
"00401000-00479000 r-xp 00001000 " PROGRAM
"00479000-004a1000 r--p 00079000 " PROGRAM
"004a1000-004a5000 r--p 000a0000 " PROGRAM
"004a5000-004a8000 rw-p 000a4000 " PROGRAM
"004a8000-005b2000 rw-p 00000000 00:00 0                                  [heap]\n"
"005b2000-005d4000 rw-p 00000000 00:00 0                                  [heap]\n"
"7ffff7ff9000-7ffff7ffd000 r--p 00000000 00:00 0                          [vvar]\n"
"7ffff7ffd000-7ffff7fff000 r-xp 00000000 00:00 0                          [vdso]\n"
"7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]\n");
	assert_int_equal(rig_mmap(&r, 0, 4 * KIB, RW, ANON), 0x7ffff7ff8000);
	assert_int_equal(rig_mmap(&r, 0, 16 * MIB, RW, ANON), 0x7ffff6ff8000);
	assert_int_equal(rig_own(&r, "maps"), 11);
	assert_int_equal(vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r),
						 0x7ffff6ff8000))->end,
			 0x7ffff7ff9000);
	rig_close(&r);
	passed("VV1.6");
}

/* The area that holds an address begins and ends so. */
static void assert_area(const struct rig *r, vaddr_t start, vaddr_t end)
{
	handle_t h = vma_lookup(&r->m, rig_mm(r), start);

	assert_true(h != 0);
	assert_int_equal(vma_at(&r->m, h)->start, start);
	assert_int_equal(vma_at(&r->m, h)->end, end);
}

static void vv1_7(void **state)
{
	handle_t h;
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_PIE);
	h = vma_first(&r.m, rig_mm(&r));
	assert_int_equal(vma_at(&r.m, h)->start, 0x555555554000);
	assert_int_equal(vma_at(&r.m, vma_before(&r.m, rig_mm(&r),
						 0x600000000000))->end,
			 0x55555565d000);	/* bss */
	assert_int_equal(rig_brk(&r, 0x21000), 0x55555567e000);
	assert_area(&r, 0x55555565d000, 0x55555567e000);
	assert_int_equal(132 * KIB, 0x21000);
	h = vma_lookup(&r.m, rig_mm(&r), 0x7ffff7de0000);
	assert_int_equal(vma_at(&r.m, h)->start, 0x7ffff7de0000);
	assert_non_null(strstr(vma_inode(&r.m, vma_at(&r.m, h))->name,
			       "libc"));
	/* below the library the first thread's block; its bss joins what
	 * the loader had allocated above */
	assert_area(&r, 0x7ffff7ddd000, 0x7ffff7de0000);
	assert_area(&r, 0x7ffff7fb5000, 0x7ffff7fc4000);
	assert_area(&r, 0x7ffff7fc4000, 0x7ffff7fc8000);	/* vvar */
	assert_area(&r, 0x7ffff7fc8000, 0x7ffff7fca000);	/* vdso */
	h = vma_lookup(&r.m, rig_mm(&r), 0x7ffff7fca000);
	assert_non_null(strstr(vma_inode(&r.m, vma_at(&r.m, h))->name,
			       "ld-linux"));
	assert_int_equal(vma_at(&r.m, vma_before(&r.m, rig_mm(&r),
						 0x7ffff7fff000))->end,
			 0x7ffff7fff000);
	assert_area(&r, 0x7ffffffde000, 0x7ffffffff000);
	assert_int_equal((0x7ffffffff000 - 0x7ffffffde000) / PAGE_SIZE, 33);
	rig_close(&r);
	passed("VV1.7");
}

/* An area that begins or ends at the address exactly. */
static void assert_edge(const struct rig *r, vaddr_t edge)
{
	handle_t below = vma_before(&r->m, rig_mm(r), edge);
	handle_t at = vma_lookup(&r->m, rig_mm(r), edge);

	assert_true((below && vma_at(&r->m, below)->end == edge) ||
		    (at && vma_at(&r->m, at)->start == edge));
}

static void vv1_3(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_I386);
	assert_int_equal(vma_at(&r.m, vma_first(&r.m, rig_mm(&r)))->start,
			 0x08048000);
	assert_int_equal(rig_brk(&r, 0x21000), 0x08073000);
	assert_area(&r, 0x08052000, 0x08073000);
	assert_area(&r, 0xb7ffa000, 0xb7ffe000);	/* vvar */
	assert_area(&r, 0xb7ffe000, 0xb8000000);	/* vdso */
	assert_area(&r, 0xbffdf000, 0xc0000000);	/* stack */
	assert_int_equal(rig_mmap(&r, 0, PAGE_SIZE, RW, ANON), 0xb7ff9000);
	/* nothing above 3 GiB is the program's */
	assert_int_equal(rig_mmap(&r, 0xc0000000, PAGE_SIZE, RW, FIXED), -12);
	assert_int_equal(rig_munmap(&r, 0xc0000000, PAGE_SIZE), -22);
	assert_int_equal(rig_mmap(&r, 0, UINT64_C(3072) * MIB, RW, ANON), -12);
	assert_int_equal(rig_fork(&r), 101);
	r.task = CHILD;
	assert_int_equal(rig_mmap(&r, 0, PAGE_SIZE, RW, ANON), 0xb7ff8000);
	assert_int_equal(rig_mmap(&r, 0xc0000000, PAGE_SIZE, RW, FIXED), -12);
	rig_close(&r);

	/* the legacy layout: upwards from a third */
	rig_open_ram(&r, 64);
	rig_sysctl(&r, SYSCTL_legacy_va_layout, 1);
	rig_exec(&r, LAYOUT_I386);
	assert_area(&r, 0x40000000, 0x40004000);
	assert_area(&r, 0x40004000, 0x40006000);
	assert_edge(&r, 0x08052000);
	assert_area(&r, 0xbffdf000, 0xc0000000);
	assert_int_equal(rig_mmap(&r, 0, PAGE_SIZE, RW, ANON), 0x40006000);
	rig_close(&r);

	/* without the limit of 3 GiB */
	demo_open(&r, LAYOUT_IA32);
	assert_edge(&r, 0xf7ffe000);
	assert_int_equal(rig_mmap(&r, 0, PAGE_SIZE, RW, ANON),
			 0xf7ffe000 - 7 * PAGE_SIZE);
	assert_edge(&r, 0xffffe000);
	assert_int_equal(rig_mmap(&r, 0xffffe000, PAGE_SIZE, RW, FIXED), -12);
	rig_close(&r);
	passed("VV1.3");
}

/* VR1.10 for a 64-bit program. */
static void test_legacy_layout(void **state)
{
	struct rig r;

	(void)state;
	rig_open_ram(&r, 64);
	rig_sysctl(&r, SYSCTL_legacy_va_layout, 1);
	rig_exec(&r, LAYOUT_STATIC);
	assert_area(&r, 0x2aaaaaaab000, 0x2aaaaaaaf000);	/* vvar */
	assert_int_equal(rig_mmap(&r, 0, 4 * KIB, RW, ANON), 0x2aaaaaab1000);
	assert_int_equal(rig_mmap(&r, 0, 16 * MIB, RW, ANON), 0x2aaaaaab2000);
	rig_close(&r);
}

static void vv1_8(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC_PIE);
	assert_int_equal(rig_brk(&r, 0x21000), 0x555555576000);
	assert_area(&r, 0x555555555000, 0x555555576000);
	/* the image ends where the search begins, bss and all */
	assert_edge(&r, 0x7ffff7e42000);
	assert_int_equal(vma_at(&r.m, vma_before(&r.m, rig_mm(&r),
						 0x7ffff7fff000))->end,
			 0x7ffff7fff000);
	assert_area(&r, 0x7ffff7e40000, 0x7ffff7e42000);	/* vdso */
	assert_area(&r, 0x7ffff7e3c000, 0x7ffff7e40000);	/* vvar */
	assert_area(&r, 0x7ffffffde000, 0x7ffffffff000);
	assert_int_equal(rig_mmap(&r, 0, 4 * KIB, RW, ANON), 0x7ffff7e3b000);
	rig_close(&r);
	passed("VV1.8");
}

/* Where chance has put the parts of a dynamic program. */
struct parts {
	vaddr_t text, bss_end, heap, loader_end, stack_top, vvar, sp;
};

static void exec_seeded(struct rig *r, unsigned layout, uint64_t seed)
{
	struct op op = { .verb = OP_exec, .mode = (uint8_t)layout,
			 .task = r->task, .arg = { 0, seed } };

	op_name(&op, "demo");
	assert_true(rig_op(r, op) >= 100);
}

static struct parts parts_of(const struct rig *r)
{
	const struct mm *mm = mm_at(&r->m, rig_mm(r));
	struct parts p = { .heap = mm->start_brk, .loader_end = mm->mmap_base,
			   .sp = mm->start_stack };

	p.text = vma_at(&r->m, vma_first(&r->m, rig_mm(r)))->start;
	p.bss_end = vma_at(&r->m, vma_before(&r->m, rig_mm(r),
					     UINT64_C(0x600000000000)))->end;
	assert_int_equal(vma_at(&r->m, vma_before(&r->m, rig_mm(r),
						  mm->mmap_base))->end,
			 mm->mmap_base);
	p.stack_top = vma_at(&r->m, vma_lookup(&r->m, rig_mm(r), p.sp))->end;
	for (handle_t h = vma_first(&r->m, rig_mm(r)); h;
	     h = vma_next(&r->m, h))
		if (!strcmp(vma_word(&r->m, h), "vvar"))
			p.vvar = vma_at(&r->m, h)->start;
	return p;
}

/* The distances that VR1.1 to VR1.7 allow. */
static void assert_plausible(const struct parts *p)
{
	const uint64_t gib = UINT64_C(1024) * MIB;
	const uint64_t gap = 16 * gib - PAGE_SIZE + 9 * MIB;
	const uint64_t slot = 2 * MIB;
	uint64_t above = p->vvar - p->stack_top;

	assert_int_equal((p->text | p->heap | p->loader_end | p->stack_top |
			  p->vvar) % PAGE_SIZE, 0);
	assert_in_range((p->text - 0x555555554000) / PAGE_SIZE, 0,
			(1 << 28) - 1);
	assert_in_range(p->heap - p->bss_end, PAGE_SIZE, gib);
	assert_in_range((0x7ffffffff000 - gap - p->loader_end) / PAGE_SIZE, 0,
			(1 << 28) - 1);
	assert_in_range((0x7ffffffff000 - p->stack_top) / PAGE_SIZE, 0,
			(1 << 22) - 1);
	/* above the stack, in what is left of its 2 MiB or just over it */
	assert_in_range(above, 0, slot);
	assert_true(p->text < p->heap && p->heap < p->loader_end &&
		    p->loader_end < p->stack_top && p->stack_top <= p->vvar);
}

static void vv1_9(void **state)
{
	/* as recorded, of a program taken to be as large as that of VV1.7 */
	static const struct parts sample = {
		.text = 0x5562653f7000, .bss_end = 0x5562653f7000 + 0x109000,
		.heap = 0x556280d8a000, .loader_end = 0x7f542f840000,
		.stack_top = 0x7ffdfbc0a000, .vvar = 0x7ffdfbcf5000,
	};

	(void)state;
	assert_plausible(&sample);
	for (uint64_t seed = 1; seed <= 24; seed++) {
		struct parts p, again;
		struct rig r;

		rig_open_ram(&r, 16);
		exec_seeded(&r, LAYOUT_PIE, seed);
		p = parts_of(&r);
		assert_plausible(&p);
		assert_in_range(p.stack_top - p.sp, 0x120, 0x120 + 8191 + 15);
		assert_int_equal(p.sp % 16, 0);
		/* the same seed, the same places: whoever runs */
		r.task = CHILD;
		exec_seeded(&r, LAYOUT_PIE, seed);
		again = parts_of(&r);
		assert_memory_equal(&p, &again, sizeof(p));
		rig_close(&r);
	}
	passed("VV1.9");
}

/* Each bit of each distance is used, and none beside. */
static void test_aslr_widths(void **state)
{
	struct aslr any = { 0 }, all;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	for (unsigned ia32 = 0; ia32 < 2; ia32++) {
		memset(&any, 0, sizeof(any));
		memset(&all, 0xff, sizeof(all));
		for (uint64_t seed = 1; seed <= 200; seed++) {
			struct aslr a = aslr_draw(&r.m, seed, 0, ia32);

			any.stack_pages |= a.stack_pages;
			any.mmap_pages |= a.mmap_pages;
			any.dyn_pages |= a.dyn_pages;
			any.sp_bytes |= a.sp_bytes;
			any.brk_pages |= a.brk_pages;
			all.stack_pages &= a.stack_pages;
			all.mmap_pages &= a.mmap_pages;
			all.dyn_pages &= a.dyn_pages;
			all.brk_pages &= a.brk_pages;
		}
		assert_int_equal(any.stack_pages, ia32 ? 0x7ff : 0x3fffff);
		assert_int_equal(any.mmap_pages, ia32 ? 0xff : 0xfffffff);
		assert_int_equal(any.dyn_pages, ia32 ? 0xff : 0xfffffff);
		assert_int_equal(any.sp_bytes, 0x1fff);
		assert_int_equal(any.brk_pages, ia32 ? 0x1fff : 0x3ffff);
		assert_int_equal(all.stack_pages | all.mmap_pages |
				 all.dyn_pages | all.brk_pages, 0);
	}
	rig_close(&r);
}

/* A seed moves what randomize_va_space lets it move; no seed, nothing. */
static void test_aslr_settings(void **state)
{
	struct machine_spec spec;
	struct parts p, q;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	rig_sysctl(&r, SYSCTL_randomize_va_space, 1);
	exec_seeded(&r, LAYOUT_PIE, 7);
	p = parts_of(&r);
	assert_int_equal(p.heap, p.bss_end);
	assert_int_not_equal(p.text, 0x555555554000);
	rig_close(&r);

	rig_open_ram(&r, 16);
	rig_sysctl(&r, SYSCTL_randomize_va_space, 0);
	exec_seeded(&r, LAYOUT_PIE, 7);
	p = parts_of(&r);
	assert_int_equal(p.text, 0x555555554000);
	assert_int_equal(p.vvar, 0x7ffff7fc4000);
	rig_close(&r);

	/* the machine's seed: each program elsewhere, each run the same */
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 16 * MIB));
	spec.seed = 3;
	rig_open(&r, &spec);
	exec_seeded(&r, LAYOUT_PIE, 0);
	p = parts_of(&r);
	r.task = CHILD;
	exec_seeded(&r, LAYOUT_PIE, 0);
	q = parts_of(&r);
	assert_int_not_equal(p.text, q.text);
	assert_int_not_equal(p.stack_top, q.stack_top);
	rig_close(&r);
	rig_open(&r, &spec);
	exec_seeded(&r, LAYOUT_PIE, 0);
	q = parts_of(&r);
	assert_memory_equal(&p, &q, sizeof(p));
	rig_close(&r);
}

/* Every layout holds together wherever chance puts it. */
static void test_aslr_everywhere(void **state)
{
	(void)state;
	for (unsigned layout = 0; layout < NR_LAYOUTS; layout++)
		for (uint64_t seed = 1; seed <= 6; seed++) {
			struct rig r;

			rig_open_ram(&r, 16);
			exec_seeded(&r, layout, seed);
			assert_true(rig_brk(&r, 0x1000) > 0);
			assert_true(rig_mmap(&r, 0, MIB, RW, ANON) > 0);
			rig_exit(&r, 0);
			rig_close(&r);
		}
}

static void vv1_10(void **state)
{
	struct text t = { 0 };
	struct diag why;
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	rig_mmap(&r, 0, 4 * KIB, RW, ANON);
	/* not put on a boundary of 2 MiB; 6.18 has 7ffff6e00000 */
	assert_int_equal(rig_mmap(&r, 0, 16 * MIB, RW, ANON), 0x7ffff6ff8000);
	assert_true(procfs_print(&r.m, "demo/maps", &t, &why));
	/* [heap] names the bss as well; vvar and vdso have no third */
	assert_non_null(strstr(text_str(&t), "004a8000-005b2000 rw-p 00000000 "
			       "00:00 0                                  [heap]\n"));
	assert_null(strstr(text_str(&t), "[vvar_vclock]"));
	text_free(&t);
	rig_close(&r);
	passed("VV1.10");
}

static void vv1_11(void **state)
{
	vaddr_t rsp;
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	rsp = mm_at(&r.m, rig_mm(&r))->start_stack;
	assert_int_equal(rig_access(&r, rsp - 1 * MIB, MODE_WRITE), 0);
	assert_int_equal(rig_own(&r, "status.VmStk"), 1028);
	assert_int_equal(rig_event(&r, EV_stack_grow, 0)->arg[1], 0x7ffffffff000);
	assert_int_equal(rig_access(&r, rsp - 7 * MIB, MODE_WRITE), 0);
	assert_int_equal(rig_own(&r, "status.VmStk"), 7172);
	assert_int_equal(rig_access(&r, rsp - 9 * MIB, MODE_WRITE), 11);
	assert_int_equal(rig_own(&r, "status.VmStk"), 7172);
	assert_int_equal(rig_event(&r, EV_page_fault_user, 0)->arg[2],
			 FAULT_STACK_LIMIT);
	rig_close(&r);
	passed("VV1.11");
}

/* Pages by which the stack can grow, one after the other. */
static unsigned grow_until_signal(struct rig *r, unsigned most)
{
	vaddr_t start = 0x7ffffffde000;
	unsigned grown = 0;

	while (grown < most &&
	       rig_access(r, start - (grown + 1) * PAGE_SIZE, MODE_WRITE) == 0)
		grown++;
	return grown;
}

static void vv1_12(void **state)
{
	const vaddr_t neighbour = 0x7ffffffde000 - 300 * PAGE_SIZE;
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	rig_mmap(&r, neighbour, PAGE_SIZE, RW, FIXED);
	/*      page | 256 pages of gap | 43 | stack */
	assert_int_equal(grow_until_signal(&r, 300), 43);
	assert_int_equal(r.m.s->op_signal, 11);
	assert_area(&r, neighbour + (1 + 256) * PAGE_SIZE, 0x7ffffffff000);
	rig_close(&r);

	demo_open(&r, LAYOUT_STATIC);
	rig_mmap(&r, neighbour, PAGE_SIZE, PROT_NONE_, FIXED);
	assert_int_equal(grow_until_signal(&r, 290), 290);
	rig_close(&r);
	passed("VV1.12");
}

/* VR1.12: what the search hands out ends a gap below the stack. */
static void test_guard_gap_of_search(void **state)
{
	const vaddr_t stack = 0x7ffffffde000;
	vaddr_t at;
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_EMPTY);
	/* a hint that would end within 256 pages of the stack is not taken */
	at = stack - 257 * PAGE_SIZE;
	assert_int_equal(rig_mmap(&r, at, PAGE_SIZE, RW, ANON), at);
	at = stack - 256 * PAGE_SIZE;
	assert_true((vaddr_t)rig_mmap(&r, at, PAGE_SIZE, RW, ANON) <
		    0x7ffff7fff000);
	/* but MAP_FIXED is */
	assert_int_equal(rig_mmap(&r, stack - PAGE_SIZE, PAGE_SIZE, RW, FIXED),
			 stack - PAGE_SIZE);
	rig_close(&r);
}

/* A file of a program is one object for all that run it. */
static void test_second_program(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r, LAYOUT_STATIC);
	r.task = CHILD;
	assert_int_equal(rig_exec(&r, LAYOUT_STATIC), 101);
	assert_int_equal(rig_own(&r, "maps"), 9);
	rig_exit(&r, 0);
	r.task = TASK;
	assert_int_equal(rig_own(&r, "maps"), 9);
	rig_close(&r);
}

/* Without a kernel image there is no page of zeros: no program can run. */
static void test_toy_runs_nothing(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 64, 5);
	rig_open(&r, &spec);
	assert_int_equal(rig_exec(&r, LAYOUT_EMPTY), -22);
	assert_int_equal(rig_mmap(&r, 0, PAGE_SIZE, RW, ANON), -3);
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), 64 * 4);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv1_1),
		cmocka_unit_test(vv1_2),
		cmocka_unit_test(vv1_3),
		cmocka_unit_test(vv1_4),
		cmocka_unit_test(vv1_5),
		cmocka_unit_test(vv1_6),
		cmocka_unit_test(vv1_7),
		cmocka_unit_test(vv1_8),
		cmocka_unit_test(vv1_9),
		cmocka_unit_test(vv1_10),
		cmocka_unit_test(vv1_11),
		cmocka_unit_test(vv1_12),
		cmocka_unit_test(test_legacy_layout),
		cmocka_unit_test(test_aslr_widths),
		cmocka_unit_test(test_aslr_settings),
		cmocka_unit_test(test_aslr_everywhere),
		cmocka_unit_test(test_guard_gap_of_search),
		cmocka_unit_test(test_second_program),
		cmocka_unit_test(test_toy_runs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
