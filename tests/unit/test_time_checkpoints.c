/*
 * Long runs and long calls: checkpoints come to stand in them, are thinned and
 * dropped, and the state is the same whichever is gone on from
 */
#include "time_fixture.h"

/* A run of many operations: checkpoints are taken, thinned, dropped. */
static void assert_long_run(uint64_t budget, uint32_t most)
{
	static const char json[] = PC(64)
		"{'do': [{'exec': 'demo'}, {'mmap': {'length': '16M', 'as': 'buf'}}]},"
		"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'pattern': 'random', 'count': 60000}}]},"
		"{'do': [{'access': {'at': 'buf', 'mode': 'read', 'count': 60000}}]},"
		"{'do': [{'munmap': 'buf'}, {'exit': 'demo'}]}"
		END;
	enum { PLACES = 24 };
	uint64_t hash[PLACES];
	struct pos pos[PLACES];
	struct walker fresh;
	struct diag why;
	struct run r;

	run_open(&r, json, budget);
	hash_at(&r.w, timeline_end(r.t));
	for (uint32_t i = 0; i < PLACES; i++) {
		pos[i] = (struct pos){ 2 + (uint32_t)hash_word(i) % 2,
				       (uint32_t)hash_word(i + 99) % 60000,
				       i % 3 ? 0 : 1 };
		hash[i] = hash_at(&r.w, pos[i]);
	}
	assert_true(timeline_nr_checkpoints(r.t) <= most);
	/* another walker, in another order */
	assert_true(walker_open(&fresh, r.t, &why));
	for (uint32_t i = PLACES; i-- > 0;)
		assert_int_equal(hash_at(&fresh, pos[i]), hash[i]);
	walker_close(&fresh);
	run_close(&r);

	/* and a timeline that never had a checkpoint but the first */
	run_open(&r, json, PLENTY);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(hash_at(&r.w, pos[i]), hash[i]);
	run_close(&r);
}

static void test_long_run(void **state)
{
	(void)state;
	assert_long_run(PLENTY, 100);
	assert_long_run(1, 3);
}

/* Inside of calls that are cut into stretches. */
static void test_long_calls(void **state)
{
	enum { PLACES = 40 };
	uint64_t hash[PLACES];
	struct pos pos[PLACES];
	struct walker fresh;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, long_story, PLENTY);
	assert_true(timeline_nr_events(r.t, 1, 1) > 100000);
	assert_true(timeline_nr_checkpoints(r.t) > 1);
	for (uint32_t i = 0; i < PLACES; i++) {
		uint32_t step = 1 + i % 3, op = step == 1 ? 1 : i / 3 % 2;

		pos[i] = (struct pos){ step, op, 1 + hash_word(i) %
			(timeline_nr_events(r.t, step, op) - 1) };
		hash[i] = hash_at(&r.w, pos[i]);
		assert_int_equal(r.w.pos.event, pos[i].event);
		assert_sound(&r.w);
	}
	assert_true(walker_open(&fresh, r.t, &why));
	for (uint32_t i = PLACES; i-- > 0;)
		assert_int_equal(hash_at(&fresh, pos[i]), hash[i]);
	/* to stop in the middle leaves nothing behind */
	assert_int_equal(hash_at(&fresh, timeline_end(r.t)),
			 hash_at(&r.w, timeline_end(r.t)));
	assert_sound(&fresh);
	walker_close(&fresh);
	run_close(&r);
}

/* The state there, by a timeline on which nobody has been before. */
static uint64_t fresh_hash(const char *json, struct pos pos)
{
	uint64_t hash;
	struct run r;

	run_open(&r, json, PLENTY);
	hash = hash_at(&r.w, pos);
	run_close(&r);
	return hash;
}

/*
 * How many events each stretch of a call ended with, the last one apart, on a
 * machine without a walker. Return: how many stretches.
 */
static size_t stretch_ends(struct run *r, struct pos call, uint64_t *ends,
			   size_t most)
{
	struct event_log log;
	struct machine m;
	struct diag why;
	bool last = false;
	size_t nr = 0;

	event_log_open(&log, 1);
	assert_true(machine_boot(&m, &r->story->machine, &log, &why));
	machine_slots(&m, r->story->nr_names);
	log.mask = EVENT_ALL;
	for (struct pos at = { 1, 0, 0 }; !last;) {
		struct op op = timeline_op(r->t, at.step, at.op);

		last = at.step == call.step && at.op == call.op;
		log.seen = 0;
		for (bool done = op_begin(&m, &op); !done; done = op_go_on(&m)) {
			assert_true(nr < most);
			ends[nr] = log.seen;
			nr += last;
		}
		if (++at.op == timeline_nr_ops(r->t, at.step))
			at = (struct pos){ at.step + 1, 0, 0 };
	}
	machine_close(&m);
	event_log_close(&log);
	return nr;
}

/* Back over a call, twice at each place: checkpoints come to stand in it. */
static void leave_checkpoints(struct run *r, struct pos call,
			      const uint64_t *ends, size_t nr)
{
	uint32_t before = timeline_nr_checkpoints(r->t);

	for (size_t i = nr; i-- > 0;)
		for (uint64_t e = 3; e > 0; e--)
			hash_at(&r->w, (struct pos){ call.step, call.op,
						     ends[i] + e });
	assert_true(timeline_nr_checkpoints(r->t) > before + 4);
}

/* An event behind the end of a stretch knows those before it up to there. */
static void led_here(struct run *r, struct pos end, struct summary *heard)
{
	struct pos second = end, third = end;
	struct event first;
	struct diag why;

	assert_int_equal(heard->nr_past, 0);
	first = heard->last[0];
	second.event += 1;
	third.event += 2;
	assert_true(walker_seek_from(&r->w, second, third, heard, &why));
	assert_int_equal(heard->nr, 1);
	assert_int_equal(heard->nr_past, 1);
	assert_memory_equal(&heard->past[0], &first, sizeof(first));
}

/*
 * A checkpoint between two stretches is further than the last event before it:
 * that event is reached from elsewhere. What is said behind it is heard.
 */
static void test_between_stretches(void **state)
{
	static const struct pos calls[] = {
		{ 1, 1, 0 }, { 2, 0, 0 }, { 2, 1, 0 }, { 3, 1, 0 },
	};
	struct summary heard;
	struct diag why;

	(void)state;
	summary_open(&heard, 16);
	for (size_t c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
		uint64_t ends[512];
		struct run r;
		size_t nr;

		run_open(&r, long_story, PLENTY);
		nr = stretch_ends(&r, calls[c], ends, 512);
		assert_true(nr > 20);
		leave_checkpoints(&r, calls[c], ends, nr);
		for (size_t i = 0; i < nr; i += nr / 8) {
			struct pos end = calls[c], behind = calls[c];

			end.event = ends[i];
			behind.event = ends[i] + 2;
			assert_int_equal(hash_at(&r.w, end),
					 fresh_hash(long_story, end));
			assert_true(walker_seek_from(&r.w, end, behind, &heard,
						     &why));
			assert_int_equal(walker_hash(&r.w),
					 fresh_hash(long_story, behind));
			assert_int_equal(heard.nr, 2);
			assert_int_equal(heard.at[0].event, ends[i] + 1);
			led_here(&r, end, &heard);
		}
		run_close(&r);
	}
	summary_close(&heard);
}

/* Whoever goes back and back leaves checkpoints; one step back leaves none. */
static void test_halves(void **state)
{
	static const char json[] = PC(64)
		"{'do': [{'exec': 'demo'}, {'sleep': 1, 'x': 10000}]}" END;
	struct run r;

	(void)state;
	run_open(&r, json, PLENTY);
	hash_at(&r.w, (struct pos){ 1, 10000, 0 });
	hash_at(&r.w, (struct pos){ 1, 9999, 0 });
	assert_int_equal(timeline_nr_checkpoints(r.t), 1);
	for (uint32_t op = 9998; op > 9900; op--)
		hash_at(&r.w, (struct pos){ 1, op, 0 });
	assert_true(timeline_nr_checkpoints(r.t) > 5);
	assert_true(timeline_nr_checkpoints(r.t) < 30);
	run_close(&r);
}

/*
 * Two walkers on one timeline without room for checkpoints: one stands on what
 * the other thins out, and goes on through a long call that it hears.
 */
static void test_dropped_base(void **state)
{
	static const char json[] = PC(192)
		"{'do': [{'exec': 'demo'}]}, {'do': [{'sleep': 1, 'x': 20000}]},"
		"{'do': [{'mmap': {'length': '96M', 'flags': ['populate'], 'as': 'buf'}}]},"
		"{'do': [{'sleep': 1, 'x': 40000}]}"
		END;
	const struct pos places[] = { { 3, 0, 150000 }, { 3, 0, 120000 },
				      { 3, 0, 90000 }, { 3, 1, 0 } };
	struct walker other;
	struct diag why;
	struct run r, plenty;

	(void)state;
	run_open(&r, json, 1);
	run_open(&plenty, json, PLENTY);
	hash_at(&r.w, (struct pos){ 2, 19000, 0 });
	assert_true(walker_open(&other, r.t, &why));
	hash_at(&other, (struct pos){ 4, 40000, 0 });
	assert_int_equal(timeline_nr_checkpoints(r.t), 2);
	assert_true(walker_seek_from(&r.w, (struct pos){ 2, 19500, 0 },
				     (struct pos){ 3, 1, 0 }, NULL, &why));
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		assert_int_equal(hash_at(&other, places[i]),
				 hash_at(&plenty.w, places[i]));
		assert_int_equal(hash_at(&r.w, places[i]),
				 walker_hash(&plenty.w));
	}
	walker_close(&other);
	run_close(&plenty);
	run_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_run),
		cmocka_unit_test(test_long_calls),
		cmocka_unit_test(test_between_stretches),
		cmocka_unit_test(test_halves),
		cmocka_unit_test(test_dropped_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
