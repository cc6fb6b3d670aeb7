/* Machine time: only the table of costs and `sleep` move it */
#include "mm_fixture.h"

#include "mm/clock.h"

static uint64_t passed_ns(struct rig *r, struct op op)
{
	uint64_t before = r->m.s->now_ns;

	rig_op(r, op);
	return r->m.s->now_ns - before;
}

/* An event's stamp is the time at which it was said; time never goes back. */
static void hear_time(void *ctx, const struct machine *m, const struct event *e)
{
	uint64_t *last = ctx;

	assert_int_equal(e->ns, m->s->now_ns);
	assert_true(e->ns >= *last);
	*last = e->ns;
}

static void test_costs(void **state)
{
	const struct op take = { .verb = OP_alloc_pages, .out = LABEL_A,
				 .arg = { 0, 0, GFP_HIGHUSER_MOVABLE } };
	const struct op put = { .verb = OP_free_pages, .label = LABEL_A };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 16, 4);
	rig_open(&r, &spec);
	assert_int_equal(r.m.s->now_ns, 0);
	/* four halvings, then the block is given out */
	assert_int_equal(passed_ns(&r, take),
			 4 * cost_ns[COST_split] + cost_ns[COST_alloc]);
	assert_int_equal(passed_ns(&r, take), cost_ns[COST_alloc]);
	assert_int_equal(passed_ns(&r, put), cost_ns[COST_free]);
	assert_int_equal(passed_ns(&r, put),
			 cost_ns[COST_free] + 4 * cost_ns[COST_merge]);
	/* zeros are paid by the frame */
	assert_int_equal(passed_ns(&r, (struct op){
				 .verb = OP_alloc_pages,
				 .arg = { 0, 4, GFP_KERNEL | GFP_BIT_ZERO } }),
			 cost_ns[COST_alloc] + 16 * cost_ns[COST_clear_page]);
	rig_close(&r);
}

static void test_access_costs(void **state)
{
	const struct op read = { .verb = OP_access, .mode = MODE_READ,
				 .task = TASK, .arg = { page(0) } };
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_EMPTY);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	/* four entries and the access; no fault */
	assert_int_equal(passed_ns(&r, read),
			 NR_LEVELS * cost_ns[COST_walk_step] +
				 cost_ns[COST_access]);
	/* a system call that does nothing */
	assert_int_equal(passed_ns(&r, (struct op){ .verb = OP_munmap,
						    .task = TASK,
						    .arg = { page(9), 4096 } }),
			 cost_ns[COST_syscall]);
	rig_close(&r);
}

static void test_sleep(void **state)
{
	const uint64_t ns_per_ms = 1000000;
	struct op op = { .verb = OP_sleep, .arg = { 0, 1500 } };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 16, 4);
	rig_open(&r, &spec);
	assert_int_equal(passed_ns(&r, op), 1500 * ns_per_ms);
	op.arg[1] = UINT64_MAX;
	assert_int_equal(passed_ns(&r, op), 0);
	assert_int_equal(r.m.s->op_result, -22);
	op.arg[1] = UINT64_MAX / ns_per_ms - 1500;	/* the last ms of all */
	rig_op(&r, op);
	assert_int_equal(r.m.s->op_result, -22);
	op.arg[1] -= 2;
	assert_int_equal(passed_ns(&r, op), op.arg[1] * ns_per_ms);
	rig_close(&r);
}

static void test_stamps(void **state)
{
	uint64_t last = 0;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	r.log.hear = hear_time;
	r.log.ctx = &last;
	rig_exec(&r, LAYOUT_STATIC);
	rig_mmap(&r, page(0), pages(32), RW, FIXED | MAP_POPULATE_);
	rig_fork(&r);
	rig_access(&r, page(0), MODE_WRITE);
	rig_exit(&r, 0);
	assert_true(last > 0);
	r.log.hear = NULL;
	rig_close(&r);
}

/* Each cost is there, and none of them is 0: time always passes. */
static void test_table(void **state)
{
	(void)state;
	for (unsigned i = 0; i < NR_COSTS; i++)
		assert_true(cost_ns[i] > 0);
	assert_true(cost_ns[COST_fault] > cost_ns[COST_syscall]);
	assert_true(cost_ns[COST_copy_page] > cost_ns[COST_clear_page]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_costs),
		cmocka_unit_test(test_access_costs),
		cmocka_unit_test(test_sleep),
		cmocka_unit_test(test_stamps),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
