/* The only CPU: who has it, by vruntime and ticks */
#include "reclaim_fixture.h"

#include "mm/sched.h"

static const uint64_t ms = 1000000;

/* The task begins at a tick; the daemons are so far ahead, and asleep. */
static void open_at_tick(struct rig *r, int64_t lead_ns)
{
	rig_open_plain(r, 1024);
	r->m.s->now_ns = 100 * ms;
	r->m.s->cpu_queue = (struct cpu_queue){
		.lead_ns = lead_ns, .seen_ns = 100 * ms, .since_ns = 100 * ms,
	};
}

/* Who wakes gets the CPU if it is more than 1 ms behind. */
static void test_wakes(void **state)
{
	static const struct {
		int64_t lead_us;
		bool	turn;
	} cases[] = {
		{ -100000, true }, { -1001, true }, { -1000, false },
		{ 0, false }, { 5000, false },
	};
	struct rig r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		open_at_tick(&r, cases[i].lead_us * 1000);
		assert_int_equal(sched_daemons_turn(&r.m, true), cases[i].turn);
		rig_close(&r);
	}
}

/* Nobody asks for the CPU: nobody gets it. */
static void test_asleep(void **state)
{
	struct rig r;

	(void)state;
	open_at_tick(&r, -100 * (int64_t)ms);
	assert_false(sched_daemons_turn(&r.m, false));
	rig_close(&r);
}

/* However long it slept: it is paid for 3 ms. */
static void test_sleeper(void **state)
{
	struct rig r;

	(void)state;
	open_at_tick(&r, -100 * (int64_t)ms);
	sched_daemons_turn(&r.m, true);
	assert_int_equal(r.m.s->cpu_queue.lead_ns, -3 * (int64_t)ms);
	/* the task, too */
	r.m.s->now_ns += 50 * ms;
	sched_daemons_ran(&r.m, 100 * ms);
	assert_int_equal(r.m.s->cpu_queue.lead_ns, 47 * (int64_t)ms);
	sched_task_slept(&r.m, r.m.s->now_ns);
	assert_int_equal(r.m.s->cpu_queue.lead_ns, 3 * (int64_t)ms);
	rig_close(&r);
}

/* Who waits gets it at a tick, when the task has had more than 3 ms. */
static void test_waits(void **state)
{
	struct rig r;

	(void)state;
	open_at_tick(&r, 0);
	assert_false(sched_daemons_turn(&r.m, true));
	r.m.s->now_ns = 104 * ms - 1;
	assert_false(sched_daemons_turn(&r.m, true));
	r.m.s->now_ns = 104 * ms;
	assert_true(sched_daemons_turn(&r.m, true));
	rig_close(&r);
	/* it has had more than the task: the tick gives it to the task again */
	open_at_tick(&r, 5 * (int64_t)ms);
	assert_false(sched_daemons_turn(&r.m, true));
	r.m.s->now_ns = 104 * ms;
	assert_false(sched_daemons_turn(&r.m, true));
	r.m.s->now_ns = 108 * ms;
	assert_true(sched_daemons_turn(&r.m, true));
	rig_close(&r);
}

/* Who has ended leaves the CPU to who waits, between two ticks too. */
static void test_task_gone(void **state)
{
	struct rig r;

	(void)state;
	open_at_tick(&r, 5 * (int64_t)ms);
	r.m.s->now_ns = 101 * ms;
	assert_false(sched_daemons_turn(&r.m, true));
	sched_task_gone(&r.m);
	assert_true(sched_daemons_turn(&r.m, true));
	assert_false(sched_daemons_turn(&r.m, true));
	sched_task_gone(&r.m);
	assert_false(sched_daemons_turn(&r.m, false));
	assert_false(sched_daemons_turn(&r.m, true));
	rig_close(&r);
}

/* Both always want it: each has half of it, to a tick. */
static void test_fair(void **state)
{
	uint64_t had[2] = { 0, 0 };
	bool daemons = false;
	struct rig r;

	(void)state;
	open_at_tick(&r, 0);
	for (int i = 0; i < 10000; i++) {
		uint64_t from = r.m.s->now_ns;

		r.m.s->now_ns += 70000 + (uint64_t)i % 7 * 10000;
		had[daemons] += r.m.s->now_ns - from;
		daemons = daemons ? sched_daemons_ran(&r.m, from) :
				    sched_daemons_turn(&r.m, true);
		assert_true(had[0] + 8 * ms > had[1] && had[1] + 8 * ms > had[0]);
	}
	rig_close(&r);
}

/* A CPU of their own is theirs at all times. */
static void test_two_cpus(void **state)
{
	struct rig r;

	(void)state;
	open_at_tick(&r, 5 * (int64_t)ms);
	r.m.s->nr_cpus = 2;
	assert_true(sched_daemons_turn(&r.m, true));
	r.m.s->now_ns += 100 * ms;
	assert_true(sched_daemons_ran(&r.m, 100 * ms));
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wakes),
		cmocka_unit_test(test_asleep),
		cmocka_unit_test(test_sleeper),
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_task_gone),
		cmocka_unit_test(test_fair),
		cmocka_unit_test(test_two_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
