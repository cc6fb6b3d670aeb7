/* Daemons: whose turn it is, and the clock they work by */
#include "reclaim_fixture.h"

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/disk.h"

static const uint64_t ms = 1000000, tick = 4000000;

/* A page of the file that is being read; nobody waits for it. */
static pfn_t start_read(struct rig *r, handle_t inode, uint64_t index)
{
	pfn_t pfn = rig_file_page(r, inode, index);

	frame_mut(&r->m, pfn)->flags &= ~PG_UPTODATE;
	disk_submit(&r->m, 0, false, index, &pfn, 1);
	return pfn;
}

static void open_with_disk(struct rig *r, handle_t *inode)
{
	rig_open_plain(r, 4096);
	/* 1 ms a request, 1 ms a page */
	assert_int_equal(disk_new(&r->m, "vda", 0, ms, PAGE_SIZE * 1000, false),
			 0);
	*inode = rig_file(r, 16);
	lru_add_drain(&r->m);
}

static void close_with_disk(struct rig *r, handle_t inode)
{
	rig_file_end(r, inode);
	rig_close(r);
}

/* A sleep runs what becomes due in it, at its time, and nothing else. */
static void test_sleep(void **state)
{
	pfn_t first, second;
	uint64_t due, begin;
	handle_t inode;
	struct rig r;

	(void)state;
	open_with_disk(&r, &inode);
	first = start_read(&r, inode, 0);
	due = disk_due(&r.m);
	second = start_read(&r, inode, 8);
	begin = r.m.s->now_ns;
	/* about 2 ms each, one after the other */
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 3 } });
	assert_true(frame_at(&r.m, first)->flags & PG_UPTODATE);
	assert_false(frame_at(&r.m, second)->flags & PG_UPTODATE);
	assert_int_equal(r.m.s->now_ns, begin + 3 * ms);
	assert_int_equal(rig_event(&r, EV_block_rq_complete, 0)->ns,
			 due);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 5 } });
	assert_true(frame_at(&r.m, second)->flags & PG_UPTODATE);
	assert_int_equal(r.m.s->now_ns, begin + 8 * ms);
	close_with_disk(&r, inode);
}

static void test_wait_slice(void **state)
{
	uint64_t begin;
	handle_t inode;
	struct rig r;

	(void)state;
	open_with_disk(&r, &inode);
	start_read(&r, inode, 0);
	start_read(&r, inode, 8);
	begin = r.m.s->now_ns;
	assert_true(wait_slice(&r.m, begin + 10 * ms));
	assert_true(r.m.s->now_ns < begin + 3 * ms);
	assert_true(wait_slice(&r.m, begin + 10 * ms));
	assert_false(wait_slice(&r.m, begin + 10 * ms));
	assert_int_equal(r.m.s->now_ns, begin + 10 * ms);
	/* what was there before is over */
	assert_false(wait_slice(&r.m, begin));
	assert_int_equal(r.m.s->now_ns, begin + 10 * ms);
	close_with_disk(&r, inode);
}

/* kswapd is awake, with a file of so many pages to work on. */
static handle_t open_with_work(struct rig *r, uint32_t nr_cpus, uint64_t pages)
{
	handle_t inode;

	rig_open_plain(r, 65536);
	r->m.s->nr_cpus = nr_cpus;
	inode = rig_file(r, pages);
	rig_file_pages(r, inode, pages);
	r->m.s->zone[rig_zone(r)].watermark[WMARK_HIGH] = 65000;
	wakeup_kswapd(&r->m, &r->m.s->zone[rig_zone(r)], GFP_KERNEL, 0,
		      ZONE_MOVABLE);
	return inode;
}

/* On a CPU of its own the work of a daemon takes its time, not the task's. */
static void test_two_cpus(void **state)
{
	uint64_t begin;
	struct kswapd *k;
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_work(&r, 2, 1000);
	k = &r.m.s->node[0].kswapd;
	begin = r.m.s->now_ns;
	assert_int_equal(kswapd_due(&r.m), begin);
	daemons_run(&r.m);
	assert_int_equal(r.m.s->now_ns, begin);
	assert_true(kswapd_due(&r.m) > begin);
	assert_true(kswapd_due(&r.m) < begin + 10 * ms);
	wait_until(&r.m, begin + 10 * ms);
	assert_int_equal(r.m.s->now_ns, begin + 10 * ms);
	assert_string_equal(kswapd_state_name(k), "napping");
	r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 0;
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* The only CPU goes from hand to hand, a tick at a time. */
static void test_one_cpu(void **state)
{
	uint64_t begin, then, scanned;
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_work(&r, 1, 30000);
	begin = 25 * tick;
	r.m.s->now_ns = begin;
	daemons_run(&r.m);
	then = r.m.s->now_ns;
	assert_true(then >= begin + tick && then < begin + tick + ms);
	assert_string_equal(kswapd_state_name(&r.m.s->node[0].kswapd),
			    "reclaiming");
	scanned = r.m.s->vm_event[PGSCAN_KSWAPD];
	assert_true(scanned > 1000);
	/* now it is the task's turn ... */
	daemons_run(&r.m);
	r.m.s->now_ns = begin + 2 * tick - 1;
	daemons_run(&r.m);
	assert_int_equal(r.m.s->vm_event[PGSCAN_KSWAPD], scanned);
	/* ... until the tick, or until it sleeps */
	r.m.s->now_ns++;
	daemons_run(&r.m);
	assert_true(r.m.s->vm_event[PGSCAN_KSWAPD] > scanned);
	scanned = r.m.s->vm_event[PGSCAN_KSWAPD];
	wait_until(&r.m, r.m.s->now_ns + ms);
	assert_true(r.m.s->vm_event[PGSCAN_KSWAPD] > scanned);
	r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 0;
	rig_file_end(&r, inode);
	rig_close(&r);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(daemon_name(KSWAPD_PID), "kswapd0");
	assert_string_equal(daemon_name(FLUSHER_PID), "kworker/u2:0");
	assert_null(daemon_name(0));
	assert_null(daemon_name(100));
}

/* Events of a slice carry its daemon's pid; then the task's again. */
static void test_stamps(void **state)
{
	struct rig r;

	(void)state;
	rig_open_plain(&r, 1024);
	r.log.pid = 100;
	wakeup_kswapd(&r.m, &r.m.s->zone[rig_zone(&r)], GFP_KERNEL, 0,
		      ZONE_MOVABLE);
	/* the zone is above its marks: nobody is woken */
	assert_int_equal(kswapd_due(&r.m), NEVER_NS);
	r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 2000;
	event_log_reset(&r.log);
	wakeup_kswapd(&r.m, &r.m.s->zone[rig_zone(&r)], GFP_KERNEL, 0,
		      ZONE_MOVABLE);
	daemons_run(&r.m);
	assert_int_equal(rig_event(&r, EV_mm_vmscan_wakeup_kswapd, 0)->pid, 100);
	assert_int_equal(rig_event(&r, EV_mm_vmscan_kswapd_wake, 0)->pid,
			 KSWAPD_PID);
	assert_int_equal(r.log.pid, 100);
	r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 0;
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sleep),
		cmocka_unit_test(test_wait_slice),
		cmocka_unit_test(test_two_cpus),
		cmocka_unit_test(test_one_cpu),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_stamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
