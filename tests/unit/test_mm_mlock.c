/* Memory that stays: areas, limits, the unevictable pages */
#include "file_fixture.h"

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 32);
	assert_int_equal(rig_exec(r, LAYOUT_EMPTY), 100);
}

static int64_t lock(struct rig *r, enum op_verb verb, uint64_t first,
		    uint64_t nr, bool onfault)
{
	return rig_op(r, (struct op){ .verb = (uint8_t)verb, .mode = onfault,
				      .task = r->task,
				      .arg = { page(first), pages(nr) } });
}

static int64_t lock_all(struct rig *r, unsigned flags)
{
	return rig_op(r, (struct op){ .verb = flags ? OP_mlockall : OP_munlockall,
				      .mode = (uint8_t)flags,
				      .task = r->task });
}

/* What three texts say of it, in kB. */
static void assert_locked(const struct rig *r, int64_t vm_lck, int64_t mlocked)
{
	assert_int_equal(rig_own(r, "status.VmLck"), vm_lck);
	assert_int_equal(rig_value(r, "meminfo.Mlocked"), mlocked);
	assert_int_equal(rig_value(r, "meminfo.Unevictable"), mlocked);
}

/* Untouched pages come in; with MLOCK_ONFAULT those that are touched. */
static void vv9_1(void **state)
{
	int64_t faults, locked, rescued, rss;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	faults = rig_own(&r, "stat.minflt");
	assert_int_equal(lock(&r, OP_mlock, 0, 16, false), 0);
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 16);
	lru_add_drain(&r.m);
	assert_locked(&r, 64, 64);
	for (uint64_t i = 0; i < 16; i++)
		assert_true(rig_frame(&r, page(i))->flags & PG_MLOCKED);
	assert_int_equal(lock(&r, OP_mlock, 32, 16, true), 0);
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 16);
	assert_locked(&r, 128, 64);
	assert_int_equal(rig_touch(&r, page(40), 1, MODE_WRITE), 1);
	lru_add_drain(&r.m);
	assert_locked(&r, 128, 68);

	rss = rig_own(&r, "status.VmRSS");
	locked = rig_value(&r, "vmstat.unevictable_pgs_munlocked");
	rescued = rig_value(&r, "vmstat.unevictable_pgs_rescued");
	assert_int_equal(lock(&r, OP_munlock, 0, 64, false), 0);
	assert_locked(&r, 0, 0);
	assert_int_equal(rig_value(&r, "vmstat.unevictable_pgs_munlocked") -
			 locked, 17);
	assert_int_equal(rig_value(&r, "vmstat.unevictable_pgs_rescued") -
			 rescued, 17);
	assert_int_equal(rig_own(&r, "status.VmRSS"), rss);
	rig_close(&r);
	passed("VV9.1");
}

static void vv9_2(void **state)
{
	struct task *t;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	rig_mmap(&r, page(100), pages(4), 0, FIXED);
	t = task_mut(&r.m, rig_task(&r));
	assert_int_equal(lock(&r, OP_mlock, 100, 4, false), -ENOMEM);
	assert_true(vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), page(100)))->flags &
		    VM_LOCKED);
	lock(&r, OP_munlock, 100, 4, false);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_setrlimit,
						 .mode = LIMIT_MEMLOCK,
						 .task = TASK,
						 .arg = { 0, 65536 } }), 0);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_setuid,
						 .task = TASK,
						 .arg = { 0, 1000 } }), 0);
	assert_int_equal(t->uid, 1000);
	assert_int_equal(lock(&r, OP_mlock, 0, 17, false), -ENOMEM);
	assert_int_equal(lock(&r, OP_mlock, 0, 16, false), 0);
	/* what is locked already is not counted twice */
	assert_int_equal(lock(&r, OP_mlock, 8, 8, false), 0);
	assert_int_equal(lock(&r, OP_mlock, 8, 9, false), -ENOMEM);
	assert_int_equal(rig_madvise(&r, page(0), pages(4), MADV_DONTNEED_),
			 -EINVAL);
	assert_int_equal(rig_madvise(&r, page(0), pages(4), MADV_PAGEOUT_),
			 -EINVAL);
	t->rlimit_memlock_bytes = 0;
	assert_int_equal(lock(&r, OP_mlock, 0, 1, false), -EPERM);
	assert_int_equal(lock_all(&r, MCL_CURRENT_), -EPERM);
	rig_close(&r);
	passed("VV9.2");
}

static void vv9_3(void **state)
{
	int64_t faults, locked, anon;
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(lock_all(&r, MCL_CURRENT_ | MCL_FUTURE_), 0);
	locked = rig_own(&r, "status.VmLck");
	assert_int_equal(locked, rig_own(&r, "status.VmStk"));
	faults = rig_own(&r, "stat.minflt");
	rig_mmap(&r, page(0), pages(8), RW, FIXED);
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 8);
	assert_int_equal(rig_own(&r, "status.VmLck") - locked, 32);
	/* nothing to write to: the page of zeros is locked, and counts nowhere */
	anon = rig_own(&r, "status.RssAnon");
	rig_mmap(&r, page(20), pages(4), RO, FIXED);
	assert_int_equal(rig_own(&r, "status.VmLck") - locked, 48);
	assert_int_equal(rig_own(&r, "status.RssAnon"), anon);
	assert_true(rig_pte(&r, page(20)) & PTE_SPECIAL);
	rig_fork(&r);
	r.task = CHILD;
	assert_int_equal(rig_own(&r, "status.VmLck"), 0);
	rig_exit(&r, 0);
	r.task = TASK;
	assert_int_equal(lock_all(&r, 0), 0);
	lru_add_drain(&r.m);
	assert_locked(&r, 0, 0);
	rig_close(&r);
	passed("VV9.3");
}

/* The page that was locked has an anon_vma now, its neighbours have none. */
static void vv2_24(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(8), RW, FIXED);
	assert_int_equal(lock(&r, OP_mlock, 1, 1, false), 0);
	assert_areas(&r, page(0), "w|w|wwwwww.");
	assert_int_equal(lock(&r, OP_munlock, 0, 8, false), 0);
	assert_areas(&r, page(0), "w|w|wwwwww.");
	rig_close(&r);
	passed("VV2.24");
}

/* What can be locked is, then the hole is told. */
static void test_hole(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_mmap(&r, page(6), pages(4), RW, FIXED);
	assert_int_equal(lock(&r, OP_mlock, 0, 10, false), -ENOMEM);
	assert_int_equal(rig_own(&r, "status.VmLck"), 16);
	assert_int_equal(rig_pte(&r, page(0)), 0);
	assert_int_equal(lock(&r, OP_mlock, 20, 1, false), -ENOMEM);
	assert_int_equal(lock(&r, OP_mlock, 0, 0, false), 0);
	rig_munmap(&r, page(0), pages(4));
	assert_int_equal(rig_own(&r, "status.VmLck"), 0);
	rig_close(&r);
}

/* The limit binds what is to come, too. */
static void test_future(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	lock_all(&r, MCL_FUTURE_);
	assert_int_equal(rig_own(&r, "status.VmLck"), 0);
	task_mut(&r.m, rig_task(&r))->uid = 1000;
	task_mut(&r.m, rig_task(&r))->rlimit_memlock_bytes = pages(10);
	assert_int_equal(rig_mmap(&r, page(0), pages(8), RW, FIXED), page(0));
	assert_int_equal(rig_mmap(&r, page(8), pages(3), RW, FIXED), -EAGAIN);
	assert_int_equal(rig_brk(&r, (int64_t)pages(3)), -ENOMEM);
	assert_int_equal(rig_brk(&r, (int64_t)pages(1)) > 0, 1);
	assert_int_equal(rig_own(&r, "status.VmLck"), 36);
	/* it grows: its new pages come in at once */
	assert_int_equal(rig_mremap(&r, page(0), pages(8), pages(10), 0, 0),
			 -EAGAIN);
	assert_int_equal(rig_mremap(&r, page(0), pages(8), pages(9), 0, 0),
			 page(0));
	assert_int_equal(rig_own(&r, "status.VmLck"), 40);
	assert_true(rig_pte(&r, page(8)) != 0);
	assert_int_equal(rig_mremap(&r, page(0), pages(9), pages(9),
				    MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(50)),
			 page(50));
	assert_int_equal(rig_own(&r, "status.VmLck"), 40);
	rig_munmap(&r, page(50), pages(9));
	lru_add_drain(&r.m);
	assert_locked(&r, 4, 4);
	rig_close(&r);
}

/* Pages of files; locked twice, by two tasks, they stay until both let go. */
static void test_files(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	file_open_as(&r, DATA, 0, FD);
	rig_op(&r, (struct op){ .verb = OP_mmap, .task = TASK,
				.arg = { page(0), pages(8), RO,
					 MAP_SHARED_ | MAP_FIXED_,
					 (uint64_t)FD << OP_FD_SHIFT } });
	assert_int_equal(lock(&r, OP_mlock, 0, 8, false), 0);
	lru_add_drain(&r.m);
	assert_locked(&r, 32, 32);
	rig_fork(&r);
	r.task = CHILD;
	assert_int_equal(lock(&r, OP_mlock, 0, 8, false), 0);
	r.task = TASK;
	assert_int_equal(lock(&r, OP_munlock, 0, 8, false), 0);
	assert_locked(&r, 0, 32);
	r.task = CHILD;
	rig_exit(&r, 0);
	r.task = TASK;
	lru_add_drain(&r.m);
	assert_locked(&r, 0, 0);
	assert_true(file_cached(&r, DATA) >= 8);
	rig_close(&r);
}

/* A long call in stretches: the same as in one go. */
static void test_stretches(void **state)
{
	const uint64_t nr = 2000;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(nr), RW, FIXED);
	rig_touch(&r, page(0), 700, MODE_WRITE);
	assert_int_equal(lock(&r, OP_mlock, 0, nr, false), 0);
	lru_add_drain(&r.m);
	assert_locked(&r, (int64_t)nr * 4, (int64_t)nr * 4);
	assert_int_equal(lock(&r, OP_munlock, 500, 1000, false), 0);
	assert_locked(&r, (int64_t)nr * 4 - 4000, (int64_t)nr * 4 - 4000);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv9_1),
		cmocka_unit_test(vv9_2),
		cmocka_unit_test(vv9_3),
		cmocka_unit_test(vv2_24),
		cmocka_unit_test(test_hole),
		cmocka_unit_test(test_future),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_stretches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
