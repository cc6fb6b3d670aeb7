/*
 * A range that moves: what goes, what stays, and that all of it comes back
 * when a frame for a table cannot be had
 */
#include "mm_fixture.h"

enum { SLOT_PAGES = 512 };

/* Two slots of tables further on, and far away. */
#define NEAR (BASE + UINT64_C(0x40000000))
#define FAR (BASE + UINT64_C(0x8000000000))

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_EMPTY), 100);
}

static int64_t move(struct rig *r, vaddr_t at, uint64_t bytes, uint64_t new_bytes,
		    vaddr_t to)
{
	return rig_mremap(r, at, bytes, new_bytes,
			  MREMAP_MAYMOVE_ | MREMAP_FIXED_, to);
}

/*	0       8
 *	wwwwwwww                two of them are wanted elsewhere */
static void test_shorter_elsewhere(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(8), RW, FIXED);
	rig_touch(&r, BASE, 8, MODE_WRITE);
	assert_int_equal(move(&r, BASE, pages(8), pages(2), NEAR), NEAR);
	/* the rest is not left behind */
	assert_areas(&r, BASE, "........");
	assert_areas(&r, NEAR, "ww..");
	assert_int_equal(rig_own(&r, "status.RssAnon"), 4 + 8);
	rig_close(&r);
}

/* What cannot move does not cost the target its content. */
static void test_target_is_kept(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, NEAR, pages(2), RW, FIXED);
	rig_touch(&r, NEAR, 2, MODE_WRITE);
	assert_int_equal(move(&r, BASE, pages(2), pages(2), NEAR), -14);
	assert_areas(&r, NEAR, "ww.");
	assert_int_equal(rig_own(&r, "status.RssAnon"), 4 + 8);

	/* below vm.mmap_min_addr nothing is mapped by a user, by no call */
	task_mut(&r.m, rig_task(&r))->uid = 1000;
	assert_int_equal(move(&r, NEAR, pages(2), pages(2), 0), -1);
	assert_int_equal(move(&r, NEAR, pages(2), pages(2), 0x8000), -1);
	/* a length beyond all addresses, in each place where one stands */
	assert_int_equal(rig_mremap(&r, NEAR, INT64_MAX, pages(1), 0, 0), -22);
	assert_int_equal(rig_mremap(&r, NEAR, pages(2), 0 - pages(1),
				    MREMAP_MAYMOVE_, 0), -12);
	assert_int_equal(move(&r, NEAR, INT64_MAX, pages(1), BASE), -22);
	rig_close(&r);
}

/* VR2.12: length 0 asks for the same once more, where that has a meaning. */
static void test_twice(void **state)
{
	int64_t before, at;
	struct rig r;

	(void)state;
	demo_open(&r);
	before = rig_value(&r, "meminfo.Committed_AS");
	rig_mmap(&r, BASE, pages(4), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	assert_int_equal(rig_mremap(&r, BASE, 0, pages(4), 0, 0), -12);
	at = rig_mremap(&r, BASE, 0, pages(4), MREMAP_MAYMOVE_, 0);
	assert_true(at > 0);
	assert_areas(&r, BASE, "wwww.");
	assert_areas(&r, (vaddr_t)at, "wwww");
	/* one memory, promised once, until nobody has it */
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), before + 16);
	rig_munmap(&r, BASE, pages(4));
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), before + 16);
	rig_munmap(&r, (vaddr_t)at, pages(4));
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), before);

	rig_mmap(&r, BASE, pages(4), RW, FIXED);
	assert_int_equal(rig_mremap(&r, BASE, 0, pages(4), MREMAP_MAYMOVE_, 0),
			 -22);
	rig_close(&r);
}

/* The two ranges stand side by side for a moment: VmPeak does not see it. */
static void test_peak(void **state)
{
	struct rig r;
	int64_t peak;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(100), RW, FIXED);
	peak = rig_own(&r, "status.VmPeak");
	assert_int_equal(peak, rig_own(&r, "status.VmSize"));
	assert_int_equal(move(&r, BASE, pages(100), pages(100), NEAR), NEAR);
	assert_int_equal(rig_own(&r, "status.VmPeak"), peak);
	assert_int_equal(move(&r, NEAR, pages(100), pages(60), BASE), BASE);
	assert_int_equal(rig_own(&r, "status.VmPeak"), peak);
	assert_int_equal(rig_own(&r, "status.VmSize"), peak - 160);
	rig_close(&r);
}

/* The gap below a stack is for mmap() to keep; who is there may grow into it. */
static void test_into_the_gap(void **state)
{
	const vaddr_t stack = 0x7ffffffde000, at = stack - pages(200);
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, at, pages(10), RW, FIXED);
	assert_int_equal(rig_mremap(&r, at, pages(10), pages(200), 0, 0), at);
	assert_int_equal(rig_mremap(&r, at, pages(200), pages(201), 0, 0), -12);
	rig_close(&r);
}

/*
 * A slot that is wanted as a whole goes with its table, whatever page of it is
 * in use; of another each entry goes to a table there.
 */
static void test_whole_slots(void **state)
{
	struct rig r;
	pfn_t table;
	int64_t rest;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(2 * SLOT_PAGES), RW, FIXED);
	rig_touch(&r, BASE + pages(7), 1, MODE_WRITE);
	rig_touch(&r, BASE + pages(SLOT_PAGES + 9), 2, MODE_WRITE);
	table = pgtable_lookup(&r.m, rig_mm(&r), BASE);
	rest = rig_value(&r, "meminfo.MemFree");
	assert_int_equal(move(&r, BASE, pages(2 * SLOT_PAGES),
			      pages(2 * SLOT_PAGES), NEAR), NEAR);
	assert_int_equal(pgtable_lookup(&r.m, rig_mm(&r), NEAR), table);
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), rest);
	/* one event a slot */
	assert_int_equal(rig_event(&r, EV_set_pte, 0)->arg[0], NEAR);
	assert_int_equal(rig_event(&r, EV_set_pte, 1)->arg[0],
			 NEAR + pages(SLOT_PAGES));

	/* a page off: tables of their own, and three of them */
	assert_int_equal(move(&r, NEAR, pages(2 * SLOT_PAGES),
			      pages(2 * SLOT_PAGES), BASE + PAGE_SIZE),
			 BASE + PAGE_SIZE);
	assert_true(rig_pte(&r, BASE + pages(8)) != 0);
	assert_true(rig_pte(&r, BASE + pages(SLOT_PAGES + 11)) != 0);
	rig_close(&r);
}

/* Tables without an entry in them are made at the new place all the same. */
static void test_empty_tables(void **state)
{
	int64_t tables;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(4), RW, FIXED);
	rig_touch(&r, BASE, 4, MODE_WRITE);
	rig_madvise(&r, BASE, pages(4), MADV_DONTNEED_);
	tables = rig_own(&r, "status.VmPTE");
	assert_int_equal(move(&r, BASE, pages(4), pages(4), NEAR), NEAR);
	/* another PTE table and another PMD table, and the old ones went */
	assert_int_equal(rig_own(&r, "status.VmPTE"), tables);
	assert_true(pgtable_lookup(&r.m, rig_mm(&r), NEAR) != 0);
	rig_close(&r);
}

/* What must be as before after a call that failed. */
struct state_of {
	int64_t free, promised, size, anon;
};

static struct state_of look(const struct rig *r)
{
	return (struct state_of){
		rig_value(r, "meminfo.MemFree"),
		rig_value(r, "meminfo.Committed_AS"),
		rig_own(r, "status.VmSize"), rig_own(r, "status.RssAnon"),
	};
}

/*
 * Pages in three slots move, and the n-th frame is refused: they are all at
 * the old place then, or all at the new one. The target shares no slot border
 * with them, or all (`off` pages aside).
 */
static bool move_refused(uint32_t n, uint64_t off)
{
	const vaddr_t at = BASE + pages(SLOT_PAGES - 3), to = FAR + at - BASE +
							      pages(off);
	const uint64_t len = pages(SLOT_PAGES + 6);
	struct state_of before;
	struct rig r;
	int64_t ret;
	bool refused;

	demo_open(&r);
	rig_mmap(&r, at, len, RW, FIXED);
	rig_touch(&r, at + pages(1), 1, MODE_WRITE);
	rig_touch(&r, at + pages(40), 1, MODE_WRITE);
	rig_touch(&r, at + len - pages(1), 1, MODE_WRITE);
	before = look(&r);
	r.m.s->fail_nth = n;
	ret = move(&r, at, len, len + pages(2), to);
	refused = r.m.s->fail_nth == 0;
	r.m.s->fail_nth = 0;
	assert_int_equal(ret, refused ? -12 : (int64_t)to);
	if (refused) {
		struct state_of after = look(&r);

		assert_memory_equal(&before, &after, sizeof(before));
	}
	for (unsigned i = 0; i < 3; i++) {
		const uint64_t page[] = { 1, 40, SLOT_PAGES + 5 };

		assert_true(rig_pte(&r, (refused ? at : to) + pages(page[i])) != 0);
	}
	rig_close(&r);
	return refused;
}

static void test_back_again(void **state)
{
	(void)state;
	for (uint64_t off = 0; off < 2; off++) {
		uint32_t n = 1;

		while (move_refused(n, off))
			n++;
		/* the PUD, the PMD and some PTE tables */
		assert_true(n > 4);
	}
}

/* vm.max_map_count: a move may need three areas more, and is not begun. */
static void test_too_many_areas(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(8), RW, FIXED);
	/* stack, vvar, vdso, this one */
	rig_sysctl(&r, SYSCTL_max_map_count, 7);
	assert_int_equal(rig_mremap(&r, BASE, pages(2), pages(4),
				    MREMAP_MAYMOVE_, 0), -12);
	assert_int_equal(move(&r, BASE, pages(2), pages(2), NEAR), -12);
	rig_sysctl(&r, SYSCTL_max_map_count, 8);
	assert_int_equal(move(&r, BASE, pages(2), pages(2), NEAR), -12);
	assert_true(rig_mremap(&r, BASE, pages(2), pages(4), MREMAP_MAYMOVE_,
			       0) > 0);
	rig_close(&r);
}

/* A label stands for what is there once the call is done, not for a wish. */
static void test_label_of_a_failure(void **state)
{
	struct op op = { .verb = OP_mremap, .task = TASK, .out = LABEL_A,
			 .arg = { BASE, pages(4), pages(4),
				  MREMAP_MAYMOVE_ | MREMAP_FIXED_, FAR } };
	struct op use = { .verb = OP_munmap, .task = TASK, .label = LABEL_A };
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, BASE, pages(4), RW, FIXED);
	rig_touch(&r, BASE, 4, MODE_WRITE);
	r.m.s->fail_nth = 1;
	assert_int_equal(rig_op(&r, op), -12);
	assert_int_equal(rig_op(&r, use), -22);
	assert_int_equal(rig_op(&r, op), FAR);
	assert_int_equal(rig_op(&r, use), 0);
	assert_areas(&r, FAR, "....");
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shorter_elsewhere),
		cmocka_unit_test(test_target_is_kept),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_peak),
		cmocka_unit_test(test_into_the_gap),
		cmocka_unit_test(test_whole_slots),
		cmocka_unit_test(test_empty_tables),
		cmocka_unit_test(test_back_again),
		cmocka_unit_test(test_too_many_areas),
		cmocka_unit_test(test_label_of_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
