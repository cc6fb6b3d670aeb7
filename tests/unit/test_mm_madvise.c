/*
 * Calls over a range that is not all of one kind: how far they come, what they
 * say, and that a refusal leaves the books right
 */
#include "file_fixture.h"
#include "mm/swap.h"

static const vaddr_t vvar = 0x7ffff7ff9000;

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_EMPTY), 100);
}

static int64_t anon_kb(const struct rig *r)
{
	return rig_own(r, "status.RssAnon") - 4;	/* but for the stack's */
}

/*	0   4   8   12
 *	wwww....wwww            pages on both sides of a hole */
static void test_populate_over_a_hole(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_mmap(&r, page(8), pages(4), RW, FIXED);
	/* the hole is told, and stepped over */
	assert_int_equal(rig_madvise(&r, page(0), pages(12),
				     MADV_POPULATE_WRITE_), -12);
	assert_int_equal(anon_kb(&r), 8 * 4);
	assert_int_equal(rig_madvise(&r, page(0), pages(12), MADV_DONTNEED_), -12);
	assert_int_equal(anon_kb(&r), 0);

	/* an area that forbids it ends the call; what lies before has its pages */
	rig_mprotect(&r, page(8), pages(2), RO);
	assert_int_equal(rig_madvise(&r, page(0), pages(12),
				     MADV_POPULATE_WRITE_), -22);
	assert_int_equal(anon_kb(&r), 4 * 4);
	assert_int_equal(rig_madvise(&r, page(4), pages(4),
				     MADV_POPULATE_READ_), -12);
	assert_int_equal(rig_madvise(&r, vvar, pages(1), MADV_POPULATE_READ_),
			 -22);
	rig_close(&r);
}

/* MAP_POPULATE is a wish: nothing is faulted in where nobody may go. */
static void test_populate_guard(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_mmap(&r, page(0), pages(4), PROT_NONE_,
				  FIXED | MAP_POPULATE_), page(0));
	for (uint64_t n = 1; n <= r.log.seen; n++)
		assert_int_not_equal(event_log_get(&r.log, n)->id,
				     EV_faultin_page);
	rig_close(&r);
}

/* What belongs to the kernel stays; what lies before it is emptied. */
static void test_dontneed_up_to_vvar(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, vvar - pages(2), pages(2), RW, FIXED);
	rig_touch(&r, vvar - pages(2), 2, MODE_WRITE);
	assert_int_equal(rig_madvise(&r, vvar - pages(2), pages(4),
				     MADV_DONTNEED_), -22);
	assert_int_equal(anon_kb(&r), 0);
	assert_int_equal(rig_madvise(&r, vvar, pages(1), MADV_DOFORK_), -22);
	rig_close(&r);
}

/* At vm.max_map_count: who would cut an area is refused, in his own words. */
static void test_too_many_areas(void **state)
{
	int64_t promised;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RO, FIXED);
	rig_mmap(&r, page(8), pages(4), RO, FIXED);
	rig_sysctl(&r, SYSCTL_max_map_count, 5);
	promised = rig_value(&r, "meminfo.Committed_AS");
	assert_int_equal(rig_madvise(&r, page(1), pages(1), MADV_DONTFORK_), -11);
	assert_int_equal(rig_mprotect(&r, page(1), pages(1), RW), -12);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), promised);
	/* a hole in the middle leaves one more; an edge does not */
	assert_int_equal(rig_munmap(&r, page(1), pages(1)), -12);
	assert_int_equal(rig_munmap(&r, page(0), pages(1)), 0);
	assert_int_equal(rig_munmap(&r, page(3), pages(1)), 0);
	assert_int_equal(rig_munmap(&r, page(2), pages(7)), 0);
	assert_areas(&r, page(0), ".r.......rrr");
	rig_close(&r);
}

/* Other rights are no access: the child's entry stays old. */
static void test_rights_are_no_access(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	rig_fork(&r);
	r.task = CHILD;
	assert_false(rig_pte(&r, page(0)) & PTE_ACCESSED);
	assert_int_equal(rig_mprotect(&r, page(0), pages(1), RO), 0);
	assert_false(rig_pte(&r, page(0)) & PTE_ACCESSED);
	assert_int_equal(rig_mprotect(&r, page(0), pages(1), RW), 0);
	assert_false(rig_pte(&r, page(0)) & (PTE_ACCESSED | PTE_RW));
	rig_close(&r);
}

/* The last user of a shared page takes it over, with its anon_vma. */
static void test_reused_page_moves(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	rig_fork(&r);
	rig_munmap(&r, page(0), pages(1));
	r.task = CHILD;
	assert_int_equal(rig_access(&r, page(0), MODE_WRITE), 0);
	assert_int_equal(rig_frame(&r, page(0))->mapping,
			 vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), page(0)))
				 ->anon_vma);
	rig_close(&r);
}

/* A heap whose end somebody unmapped cannot be given back there. */
static void test_brk_without_heap(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_true(rig_brk(&r, (int64_t)pages(10)) > 0);
	rig_munmap(&r, 0x55555555a000, pages(5));
	assert_int_equal(rig_brk(&r, -(int64_t)pages(3)), -12);
	assert_true(rig_brk(&r, -(int64_t)pages(8)) > 0);
	rig_close(&r);
}

/* One of private and shared, and a promise only where one is wanted. */
static void test_shared_flags(void **state)
{
	const unsigned shared = MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_;
	struct rig r;
	int64_t promised;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_mmap(&r, page(0), pages(1), RW,
				  shared | MAP_PRIVATE_), -22);
	assert_int_equal(rig_mmap(&r, page(0), pages(1), RW,
				  shared | MAP_GROWSDOWN_), -22);
	promised = rig_value(&r, "meminfo.Committed_AS");
	rig_mmap(&r, page(0), pages(8), RW, shared | MAP_NORESERVE_);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), promised);
	rig_munmap(&r, page(0), pages(8));
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), promised);
	rig_close(&r);
}

/* A mapping that failed after it had emptied its place has no label. */
static void test_label_of_a_failure(void **state)
{
	struct op map = { .verb = OP_mmap, .task = TASK, .out = LABEL_A,
			  .arg = { BASE, UINT64_C(1) << 40, RW, FIXED } };
	struct op use = { .verb = OP_munmap, .task = TASK, .label = LABEL_A };
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	assert_int_equal(rig_op(&r, map), -12);
	assert_areas(&r, page(0), "....");
	assert_int_equal(rig_op(&r, use), -22);
	rig_close(&r);
}

/* The stack grows first; whether the access is allowed is asked then. */
static void test_grows_to_be_refused(void **state)
{
	const vaddr_t start = 0x7ffffffde000;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mprotect(&r, start, pages(1), RO);
	assert_int_equal(rig_access(&r, start - pages(2), MODE_WRITE), 11);
	assert_int_equal(r.m.s->op_si_code, 2);		/* SEGV_ACCERR */
	assert_areas(&r, start - pages(3), ".rrr|w>");
	rig_close(&r);
}

/* The guard gap is of the command line: areas stand by it. */
static void test_guard_gap_is_fixed(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_sysctl(&r, SYSCTL_stack_guard_gap, 1), -2);
	assert_int_equal(rig_value(&r, "sys/vm/stack_guard_gap"), 256);
	rig_close(&r);
}

/* A machine with a swap device, and 64 pages that were written to. */
static void swap_open(struct rig *r)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	machine_spec_ram(&spec, UINT64_C(32) * MIB);
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = 1024,
					   .prio = -1, .on = 1 };
	rig_open(r, &spec);
	rig_exec(r, LAYOUT_EMPTY);
	rig_mmap(r, page(0), pages(64), RW, FIXED);
	rig_touch(r, page(0), 64, MODE_WRITE);
}

static uint64_t counted(const struct rig *r, enum vm_event event)
{
	return r->m.s->vm_event[event];
}

/* Given away: it stays until memory is wanted, unless it is written to. */
static void vv2_32(void **state)
{
	int64_t rss;
	struct rig r;

	(void)state;
	swap_open(&r);
	rss = anon_kb(&r);
	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_FREE_), 0);
	lru_add_drain(&r.m);
	assert_int_equal(counted(&r, PGLAZYFREE), 64);
	assert_int_equal(anon_kb(&r), rss);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(7), 1, MODE_WRITE), 0);
	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_PAGEOUT_), 0);
	assert_int_equal(counted(&r, PGLAZYFREED), 63);
	assert_int_equal(anon_kb(&r), 4);
	assert_int_equal(frame_kind(rig_frame(&r, page(7))), KIND_ANON);
	assert_int_equal(rig_access(&r, page(8), MODE_READ), 0);
	assert_int_equal(pte_pfn(rig_pte(&r, page(8))), r.m.s->zero_pfn);
	rig_close(&r);
	passed("VV2.32");
}

/* Slots are given back by FREE at once; of a file there is nothing to forget. */
static void test_free_advice(void **state)
{
	struct rig r;

	(void)state;
	swap_open(&r);
	rig_madvise(&r, page(0), pages(64), MADV_PAGEOUT_);
	file_sleep(&r, 1000);
	lru_add_drain(&r.m);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 256);
	rig_touch(&r, page(0), 4, MODE_READ);
	rig_madvise(&r, page(0), pages(64), MADV_FREE_);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	assert_int_equal(anon_kb(&r), 16);
	for (uint64_t i = 0; i < 4; i++)
		assert_int_equal(rig_frame(&r, page(i))->swap, 0);
	rig_mmap(&r, page(100), pages(4), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	assert_int_equal(rig_madvise(&r, page(100), pages(4), MADV_FREE_), -22);
	/* what lies before is done */
	rig_touch(&r, page(60), 4, MODE_WRITE);
	rig_mmap(&r, page(64), pages(4), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	assert_int_equal(rig_madvise(&r, page(60), pages(8), MADV_FREE_), -22);
	assert_false(rig_pte(&r, page(60)) & PTE_DIRTY);
	rig_close(&r);
}

static void test_cold_advice(void **state)
{
	struct rig r;

	(void)state;
	swap_open(&r);
	lru_add_drain(&r.m);
	/* used twice in the kernel's eyes: active */
	for (uint64_t i = 0; i < 8; i++) {
		mark_page_accessed(&r.m, pte_pfn(rig_pte(&r, page(i))));
		mark_page_accessed(&r.m, pte_pfn(rig_pte(&r, page(i))));
	}
	lru_add_drain(&r.m);
	assert_int_equal(file_stat(&r, NR_ACTIVE_ANON), 8);
	rig_madvise(&r, page(0), pages(64), MADV_COLD_);
	lru_add_drain(&r.m);
	assert_int_equal(file_stat(&r, NR_ACTIVE_ANON), 0);
	for (uint64_t i = 0; i < 64; i++)
		assert_false(rig_pte(&r, page(i)) & PTE_ACCESSED);
	assert_int_equal(anon_kb(&r), 256);
	rig_close(&r);
}

/* Out to the swap device; a page that others map too is none of ours. */
static void test_pageout(void **state)
{
	struct rig r;

	(void)state;
	swap_open(&r);
	rig_fork(&r);
	rig_touch(&r, page(0), 32, MODE_WRITE);
	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_PAGEOUT_), 0);
	assert_int_equal(counted(&r, PSWPOUT), 32);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 128);
	assert_int_equal(anon_kb(&r), 128);
	file_sleep(&r, 1000);
	/* still in the swap cache: what is needed soon is there */
	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_WILLNEED_), 0);
	assert_int_equal(counted(&r, PSWPIN), 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 128);
	assert_int_equal(rig_touch(&r, page(0), 32, MODE_READ), 32);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_populate_over_a_hole),
		cmocka_unit_test(test_populate_guard),
		cmocka_unit_test(test_dontneed_up_to_vvar),
		cmocka_unit_test(test_too_many_areas),
		cmocka_unit_test(test_rights_are_no_access),
		cmocka_unit_test(test_reused_page_moves),
		cmocka_unit_test(test_brk_without_heap),
		cmocka_unit_test(test_shared_flags),
		cmocka_unit_test(test_label_of_a_failure),
		cmocka_unit_test(test_grows_to_be_refused),
		cmocka_unit_test(test_guard_gap_is_fixed),
		cmocka_unit_test(vv2_32),
		cmocka_unit_test(test_free_advice),
		cmocka_unit_test(test_cold_advice),
		cmocka_unit_test(test_pageout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
