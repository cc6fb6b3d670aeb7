/* Positions: the next and the one before, as text, and those that are none */
#include "time_fixture.h"

/* Back is the exact inverse of forward, by each unit. */
static void test_next_and_prev(void **state)
{
	static const char *const stories[] = { buddy_story, task_story,
					       until_story };

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		for (unsigned unit = UNIT_STEP; unit <= UNIT_EVENT; unit++) {
			struct trail trail;
			struct pos pos;
			struct run r;

			run_open(&r, stories[i], PLENTY);
			trail_make(&trail, &r, (enum unit)unit);
			assert_int_equal(pos_compare(r.t, trail.pos[trail.nr - 1],
						     timeline_end(r.t)), 0);
			pos = timeline_end(r.t);
			for (size_t k = trail.nr; k-- > 0;) {
				assert_int_equal(pos_compare(r.t, pos,
							     trail.pos[k]), 0);
				pos = timeline_prev(r.t, pos, (enum unit)unit);
			}
			/* at the start it stays */
			assert_int_equal(pos_compare(r.t, pos, trail.pos[0]), 0);
			trail_free(&trail);
			run_close(&r);
		}
}

/* "3.2.17" of a place, and back. */
static void test_print_and_parse(void **state)
{
	struct trail trail;
	struct run r;

	(void)state;
	run_open(&r, task_story, PLENTY);
	trail_make(&trail, &r, UNIT_EVENT);
	for (size_t i = 0; i < trail.nr; i++) {
		struct text t = { 0 };
		struct pos back;
		struct diag why = { 0 };

		timeline_print_pos(r.t, trail.pos[i], &t);
		if (!timeline_parse_pos(r.t, text_str(&t), &back, &why))
			fail_msg("%s: %s", text_str(&t), why.what);
		assert_int_equal(pos_compare(r.t, back, trail.pos[i]), 0);
		text_free(&t);
	}
	trail_free(&trail);
	run_close(&r);
}

static void test_parse_positions(void **state)
{
	static const struct {
		const char *s;
		struct pos  pos;
	} good[] = {
		{ "0", { 0, 0, 0 } },
		{ "1", { 1, 1, 0 } },
		{ "first", { 1, 1, 0 } },
		{ "2", { 2, 3, 0 } },
		{ "2.0", { 2, 0, 0 } },
		{ "2.1", { 2, 1, 0 } },
		{ "1.1.0", { 1, 0, 0 } },
		{ "1.1.2", { 1, 0, 2 } },
		{ "empty", { 3, 0, 0 } },
		{ "home.4", { 5, 4, 0 } },
		{ "end", { 5, 4, 0 } },
		/* split, split, split, split, split, taken, given */
		{ "first.1.buddy_split", { 1, 0, 2 } },
		{ "1.1.buddy_split#5", { 1, 0, 6 } },
	};
	static const char *const bad[] = {
		"", "6", "-1", "1.2", "1.x", "1.1.99", "1.1.x", "1.0.1", "nobody",
		"1.1.buddy_split#6", "1.1.buddy_split#0", "1.1.buddy_split#",
		"1.1.buddy_split#x", "first.", "first.1.", "1.1.1.1", "end.1",
		"99999999999999999999", "1.4294967297", " 1", "1 ",
	};
	struct run r;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct diag why = { 0 };
		struct pos pos;

		if (!timeline_parse_pos(r.t, good[i].s, &pos, &why))
			fail_msg("%s: %s", good[i].s, why.what);
		if (pos.step != good[i].pos.step || pos.op != good[i].pos.op ||
		    pos.event != good[i].pos.event)
			fail_msg("%s is %u.%u.%llu", good[i].s, pos.step, pos.op,
				 (unsigned long long)pos.event);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct diag why = { 0 };
		struct pos pos;

		if (timeline_parse_pos(r.t, bad[i], &pos, &why))
			fail_msg("'%s' is no position", bad[i]);
		assert_string_not_equal(why.what, "");
	}
	run_close(&r);
}

/* Positions that do not exist are pulled to the nearest that does. */
static void test_pulled(void **state)
{
	struct run r;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	assert_int_equal(hash_at(&r.w, (struct pos){ 99, 0, 0 }),
			 hash_at(&r.w, timeline_end(r.t)));
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 99, 0 }),
			 hash_at(&r.w, (struct pos){ 2, 3, 0 }));
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 0, 9999 }),
			 hash_at(&r.w, (struct pos){ 2, 1, 0 }));
	/* the end of a step and the start of the next are one machine */
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 0, 0 }),
			 hash_at(&r.w, (struct pos){ 1, 1, 0 }));
	run_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next_and_prev),
		cmocka_unit_test(test_print_and_parse),
		cmocka_unit_test(test_parse_positions),
		cmocka_unit_test(test_pulled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
