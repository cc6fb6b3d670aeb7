/*
 * Where the pages of each kind of mapping live, and which counters tell it:
 * 1 GiB each, in the programs of the four experiments and their kin
 */
#include "file_fixture.h"

enum { GIB = 1 << 30, NR = GIB / PAGE_SIZE, GIB_KB = GIB / 1024, BIG = 1 };

static const struct file_spec big_files[] = {
	{ .name = "/big", .size_bytes = GIB, .kind = INODE_REGULAR },
	{ .name = "/dev/shm/m", .kind = INODE_TMPFS },
};

/* Numbers of /proc before and after, in kB; vmstat's and stat's as they are. */
struct counters {
	int64_t free, slab, cached, anon, shmem, mapped, dirty, tables, committed;
	int64_t inactive_file, inactive_anon, rss_file, rss_anon, rss_shmem;
	int64_t min, maj;
};

/* What per-CPU lists keep, the kernel does not call free. */
static int64_t pcp_kb(const struct rig *r)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < r->m.s->nr_zones; i++)
		nr += r->m.s->zone[i].nr_pcp;
	return (int64_t)nr * 4;
}

static struct counters look(struct rig *r)
{
	bool alive = task_at(&r->m, rig_task(r))->mm != 0;

	lru_add_drain(&r->m);
	return (struct counters){
		.free = rig_value(r, "meminfo.MemFree") + pcp_kb(r),
		.slab = rig_value(r, "meminfo.Slab"),
		.cached = rig_value(r, "meminfo.Cached"),
		.anon = rig_value(r, "meminfo.AnonPages"),
		.shmem = rig_value(r, "meminfo.Shmem"),
		.mapped = rig_value(r, "meminfo.Mapped"),
		.dirty = rig_value(r, "meminfo.Dirty"),
		.tables = rig_value(r, "meminfo.PageTables"),
		.committed = rig_value(r, "meminfo.Committed_AS"),
		.inactive_file = (int64_t)file_stat(r, NR_INACTIVE_FILE) * 4,
		.inactive_anon = (int64_t)file_stat(r, NR_INACTIVE_ANON) * 4,
		.rss_file = alive ? rig_own(r, "status.RssFile") : 0,
		.rss_anon = alive ? rig_own(r, "status.RssAnon") : 0,
		.rss_shmem = alive ? rig_own(r, "status.RssShmem") : 0,
		.min = rig_own(r, "stat.minflt"),
		.maj = rig_own(r, "stat.majflt"),
	};
}

/* What has changed: field by field, a - b. */
static struct counters less(const struct counters *a, const struct counters *b)
{
	const int64_t *x = (const int64_t *)a, *y = (const int64_t *)b;
	struct counters d;
	int64_t *z = (int64_t *)&d;

	for (size_t i = 0; i < sizeof(d) / sizeof(int64_t); i++)
		z[i] = x[i] - y[i];
	return d;
}

/* One experiment: the machine, its state before, its state now. */
struct trial {
	struct rig	r;
	struct counters before;
	struct counters now;	/* less those before */
};

static void trial_look(struct trial *t)
{
	struct counters now = look(&t->r);

	t->now = less(&now, &t->before);
}

/* 6 GiB of RAM; caches are empty. Checked as a whole when it is over. */
static void trial_open(struct trial *t)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, UINT64_C(6144) * MIB));
	spec.nr_files = 2;
	spec.file = big_files;
	spec.thp_enabled = THP_NEVER;
	rig_open(&t->r, &spec);
	t->r.log.mask = EVENT_NONE;
	t->r.check_at = UINT64_MAX;
	rig_exec(&t->r, LAYOUT_EMPTY);
	rig_sysctl(&t->r, SYSCTL_drop_caches, 3);
	t->before = look(&t->r);
}

static void trial_map(struct trial *t, unsigned prot, unsigned flags,
		      uint32_t fd)
{
	assert_int_equal(rig_op(&t->r, (struct op){
		.verb = OP_mmap, .task = TASK,
		.arg = { BASE, GIB, prot, flags | MAP_FIXED_,
			 (uint64_t)fd << OP_FD_SHIFT } }), BASE);
}

/* memset(), or one read a page. */
static void trial_touch(struct trial *t, unsigned mode)
{
	for (uint64_t i = 0; i < NR; i++) {
		struct op op = { .verb = OP_access, .mode = (uint8_t)mode,
				 .task = TASK, .arg = { page(i) } };

		assert_int_equal(op_run(&t->r.m, &op), 0);
	}
	trial_look(t);
}

static void trial_unmap(struct trial *t)
{
	rig_munmap(&t->r, BASE, GIB);
	trial_look(t);
}

static void trial_sync(struct trial *t)
{
	rig_op(&t->r, (struct op){ .verb = OP_sync });
	trial_look(t);
}

static void trial_drop(struct trial *t)
{
	rig_sysctl(&t->r, SYSCTL_drop_caches, 1);
	trial_look(t);
}

/* All is as before, but for slabs, which come and go by themselves. */
static void assert_start(struct trial *t)
{
	trial_look(t);
	assert_int_equal(t->now.cached, 0);
	assert_int_equal(t->now.anon, 0);
	assert_int_equal(t->now.shmem, 0);
	assert_int_equal(t->now.mapped, 0);
	assert_int_equal(t->now.committed, 0);
	assert_int_equal(t->now.tables, 0);
	assert_int_equal(t->now.free + t->now.slab, 0);
}

static void trial_close(struct trial *t)
{
	rig_close(&t->r);
}

/* Of a cold file: a major fault a window of readahead, a minor one a half. */
enum { WINDOWS = NR / 32 + 1 };

static void vv7_1(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	file_open_as(&t.r, BIG, 0, FD);
	trial_map(&t, RW, MAP_SHARED_, FD);
	trial_touch(&t, MODE_WRITE);
	assert_int_equal(t.now.min, 253951);
	assert_int_equal(t.now.maj, 8193);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.inactive_file, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	assert_int_equal(t.now.rss_file, GIB_KB);
	assert_int_equal(t.now.anon, 0);
	assert_int_equal(t.now.committed, 0);
	assert_int_equal(t.now.tables, 2052);
	assert_true(t.now.dirty > 0);
	/* with a buffer head a page, and a node of the tree for 64 */
	assert_in_range(t.now.slab, 26624 + 2304, 26624 + 2304 + 512);
	assert_int_equal(t.now.free, -GIB_KB - 2056 - t.now.slab);
	/* dirty or mapped: it stays */
	trial_sync(&t);
	trial_drop(&t);
	assert_int_equal(t.now.dirty, 0);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	trial_unmap(&t);
	assert_int_equal(t.now.mapped, 0);
	assert_int_equal(t.now.cached, GIB_KB);
	trial_drop(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV6.11");
	passed("VV7.1");
}

static void vv7_2(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	file_open_as(&t.r, BIG, 0, FD);
	trial_map(&t, RW, MAP_PRIVATE_, FD);
	trial_touch(&t, MODE_WRITE);
	assert_int_equal(t.now.min, 253951);
	assert_int_equal(t.now.maj, 8193);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.anon, GIB_KB);
	assert_int_equal(t.now.inactive_anon, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.rss_anon, GIB_KB);
	assert_int_equal(t.now.rss_file, 0);
	assert_int_equal(t.now.mapped, 0);
	assert_int_equal(t.now.dirty, 0);
	assert_true(t.now.free < -2 * GIB_KB);
	trial_unmap(&t);
	assert_int_equal(t.now.anon, 0);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.committed, 0);
	trial_drop(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.2");
}

static void vv7_3(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	trial_map(&t, RW, MAP_PRIVATE_ | MAP_ANONYMOUS_, 0);
	trial_touch(&t, MODE_WRITE);
	assert_int_equal(t.now.min, NR);
	assert_int_equal(t.now.maj, 0);
	assert_int_equal(t.now.anon, GIB_KB);
	assert_int_equal(t.now.inactive_anon, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.cached, 0);
	assert_int_equal(t.now.tables, 2052);
	trial_unmap(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.3");
}

static void vv7_4(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	trial_map(&t, RW, MAP_SHARED_ | MAP_ANONYMOUS_, 0);
	trial_look(&t);
	assert_int_equal(t.now.committed, GIB_KB);
	trial_touch(&t, MODE_WRITE);
	assert_int_equal(t.now.min, NR);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.shmem, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	assert_int_equal(t.now.inactive_anon, GIB_KB);
	assert_int_equal(t.now.rss_shmem, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.anon, 0);
	trial_sync(&t);
	trial_drop(&t);
	assert_int_equal(t.now.shmem, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	trial_unmap(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.4");
}

static void vv7_5(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	file_open_as(&t.r, BIG, 0, FD);
	trial_map(&t, RW, MAP_PRIVATE_, FD);
	trial_touch(&t, MODE_READ);
	assert_int_equal(t.now.min, 8192);
	assert_int_equal(t.now.maj, WINDOWS);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.rss_file, GIB_KB);
	trial_drop(&t);
	assert_int_equal(t.now.cached, GIB_KB);
	trial_unmap(&t);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.mapped, 0);
	trial_drop(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV5.26");
	passed("VV7.5");
}

static void vv7_6(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	trial_map(&t, RW, MAP_PRIVATE_ | MAP_ANONYMOUS_, 0);
	trial_touch(&t, MODE_READ);
	assert_int_equal(t.now.min, NR);
	assert_int_equal(t.now.tables, 2052);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.anon, 0);
	assert_int_equal(t.now.cached, 0);
	assert_int_equal(t.now.rss_anon, 0);
	trial_unmap(&t);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.6");
}

static void vv7_7(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	file_open_as(&t.r, 2, 0, FD);
	file_write(&t.r, FD, GIB);
	trial_look(&t);
	assert_int_equal(t.now.cached, GIB_KB);
	assert_int_equal(t.now.shmem, GIB_KB);
	assert_int_equal(t.now.inactive_anon, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	assert_int_equal(t.now.mapped, 0);
	trial_drop(&t);
	assert_int_equal(t.now.shmem, GIB_KB);
	rig_op(&t.r, (struct op){ .verb = OP_unlink, .arg = { 0, 2 } });
	trial_look(&t);
	assert_int_equal(t.now.shmem, GIB_KB);
	file_close_fd(&t.r, FD);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.7");
}

static void vv7_8(void **state)
{
	struct trial t;

	(void)state;
	trial_open(&t);
	rig_op(&t.r, (struct op){ .verb = OP_memfd_create, .task = TASK,
				  .out = FD, .arg = { 0, GIB } });
	trial_map(&t, RW, MAP_SHARED_, FD);
	trial_touch(&t, MODE_WRITE);
	assert_int_equal(t.now.min, NR);
	assert_int_equal(t.now.shmem, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	assert_int_equal(t.now.inactive_anon, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	trial_unmap(&t);
	assert_int_equal(t.now.mapped, 0);
	assert_int_equal(t.now.shmem, GIB_KB);
	file_close_fd(&t.r, FD);
	assert_start(&t);
	trial_close(&t);
	passed("VV7.8");
}

static void vv7_9(void **state)
{
	int64_t at;
	struct trial t;

	(void)state;
	trial_open(&t);
	rig_op(&t.r, (struct op){ .verb = OP_shmget, .task = TASK, .out = FD,
				  .arg = { 0, GIB } });
	at = file_call(&t.r, OP_shmat, FD, 0, 0, 0);
	assert_true(at > 0);
	file_call(&t.r, OP_shmctl, FD, 0, 0, 0);
	for (uint64_t i = 0; i < NR; i++)
		op_run(&t.r.m, &(struct op){ .verb = OP_access, .task = TASK,
					     .mode = MODE_WRITE,
					     .arg = { (vaddr_t)at + pages(i) } });
	trial_look(&t);
	assert_int_equal(t.now.min, NR);
	assert_int_equal(t.now.shmem, GIB_KB);
	assert_int_equal(t.now.mapped, GIB_KB);
	assert_int_equal(t.now.committed, GIB_KB);
	rig_op(&t.r, (struct op){ .verb = OP_shmdt, .task = TASK,
				  .arg = { (vaddr_t)at } });
	assert_start(&t);
	trial_close(&t);
	passed("VV7.9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv7_1), cmocka_unit_test(vv7_2),
		cmocka_unit_test(vv7_3), cmocka_unit_test(vv7_4),
		cmocka_unit_test(vv7_5), cmocka_unit_test(vv7_6),
		cmocka_unit_test(vv7_7), cmocka_unit_test(vv7_8),
		cmocka_unit_test(vv7_9),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
