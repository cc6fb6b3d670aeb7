/* What goes to cJSON without a scan is what a scan would let through. */
#include "load/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/hash.h"
#include "load/json.h"

enum { MAX_LEN = 200, RANDOM_TEXTS = 300000 };

static const char *const lines[] = {
	"{\"do\": [{\"access\": {\"at\": \"buf+2048K\", \"length\": 1, \"mode\": \"write\"}}]}",
	"{\"alloc_pages\": {\"order\": 0, \"as\": \"a0\"}, \"x\": 10}",
	"{\"munmap\": {\"at\": \"0x7fe5b000\", \"length\": \"4K\"}}",
	"[-1, 0, -0, 20, [true, false, null, {}], \"0x10e5\", 1E5, 100e+2]",
};

/* Pieces at which the two grammars part, or nearly. */
static const char *const pieces[] = {
	"0", "00", "1", "-", "+", ".", "e", "E", "e-", "0e", "1e5", "\"", "\\",
	"\\n", " ", "\t", "\n", ":", ",", "{", "}", "[", "]", "null", "tru",
	"//", "/*", "\x01", "\x7f", "\xe4\xbd\xa0", "\"a\":", "\"at\": 0, ",
	"000000000000000000000000000000000000000000", "99999999999999999999",
};

/* A tree is made without a scan. */
static bool is_plain(const char *text)
{
	const char *rest = NULL;
	bool plain = false;
	cJSON *root;

	if (!plain_text(text, strlen(text)))
		return false;
	root = cJSON_ParseWithLengthOpts(text, strlen(text), &rest, false);
	if (root)
		plain = plain_tree(root, rest);
	cJSON_Delete(root);
	return plain;
}

static bool scan_passes(const char *text)
{
	struct scan scan = { 0 };
	struct diags faults;
	char copy[MAX_LEN + 64];
	bool passes;

	snprintf(copy, sizeof(copy), "%s", text);
	diags_init(&faults, "test.jsonl");
	passes = scan_text(&scan, copy, strlen(copy), 1, &faults) && !faults.nr;
	scan_free(&scan);
	diags_free(&faults);
	return passes;
}

static void test_common_lines_are_plain(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3; i++)
		if (!is_plain(lines[i]))
			fail_msg("not taken as plain: %s", lines[i]);
}

static void test_what_is_not(void **state)
{
	static const char *const odd[] = {
		"01", "-01", "[00]", "1.", "-.5", "1.5", "0e9", "1e-9", "[1e05]",
		"{\"a\": 1, \"b\": 2, \"a\": 3}", "{\"a\": {\"b\": 1, \"b\": 1}}",
		"\"\\u0041\"", "\"\x01\"", "\"\x7f\"", "\"\xe4\xbd\xa0\"", "[1]\n",
		"[1] 2", "{} // no", "99999999999", "[1,]", "",
	};
	char deep[2 * (SCAN_MAX_DEPTH + 1) + 1] = { 0 };
	char *lengthy = calloc(1, 5000);

	(void)state;
	for (unsigned i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		if (is_plain(odd[i]))
			fail_msg("taken as plain: %s", odd[i]);
	memset(deep, '[', SCAN_MAX_DEPTH);
	memset(deep + SCAN_MAX_DEPTH, ']', SCAN_MAX_DEPTH);
	assert_true(is_plain(deep));
	memset(deep, '[', SCAN_MAX_DEPTH + 1);
	memset(deep + SCAN_MAX_DEPTH + 1, ']', SCAN_MAX_DEPTH + 1);
	assert_false(is_plain(deep));
	memset(lengthy, '1', 4500);
	assert_false(is_plain(lengthy));
	free(lengthy);
}

/* An odd byte is found wherever it stands. */
static void test_every_place(void **state)
{
	char text[MAX_LEN + 1];

	(void)state;
	for (size_t len = 1; len <= MAX_LEN; len++) {
		for (size_t at = 0; at < len; at++) {
			memset(text, 'a', len);
			text[len] = '\0';
			text[at] = '\\';
			assert_false(plain_text(text, len));
			text[at] = '0';
			assert_true(plain_text(text, len));
			if (at + 2 > len || at == 0)
				continue;
			memcpy(text + at - 1, ":01", 3);
			assert_false(plain_text(text, len > at + 1 ? len : at + 2));
		}
	}
}

static void piece_put(char *text, uint64_t chance)
{
	const char *piece = pieces[chance % (sizeof(pieces) / sizeof(*pieces))];
	size_t len = strlen(text), n = strlen(piece);
	size_t at = (chance >> 16) % (len + 1), cut = (chance >> 32) % 4;
	char tail[MAX_LEN + 1];

	if (len + n > MAX_LEN)
		return;
	cut = cut > len - at ? len - at : cut;
	strcpy(tail, text + at + cut);
	memcpy(text + at, piece, n);
	strcpy(text + at + n, tail);
}

/* Lines with a few pieces put into them: none is plain and yet at fault. */
static void test_random_texts(void **state)
{
	unsigned nr_plain = 0, nr_faulty = 0;

	(void)state;
	for (uint64_t i = 0; i < RANDOM_TEXTS; i++) {
		uint64_t chance = hash_word(i);
		char text[MAX_LEN + 1];
		bool passes;

		strcpy(text, lines[chance % 4]);
		for (unsigned k = 0; k <= (chance >> 8) % 3; k++)
			piece_put(text, hash_word(chance + k));
		passes = scan_passes(text);
		nr_faulty += !passes;
		if (!is_plain(text))
			continue;
		nr_plain++;
		if (!passes)
			fail_msg("plain, but a scan finds a fault: %s", text);
	}
	assert_true(nr_plain > RANDOM_TEXTS / 50);
	assert_true(nr_faulty > RANDOM_TEXTS / 4);
}

/* Where a value stands is known of a plain text too, once it is asked for. */
static void test_places(void **state)
{
	char text[] = "{\"do\": [{\"munmap\": {\"at\": \"buf\"}}]}";
	struct json json = { 0 };
	struct diags faults;
	const cJSON *at;
	uint32_t line, column;

	(void)state;
	diags_init(&faults, "test.jsonl");
	assert_true(json_parse(&json, text, strlen(text), 9, &faults));
	assert_false(json.scanned);
	at = json.root->child->child->child->child;
	assert_string_equal(at->string, "at");
	json_where(&json, at, &line, &column);
	assert_int_equal(line, 9);
	assert_int_equal(column, 27);
	json_where_key(&json, at, &line, &column);
	assert_int_equal(column, 21);
	json_free(&json);
	diags_free(&faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_common_lines_are_plain),
		cmocka_unit_test(test_what_is_not),
		cmocka_unit_test(test_every_place),
		cmocka_unit_test(test_random_texts),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
