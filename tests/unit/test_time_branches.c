/*
 * Branches: a what-if's tail, and operations put in; each is what a story would
 * be that was written so from the start
 */
#include "time_fixture.h"

/*
 * A branch is what a story would be that was written so from the start. The
 * names of both are the same, in the same order.
 */
static const char trunk_story[] = PC(16)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '64K', 'as': 'buf'}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write'}}],"
	" 'try': {'name': 'other', 'steps': ["
	"   {'do': [{'munmap': {'at': 'buf', 'length': '8K'}}]},"
	"   {'label': 'tail', 'do': [{'access': {'at': 'buf+32K', 'length': '16K'}},"
	"     {'exit': 'demo'}]}]}},"
	"{'do': [{'mprotect': {'at': 'buf', 'prot': 'r'}}, {'exit': 'demo'}]}"
	END;

/* Step 2 of the trunk up to so many accesses, then the tail. */
static const char written_out[] = PC(16)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '64K', 'as': 'buf'}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'count': %u}}]},"
	"{'do': [{'munmap': {'at': 'buf', 'length': '8K'}}]},"
	"{'do': [{'access': {'at': 'buf+32K', 'length': '16K'}}, {'exit': 'demo'}]}"
	END;

static void assert_branch(struct pos at, unsigned accesses)
{
	char json[1024];
	struct trail trunk, full;
	struct run r, other;
	struct run branch;
	struct diag why;

	snprintf(json, sizeof(json), written_out, accesses);
	run_open(&r, trunk_story, PLENTY);
	run_open(&other, json, PLENTY);
	assert_int_equal(r.story->nr_what_ifs, 1);
	assert_int_equal(r.story->what_ifs[0].at_step, 2);
	branch.t = timeline_branch(r.t, at, r.story->what_ifs[0].story, &why);
	assert_non_null(branch.t);
	assert_true(walker_open(&branch.w, branch.t, &why));
	assert_int_equal(timeline_nr_steps(branch.t), at.step + 2);
	trail_make(&full, &other, UNIT_EVENT);
	trail_make(&trunk, &branch, UNIT_EVENT);
	assert_int_equal(trunk.nr, full.nr);
	for (size_t i = full.nr; i-- > 0;) {
		assert_int_equal(trunk.hash[i], full.hash[i]);
		assert_at_trail(&branch.w, &full, i);
	}
	trail_free(&trunk);
	trail_free(&full);
	walker_close(&branch.w);
	timeline_close(branch.t);
	run_close(&other);
	run_close(&r);
}

static void test_branches(void **state)
{
	(void)state;
	assert_branch((struct pos){ 2, 16, 0 }, 16);	/* after the step */
	assert_branch((struct pos){ 2, 5, 0 }, 5);	/* in the middle */
	assert_branch((struct pos){ 2, 5, 4 }, 6);	/* its event is taken as 0,
							   its operation as done */
}

/* Operations of two steps, each by itself, so that one can be put in anywhere. */
static const char *const written[2][5] = {
	{ "{'alloc_pages': {'as': 'a'}}", "{'alloc_pages': {'as': 'b'}}",
	  "{'alloc_pages': {'as': 'b'}}", "{'sleep': 5}", NULL },
	{ "{'free_pages': 'b'}", "{'free_pages': 'b'}", "{'free_pages': 'a'}",
	  NULL },
};
/* The same in groups. */
static const char grouped[] = TOY(32)
	"{'do': [{'alloc_pages': {'as': 'a'}}, {'alloc_pages': {'as': 'b'}, 'x': 2}, {'sleep': 5}]},"
	"{'do': [{'free_pages': 'b', 'x': 2}, {'free_pages': 'a'}]}" END;
#define PUT_IN "{'alloc_pages': {'order': 1}, 'x': 2}"
static const char put_in[] = TOY(32) "{'do': [" PUT_IN "]}" END;

/* A place in the list as written; UINT32_MAX = nothing is put in. */
struct spot {
	uint32_t step, op;
};

static void spell(struct text *out, const struct spot *in, size_t nr,
		  const char *what)
{
	text_puts(out, TOY(32));
	for (uint32_t step = 1; step <= 2; step++) {
		const char *comma = "";

		text_puts(out, step == 1 ? "{'do': [" : ", {'do': [");
		for (uint32_t op = 0;; op++) {
			for (size_t i = 0; i < nr; i++) {
				if (in[i].step != step || in[i].op != op)
					continue;
				text_printf(out, "%s%s", comma, what);
				comma = ", ";
			}
			if (!written[step - 1][op])
				break;
			text_printf(out, "%s%s", comma, written[step - 1][op]);
			comma = ", ";
		}
		text_puts(out, "]}");
	}
	text_puts(out, END);
}

/* The branch is the story that has it written there, at every event. */
static void assert_same_run(struct timeline *t, const struct spot *in,
			    size_t nr, const char *what)
{
	struct run branch = { .t = t }, other;
	struct trail here, there;
	struct text json = { 0 };
	struct diag why;

	spell(&json, in, nr, what);
	run_open(&other, json.s, PLENTY);
	assert_true(walker_open(&branch.w, t, &why));
	trail_make(&here, &branch, UNIT_EVENT);
	trail_make(&there, &other, UNIT_EVENT);
	assert_int_equal(here.nr, there.nr);
	for (size_t i = here.nr; i-- > 0;) {
		assert_int_equal(pos_compare(t, here.pos[i], there.pos[i]), 0);
		assert_int_equal(here.hash[i], there.hash[i]);
		assert_at_trail(&branch.w, &there, i);
	}
	trail_free(&here);
	trail_free(&there);
	walker_close(&branch.w);
	run_close(&other);
	text_free(&json);
}

/* Anywhere in the run. */
static void assert_put_in(const char *what)
{
	struct text json = { 0 };
	struct story *op;
	struct diag why;
	struct run r;

	text_printf(&json, TOY(32) "{'do': [%s]}" END, what);
	op = story_of(text_str(&json));
	run_open(&r, grouped, PLENTY);
	for (uint32_t step = 1; step <= 2; step++) {
		uint32_t last = timeline_nr_ops(r.t, step);

		for (uint32_t at = 0; at <= last; at++) {
			struct spot in = { step, at };
			struct timeline *b = timeline_insert(r.t,
				(struct pos){ step, at, 0 }, op, &why);

			assert_same_run(b, &in, 1, what);
			assert_int_equal(timeline_nr_put_in(b, op),
					 timeline_nr_ops(b, step) - last);
			timeline_close(b);
		}
	}
	run_close(&r);
	story_free(op);
	text_free(&json);
}

static void test_insert(void **state)
{
	(void)state;
	assert_put_in(PUT_IN);
}

/* How often it is repeated is what the machine there makes of it. */
static void test_insert_with_until(void **state)
{
	(void)state;
	assert_put_in("{'alloc_pages': {'order': 1}, 'until': 'meminfo.MemFree <= 90'}");
	assert_put_in("{'alloc_pages': {}, 'until': 'events(buddy_split) >= 3'}");
	assert_put_in("{'sleep': 1, 'until': '1 == 2', 'max': 5}");
}

/* One on top of the other, in any order; and where each place lies. */
static void test_insert_twice(void **state)
{
	static const struct {
		struct pos  first, second;	/* the second on the first's branch */
		struct spot in[2];
	} cases[] = {
		{ { 2, 1, 0 }, { 1, 2, 0 }, { { 1, 2 }, { 2, 1 } } },
		{ { 1, 2, 0 }, { 1, 1, 0 }, { { 1, 1 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 3, 0 }, { { 1, 2 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 4, 0 }, { { 1, 2 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 5, 0 }, { { 1, 2 }, { 1, 3 } } },
		{ { 1, 4, 0 }, { 1, 6, 0 }, { { 1, 4 }, { 1, 4 } } },
		{ { 0, 0, 0 }, { 0, 0, 0 }, { { 1, 0 }, { 1, 0 } } },
	};
	struct story *op = story_of(put_in);
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct timeline *b = timeline_insert(r.t, cases[i].first, op, &why);
		struct timeline *c = timeline_insert(b, cases[i].second, op, &why);

		timeline_close(b);
		assert_same_run(c, cases[i].in, 2, PUT_IN);
		timeline_close(c);
	}
	run_close(&r);
	story_free(op);
}

static void assert_places(struct timeline *t, struct pos numbered,
			  struct pos as_written, struct pos back)
{
	struct pos a = timeline_to_written(t, numbered);
	struct pos b = timeline_from_written(t, as_written);

	assert_int_equal(a.step, as_written.step);
	assert_int_equal(a.op, as_written.op);
	assert_int_equal(a.event, as_written.event);
	assert_int_equal(b.step, back.step);
	assert_int_equal(b.op, back.op);
	assert_int_equal(b.event, back.event);
}

#define AT(step, op, event) ((struct pos){ step, op, event })

/* Inside of what was put in, its place is meant; coming back, behind it. */
static void test_insert_places(void **state)
{
	struct story *op = story_of(put_in);
	struct timeline *b;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	b = timeline_insert(r.t, AT(1, 2, 0), op, &why);
	assert_places(b, AT(0, 0, 0), AT(0, 0, 0), AT(0, 0, 0));
	assert_places(b, AT(1, 0, 0), AT(1, 0, 0), AT(1, 0, 0));
	assert_places(b, AT(1, 1, 2), AT(1, 1, 2), AT(1, 1, 2));
	assert_places(b, AT(1, 2, 0), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 2, 3), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 3, 0), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 4, 3), AT(1, 2, 3), AT(1, 4, 3));
	assert_places(b, AT(1, 6, 0), AT(1, 4, 0), AT(1, 6, 0));
	assert_places(b, AT(2, 1, 1), AT(2, 1, 1), AT(2, 1, 1));
	timeline_close(b);
	run_close(&r);
	story_free(op);
}

/* An `until` behind or around it takes as often as it then needs. */
static void test_insert_until(void **state)
{
	struct story *op = story_of(put_in);
	struct trail trail;
	struct run r, b = { 0 };
	struct diag why;

	(void)state;
	run_open(&r, until_story, PLENTY);
	assert_int_equal(timeline_nr_ops(r.t, 1), 23);
	for (uint32_t at = 0; at <= 23; at += at < 21 ? 7 : 1) {
		b.t = timeline_insert(r.t, AT(1, at, 0), op, &why);
		/* two blocks of two frames save four of one, of those to come */
		assert_int_equal(timeline_nr_ops(b.t, 1), at < 21 ? 2 + 23 - 4 :
							    2 + 23);
		assert_true(walker_open(&b.w, b.t, &why));
		trail_make(&trail, &b, UNIT_EVENT);
		for (size_t i = trail.nr; i-- > 0;)
			assert_at_trail(&b.w, &trail, i);
		trail_free(&trail);
		walker_close(&b.w);
		timeline_close(b.t);
	}
	run_close(&r);
	story_free(op);
}

/* One that decides for itself how often, within an `until` that counts. */
static void test_until_within_until(void **state)
{
	struct story *op = story_of(TOY(32)
		"{'do': [{'sleep': 1, 'until': 'result == 0', 'max': 3}]}" END);
	struct run r, b = { 0 };
	struct trail trail;
	struct diag why;
	uint32_t nr;

	(void)state;
	run_open(&r, TOY(32)
		 "{'do': [{'alloc_pages': {},"
		 "         'until': 'events(buddy_split) >= 12'}]}" END, PLENTY);
	nr = timeline_nr_ops(r.t, 1);
	assert_true(nr > 4);
	for (uint32_t at = 0; at <= nr; at++) {
		b.t = timeline_insert(r.t, AT(1, at, 0), op, &why);
		assert_int_equal(timeline_nr_ops(b.t, 1), nr + 1);
		assert_true(walker_open(&b.w, b.t, &why));
		trail_make(&trail, &b, UNIT_EVENT);
		for (size_t i = trail.nr; i-- > 0;)
			assert_at_trail(&b.w, &trail, i);
		trail_free(&trail);
		walker_close(&b.w);
		timeline_close(b.t);
	}
	run_close(&r);
	story_free(op);
}

/*
 * Known lengths are of what stands before: one put in first takes as often as
 * the machine there needs, and what follows it is counted anew.
 */
static void test_until_on_until(void **state)
{
	struct story *op = story_of(TOY(32)
		"{'do': [{'alloc_pages': {}, 'until': 'meminfo.MemFree <= 60'}]}"
		END);
	struct story *first = story_of(put_in);
	struct timeline *b, *c;
	struct diag why;
	struct pos pos;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	b = timeline_insert(r.t, AT(1, 3, 0), op, &why);
	assert_int_equal(timeline_nr_put_in(b, op), 29 - 15);
	/* where it ends is known to whoever asks for a place behind it */
	pos = timeline_from_written(b, AT(1, 4, 0));
	assert_int_equal(pos.op, 4 + 14);
	assert_int_equal(timeline_to_written(b, AT(1, 18, 0)).op, 4);
	c = timeline_insert(b, AT(1, 1, 0), first, &why);
	assert_int_equal(timeline_nr_put_in(c, op), 29 - 15 - 4);
	assert_int_equal(timeline_nr_put_in(c, first), 2);
	assert_int_equal(timeline_nr_ops(c, 1), 4 + 2 + 10);
	timeline_close(c);
	/* behind it: it stays as it is */
	c = timeline_insert(b, AT(1, 17, 0), first, &why);
	assert_int_equal(timeline_nr_put_in(c, op), 29 - 15);
	assert_int_equal(timeline_from_written(c, AT(1, 4, 0)).op, 4 + 14 + 2);
	timeline_close(c);
	timeline_close(b);
	run_close(&r);
	story_free(first);
	story_free(op);
}

/* Labels of a tail are positions too; the trunk is as it was. */
static void test_branch_positions(void **state)
{
	struct timeline *b;
	uint32_t number;
	struct diag why;
	struct pos pos;
	struct run r;

	(void)state;
	run_open(&r, trunk_story, PLENTY);
	b = timeline_branch(r.t, (struct pos){ 2, 16, 0 },
			    r.story->what_ifs[0].story, &why);
	assert_ptr_equal(timeline_story(b, 2, &number), r.story);
	assert_int_equal(number, 2);
	assert_ptr_equal(timeline_story(b, 4, &number),
			 r.story->what_ifs[0].story);
	assert_int_equal(number, 2);
	assert_true(timeline_parse_pos(b, "4.2", &pos, &why));
	assert_int_equal(timeline_nr_ops(b, 4), 4 + 1);
	assert_int_equal(timeline_nr_ops(r.t, 3), 2);
	assert_int_equal(timeline_nr_steps(r.t), 3);
	timeline_close(b);
	run_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_branch_positions),
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_insert_twice),
		cmocka_unit_test(test_insert_places),
		cmocka_unit_test(test_insert_until),
		cmocka_unit_test(test_insert_with_until),
		cmocka_unit_test(test_until_within_until),
		cmocka_unit_test(test_until_on_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
