/*
 * Any position of a run, from either side: the bytes of the state are the same
 * whatever way led there
 */
#include "time_fixture.h"

#include "mm/procfs.h"

/* Every event of it: forward, backward, and by jumps from anywhere. */
static void assert_both_sides(const char *json, uint64_t budget)
{
	struct trail trail;
	struct run r;

	run_open(&r, json, budget);
	trail_make(&trail, &r, UNIT_EVENT);
	assert_true(trail.nr > 30);
	for (size_t i = trail.nr; i-- > 0;)
		assert_at_trail(&r.w, &trail, i);
	for (size_t i = 0; i < 300; i++)
		assert_at_trail(&r.w, &trail, hash_word(i) % trail.nr);
	trail_free(&trail);
	run_close(&r);
}

static void test_both_sides(void **state)
{
	(void)state;
	assert_both_sides(buddy_story, PLENTY);
	assert_both_sides(task_story, PLENTY);
	assert_both_sides(until_story, PLENTY);
}

/* Checkpoints that hardly may be: the same states, only later. */
static void test_tiny_budget(void **state)
{
	(void)state;
	assert_both_sides(buddy_story, 1);
	assert_both_sides(task_story, 1);
}

static int64_t value_at(struct run *r, struct pos pos, const char *path)
{
	struct diag why = { 0 };
	int64_t value = 0;

	hash_at(&r->w, pos);
	assert_int_equal(procfs_values(&r->w.machine, path, &value, 1, &why), 1);
	return value;
}

/* Where a step begins the clock is known once a walk has come there. */
static void test_began(void **state)
{
	struct run r;
	uint64_t ns;
	uint32_t nr;

	(void)state;
	run_open(&r, task_story, PLENTY);
	nr = timeline_nr_steps(r.t);
	assert_true(nr > 2);
	assert_true(timeline_began(r.t, 1, &ns));
	assert_true(ns == r.w.machine.s->now_ns);
	assert_false(timeline_began(r.t, 0, &ns));
	assert_false(timeline_began(r.t, nr, &ns));
	assert_false(timeline_began(r.t, nr + 1, &ns));
	hash_at(&r.w, (struct pos){ nr, 0, 0 });
	for (uint32_t i = 1; i <= nr; i++) {
		assert_true(timeline_began(r.t, i, &ns));
		hash_at(&r.w, (struct pos){ i, 0, 0 });
		assert_true(ns == r.w.machine.s->now_ns);
	}
	run_close(&r);
}

static void test_until(void **state)
{
	struct run r;

	(void)state;
	run_open(&r, until_story, PLENTY);
	/* 32 pages, until 10 are free; then the sleep */
	assert_int_equal(timeline_nr_ops(r.t, 1), 22 + 1);
	assert_int_equal(value_at(&r, (struct pos){ 1, 22, 0 },
				  "meminfo.MemFree"), 40);
	assert_int_equal(value_at(&r, (struct pos){ 1, 21, 0 },
				  "meminfo.MemFree"), 44);
	/* holds already: looked at after the first time */
	assert_int_equal(timeline_nr_ops(r.t, 2), 1);
	/*
	 * The newest goes first: 21 joins nothing, 20 joins 21, 19 nothing,
	 * 18 joins 19, 17 nothing, 16 joins 17: the third of three and more.
	 */
	assert_int_equal(timeline_nr_ops(r.t, 3), 1 + 6);
	/* its bound ends it */
	assert_int_equal(timeline_nr_ops(r.t, 4), 7 + 1);
	assert_int_equal(timeline_op(r.t, 4, 6).verb, OP_sleep);
	assert_int_equal(timeline_op(r.t, 4, 7).verb, OP_free_pages);
	run_close(&r);

	/* a walker that gets there first knows the same lengths */
	run_open(&r, until_story, PLENTY);
	hash_at(&r.w, (struct pos){ 4, 8, 0 });
	assert_int_equal(timeline_nr_ops(r.t, 1), 23);
	assert_int_equal(timeline_nr_ops(r.t, 4), 8);
	run_close(&r);
}

/* The story that needs more than 16 MiB of state. */
static const char hungry_story[] = PC(512)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '16G', 'as': 'buf', 'flags': ['noreserve']}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'stride': '2M'}}]},"
	"{'do': [{'munmap': 'buf'}, {'exit': 'demo'}]}"
	END;

static void test_arena_too_small(void **state)
{
	struct diag why = { 0 };
	struct walker again;
	struct pos last;
	uint64_t hash;
	struct run r;

	(void)state;
	memset(&r, 0, sizeof(r));
	r.story = story_of(hungry_story);
	r.story->machine.arena_bytes = 16 << 20;
	r.t = timeline_open(r.story, PLENTY, &why);
	assert_non_null(r.t);
	assert_true(walker_open(&r.w, r.t, &why));
	assert_false(walker_seek(&r.w, (struct pos){ 3, 2, 0 }, &why));
	assert_non_null(strstr(why.what, "16 MiB"));
	/* it stands before the operation that did not fit */
	last = r.w.pos;
	assert_int_equal(last.step, 2);
	assert_true(last.op > 100);
	assert_int_equal(last.event, 0);
	assert_sound(&r.w);
	hash = walker_hash(&r.w);
	assert_true(walker_open(&again, r.t, &why));
	assert_int_equal(hash_at(&again, last), hash);
	last.op++;
	assert_false(walker_seek(&again, last, &why));
	assert_int_equal(walker_hash(&again), hash);
	/* and walks on, backwards and forwards */
	assert_true(hash_at(&again, (struct pos){ 1, 2, 0 }) != hash);
	last.op--;
	assert_int_equal(hash_at(&again, last), hash);
	walker_close(&again);
	run_close(&r);
}

/* The same when it is full in the middle of a long call. */
static void test_arena_full_in_a_call(void **state)
{
	struct diag why = { 0 };
	uint64_t before;
	struct run r;

	(void)state;
	run_open(&r, long_story, PLENTY);
	before = hash_at(&r.w, (struct pos){ 1, 1, 0 });
	r.w.machine.arena.max_bytes = r.w.machine.arena.used_bytes + 100000;
	assert_false(walker_seek(&r.w, timeline_end(r.t), &why));
	assert_string_not_equal(why.what, "");
	assert_int_equal(r.w.pos.step, 1);
	assert_int_equal(r.w.pos.op, 1);
	assert_int_equal(r.w.pos.event, 0);
	assert_int_equal(walker_hash(&r.w), before);
	assert_sound(&r.w);
	/* given room, it goes on */
	r.w.machine.arena.max_bytes = r.w.machine.arena.reserved_bytes;
	hash_at(&r.w, timeline_end(r.t));
	assert_sound(&r.w);
	run_close(&r);
}

static void test_cannot_boot(void **state)
{
	struct diag why = { 0 };
	struct story *s;

	(void)state;
	s = story_of(PC(4194304) "{'do': [{'sleep': 1}]}" END);
	s->machine.arena_bytes = 16 << 20;
	assert_null(timeline_open(s, PLENTY, &why));
	assert_string_not_equal(why.what, "");
	story_free(s);
}

struct watched {
	struct timeline *t;
	uint32_t step, op;
	uint64_t nr, heard;
};

static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *g, const struct op *did)
{
	struct watched *x = ctx;
	struct op expected = timeline_op(x->t, step, op - 1);

	assert_true(step > x->step || (step == x->step && op == x->op + 1));
	assert_memory_equal(did, &expected, sizeof(expected));
	assert_int_equal(g->op.verb, did->verb);
	assert_int_equal(w->pos.step, step);
	assert_int_equal(w->pos.op, op);
	assert_sound(w);
	x->step = step;
	x->op = op;
	x->nr++;
}

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct watched *x = ctx;

	(void)m;
	(void)e;
	x->heard++;
}

/* Each operation once, in order, and all its events. */
static void test_watch(void **state)
{
	struct watched x = { 0 };
	struct summary all;
	struct diag why;
	uint64_t nr = 0;
	struct run r;

	(void)state;
	run_open(&r, task_story, PLENTY);
	x.t = r.t;
	r.w.log.hear = hear;
	r.w.log.ctx = &x;
	assert_true(walker_run(&r.w, timeline_end(r.t), watch, &x, &why));
	r.w.log.hear = NULL;
	r.w.log.mask = EVENT_NONE;
	for (uint32_t step = 1; step <= timeline_nr_steps(r.t); step++)
		nr += timeline_nr_ops(r.t, step);
	assert_int_equal(x.nr, nr);
	summary_open(&all, 1);
	assert_true(walker_seek_from(&r.w, (struct pos){ 0, 0, 0 },
				     timeline_end(r.t), &all, &why));
	assert_int_equal(x.heard, all.nr);
	summary_close(&all);
	run_close(&r);
}

/* op_at() is pure; a random pattern takes each page once in a pass. */
static void test_op_at(void **state)
{
	static const unsigned patterns[] = { PATTERN_UP, PATTERN_DOWN,
					     PATTERN_RANDOM };

	(void)state;
	for (uint32_t nr = 1; nr < 130; nr += 9)
		for (unsigned p = 0; p < 3; p++) {
			struct group g = { .count = 3 * nr };
			unsigned char seen[130] = { 0 };

			g.op.verb = OP_access;
			g.op.mode = (uint8_t)(patterns[p] << MODE_PATTERN_SHIFT |
					      MODE_WRITE);
			g.op.arg[0] = 4096;
			g.op.arg[1] = nr * 4096;
			g.op.arg[2] = 4096;
			g.op.arg[3] = 3 * nr;
			g.op.arg[4] = 5;
			for (uint32_t i = 0; i < 3 * nr; i++) {
				struct op op = op_at(&g, i), same = op_at(&g, i);

				assert_memory_equal(&op, &same, sizeof(op));
				assert_int_equal(op.mode, MODE_WRITE);
				seen[op.arg[0] / 4096 - 1]++;
				if (p == 0)
					assert_int_equal(op.arg[0] / 4096,
							 1 + i % nr);
			}
			for (uint32_t i = 0; i < nr; i++)
				assert_int_equal(seen[i], 3);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_sides),
		cmocka_unit_test(test_tiny_budget),
		cmocka_unit_test(test_began),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_arena_too_small),
		cmocka_unit_test(test_arena_full_in_a_call),
		cmocka_unit_test(test_cannot_boot),
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_op_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
