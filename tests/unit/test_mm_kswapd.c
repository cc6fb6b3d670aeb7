/* kswapd: when it runs, how far, and when it gives up */
#include "reclaim_fixture.h"

#include "mm/clock.h"
#include "mm/daemon.h"

static const uint64_t ms = 1000000;

static struct kswapd *kswapd_of(struct rig *r)
{
	return &r->m.s->node[0].kswapd;
}

static struct zone *zone_of(struct rig *r)
{
	return &r->m.s->zone[rig_zone(r)];
}

static void wake(struct rig *r)
{
	wakeup_kswapd(&r->m, zone_of(r), GFP_KERNEL, 0, ZONE_MOVABLE);
}

static void set_high(struct rig *r, uint64_t pages)
{
	zone_of(r)->watermark[WMARK_HIGH] = pages;
}

/* A machine with a file of so many clean pages. */
static handle_t open_with_file(struct rig *r, uint64_t frames, uint64_t pages)
{
	handle_t inode;

	rig_open_plain(r, frames);
	inode = rig_file(r, pages);
	rig_file_pages(r, inode, pages);
	event_log_reset(&r->log);
	return inode;
}

static void close_with_file(struct rig *r, handle_t inode)
{
	set_high(r, 0);
	rig_check(r);
	rig_file_end(r, inode);
	rig_close(r);
}

/* A pass's goal is the high marks of the zones, 32 of each at the least. */
static void test_goal(void **state)
{
	enum { DMA, DMA32 };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, UINT64_C(512) * MIB));
	spec.sysctl[SYSCTL_min_free_kbytes] = 4096;
	spec.zone[DMA].kernel_used = 3840 - 400;
	spec.zone[DMA32].kernel_used = 113264 - 1300;
	rig_open(&r, &spec);
	assert_values(&r, "zoneinfo.DMA.high", 49);
	assert_values(&r, "zoneinfo.DMA32.high", 1484);
	assert_false(pgdat_balanced(&r.m, 0, 0, ZONE_MOVABLE));
	wakeup_kswapd(&r.m, &r.m.s->zone[DMA32], GFP_KERNEL, 0, ZONE_MOVABLE);
	kswapd_slice(&r.m);
	kswapd_slice(&r.m);
	assert_int_equal(kswapd_of(&r)->scan.nr_to_reclaim, 1533);
	/* for a request that only DMA may serve it works for DMA alone */
	while (kswapd_of(&r)->state != DAEMON_ASLEEP)
		wait_slice(&r.m, NEVER_NS);
	kswapd_of(&r)->failures = 0;
	r.m.s->zone[DMA].watermark[WMARK_HIGH] = 400;
	wakeup_kswapd(&r.m, &r.m.s->zone[DMA], GFP_KERNEL, 0, ZONE_DMA);
	kswapd_slice(&r.m);
	kswapd_slice(&r.m);
	assert_int_equal(kswapd_of(&r)->scan.nr_to_reclaim, 400);
	rig_close(&r);
	passed("PV8.5");
}

/* One zone is enough: kswapd stops as soon as that one is above its mark. */
static void test_balanced(void **state)
{
	struct rig r;

	(void)state;
	rig_open_plain(&r, 1024);
	set_high(&r, 1023);
	assert_true(pgdat_balanced(&r.m, 0, 0, ZONE_MOVABLE));
	set_high(&r, 1024);
	assert_false(pgdat_balanced(&r.m, 0, 0, ZONE_MOVABLE));
	/* a zone above the type that is asked for does not count */
	set_high(&r, 0);
	assert_true(pgdat_balanced(&r.m, 0, 0, ZONE_MOVABLE));
	/* where there is no zone at all nothing is missing */
	assert_true(pgdat_balanced(&r.m, 0, 0, ZONE_DMA));
	rig_close(&r);
}

/* From the wake-up over the high mark to sleep. */
static void test_a_run(void **state)
{
	uint64_t begin, free;
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_file(&r, 4096, 2000);
	free = zone_of(&r)->nr_free;
	set_high(&r, free + 500);
	wake(&r);
	begin = r.m.s->now_ns;
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "reclaiming");
	wait_until(&r.m, begin + 20 * ms);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "napping");
	/* a pass is done to its end once it is begun, but not another one */
	assert_true(zone_of(&r)->nr_free > free + 500);
	assert_true(zone_of(&r)->nr_free < free + 1100);
	assert_int_equal(rig_value(&r, "vmstat.pageoutrun"), 1);
	assert_int_equal(rig_value(&r, "vmstat.pgsteal_kswapd"),
			 zone_of(&r)->nr_free - free);
	assert_int_equal(rig_value(&r, "vmstat.pgsteal_direct"), 0);
	wait_until(&r.m, begin + 200 * ms);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "asleep");
	assert_int_equal(kswapd_due(&r.m), NEVER_NS);
	assert_int_equal(rig_event(&r, EV_mm_vmscan_kswapd_sleep, 0)->arg[1],
			 zone_of(&r)->nr_free);
	assert_int_equal(r.log.count[EV_mm_vmscan_kswapd_wake], 1);
	close_with_file(&r, inode);
}

/* Woken out of its nap it has slept too early; that is counted. */
static void test_nap(void **state)
{
	uint64_t begin;
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_file(&r, 4096, 2000);
	begin = r.m.s->now_ns;
	set_high(&r, zone_of(&r)->nr_free + 100);
	wake(&r);
	wait_until(&r.m, begin + 20 * ms);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "napping");
	/* somebody who finds the node balanced wakes nobody */
	wake(&r);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "napping");
	set_high(&r, zone_of(&r)->nr_free + 100);
	wake(&r);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "reclaiming");
	assert_int_equal(rig_value(&r, "vmstat.kswapd_low_wmark_hit_quickly"), 1);
	wait_until(&r.m, begin + 40 * ms);
	/* the node falls behind while it naps, and nobody says so */
	set_high(&r, zone_of(&r)->nr_free + 100);
	wait_until(&r.m, begin + 400 * ms);
	assert_int_equal(rig_value(&r, "vmstat.kswapd_high_wmark_hit_quickly"), 1);
	assert_int_equal(rig_value(&r, "vmstat.pageoutrun"), 3);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "asleep");
	close_with_file(&r, inode);
}

/* Sixteen runs for nothing: it gives up until a task has more luck. */
static void test_hopeless(void **state)
{
	uint64_t begin;
	handle_t inode;
	struct rig r;

	(void)state;
	rig_open_plain(&r, 4096);
	begin = r.m.s->now_ns;
	set_high(&r, 4096);
	wake(&r);
	wait_until(&r.m, begin + 50 * ms);
	assert_int_equal(kswapd_of(&r)->failures, 16);
	assert_int_equal(rig_value(&r, "vmstat.pageoutrun"), 16);
	assert_int_equal(rig_value(&r, "vmstat.kswapd_high_wmark_hit_quickly"),
			 15);
	wait_until(&r.m, begin + 200 * ms);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "asleep");
	wake(&r);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "asleep");

	inode = rig_file(&r, 100);
	rig_file_pages(&r, inode, 100);
	assert_true(try_to_free_pages(&r.m, GFP_KERNEL, 0, 0) > 0);
	assert_int_equal(kswapd_of(&r)->failures, 0);
	wake(&r);
	assert_string_equal(kswapd_state_name(kswapd_of(&r)), "reclaiming");
	close_with_file(&r, inode);
}

/* A raised mark is worked off gently, and then it is as it was. */
static void test_boost(void **state)
{
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_file(&r, 16384, 9000);
	zone_of(&r)->watermark_boost = 300;
	wake(&r);
	while (kswapd_of(&r)->state != DAEMON_ASLEEP) {
		const struct scan_control *s = &kswapd_of(&r)->scan;

		assert_true(s->priority >= DEF_PRIORITY - 2 || !s->gfp);
		assert_false(s->may_swap);
		assert_true(wait_slice(&r.m, NEVER_NS));
	}
	assert_int_equal(zone_of(&r)->watermark_boost, 0);
	assert_true(rig_value(&r, "vmstat.pgsteal_kswapd") >= 300);
	assert_int_equal(rig_value(&r, "vmstat.pageoutrun"), 1);
	close_with_file(&r, inode);
}

static void test_hold(void **state)
{
	struct op hold = { .verb = OP_hold, .mode = DAEMON_KSWAPD };
	struct op release = { .verb = OP_release, .mode = DAEMON_KSWAPD };
	struct op nobody = { .verb = OP_hold, .mode = NR_DAEMONS };
	handle_t inode;
	struct rig r;

	(void)state;
	inode = open_with_file(&r, 4096, 2000);
	assert_int_equal(rig_op(&r, hold), 0);
	set_high(&r, zone_of(&r)->nr_free + 100);
	wake(&r);
	wait_until(&r.m, r.m.s->now_ns + 100 * ms);
	assert_int_equal(rig_value(&r, "vmstat.pgsteal_kswapd"), 0);
	assert_int_equal(rig_op(&r, release), 0);
	wait_until(&r.m, r.m.s->now_ns + 20 * ms);
	assert_true(rig_value(&r, "vmstat.pgsteal_kswapd") >= 100);
	assert_true(rig_op(&r, nobody) < 0);
	close_with_file(&r, inode);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goal),
		cmocka_unit_test(test_balanced),
		cmocka_unit_test(test_a_run),
		cmocka_unit_test(test_nap),
		cmocka_unit_test(test_hopeless),
		cmocka_unit_test(test_boost),
		cmocka_unit_test(test_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
