#include "load/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "base/xmalloc.h"

/* A text being scanned: a copy, since comments are taken out of it. */
struct scanned {
	struct json  json;
	struct diags faults;
	char	    *text;
	bool	     good;
};

static void scan_open(struct scanned *s, const char *text, size_t len)
{
	memset(s, 0, sizeof(*s));
	diags_init(&s->faults, "test.json");
	s->text = xmalloc(len + 1);
	memcpy(s->text, text, len);
	s->text[len] = '\0';
	s->good = json_parse(&s->json, s->text, len, 1, &s->faults);
}

static void scan_close(struct scanned *s)
{
	json_free(&s->json);
	diags_free(&s->faults);
	free(s->text);
}

/* The only fault, or the first, stands there and says that. */
static void assert_fault(const char *text, size_t len, uint32_t line,
			 uint32_t column, const char *part)
{
	struct scanned s;

	scan_open(&s, text, len);
	if (!s.faults.nr)
		fail_msg("no fault in %s", text);
	if (!strstr(s.faults.list[0].what, part))
		fail_msg("'%s' is not in '%s'", part, s.faults.list[0].what);
	assert_int_equal(s.faults.list[0].line, line);
	assert_int_equal(s.faults.list[0].column, column);
	scan_close(&s);
}

static void test_grammar(void **state)
{
	static const struct {
		const char *text;
		uint32_t    line, column;
		const char *part;
	} cases[] = {
		{ "", 1, 1, "not the end of the file" },
		{ "  \n ", 2, 2, "a value is expected" },
		{ "{", 1, 2, "a key in quotes" },
		{ "{\"a\"", 1, 5, "':'" },
		{ "{\"a\" 1}", 1, 6, "':'" },
		{ "{\"a\": }", 1, 7, "a value is expected here, not '}'" },
		{ "{\"a\": 1 \"b\": 2}", 1, 9, "',' or '}'" },
		{ "{\"a\": 1,}", 1, 9, "no ',' before the '}'" },
		{ "[1, 2\n 3]", 2, 2, "',' or ']'" },
		{ "[1, 2}", 1, 6, "',' or ']'" },
		{ "[,]", 1, 2, "a value" },
		{ "[1] x", 1, 5, "the end of the file is expected" },
		{ "[tru]", 1, 2, "a value" },
		{ "[01]", 1, 2, "begin with 0" },
		{ "[-]", 1, 3, "a digit" },
		{ "[1.]", 1, 4, "a digit" },
		{ "[1e+]", 1, 5, "a digit" },
		{ "[+1]", 1, 2, "a value" },
		{ "[0x10]", 1, 3, "',' or ']'" },
		{ "[\"abc]", 1, 2, "the string has no end" },
		{ "[\"ab\nc\"]", 1, 5, "the quote that ends" },
		{ "[\"\\q\"]", 1, 3, "no escape" },
		{ "[\"\\u12g4\"]", 1, 3, "no escape" },
		{ "[\"\\ud800\"]", 1, 3, "no escape" },
		{ "[\"\\udc00\"]", 1, 3, "no escape" },
		{ "[\"\\ud800\\u0041\"]", 1, 3, "no escape" },
		{ "[1, /* no end", 1, 5, "the comment has no end" },
		{ "[1] /", 1, 5, "the end of the file" },
		{ "{1: 2}", 1, 2, "a key in quotes" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_fault(cases[i].text, strlen(cases[i].text),
			     cases[i].line, cases[i].column, cases[i].part);
}

/* What would reach a terminal, or is no text at all. */
static void test_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t	    len;
		uint32_t    column;
		const char *part;
	} cases[] = {
		{ "[\"a\x1b[31m\"]", 10, 4, "control character U+001B" },
		{ "[\"\\u001b\"]", 10, 3, "control character U+001B" },
		{ "[\"\\u0000\"]", 10, 3, "control character U+0000" },
		{ "[\"\\u0085\"]", 10, 3, "control character U+0085" },
		{ "[\"\\t\"]", 6, 3, "control character U+0009" },
		{ "[\"\t\"]", 5, 3, "control character U+0009" },
		{ "[\"\x7f\"]", 5, 3, "control character U+007F" },
		{ "[\"\xc2\x9b\"]", 6, 3, "control character U+009B" },
		{ "[\"\xff\"]", 5, 3, "byte 0xff is no UTF-8" },
		{ "[\"\xc0\xaf\"]", 6, 3, "byte 0xc0 is no UTF-8" },
		{ "[\"\xed\xa0\x80\"]", 7, 3, "byte 0xed is no UTF-8" },
		{ "[\"\xe4\xbd\"]", 6, 3, "byte 0xe4 is no UTF-8" },
		{ "[\0]", 3, 2, "byte 0x00" },
		{ "[\"\0\"]", 5, 3, "control character U+0000" },
		{ "[1] // \xff", 8, 8, "byte 0xff is no UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_fault(cases[i].text, cases[i].len, 1, cases[i].column,
			     cases[i].part);
}

static char *repeated(const char *unit, size_t times)
{
	size_t n = strlen(unit);
	char *s = xmalloc(n * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(s + i * n, unit, n);
	s[n * times] = '\0';
	return s;
}

static void test_limits(void **state)
{
	struct text t = { 0 };
	char *s = repeated("[", 100000);
	struct scanned scanned;

	(void)state;
	assert_fault(s, strlen(s), 1, SCAN_MAX_DEPTH + 1, "32 levels");
	free(s);

	s = repeated("x", SCAN_MAX_STRING + 1);
	text_printf(&t, "[\"%s\"]", s);
	assert_fault(t.s, t.len, 1, 2, "the string has 16385 bytes");
	text_reset(&t);
	text_printf(&t, "[\"%s\"]", s + 1);
	scan_open(&scanned, t.s, t.len);
	assert_true(scanned.good);
	assert_int_equal(scanned.faults.nr, 0);
	scan_close(&scanned);
	free(s);

	s = repeated("9", SCAN_MAX_NUMBER + 1);
	assert_fault(s, strlen(s), 1, 1, "more than 40 characters");
	free(s);

	text_reset(&t);
	for (unsigned i = 0; i <= SCAN_MAX_MEMBERS; i++)
		text_printf(&t, "%s\"k%u\":%u", i ? "," : "{", i, i);
	text_puts(&t, "}");
	scan_open(&scanned, t.s, t.len);
	assert_int_equal(scanned.faults.nr, 1);
	assert_non_null(strstr(scanned.faults.list[0].what, "256 members"));
	scan_close(&scanned);

	s = repeated("0,", SCAN_MAX_VALUES + 1);
	s[0] = '[';
	s[1] = ' ';
	assert_fault(s, strlen(s), 1, 2 * SCAN_MAX_VALUES + 1,
		     "more than 1000000 values");
	free(s);
	text_free(&t);
}

static void test_duplicate_keys(void **state)
{
	static const char text[] = "{\"a\": {\"b\": 1, \"c\": 2,\n \"b\": 3},\n"
				   "\"c\": [{\"a\": 1}], \"a\": 0}";
	struct scanned s;

	(void)state;
	scan_open(&s, text, sizeof(text) - 1);
	assert_true(s.good);
	assert_int_equal(s.faults.nr, 2);
	assert_string_equal(s.faults.list[0].what, "\"b\" is given twice");
	assert_string_equal(s.faults.list[0].hint, "the first stands at 1:8");
	assert_int_equal(s.faults.list[0].line, 2);
	assert_int_equal(s.faults.list[0].column, 2);
	assert_int_equal(s.faults.list[1].line, 3);
	assert_int_equal(s.faults.list[1].column, 18);
	scan_close(&s);
	assert_fault("{\"\\u0061\": 1}", 13, 1, 2, "without escapes");
}

/* Each value of the tree knows its place, comments or not. */
static void test_places(void **state)
{
	static const char text[] =
		"\xef\xbb\xbf// first\n"
		"{ /* two\n"
		"lines */ \"a\": [1, {}, [ ], // \"x\": [\n"
		"  {\"b\": \"// no comment /* \"}],\n"
		"  \"c\": null }\n";
	static const struct {
		unsigned key_line, key_column, line, column;
	} places[] = {
		{ 2, 1, 2, 1 },		/* the object */
		{ 3, 10, 3, 15 },	/* a */
		{ 3, 16, 3, 16 },	/* 1 */
		{ 3, 19, 3, 19 },	/* {} */
		{ 3, 23, 3, 23 },	/* [ ] */
		{ 4, 3, 4, 3 },		/* {"b": ...} */
		{ 4, 4, 4, 9 },		/* b */
		{ 5, 3, 5, 8 },		/* c */
	};
	const cJSON *a, *b, *c;
	struct scanned s;

	(void)state;
	scan_open(&s, text, sizeof(text) - 1);
	assert_true(s.good);
	assert_int_equal(s.faults.nr, 0);
	assert_int_equal(s.json.scan.nr_places, 8);
	for (unsigned i = 0; i < 8; i++) {
		cJSON value = { .valueint = (int)i };
		uint32_t line, column;

		json_where(&s.json, &value, &line, &column);
		assert_int_equal(line, places[i].line);
		assert_int_equal(column, places[i].column);
		json_where_key(&s.json, &value, &line, &column);
		assert_int_equal(line, places[i].key_line);
		assert_int_equal(column, places[i].key_column);
	}
	a = json_member(s.json.root, "a");
	assert_int_equal(a->valueint, 1);
	b = json_member(a->child->next->next->next, "b");
	assert_int_equal(b->valueint, 6);
	assert_string_equal(b->valuestring, "// no comment /* ");
	c = json_member(s.json.root, "c");
	assert_int_equal(c->valueint, 7);
	assert_null(json_member(s.json.root, "b"));
	scan_close(&s);
}

/* The same scanner again: nothing of the text before is left. */
static void test_used_again(void **state)
{
	char first[] = "{\"a\": [1, 2, 3]}", second[] = "[ \"\xe4\xbd\xa0\\n\\ud83d\\ude00\" ]";
	struct json json = { 0 };
	struct diags faults;
	uint32_t line, column;

	(void)state;
	diags_init(&faults, "test.jsonl");
	assert_true(json_parse(&json, first, strlen(first), 1, &faults));
	json_where(&json, json.root, &line, &column);
	assert_int_equal(json.scan.nr_places, 5);
	assert_true(json_parse(&json, second, strlen(second), 7, &faults));
	assert_int_equal(json.scan.nr_places, 2);
	json_where(&json, json.root->child, &line, &column);
	assert_int_equal(line, 7);
	assert_int_equal(column, 3);
	assert_string_equal(json.root->child->valuestring,
			    "\xe4\xbd\xa0\n\xf0\x9f\x98\x80");
	assert_int_equal(faults.nr, 0);
	json_free(&json);
	diags_free(&faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grammar),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_duplicate_keys),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_used_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
