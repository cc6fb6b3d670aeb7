/*
 * Every lesson, walked from both sides: at each event the machine is the same
 * whether it was reached going on or coming back, and sound. Of operations
 * that a step repeats hundreds of times the first, the last and some between
 * are taken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "load/scenario.h"
#include "time/timeline.h"

enum {
	FEW = 8,	/* operations of a step that are all taken */
	ENDS = 2,	/* of a longer one: so many at each end ... */
	BETWEEN = 1,	/* ... and so many between */
	CHECKPOINT_BYTES = 64 << 20,
};

struct place {
	struct pos pos;
	uint64_t   hash;
};

struct lesson {
	struct story	*story;
	struct timeline *timeline;
	struct walker	 walker;
	struct place	*places;
	size_t		 nr, cap;
};

static void place_add(struct lesson *l, struct pos pos)
{
	l->places = xgrow(l->places, l->nr, &l->cap, sizeof(*l->places));
	l->places[l->nr++].pos = pos;
}

/* All events of one operation (from 0), and its end. */
static void op_add(struct lesson *l, uint32_t step, uint32_t op)
{
	uint64_t nr = timeline_nr_events(l->timeline, step, op);

	for (uint64_t e = 1; e < nr; e++)
		place_add(l, (struct pos){ step, op, e });
	place_add(l, (struct pos){ step, op + 1, 0 });
}

static void step_add(struct lesson *l, uint32_t step)
{
	uint32_t nr = timeline_nr_ops(l->timeline, step);

	place_add(l, (struct pos){ step, 0, 0 });
	for (uint32_t op = 0; op < nr; op++) {
		bool end = op < ENDS || nr - op <= ENDS;

		if (nr <= FEW || end || hash_word(step * 77u + op) % nr < BETWEEN)
			op_add(l, step, op);
	}
}

static void lesson_open(struct lesson *l, const char *path)
{
	struct diags faults;
	struct diag why;

	memset(l, 0, sizeof(*l));
	diags_init(&faults, path);
	l->story = scenario_load(path, &faults);
	assert_non_null(l->story);
	diags_free(&faults);
	l->timeline = timeline_open(l->story, CHECKPOINT_BYTES, &why);
	assert_non_null(l->timeline);
	assert_true(walker_open(&l->walker, l->timeline, &why));
	for (uint32_t step = 1; step <= l->story->nr_steps; step++)
		step_add(l, step);
}

static void lesson_close(struct lesson *l)
{
	walker_close(&l->walker);
	timeline_close(l->timeline);
	story_free(l->story);
	free(l->places);
}

static uint64_t hash_at(struct lesson *l, size_t i)
{
	struct diag why;

	assert_true(walker_seek(&l->walker, l->places[i].pos, &why));
	return arena_hash(&l->walker.machine.arena);
}

static void walk_both_ways(const char *path)
{
	struct lesson l;
	struct diag why;

	lesson_open(&l, path);
	assert_true(l.nr > 50);
	for (size_t i = 0; i < l.nr; i++) {
		l.places[i].hash = hash_at(&l, i);
		assert_true(machine_check_weak(&l.walker.machine, &why));
	}
	for (size_t i = l.nr; i-- > 0;)
		assert_int_equal(hash_at(&l, i), l.places[i].hash);
	lesson_close(&l);
}

static void test_13_buddy(void **state)
{
	(void)state;
	walk_both_ways("traces/13-buddy.json");
	walk_both_ways("traces/13-buddy-m16.json");
}

static void test_05_demand(void **state)
{
	(void)state;
	walk_both_ways("traces/05-demand.json");
}

static void test_06_faults(void **state)
{
	(void)state;
	walk_both_ways("traces/06-faults.json");
}

static void test_07_walk(void **state)
{
	(void)state;
	walk_both_ways("traces/07-walk.json");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_13_buddy),
		cmocka_unit_test(test_05_demand),
		cmocka_unit_test(test_06_faults),
		cmocka_unit_test(test_07_walk),
	};

	return cmocka_run_group_tests_name("lessons", tests, NULL, NULL);
}
