/* fork, copy on write, exit: who owns a page, who pays for it */
#include "mm_fixture.h"

#include "mm/fault.h"

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
}

/* What nobody uses: MemFree, and what waits on per-CPU lists. */
static int64_t free_kb(const struct rig *r)
{
	int64_t kb = rig_value(r, "meminfo.MemFree");

	for (unsigned i = 0; i < r->m.s->nr_zones; i++)
		kb += (int64_t)r->m.s->zone[i].nr_pcp * 4;
	return kb;
}

/* 128 pages that the parent wrote, and a child. */
static void forked(struct rig *r)
{
	demo_open(r);
	rig_mmap(r, page(0), pages(128), RW, FIXED);
	assert_int_equal(rig_touch(r, page(0), 128, MODE_WRITE), 128);
	assert_int_equal(rig_fork(r), 101);
}

static void vv6_2(void **state)
{
	int64_t reused;
	pfn_t was[128];
	struct rig r;

	(void)state;
	forked(&r);
	for (uint64_t i = 0; i < 128; i++)
		was[i] = pte_pfn(rig_pte(&r, page(i)));
	/* VV6.1, the part without files: reads are free, 64 writes copy */
	r.task = CHILD;
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	for (uint64_t i = 0; i < 128; i++) {
		const struct frame *f = rig_frame(&r, page(i));

		assert_int_equal(f->mapcount, i < 64 ? 1 : 2);
		assert_int_equal((f->flags & PG_ANON_EXCLUSIVE) != 0, i < 64);
		assert_int_equal(pte_pfn(rig_pte(&r, page(i))) == was[i], i >= 64);
	}

	r.task = TASK;
	reused = rig_value(&r, "vmstat.pgreuse");
	assert_int_equal(rig_frame(&r, page(0))->mapcount, 1);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 64);
	assert_int_equal(rig_touch(&r, page(64), 64, MODE_WRITE), 64);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 64);
	for (uint64_t i = 0; i < 128; i++)
		assert_int_equal(pte_pfn(rig_pte(&r, page(i))) == was[i], i < 64);
	rig_close(&r);
	passed("VV6.2");
}

static void vv6_3(void **state)
{
	int64_t reused;
	struct rig r;

	(void)state;
	forked(&r);
	r.task = CHILD;
	rig_exit(&r, 0);
	r.task = TASK;
	reused = rig_value(&r, "vmstat.pgreuse");
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_WRITE), 128);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 128);
	rig_close(&r);
	passed("VV6.3");
}

static void vv6_5(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_touch(&r, page(0), 4, MODE_WRITE);
	rig_madvise(&r, page(0), pages(1), MADV_WIPEONFORK_);
	rig_madvise(&r, page(3), pages(1), MADV_DONTFORK_);
	rig_fork(&r);
	r.task = CHILD;
	/* zeros: nothing was copied, the page of zeros is read */
	assert_int_equal(rig_pte(&r, page(0)), 0);
	assert_int_equal(rig_access(&r, page(0), MODE_READ), 0);
	assert_int_equal(pte_pfn(rig_pte(&r, page(0))), r.m.s->zero_pfn);
	assert_int_equal(rig_access(&r, page(3), MODE_READ), 11);
	assert_areas(&r, page(0), "w|ww.");
	rig_close(&r);
	passed("VV6.5");
}

static void vv6_6(void **state)
{
	const uint64_t big = UINT64_C(256) * MIB;
	int64_t before;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	rig_exec(&r, LAYOUT_STATIC);
	/* its other private writable areas: 2432 kB */
	before = rig_value(&r, "meminfo.Committed_AS");
	rig_mmap(&r, 0, (uint64_t)(2432 - before) * 1024, RW, ANON);
	rig_mmap(&r, BASE, big, RW, FIXED);
	before = rig_value(&r, "meminfo.Committed_AS");
	assert_int_equal(before, 262144 + 2432);
	assert_int_equal(rig_fork(&r), 101);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS") - before, 264576);
	r.task = CHILD;
	rig_exit(&r, 0);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS") - before, 0);
	rig_close(&r);
	passed("VV6.6");
}

static void vv6_10(void **state)
{
	struct text t = { 0 };
	struct diag why;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_fork(&r);
	r.task = CHILD;
	rig_exit(&r, 7);
	assert_true(procfs_print(&r.m, "child/status", &t, &why));
	assert_non_null(strstr(text_str(&t), "\nState:\tZ (zombie)\n"));
	assert_null(strstr(text_str(&t), "\nVm"));
	text_reset(&t);
	assert_true(procfs_print(&r.m, "child/statm", &t, &why));
	assert_string_equal(text_str(&t), "0 0 0 0 0 0 0\n");
	assert_int_equal(rig_own(&r, "stat.exit_code"), 1792);
	assert_int_equal(7 << 8, 1792);
	text_reset(&t);
	assert_true(procfs_print(&r.m, "child/maps", &t, &why));
	assert_string_equal(text_str(&t), "");
	text_free(&t);
	rig_close(&r);
	passed("VV6.10");
}

static void vv6_11(void **state)
{
	const uint64_t size = UINT64_C(1024) * MIB;
	int64_t free;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 1536);
	r.log.mask = EVENT_NONE;
	rig_exec(&r, LAYOUT_STATIC);
	free = free_kb(&r);
	rig_mmap(&r, BASE, size, RW, FIXED | MAP_POPULATE_);
	assert_int_equal(rig_own(&r, "status.RssAnon") >= 1024 * 1024, 1);
	assert_true(free - free_kb(&r) >= 1024 * 1024);
	rig_munmap(&r, BASE, size);
	assert_int_equal(free_kb(&r), free);
	rig_close(&r);
	passed_without("VV6.11", "files");
}

/* VR6.3: on both sides the right to write goes, and nothing else. */
static void test_fork_protects_both(void **state)
{
	pte_t before, parent, child;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(2), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	rig_access(&r, page(1), MODE_READ);
	before = rig_pte(&r, page(0));
	rig_fork(&r);
	parent = rig_pte(&r, page(0));
	assert_int_equal(parent, before & ~PTE_RW);
	r.task = CHILD;
	child = rig_pte(&r, page(0));
	assert_int_equal(child, before & ~(PTE_RW | PTE_ACCESSED));
	assert_int_equal(pte_pfn(rig_pte(&r, page(1))), r.m.s->zero_pfn);
	assert_int_equal(rig_frame(&r, page(0))->refcount, 2);
	assert_int_equal(rig_own(&r, "status.VmPTE"), 28 + 12);
	rig_close(&r);
}

/* Everything comes back but what a zombie keeps, and that with wait. */
static void test_exit_gives_all_back(void **state)
{
	int64_t free;
	struct rig r;

	(void)state;
	demo_open(&r);
	free = free_kb(&r);
	rig_mmap(&r, page(0), pages(300), RW, FIXED | MAP_POPULATE_);
	rig_fork(&r);
	r.task = CHILD;
	rig_touch(&r, page(0), 100, MODE_WRITE);
	rig_exit(&r, 3);
	assert_int_equal(rig_value(&r, "meminfo.KernelStack"), 32);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_mmap, .task = CHILD,
						 .arg = { 0, 4096, RW, ANON } }),
			 -3);
	r.task = TASK;
	rig_munmap(&r, page(0), pages(300));
	assert_int_equal(free_kb(&r), free - 16);
	assert_int_equal(rig_wait(&r, CHILD), 101);
	assert_int_equal(free_kb(&r), free);
	assert_int_equal(rig_wait(&r, CHILD), -10);
	rig_exit(&r, 0);
	assert_int_equal(rig_value(&r, "meminfo.AnonPages"), 0);
	assert_int_equal(rig_value(&r, "meminfo.PageTables"), 0);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), 0);
	/* nobody is left to wait for it but the kernel */
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_wait, .task = TASK,
						 .arg = { 0, TASK } }), -3);
	rig_close(&r);
}

static void test_wait_too_early(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_wait(&r, CHILD), -10);
	rig_fork(&r);
	assert_int_equal(rig_wait(&r, CHILD), -11);
	rig_close(&r);
}

/* Grandchildren: the anon_vmas form a chain, each copy is paid once. */
static void test_generations(void **state)
{
	struct rig r;
	int64_t anon;

	(void)state;
	demo_open(&r);
	anon = rig_value(&r, "meminfo.AnonPages");
	rig_mmap(&r, page(0), pages(8), RW, FIXED);
	rig_touch(&r, page(0), 8, MODE_WRITE);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(rig_fork(&r), 101 + i);
		r.task = CHILD;
		assert_int_equal(rig_touch(&r, page(0), 4, MODE_WRITE), 4);
	}
	/* the frames: 8 of the parent, 4 copies in each generation */
	assert_int_equal(rig_value(&r, "meminfo.AnonPages") - anon,
			 (8 + 5 * 4) * 4);
	r.task = TASK;
	assert_int_equal(rig_touch(&r, page(0), 8, MODE_WRITE), 8);
	/* pages 0..3: nobody else has them any more; 4..7: all five still do */
	assert_int_equal(rig_value(&r, "meminfo.AnonPages") - anon,
			 (8 + 5 * 4 + 4) * 4);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv6_2),
		cmocka_unit_test(vv6_3),
		cmocka_unit_test(vv6_5),
		cmocka_unit_test(vv6_6),
		cmocka_unit_test(vv6_10),
		cmocka_unit_test(vv6_11),
		cmocka_unit_test(test_fork_protects_both),
		cmocka_unit_test(test_exit_gives_all_back),
		cmocka_unit_test(test_wait_too_early),
		cmocka_unit_test(test_generations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
