/*
 * The evaluator of tests/fidelity on small cases made by hand: what counts as
 * a metric, what it is worth, and when a model has it right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../fidelity/metric.c"
#include "../fidelity/order.c"
#include "../fidelity/path.c"
#include "../fidelity/result.c"
#include "../fidelity/value.c"

/* JSON in single quotes, which C lets stand. */
static cJSON *json(const char *s)
{
	char *copy = xstrdup(s);
	cJSON *v;

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	v = cJSON_Parse(copy);
	assert_non_null(v);
	free(copy);
	return v;
}

static const char *const short_verdicts[] = {
	"equal", "in-band", "differs", "out-of-band", "skipped"
};

/*
 * All metrics of an entry in a recording, judged by a model: a line each,
 * "name|exact or banded|recorded|modelled|verdict".
 */
static char *judged(const char *rec_s, const char *entry_s, const char *model_s)
{
	cJSON *rec = json(rec_s), *entry = json(entry_s), *model = json(model_s);
	struct metrics list = { 0 };
	struct text out = { 0 };

	metrics_add(&list, rec, entry);
	for (size_t i = 0; i < list.nr; i++) {
		char *real, *got;
		enum verdict v = metric_judge(&list.m[i], model, &real, &got);

		text_printf(&out, "%s|%s|%s|%s|%s\n", list.m[i].name,
			    list.m[i].exact ? "exact" : "banded", real, got,
			    short_verdicts[v]);
		free(real);
		free(got);
	}
	metrics_free(&list);
	cJSON_Delete(rec);
	cJSON_Delete(entry);
	cJSON_Delete(model);
	text_puts(&out, "");
	return out.s;
}

static void expect(const char *rec, const char *entry, const char *model,
		   const char *lines)
{
	char *got = judged(rec, entry, model);

	assert_string_equal(got, lines);
	free(got);
}

static void test_globs(void **state)
{
	(void)state;
	assert_true(glob_match("set*", "set12"));
	assert_true(glob_match("*", ""));
	assert_true(glob_match("ring * x order 4: held", "ring 16 x order 4: held"));
	assert_true(glob_match("a*b*c", "a-b-b-c"));
	assert_false(glob_match("set", "set1"));
	assert_false(glob_match("*x", "xy"));
	assert_false(glob_match("a.c", "abc"));
}

static void test_steps_and_zones_have_names(void **state)
{
	const char *rec = "{'steps': [{'op': 'one', 'n': 1}, {'op': 'two', 'n': 2}],"
			  " 'zones': [{'node': 1, 'zone': 'DMA32', 'min': 7}]}";

	(void)state;
	/* found by their names, not by their places */
	expect(rec, "{'path': ['steps', '*', 'n'], 'tol': 0}",
	       "{'steps': [{'op': 'two', 'n': 2}, {'op': 'one', 'n': 3}]}",
	       "steps / one / n|exact|1|3|differs\n"
	       "steps / two / n|exact|2|2|equal\n");
	expect(rec, "{'path': ['zones', 'node * DMA*', 'min']}",
	       "{'zones': [{'node': 0, 'zone': 'DMA32', 'min': 1},"
	       "           {'node': 1, 'zone': 'DMA32', 'min': 7}]}",
	       "zones / node 1 DMA32 / min|exact|7|7|equal\n");
}

static void test_of_two_steps_with_one_name_the_last_counts(void **state)
{
	(void)state;
	expect("{'steps': [{'op': 'a', 'n': 1}, {'op': 'a', 'n': 2}]}",
	       "{'path': ['steps', 'a', 'n']}", "{'steps': [{'op': 'a', 'n': 2}]}",
	       "steps / a / n|exact|2|2|equal\n");
}

static void test_lists_of_keys_and_not(void **state)
{
	(void)state;
	expect("{'o': {'a.x': 1, 'b.x': 2, 'b.y': 3, 'c.x': 4}}",
	       "{'path': ['o', ['*.x', 'b.y']], 'not': ['c*'], 'name': 'it'}",
	       "{'o': {'a.x': 1, 'b.x': 0, 'b.y': 3}}",
	       "o / a.x : it|exact|1|1|equal\n"
	       "o / b.x : it|exact|2|0|differs\n"
	       "o / b.y : it|exact|3|3|equal\n");
}

static void test_an_absent_key_of_a_delta_is_zero(void **state)
{
	const char *entry = "{'path': ['delta', ['a', 'b']], 'as': 'delta'}";

	(void)state;
	expect("{'delta': {'a': 5}}", entry, "{'delta': {'a': 5, 'b': 0}}",
	       "delta / a|exact|5|5|equal\n"
	       "1 quiet values of delta / a|b|exact|quiet|quiet|equal\n");
	expect("{'delta': {'a': 5}}", entry, "{'delta': {'b': 1}}",
	       "delta / a|exact|5|0|differs\n"
	       "1 quiet values of delta / a|b|exact|quiet|delta / b = 1|differs\n");
	/* elsewhere it is not there, and null is no value either */
	expect("{'d': {'a': 5}}", "{'path': ['d', 'a']}", "{'d': {}}",
	       "d / a|exact|5|-|skipped\n");
	expect("{'delta': {'a': 5}}", "{'path': ['delta', 'a']}",
	       "{'delta': {'a': null}}", "delta / a|exact|5|-|skipped\n");
}

static void test_tolerances(void **state)
{
	(void)state;
	expect("{'o': {'a': 100}}", "{'path': ['o', 'a'], 'tol': {'abs': 2}}",
	       "{'o': {'a': 102}}", "o / a|banded|100|102|in-band\n");
	expect("{'o': {'a': 100}}", "{'path': ['o', 'a'], 'tol': {'abs': 2}}",
	       "{'o': {'a': 97}}", "o / a|banded|100|97|out-of-band\n");
	expect("{'o': {'a': 100}}", "{'path': ['o', 'a'], 'tol': {'pct': 10, 'abs': 2}}",
	       "{'o': {'a': 110}}", "o / a|banded|100|110|in-band\n");
	/* the larger end is what a band is widened by */
	expect("{'o': {'a': {'min': 10, 'max': 100}}}",
	       "{'path': ['o', 'a'], 'tol': {'widen': 0.05}}", "{'o': {'a': 5}}",
	       "o / a|banded|10..100|5|in-band\n");
	expect("{'o': {'a': {'min': 10, 'max': 100}}}",
	       "{'path': ['o', 'a'], 'tol': {'widen': 0.05}}",
	       "{'o': {'a': {'min': 5, 'max': 106}}}",
	       "o / a|banded|10..100|5..106|out-of-band\n");
}

static void test_what_differed_between_runs_is_banded(void **state)
{
	(void)state;
	expect("{'o': {'a': {'min': 3, 'max': 5}}}", "{'path': ['o', 'a'], 'tol': 0}",
	       "{'o': {'a': 4}}", "o / a|banded|3..5|4|in-band\n");
	expect("{'o': {'a': {'runs': ['x', 'y']}}}", "{'path': ['o', 'a']}",
	       "{'o': {'a': 'y'}}",
	       "o / a|banded|{\"runs\":[\"x\",\"y\"]}|y|in-band\n");
	expect("{'o': {'a': {'runs': [['x'], ['y']]}}}", "{'path': ['o', 'a']}",
	       "{'o': {'a': ['z']}}",
	       "o / a|banded|{\"runs\":[[\"x\"],[\"y\"]]}|[\"z\"]|out-of-band\n");
	/* one element of a list that differed makes it banded */
	expect("{'o': {'a': [1, {'min': 2, 'max': 3}]}}", "{'path': ['o', 'a']}",
	       "{'o': {'a': [1, 2]}}",
	       "o / a|banded|[1,{\"min\":2,\"max\":3}]|[1,2]|in-band\n");
	expect("{'o': {'a': [1, 2]}}", "{'path': ['o', 'a']}", "{'o': {'a': [1]}}",
	       "o / a|exact|[1,2]|[1]|differs\n");
}

static void test_quiet_values_count_once(void **state)
{
	const char *rec = "{'o': {'a': 0, 'b': 1, 'c': 3, 'd': 'text', 'e': [0, 0]}}";
	const char *entry = "{'path': ['o', '*'], 'tol': {'abs': 1}}";

	(void)state;
	expect(rec, entry, "{'o': {'a': 1, 'b': 0, 'c': 0, 'd': 'text', 'e': [1, 0]}}",
	       "o / c|banded|3|0|out-of-band\n"
	       "o / d|banded|text|text|in-band\n"
	       "3 quiet values of o / *|banded|quiet|quiet|in-band\n");
	expect(rec, entry, "{'o': {'a': 1, 'c': 3, 'd': 'no', 'e': [9, 0]}}",
	       "o / c|banded|3|3|in-band\n"
	       "o / d|banded|text|no|out-of-band\n"
	       "3 quiet values of o / *|banded|quiet|-|skipped\n");
}

static void test_minus(void **state)
{
	const char *rec = "{'s': {'x: held': {'z': [5, {'min': 1, 'max': 2}]},"
			  " 'x': {'z': [1, 1]}}}";
	const char *entry = "{'path': ['s', '*: held', 'z'], 'as': 'minus',"
			    " 'minus': ['s', '$2-: held', '$3']}";

	(void)state;
	expect(rec, entry, "{'s': {'x: held': {'z': [7, 4]}, 'x': {'z': [3, 3]}}}",
	       "s / x: held / z|banded|[4,{\"min\":0,\"max\":1}]|[4,1]|in-band\n");
	expect(rec, entry, "{'s': {'x: held': {'z': [7, 4]}}}",
	       "s / x: held / z|banded|[4,{\"min\":0,\"max\":1}]|-|skipped\n");
	expect("{'now': {'Rss': 30}, 'then': {'Rss': 10}}",
	       "{'path': ['now', 'Rss'], 'as': 'minus', 'minus': ['then', '$']}",
	       "{'now': {'Rss': 25}, 'then': {'Rss': 5}}",
	       "now / Rss|exact|20|20|equal\n");
}

static void test_sum_share_sign_tuple(void **state)
{
	(void)state;
	expect("{'d': {'MemFree': -8, 'pcp': -2}}",
	       "{'path': ['d'], 'as': 'sum', 'terms': {'MemFree': 0.25, 'pcp': 1},"
	       " 'name': 'free'}",
	       "{'d': {'pcp': -4}}", "d : free|exact|-4|-4|equal\n");
	/* a part of the whole: the ends that go together */
	expect("{'d': {'a': {'min': 10, 'max': 30}, 'b': 10}}",
	       "{'path': ['d'], 'as': 'share', 'num': {'a': 1}, 'den': {'a': 1, 'b': 1}}",
	       "{'d': {'a': 10, 'b': 10}}", "d|banded|0.5..0.75|0.5|in-band\n");
	expect("{'d': {'a': 1, 'b': 0}}",
	       "{'path': ['d'], 'as': 'share', 'num': {'a': 1}, 'den': {'b': 1}}",
	       "{}", "");
	expect("{'d': {'n': {'min': 4, 'max': 9}}}",
	       "{'path': ['d', 'n'], 'as': 'sign'}", "{'d': {'n': -1}}",
	       "d / n|exact|1|-1|differs\n");
	expect("{'z': {'min': 1, 'low': 2, 'high': 3}}",
	       "{'path': ['z'], 'as': 'tuple', 'keys': ['min', 'low', 'high']}",
	       "{'z': {'min': 1, 'low': 2}}", "z|exact|[1,2,3]|-|skipped\n");
}

static void test_numbers_in_texts(void **state)
{
	const char *entry = "{'path': ['o', 'now'], 'as': 'numbers', 'patterns':"
			    " {'N0': 'N(0)=([0-9]+)'}, 'minus': ['o', 'then']}";

	(void)state;
	expect("{'o': {'now': 'anon N0=12', 'then': 'N0=2'}}", entry,
	       "{'o': {'now': 'N0=10 x', 'then': ''}}",
	       "o / now : N0|exact|10|10|equal\n");
	/* run against run; without the pattern the number is 0 */
	expect("{'o': {'now': {'runs': ['N0=12', 'N0=13']},"
	       "       'then': {'runs': ['N0=2', 'N0=1']}}}", entry,
	       "{'o': {'now': 'N0=11', 'then': 'nothing'}}",
	       "o / now : N0|banded|10..12|11|in-band\n");
}

static void test_chunks_of_a_trace(void **state)
{
	const char *rec = "{'t': ['head', 'call 1', 'x', 'call 2', 'call 3', 'y']}";
	const char *entry = "{'path': ['t'], 'as': 'chunks', 'calls': 2}";

	(void)state;
	expect(rec, entry, "{'t': ['call 1', 'x', 'call 2', 'call 3', 'z']}",
	       "t : calls 1..2|exact|[\"call 1\",\"x\",\"call 2\"]|"
	       "[\"call 1\",\"x\",\"call 2\"]|equal\n"
	       "t : calls 3..4|exact|[\"call 3\",\"y\"]|[\"call 3\",\"z\"]|differs\n");
	expect(rec, entry, "{'t': ['call 1', 'x', 'call 2']}",
	       "t : calls 1..2|exact|[\"call 1\",\"x\",\"call 2\"]|"
	       "[\"call 1\",\"x\",\"call 2\"]|equal\n"
	       "t : calls 3..4|exact|[\"call 3\",\"y\"]|[]|differs\n");
}

static void test_order_between_files(void **state)
{
	cJSON *entry = json("{'path': ['d'], 'as': 'order', 'num': {'a': 1},"
			    " 'den': {'b': 1}, 'arg': 'n', 'gap': 0.1}");
	cJSON *low = json("{'args': ['n=1', 'k=2'], 'machine': {'ram': 1},"
			  " 'd': {'a': 1, 'b': 10}}");
	cJSON *near = json("{'args': ['n=2', 'k=2'], 'machine': {'ram': 1},"
			   " 'd': {'a': 15, 'b': 100}}");
	cJSON *high = json("{'args': ['n=3', 'k=2'], 'machine': {'ram': 1},"
			   " 'd': {'a': 9, 'b': 10}}");
	cJSON *other = json("{'args': ['n=9', 'k=3'], 'machine': {'ram': 1},"
			    " 'd': {'a': 5, 'b': 10}}");
	struct sample s[] = { { "high", high, low }, { "low", low, high },
			      { "near", near, NULL }, { "other", other, other } };
	struct pair *pairs;

	(void)state;
	/* low and near are too near; other has another k */
	assert_int_equal(order_pairs(entry, s, 4, &pairs), 2);
	assert_string_equal(pairs[0].a->name, "low");
	assert_string_equal(pairs[0].b->name, "high");
	assert_int_equal(pairs[0].sign, '<');
	assert_int_equal(pairs[0].got, '>');
	assert_int_equal(pairs[0].verdict, VERDICT_DIFFERS);
	assert_string_equal(pairs[1].a->name, "near");
	assert_int_equal(pairs[1].verdict, VERDICT_SKIPPED);
	free(pairs);
	cJSON_Delete(entry);
	cJSON_Delete(low);
	cJSON_Delete(near);
	cJSON_Delete(high);
	cJSON_Delete(other);
}

/* A recording is its own perfect model; an empty one is judged on nothing. */
static void test_recordings_against_themselves(void **state)
{
	const char *const dir = "tests/fidelity/recordings";
	cJSON *nothing = json("{}");
	uint64_t right = 0, missing = 0, all = 0;
	struct results rs;
	struct diag why;
	cJSON *spec = spec_read("tests/fidelity/compare.json", &why);
	const cJSON *entry;

	(void)state;
	assert_non_null(spec);
	assert_true(results_read(dir, &rs, &why));
	assert_true(rs.nr > 0);
	for (size_t i = 0; i < rs.nr; i++) {
		struct metrics list = { 0 };

		assert_non_null(rs.r[i].json);
		cJSON_ArrayForEach(entry, spec_entries(spec, words(rs.r[i].json,
								   "type", "")))
			if (!entry_is_order(entry))
				metrics_add(&list, rs.r[i].json, entry);
		for (size_t k = 0; k < list.nr; k++) {
			char *real, *got;
			enum verdict v = metric_judge(&list.m[k], rs.r[i].json,
						      &real, &got);

			right += v == VERDICT_EQUAL || v == VERDICT_IN_BAND;
			free(real);
			free(got);
			v = metric_judge(&list.m[k], nothing, &real, &got);
			missing += v == VERDICT_SKIPPED;
			free(real);
			free(got);
		}
		all += list.nr;
		metrics_free(&list);
	}
	assert_int_equal(right, all);
	assert_int_equal(missing, all);
	results_free(&rs);
	cJSON_Delete(spec);
	cJSON_Delete(nothing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_steps_and_zones_have_names),
		cmocka_unit_test(test_of_two_steps_with_one_name_the_last_counts),
		cmocka_unit_test(test_lists_of_keys_and_not),
		cmocka_unit_test(test_an_absent_key_of_a_delta_is_zero),
		cmocka_unit_test(test_tolerances),
		cmocka_unit_test(test_what_differed_between_runs_is_banded),
		cmocka_unit_test(test_quiet_values_count_once),
		cmocka_unit_test(test_minus),
		cmocka_unit_test(test_sum_share_sign_tuple),
		cmocka_unit_test(test_numbers_in_texts),
		cmocka_unit_test(test_chunks_of_a_trace),
		cmocka_unit_test(test_order_between_files),
		cmocka_unit_test(test_recordings_against_themselves),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
