/* Where areas end: fixed places, the heap, room, their number, the promise */
#include "vma_fixture.h"

static void vv2_29(void **state)
{
	const int64_t start = 0x70b000;
	int64_t data, x;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	assert_int_equal(rig_exec(&r, LAYOUT_STATIC), 100);
	assert_int_equal(rig_brk(&r, start - 0x5b2000), start);
	data = rig_own(&r, "status.VmData");
	assert_int_equal(rig_brk(&r, 100), 0x70b064);
	assert_int_equal(rig_own(&r, "status.VmData") - data, 4);
	assert_int_equal(rig_brk(&r, 5000), 0x70b064 + 5000);
	assert_int_equal(rig_own(&r, "status.VmData") - data, 8);
	assert_int_equal(rig_brk(&r, -5100), start);
	assert_int_equal(rig_own(&r, "status.VmData") - data, 0);

	/*      heap | ... one page must stay free ... | x */
	x = start + (int64_t)pages(8);
	rig_mmap(&r, (vaddr_t)x, pages(1), RW, FIXED);
	assert_int_equal(rig_brk(&r, (int64_t)pages(8)), -12);
	assert_int_equal(rig_brk(&r, (int64_t)pages(7)), x - (int64_t)pages(1));
	assert_int_equal(rig_brk(&r, 1), -12);
	/* below its start it does not move */
	assert_int_equal(rig_brk(&r, 0x5b1fff - x + (int64_t)pages(1)), -12);
	rig_close(&r);
	passed("VV2.29");
}

static void vv2_30(void **state)
{
	enum { SPLITS = 32757, MOST = 65530 };
	struct rig r;
	uint64_t i;

	(void)state;
	rig_open_ram(&r, 32);	/* not checked after each of so many */
	assert_int_equal(rig_exec(&r, LAYOUT_STATIC), 100);
	for (i = 0; i < 6; i++)
		rig_mmap(&r, page(i * 2) - UINT64_C(1024) * MIB, pages(1), RO,
			 FIXED);
	map(&r, 0, 2 * SPLITS + 3, PROT_NONE_);
	assert_int_equal(rig_own(&r, "maps"), 16);
	assert_int_equal(rig_value(&r, "sys/vm/max_map_count"), MOST);
	for (i = 0; i < SPLITS; i++)
		assert_int_equal(rig_mprotect(&r, page(2 * i + 1), pages(1), RO),
				 0);
	assert_int_equal(rig_own(&r, "maps"), MOST);
	assert_int_equal(rig_mprotect(&r, page(2 * i + 1), pages(1), RO), -12);
	assert_int_equal(rig_own(&r, "maps"), MOST);
	/* to cut a hole would make one more, too */
	assert_int_equal(rig_munmap(&r, page(2 * i + 1), pages(1)), -12);
	rig_close(&r);
	passed("VV2.30");
}

/* VR2.4: results of fixed mappings. */
static void test_fixed(void **state)
{
	const unsigned keep = ANON | MAP_FIXED_NOREPLACE_;
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	assert_int_equal(rig_mmap(&r, page(3), pages(2), RO, keep), -17);
	assert_int_equal(rig_mmap(&r, page(4), pages(2), RO, keep), page(4));
	assert_play(&r, "wwww|rr..");
	assert_int_equal(rig_mmap(&r, page(4) + 8, pages(1), RO, FIXED), -22);
	assert_int_equal(rig_mmap(&r, TASK_SIZE, pages(1), RO, FIXED), -12);
	assert_int_equal(rig_mmap(&r, TASK_SIZE - pages(1), pages(2), RO, FIXED),
			 -12);
	/* root may map the lowest pages, nobody else */
	assert_int_equal(rig_mmap(&r, 0, pages(1), RO, FIXED), 0);
	task_mut(&r.m, rig_task(&r))->uid = 1000;
	assert_int_equal(rig_mmap(&r, 0x1000, pages(1), RO, FIXED), -1);
	assert_int_equal(rig_mmap(&r, 0, UINT64_MAX, RW, ANON), -12);
	assert_int_equal(rig_mmap(&r, 0, UINT64_C(1) << 60, RW, ANON), -12);
	assert_int_equal(rig_mmap(&r, 0, pages(1), RW, MAP_ANONYMOUS_), -22);
	rig_close(&r);
}

/* VR2.2 and VR2.3: no room below the base, then from the bottom up. */
static void test_search_runs_out(void **state)
{
	const uint64_t big = 0x2aaaaaaab000 - 0x10000;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, 0x10000, big, PROT_NONE_, FIXED);
	/* all below mmap_base is taken */
	rig_mmap(&r, 0x2aaaaaaab000, 0x7ffff7ff9000 - 0x2aaaaaaab000, PROT_NONE_,
		 FIXED);
	/* above it, first of all: the end of the vdso */
	assert_int_equal(rig_mmap(&r, 0, pages(1), PROT_NONE_, ANON),
			 0x7ffff7fff000);
	assert_int_equal(rig_mmap(&r, 0, UINT64_C(256) * MIB, PROT_NONE_, ANON),
			 -12);
	rig_close(&r);
}

/* Overcommit: mode 0 refuses what is absurd, 1 nothing, 2 counts. */
static void test_overcommit(void **state)
{
	const uint64_t ram = 64 * MIB;
	int64_t limit, used;
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_mmap(&r, BASE, ram, RW, FIXED), -12);
	assert_int_equal(rig_mmap(&r, BASE, ram, RW, FIXED | MAP_NORESERVE_),
			 BASE);
	assert_int_equal(rig_munmap(&r, BASE, ram), 0);
	rig_sysctl(&r, SYSCTL_overcommit_memory, 1);
	assert_int_equal(rig_mmap(&r, BASE, ram, RW, FIXED), BASE);
	assert_int_equal(rig_munmap(&r, BASE, ram), 0);

	rig_sysctl(&r, SYSCTL_overcommit_memory, 2);
	limit = rig_value(&r, "meminfo.CommitLimit");
	/* what is kept lest one task takes all */
	limit -= rig_own(&r, "status.VmSize") / 4 / 32 * 4;
	used = rig_value(&r, "meminfo.Committed_AS");
	/* the limit itself is too much; NORESERVE is of no account */
	assert_int_equal(rig_mmap(&r, BASE, (uint64_t)(limit - used) * 1024,
				  RW, FIXED | MAP_NORESERVE_), -12);
	assert_int_equal(rig_mmap(&r, BASE, (uint64_t)(limit - used) * 1024 -
				  pages(1), RW, FIXED), BASE);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), limit - 4);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv2_29),
		cmocka_unit_test(vv2_30),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_search_runs_out),
		cmocka_unit_test(test_overcommit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
