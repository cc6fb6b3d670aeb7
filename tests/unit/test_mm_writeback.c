/* Dirty pages: counted, limited, written by the flusher when it is time. */
#include "file_fixture.h"

#include "mm/daemon.h"
#include "mm/inode.h"

static void test_limits(void **state)
{
	struct dirty_limits l;

	(void)state;
	l = dirty_limits_of(109575, 1975, 0, 20, 0, 10, 0);
	assert_int_equal(l.dirtyable, 107601);
	assert_int_equal(l.thresh, 21514);
	assert_int_equal(l.background, 10744);
	assert_int_equal(dirty_freerun(&l), 16129);
	passed("PV9.4");
	l = dirty_limits_of(200000, 10000, 50000, 20, 0, 10, 0);
	assert_int_equal(l.dirtyable, 240001);
	assert_int_equal(l.thresh, 47988);
	assert_int_equal(l.background, 23964);
	l = dirty_limits_of(200000, 10000, 50000, 10, 0, 5, 0);
	assert_int_equal(l.thresh, 23964);
	assert_int_equal(l.background, 11953);
	passed("PV9.5");
	assert_int_equal(dirty_poll_interval(5130, 21514), 128);
	assert_int_equal(dirty_poll_interval(21514, 21514), 1);
	passed("PV9.6");
	/* bytes instead of ratios; background never above the limit */
	l = dirty_limits_of(200000, 0, 0, 0, 4097, 10, 0);
	assert_int_equal(l.thresh, 2);
	assert_int_equal(l.background, 1);
	/* less free than is kept back */
	assert_int_equal(dirty_limits_of(5, 10, 0, 20, 0, 10, 0).dirtyable, 1);
}

static void test_counts(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_write(&r, FD, pages(40));
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 40);
	assert_int_equal(file_stat(&r, NR_DIRTIED), 40);
	assert_file(&r, DATA, 0, "dddddddddddddddddddddddddddddddddddddddd.");
	/* once more: they are dirty already */
	file_pwrite(&r, FD, pages(40), 0);
	assert_int_equal(file_stat(&r, NR_DIRTIED), 40);
	/* tmpfs has no disk: nothing is counted */
	file_open_as(&r, MEMORY, 0, FD_B);
	file_write(&r, FD_B, pages(40));
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 40);
	assert_int_equal(file_call(&r, OP_fsync, FD, 0, 0, 0), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	assert_int_equal(file_stat(&r, NR_WRITEBACK), 0);
	assert_int_equal(file_stat(&r, NR_WRITTEN), 40);
	assert_int_equal(r.log.count[EV_block_rq_issue], 2);
	assert_file(&r, DATA, 0, "ccccc");
	rig_close(&r);
}

/* Clean again only when the disk says so; dirtied meanwhile, it stays dirty. */
static void test_dirty_under_writeback(void **state)
{
	handle_t inode;
	uint64_t at = 0;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_write(&r, FD, pages(3));
	inode = file_inode(&r, DATA);
	assert_int_equal(writeback_request(&r.m, inode, &at, 2,
					   WB_REASON_SYNC), 2);
	assert_int_equal(at, 2);
	assert_file(&r, DATA, 0, "wwd.");
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 1);
	assert_int_equal(file_stat(&r, NR_WRITEBACK), 2);
	file_pwrite(&r, FD, pages(1), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 2);
	/* not a second time while it is on its way */
	at = 0;
	assert_int_equal(writeback_request(&r.m, inode, &at, INDEX_NONE,
					   WB_REASON_SYNC), 1);
	assert_int_equal(at, 3);
	file_sleep(&r, 10);
	assert_file(&r, DATA, 0, "dcc.");
	file_call(&r, OP_fsync, FD, 0, 0, 0);
	assert_file(&r, DATA, 0, "ccc.");
	assert_int_equal(inode_at(&r.m, inode)->dirtied_when_ns, 0);
	assert_int_equal(r.m.s->nr_dirty_inodes, 0);
	rig_close(&r);
}

static void sleep_until(struct rig *r, uint64_t ms)
{
	const uint64_t ns_per_ms = 1000000;

	file_sleep(r, ms - r->m.s->now_ns / ns_per_ms);
}

/*
 * A device dirtied at the start sets the flusher's clock: it looks at 5 s, 10 s
 * ... What was dirtied at 1 s is old enough at 35 s, not at 30 s.
 */
static void test_expiry(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DEVICE, 0, FD_B);
	file_write(&r, FD_B, pages(1));
	file_open_as(&r, DATA, 0, FD);
	sleep_until(&r, 1000);
	file_write(&r, FD, pages(1));
	sleep_until(&r, 29900);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 2);
	sleep_until(&r, 30500);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 1);
	/* the inode's age counts, not the page's */
	file_write(&r, FD, pages(1));
	sleep_until(&r, 34900);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 2);
	sleep_until(&r, 35100);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	assert_int_equal(rig_event(&r, EV_writeback_single_inode, 0)->arg[1],
			 WB_REASON_PERIODIC);
	assert_int_equal(rig_event(&r, EV_writeback_single_inode, 0)->pid,
			 FLUSHER_PID);
	assert_int_equal(rig_event(&r, EV_writeback_single_inode, 0)->arg[3] /
				 1000, 34);
	rig_close(&r);
	passed("PV9.7");
}

static void test_no_ticks(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	rig_sysctl(&r, SYSCTL_dirty_writeback_centisecs, 0);
	file_open_as(&r, DATA, 0, FD);
	file_write(&r, FD, pages(1));
	file_sleep(&r, 100000);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 1);
	file_sync(&r);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	rig_close(&r);
}

/* Above the background limit the flusher writes until it is reached again. */
static void test_background(void **state)
{
	struct dirty_limits l;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	l = dirty_limits(&r.m);
	assert_int_equal(file_write(&r, FD, pages(l.background - 300)),
			 pages(l.background - 300));
	assert_int_equal(r.log.count[EV_writeback_wake], 0);
	file_sleep(&r, 1000);
	assert_int_equal(file_stat(&r, NR_WRITTEN), 0);
	file_write(&r, FD, pages(600));
	assert_true(r.log.count[EV_writeback_wake] > 0);
	file_sleep(&r, 1000);
	assert_true(file_stat(&r, NR_WRITTEN) > 0);
	assert_true(file_stat(&r, NR_FILE_DIRTY) <= dirty_limits(&r.m).background);
	/* a turn is a multiple of 4 MiB, and is done to its end */
	assert_int_equal(file_stat(&r, NR_WRITTEN) % 1024, 0);
	assert_true(file_stat(&r, NR_WRITTEN) <= 2048);
	assert_false(flusher_is_awake(&r.m));
	rig_close(&r);
}

/* A writer faster than its disk is held up at the limit, and gets through. */
static void test_throttle(void **state)
{
	uint64_t begin_ns, most = 0, limit, mib;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, ABSENT, O_CREAT_, FD);
	r.m.s->disk[0].bytes_per_s = 20 * MIB;
	begin_ns = r.m.s->now_ns;
	limit = dirty_limits(&r.m).thresh;
	for (mib = 0; mib < 100; mib++) {
		uint64_t dirty;

		assert_int_equal(file_write(&r, FD, MIB), MIB);
		dirty = file_stat(&r, NR_FILE_DIRTY) +
			file_stat(&r, NR_WRITEBACK);
		most = dirty > most ? dirty : most;
	}
	/* a few pages more than the limit at the most: it is asked now and then */
	assert_true(most <= limit + 64);
	assert_true(r.m.s->now_ns - begin_ns > UINT64_C(3000000000));
	assert_true(r.m.s->now_ns - begin_ns < UINT64_C(8000000000));
	rig_close(&r);
}

/* Nobody writes: the writer is not to wait for ever. */
static void test_held_flusher(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	rig_op(&r, (struct op){ .verb = OP_hold, .mode = DAEMON_FLUSHER });
	file_open_as(&r, DATA, 0, FD);
	assert_int_equal(file_write(&r, FD, 40 * MIB), 40 * MIB);
	assert_true(file_stat(&r, NR_FILE_DIRTY) > dirty_limits(&r.m).thresh);
	assert_false(node_dirty_ok(&r.m, 0));
	rig_op(&r, (struct op){ .verb = OP_release, .mode = DAEMON_FLUSHER });
	file_sleep(&r, 5000);
	assert_true(node_dirty_ok(&r.m, 0));
	assert_true(file_stat(&r, NR_FILE_DIRTY) <=
		    dirty_limits(&r.m).background);
	rig_close(&r);
}

/* A limit of one page, of nothing: everything still ends. */
static void test_tiny_limits(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	assert_int_equal(rig_sysctl(&r, SYSCTL_dirty_bytes, 8191), -EINVAL);
	assert_int_equal(rig_sysctl(&r, SYSCTL_dirty_bytes, 8192), 0);
	assert_int_equal(rig_value(&r, "sys/vm/dirty_ratio"), 0);
	assert_int_equal(file_write(&r, FD, MIB), MIB);
	assert_int_equal(rig_sysctl(&r, SYSCTL_dirty_ratio, 0), 0);
	assert_int_equal(rig_value(&r, "sys/vm/dirty_bytes"), 0);
	assert_int_equal(file_write(&r, FD, MIB), MIB);
	rig_close(&r);
}

/* Buffer heads come with the first write, nodes with the pages (VR7.4). */
static void test_buffer_heads(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_pread(&r, FD, pages(64), 0);
	assert_int_equal(r.m.s->kmem_objects[KMEM_BUFFER_HEAD], 0);
	file_pwrite(&r, FD, pages(40), 0);
	assert_int_equal(r.m.s->kmem_objects[KMEM_BUFFER_HEAD], 40);
	assert_int_equal(r.m.s->kmem_slabs[KMEM_BUFFER_HEAD], 2);
	assert_int_equal(file_stat(&r, NR_SLAB_RECLAIMABLE_B), 2 + 2);
	file_call(&r, OP_fsync, FD, 0, 0, 0);
	rig_op(&r, (struct op){ .verb = OP_truncate, .arg = { 0, DATA, 0 } });
	assert_int_equal(r.m.s->kmem_objects[KMEM_BUFFER_HEAD], 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_dirty_under_writeback),
		cmocka_unit_test(test_expiry),
		cmocka_unit_test(test_no_ticks),
		cmocka_unit_test(test_background),
		cmocka_unit_test(test_throttle),
		cmocka_unit_test(test_held_flusher),
		cmocka_unit_test(test_tiny_limits),
		cmocka_unit_test(test_buffer_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
