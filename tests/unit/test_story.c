#include "story/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/xmalloc.h"
#include "story/place.h"

static struct group access_of(uint64_t length, uint64_t stride, uint64_t count,
			      unsigned pattern, uint64_t seed)
{
	return (struct group){
		.op = {
			.verb = OP_access,
			.mode = (uint8_t)(MODE_WRITE |
					  pattern << MODE_PATTERN_SHIFT),
			.task = 3,
			.label = 5,
			.arg = { 0x1000, length, stride, count, seed },
		},
		.count = (uint32_t)count,
	};
}

static uint64_t piece(const struct group *g, uint32_t i)
{
	struct op op = op_at(g, i);

	assert_int_equal((op.arg[0] - 0x1000) % g->op.arg[2], 0);
	return (op.arg[0] - 0x1000) / g->op.arg[2];
}

static void test_patterns(void **state)
{
	struct group up = access_of(16384, 4096, 4, PATTERN_UP, 0);
	struct group down = access_of(16384, 4096, 4, PATTERN_DOWN, 0);
	struct op op = op_at(&up, 2);

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		assert_int_equal(piece(&up, i), i);
		assert_int_equal(piece(&down, i), 3 - i);
	}
	assert_int_equal(piece(&up, 5), 1);	/* a second repetition */
	/* one access to one page, by that task */
	assert_int_equal(op.verb, OP_access);
	assert_int_equal(op.mode, MODE_WRITE);
	assert_int_equal(op.task, 3);
	assert_int_equal(op.label, 5);
	assert_int_equal(op.arg[0], 0x3000);
	for (unsigned i = 1; i < OP_ARGS; i++)
		assert_int_equal(op.arg[i], 0);
	/* the last piece may be short; more accesses than pieces go round */
	up = access_of(12289, 4096, 9, PATTERN_UP, 0);
	assert_int_equal(piece(&up, 3), 3);
	assert_int_equal(piece(&up, 4), 0);
}

static void test_random_takes_each_once(void **state)
{
	static const uint32_t sizes[] = { 1, 2, 3, 7, 8, 9, 64, 1000, 4097 };

	(void)state;
	for (unsigned s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		uint32_t n = sizes[s];
		struct group g = access_of(n * UINT64_C(4096), 4096, 2 * n,
					   PATTERN_RANDOM, 42);
		unsigned char *seen = xcalloc(n, 1);

		for (uint32_t i = 0; i < 2 * n; i++) {
			uint64_t p = piece(&g, i);

			assert_in_range(p, 0, n - 1);
			assert_int_equal(seen[p], i / n);
			seen[p]++;
		}
		free(seen);
	}
}

/* Not in order, other by another seed, the same when asked again. */
static void test_random_is_mixed(void **state)
{
	struct group a = access_of(1 << 22, 4096, 2048, PATTERN_RANDOM, 1);
	struct group b = access_of(1 << 22, 4096, 2048, PATTERN_RANDOM, 2);
	unsigned same = 0, neighbours = 0, again = 0;
	uint64_t far = 0;

	(void)state;
	for (uint32_t i = 0; i < 1024; i++) {
		uint64_t p = piece(&a, i), q = i ? piece(&a, i - 1) : p;

		same += p == piece(&b, i);
		again += p == piece(&a, i + 1024);	/* the second pass */
		neighbours += p == q + 1 || q == p + 1;
		far += p > q ? p - q : q - p;
		assert_int_equal(p, piece(&a, i));
	}
	assert_in_range(same, 0, 20);
	assert_in_range(again, 0, 20);
	assert_in_range(neighbours, 0, 20);
	/* two of 1024 are 341 apart on average */
	assert_in_range(far / 1023, 250, 430);
}

static void test_other_operations(void **state)
{
	struct group g = {
		.op = { .verb = OP_alloc_pages, .arg = { 0, 3, 0xcc0 } },
		.count = 5,
	};
	struct op op = op_at(&g, 4);

	(void)state;
	assert_memory_equal(&op, &g.op, sizeof(op));
	/* an access by hand, with a place and nothing else */
	g.op = (struct op){ .verb = OP_access, .arg = { 0x7000 } };
	op = op_at(&g, 3);
	assert_int_equal(op.arg[0], 0x7000);
}

static void test_words(void **state)
{
	struct words both = { { "one", "\xe4\xb8\x80" } };
	struct words chinese = { { NULL, "\xe4\xb8\x80" } }, none = { { NULL } };

	(void)state;
	assert_string_equal(words_in(&both, LANG_EN), "one");
	assert_string_equal(words_in(&both, LANG_ZH), "\xe4\xb8\x80");
	assert_string_equal(words_in(&chinese, LANG_EN), "\xe4\xb8\x80");
	assert_string_equal(words_in(&none, LANG_ZH), "");
}

static void test_finding(void **state)
{
	const char *names[] = { "", "demo", "buf", "bu" };
	struct step_detail details[] = { { 0 }, { .label = "first", .step = 2 } };
	struct step steps[] = { { 0 }, { 0 }, { 2 }, { 2 }, { 5 } };
	struct chapter chapters[] = { { .first_step = 1 }, { .first_step = 3 } };
	struct story s = {
		.names = names, .nr_names = 4, .details = details,
		.nr_details = 2, .steps = steps, .nr_steps = 3,
		.chapters = chapters, .nr_chapters = 2,
	};

	(void)state;
	assert_int_equal(story_slot(&s, "buf", 3), 2);
	assert_int_equal(story_slot(&s, "buffer", 2), 3);
	assert_int_equal(story_slot(&s, "b", 1), 0);
	assert_int_equal(story_slot(&s, "", 0), 0);
	assert_int_equal(story_label(&s, "first", 5), 2);
	assert_int_equal(story_label(&s, "fir", 3), 0);
	assert_int_equal(story_chapter(&s, 0), 0);
	assert_int_equal(story_chapter(&s, 2), 0);
	assert_int_equal(story_chapter(&s, 3), 1);
	assert_int_equal(step_nr_groups(&s, 1), 2);
	assert_int_equal(step_nr_groups(&s, 2), 0);
	assert_int_equal(step_nr_groups(&s, 3), 3);
	assert_ptr_equal(step_detail(&s, 2), &details[1]);
	assert_ptr_equal(step_detail(&s, 1), &details[0]);
	assert_ptr_equal(step_detail(&s, 3), &details[0]);
	assert_ptr_equal(step_detail(&s, 4), &details[0]);
	story_free(NULL);
}

static void test_places(void **state)
{
	static const struct {
		const char *text;
		bool	    good, address;
		size_t	    name;
		uint64_t    value;	/* the address, else the offset */
	} cases[] = {
		{ "buf", true, false, 3, 0 },
		{ "buf+2M", true, false, 3, 2 << 20 },
		{ "buf-4096", true, false, 3, 0u - UINT64_C(4096) },
		{ "buf+0x10", true, false, 3, 16 },
		{ "0x1000", true, true, 0, 0x1000 },
		{ "7ffff7ff1040", true, true, 0, 0x7ffff7ff1040 },
		{ "0xffffffffffffffff", true, true, 0, UINT64_MAX },
		{ "ffff8", true, true, 5, 0xffff8 },	/* or a label */
		{ "b", true, false, 1, 0 },		/* too short for one */
		{ "0", true, true, 0, 0 },
		{ "0x10000000000000000", false, false, 0, 0 },
		{ "buf+", false, false, 0, 0 },
		{ "buf+2Q", false, false, 0, 0 },
		{ "buf 2", false, false, 0, 0 },
		{ "+2", false, false, 0, 0 },
		{ "", false, false, 0, 0 },
		{ "0x", false, false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct place p;

		if (place_parse(cases[i].text, strlen(cases[i].text), &p) !=
		    cases[i].good)
			fail_msg("%s", cases[i].text);
		if (!cases[i].good)
			continue;
		assert_int_equal(p.is_address, cases[i].address);
		assert_int_equal(p.name_len, cases[i].name);
		assert_int_equal(p.is_address ? p.address : p.offset,
				 cases[i].value);
	}
}

static void test_shelf(void **state)
{
	struct shelf *s = NULL;
	char *first, *again;
	void *large;

	(void)state;
	first = shelf_string(&s, "hello, world", 5);
	large = shelf_take(&s, 100000);
	again = shelf_string(&s, "", 0);
	assert_string_equal(first, "hello");
	assert_string_equal(again, "");
	assert_int_equal((uintptr_t)large % 8, 0);
	for (size_t i = 0; i < 100000; i += 999)
		assert_int_equal(((char *)large)[i], 0);
	for (unsigned i = 0; i < 10000; i++)
		shelf_take(&s, i % 50);
	assert_string_equal(first, "hello");
	shelf_free(s);
}

/* What is taken after a rewind is cleared, and costs no new memory. */
static void test_shelf_again(void **state)
{
	struct shelf *s = NULL;
	unsigned char *first, *second;

	(void)state;
	shelf_rewind(&s);
	assert_null(s);
	first = shelf_take(&s, 100);
	memset(first, 0xff, 100);
	shelf_rewind(&s);
	second = shelf_take(&s, 100);
	assert_ptr_equal(second, first);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(second[i], 0);
	shelf_take(&s, 100000);
	shelf_rewind(&s);
	shelf_take(&s, 8);
	shelf_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_shelf_again),
		cmocka_unit_test(test_random_takes_each_once),
		cmocka_unit_test(test_random_is_mixed),
		cmocka_unit_test(test_other_operations),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_finding),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_shelf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
