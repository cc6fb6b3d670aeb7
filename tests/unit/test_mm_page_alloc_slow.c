/* A request that no zone can serve at once: in which order it is helped */
#include "reclaim_fixture.h"

#include <errno.h>

enum { NORETRY = GFP_KERNEL | GFP_BIT_NORETRY,
       NOFS = GFP_KERNEL & ~GFP_BIT_FS,
       ATOMIC = GFP_BIT_HIGH | GFP_BIT_ATOMIC | GFP_BIT_KSWAPD_RECLAIM };

/* One zone of 4,096 pages whose marks are these. */
static struct zone *open_with_marks(struct rig *r, uint64_t min, uint64_t low,
				    uint64_t high)
{
	struct zone *z;

	rig_open_plain(r, 4096);
	z = &r->m.s->zone[rig_zone(r)];
	z->watermark[WMARK_MIN] = min;
	z->watermark[WMARK_LOW] = low;
	z->watermark[WMARK_HIGH] = high;
	return z;
}

/* The kernel takes pages until so many are free; that wakes kswapd. */
static void leave_free(struct rig *r, uint64_t pages)
{
	struct zone *z = &r->m.s->zone[rig_zone(r)];

	while (z->nr_free > pages)
		assert_true(rig_alloc(r, 0, GFP_KERNEL | GFP_BIT_MEMALLOC) >= 0);
	event_log_reset(&r->log);
}

/* Kinds of events of the slow path in the last operation, in their order. */
static const char *steps_drawn(struct rig *r)
{
	static const struct {
		enum event_id id;
		char letter;
	} letters[] = {
		{ EV_mm_vmscan_wakeup_kswapd, 'w' },
		{ EV_zone_watermark_ok, '+' },
		{ EV_zone_watermark_fail, '-' },
		{ EV_mm_vmscan_direct_reclaim_begin, 'd' },
		{ EV_reclaim_retry_zone, 'r' },
		{ EV_mm_page_alloc_failed, 'f' },
		{ EV_mm_page_alloc, 'a' },
	};
	size_t len = 0;

	for (uint64_t n = 1; n <= r->log.seen; n++)
		for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
			if (event_log_get(&r->log, n)->id == letters[i].id)
				r->drawn[len++] = letters[i].letter;
	r->drawn[len] = '\0';
	return r->drawn;
}

/* Above low nothing happens; at low kswapd is woken and min is looked at. */
static void test_marks(void **state)
{
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	kswapd_hold(&r.m, true);
	leave_free(&r, 201);
	rig_alloc(&r, 0, GFP_KERNEL);
	assert_string_equal(steps_drawn(&r), "+a");
	rig_alloc(&r, 0, GFP_KERNEL);
	assert_string_equal(steps_drawn(&r), "-w+a");
	/* it is awake now, and nobody need wake it again */
	rig_alloc(&r, 0, GFP_KERNEL);
	assert_string_equal(steps_drawn(&r), "-+a");
	/* who must not wake it does not */
	rig_alloc(&r, 0, GFP_BIT_DIRECT_RECLAIM);
	assert_string_equal(steps_drawn(&r), "-+a");
	rig_close(&r);
}

/* At min a request reclaims by itself, and has its page at the second try. */
static void test_direct_reclaim(void **state)
{
	handle_t inode;
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	inode = rig_file(&r, 1000);
	rig_file_pages(&r, inode, 1000);
	kswapd_hold(&r.m, true);
	leave_free(&r, 100);
	assert_true(rig_alloc(&r, 0, GFP_KERNEL) >= 0);
	assert_string_equal(steps_drawn(&r), "---d+a");
	assert_true(rig_value(&r, "vmstat.pgsteal_direct") >= 32);
	assert_int_equal(rig_value(&r, "vmstat.allocstall_normal"), 1);
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* Seventeen times in vain; then there is nobody to kill. */
static void test_in_vain(void **state)
{
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	leave_free(&r, 100);
	assert_int_equal(rig_alloc(&r, 0, GFP_KERNEL), -ENOMEM);
	assert_int_equal(r.log.count[EV_mm_vmscan_direct_reclaim_begin], 17);
	assert_int_equal(r.log.count[EV_reclaim_retry_zone], 16);
	assert_int_equal(rig_event(&r, EV_reclaim_retry_zone, 15)->arg[4], 16);
	assert_int_equal(r.log.count[EV_mm_page_alloc_failed], 1);
	rig_close(&r);
}

/* Who may not wait, or says so, gives up early. */
static void test_early(void **state)
{
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	kswapd_hold(&r.m, true);
	leave_free(&r, 39);
	assert_int_equal(rig_alloc(&r, 0, NORETRY), -ENOMEM);
	assert_string_equal(steps_drawn(&r), "---df");
	assert_true(rig_alloc(&r, 0, ATOMIC) >= 0);
	assert_int_equal(rig_alloc(&r, 0, ATOMIC), -ENOMEM);
	assert_string_equal(steps_drawn(&r), "---f");
	/* a large block is not reclaimed for where nobody insists */
	assert_int_equal(rig_alloc(&r, 4, NORETRY), -ENOMEM);
	assert_string_equal(steps_drawn(&r), "--f");
	assert_int_equal(rig_alloc(&r, 4, GFP_KERNEL), -ENOMEM);
	assert_string_equal(steps_drawn(&r), "---df");
	rig_close(&r);
}

/* The kernel would try for ever; the model tells so by an end. */
static void test_endless(void **state)
{
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	leave_free(&r, 52);
	assert_int_equal(rig_alloc(&r, 0, NOFS), -ENOMEM);
	/* half of what min keeps, then all */
	for (unsigned i = 52; i > 0; i--)
		assert_true(rig_alloc(&r, 0, GFP_KERNEL | GFP_BIT_NOFAIL) >= 0);
	assert_int_equal(rig_alloc(&r, 0, GFP_KERNEL | GFP_BIT_NOFAIL), -ENOMEM);
	rig_close(&r);
}

static unsigned reports(const struct rig *r, const char *begin)
{
	unsigned nr = 0;

	for (handle_t h = r->m.s->dmesg_first; h;
	     h = dmesg_line_at(&r->m, h)->next)
		nr += strncmp(dmesg_line_at(&r->m, h)->text, begin,
			      strlen(begin)) == 0;
	return nr;
}

/* A failure is told in the log, once in ten seconds, unless nobody wants it. */
static void test_report(void **state)
{
	static const char line[] =
		"kthreadd: page allocation failure: order:5, mode:0x800(GFP_NOWAIT), nodemask=(null),cpuset=/,mems_allowed=0";
	struct rig r;

	(void)state;
	open_with_marks(&r, 100, 200, 300);
	leave_free(&r, 100);
	rig_alloc(&r, 5, GFP_BIT_KSWAPD_RECLAIM | GFP_BIT_NOWARN);
	assert_int_equal(r.m.s->nr_dmesg, 0);
	rig_alloc(&r, 5, GFP_BIT_KSWAPD_RECLAIM);
	assert_int_equal(reports(&r, line), 1);
	assert_int_equal(reports(&r, "Mem-Info:"), 1);
	rig_alloc(&r, 5, GFP_BIT_KSWAPD_RECLAIM);
	assert_int_equal(reports(&r, line), 1);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 11000 } });
	rig_alloc(&r, 5, GFP_BIT_KSWAPD_RECLAIM);
	assert_int_equal(reports(&r, line), 2);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_direct_reclaim),
		cmocka_unit_test(test_in_vain),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
