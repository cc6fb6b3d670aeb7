/* Growing strings, sizes as people write them, UTF-8, faults and their places */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/xmalloc.h"

static void test_text(void **state)
{
	struct text t = { 0 };

	(void)state;
	assert_string_equal(text_str(&t), "");
	text_puts(&t, "frame ");
	text_printf(&t, "0x%x", 0x1a3);
	text_add(&t, "!?", 1);
	assert_string_equal(text_str(&t), "frame 0x1a3!");
	assert_int_equal(t.len, 12);
	text_reset(&t);
	assert_string_equal(text_str(&t), "");
	for (int i = 0; i < 5000; i++)
		text_printf(&t, "%d,", i % 10);
	assert_int_equal(t.len, 10000);
	assert_int_equal(strlen(t.s), 10000);
	text_free(&t);
	assert_string_equal(text_str(&t), "");
}

static void test_json(void **state)
{
	struct text t = { 0 };

	(void)state;
	text_json(&t, "", 0);
	text_json(&t, "a\"b\\c", 5);
	text_json(&t, "\033[1m\r\n中\x7f\0z", 12);
	assert_string_equal(text_str(&t), "\"\"\"a\\\"b\\\\c\""
		"\"\\u001b[1m\\r\\n中\x7f\\u0000z\"");
	text_free(&t);
}

static void test_screen_sizes(void **state)
{
	static const char *const bad[] = {
		"", "x", "80", "80x", "x24", "0x24", "80x0", "80x24 ", " 80x24",
		"+80x24", "-80x24", "80X24", "1001x24", "80x1001", "00080x24",
		"80x24x1", "99999999999999999999x1",
	};
	int w, h;

	(void)state;
	assert_true(size_parse("80x24", &w, &h));
	assert_int_equal(w, 80);
	assert_int_equal(h, 24);
	assert_true(size_parse("1x1000", &w, &h));
	assert_int_equal(h, SIZE_MOST);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(size_parse(bad[i], &w, &h));
}

static void test_sizes(void **state)
{
	static const struct {
		const char *s;
		uint64_t    value;
	} good[] = {
		{ "0", 0 }, { "4096", 4096 }, { "64M", 64u << 20 },
		{ "64m", 64u << 20 }, { "1K", 1024 }, { "2G", UINT64_C(2) << 30 },
		{ "1T", UINT64_C(1) << 40 }, { "0x1000", 4096 },
		{ "0X1f", 31 }, { "0x10K", 16384 }, { "0x1G", 1 << 30 }, { "007", 7 },
		{ "18446744073709551615", UINT64_MAX },
		{ "0xffffffffffffffff", UINT64_MAX },
		{ "16777215T", UINT64_C(16777215) << 40 },
	};
	static const char *const bad[] = {
		"", "M", "x", "0x", "64MB", "64 M", "-1", "+1", "1.5G", " 1",
		"1 ", "1-", "1!", "12x", "0x1z", "0xK", "18446744073709551616",
		"16777216T", "0x10000000000000000", "1e3", "K1", "1KK", "١",
	};
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		value = 99;
		assert_true(text_size(good[i].s, strlen(good[i].s), &value));
		assert_int_equal(value, good[i].value);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (text_size(bad[i], strlen(bad[i]), &value))
			fail_msg("'%s' is no size", bad[i]);
}

static void test_utf8(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf",		/* overlong */
		"\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80", "\xed\xbf\xbf",			/* surrogates */
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",	/* too large */
		"\xc3", "\xe6\xb0", "\xf0\x9f\x98",		/* cut off */
		"\xc3(", "\xe6(\xb0", "\xf0\x9f(\x98",
	};
	uint32_t code;
	char bytes[4];

	(void)state;
	for (uint32_t c = 1; c < 0x110000; c += c < 0x900 ? 1 : 97) {
		unsigned len = utf8_put(bytes, c);

		if (c >= 0xd800 && c < 0xe000)
			continue;
		assert_int_equal(utf8_next(bytes, len, &code), len);
		assert_int_equal(code, c);
		assert_int_equal(utf8_next(bytes, len - 1, &code), 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(utf8_next(bad[i], strlen(bad[i]), &code), 0);
	assert_int_equal(utf8_next("", 0, &code), 0);
}

/* What is left may go to a terminal. */
static void test_clean(void **state)
{
	static const struct {
		const char *dirty, *clean;
	} rows[] = {
		{ "plain", "plain" },
		{ "水位", "水位" },
		{ "a\033[2Jb\r\n\t", "a?[2Jb???" },
		{ "del\x7f", "del?" },
		{ "c1\xc2\x9b", "c1?" },		/* CSI in one character */
		{ "\xff\xfe", "??" },
		{ "cut \xe6\xb0", "cut ??" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char s[64];

		strcpy(s, rows[i].dirty);
		text_clean(s);
		assert_string_equal(s, rows[i].clean);
	}
}

static void test_distance(void **state)
{
	(void)state;
	assert_int_equal(text_distance("mmap", "mmap"), 0);
	assert_int_equal(text_distance("mmap", "munmap"), 2);
	assert_int_equal(text_distance("mremap", "mmap"), 2);
	assert_int_equal(text_distance("", "brk"), 3);
	assert_int_equal(text_distance("brk", ""), 3);
	assert_int_equal(text_distance("fork", "exit"), 4);
}

/* A word is meant where letters are missing or changed places, not guessed. */
static void test_nearer(void **state)
{
	(void)state;
	assert_string_equal(nearer("exce", NULL, "exec"), "exec");
	assert_string_equal(nearer("frok", NULL, "fork"), "fork");
	assert_string_equal(nearer("prok", "free", "proc"), "proc");
	assert_string_equal(nearer("meminf", NULL, "meminfo"), "meminfo");
	assert_string_equal(nearer("pgdn", NULL, "PgDn"), "PgDn");
	assert_null(nearer("foo", NULL, "fork"));
	assert_null(nearer("nope", NULL, "Home"));
	assert_null(nearer("ver", NULL, "set"));
}

/* All faults of a file, sorted by place, a line each. */
static void test_diags(void **state)
{
	char *printed = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&printed, &len);
	struct diags ds;

	(void)state;
	diags_init(&ds, "a\033b.json");
	diag_hint(diags_add(&ds, 7, 3, "unknown verb \"%s\"", "al\nloc"),
		  "did you mean %s", "alloc_pages");
	diags_add(&ds, 2, 9, "second");
	diags_add(&ds, 2, 1, "first");
	diags_add(&ds, 2, 9, "third");
	diags_add(&ds, 0, 0, "no place");
	diags_print(&ds, out);
	fclose(out);
	assert_string_equal(printed,
		"a?b.json: no place\n"
		"a?b.json:2:1: first\n"
		"a?b.json:2:9: second\n"
		"a?b.json:2:9: third\n"
		"a?b.json:7:3: unknown verb \"al?loc\", did you mean alloc_pages\n");
	free(printed);
	diags_free(&ds);
}

/* Beyond the most that is kept they are counted; a text is cut, not torn. */
static void test_diags_limits(void **state)
{
	char *printed = NULL, longer[1000];
	size_t len = 0;
	FILE *out = open_memstream(&printed, &len);
	struct diags ds;
	struct diag d;

	(void)state;
	diags_init(&ds, "f");
	for (unsigned i = 1; i <= DIAGS_MAX + 5; i++)
		diag_hint(diags_add(&ds, i, 1, "fault %u", i), "hint");
	assert_int_equal(ds.nr, DIAGS_MAX);
	assert_int_equal(ds.nr_more, 5);
	diags_print(&ds, out);
	fclose(out);
	assert_non_null(strstr(printed, "f:100:1: fault 100, hint\nf: and 5 more\n"));
	assert_null(strstr(printed, "fault 101"));
	free(printed);
	diags_free(&ds);

	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	diag_set(&d, 1, 1, "%s", longer);
	assert_int_equal(strlen(d.what), sizeof(d.what) - 1);
	for (size_t i = 0; i + 3 < sizeof(longer); i += 3)
		memcpy(longer + i, "水", 3);
	diag_set(&d, 1, 1, "a%s", longer);
	assert_null(strchr(d.what, '?'));
	for (const char *s = d.what; *s;) {	/* still UTF-8 */
		uint32_t code;
		unsigned n = utf8_next(s, strlen(s), &code);

		assert_true(n > 0);
		s += n;
	}
}

/* Numbers that must be the same on every machine. */
static void test_hash(void **state)
{
	char bytes[100];

	(void)state;
	assert_int_equal(hash_word(0), UINT64_C(0xe220a8397b1dcdaf));
	memset(bytes, 7, sizeof(bytes));
	for (size_t len = 0; len < sizeof(bytes); len++) {
		uint64_t hash = hash_bytes(bytes, len, 1);

		assert_int_equal(hash_bytes(bytes, len, 1), hash);
		assert_true(hash_bytes(bytes, len, 2) != hash);
		assert_true(hash_bytes(bytes, len + 1, 1) != hash);
		for (size_t i = 0; i < len; i++) {
			bytes[i] ^= 64;
			assert_true(hash_bytes(bytes, len, 1) != hash);
			bytes[i] ^= 64;
		}
		/* not by where they lie */
		memmove(bytes + 1, bytes, len);
		assert_int_equal(hash_bytes(bytes + 1, len, 1), hash);
	}
}

static void test_xgrow(void **state)
{
	uint64_t *list = NULL;
	size_t cap = 0;

	(void)state;
	for (size_t nr = 0; nr < 1000; nr++) {
		list = xgrow(list, nr, &cap, sizeof(*list));
		assert_true(cap > nr);
		list[nr] = nr;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	free(list);
}

static void test_copies(void **state)
{
	char *s = xstrdup("framewalk"), *cut = xstrndup("framewalk", 5);
	unsigned char *zeros = xcalloc(10, 10);

	(void)state;
	assert_string_equal(s, "framewalk");
	assert_string_equal(cut, "frame");
	for (int i = 0; i < 100; i++)
		assert_int_equal(zeros[i], 0);
	free(s);
	free(cut);
	free(zeros);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_screen_sizes),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_nearer),
		cmocka_unit_test(test_diags),
		cmocka_unit_test(test_diags_limits),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_xgrow),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
