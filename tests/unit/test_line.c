#include "cli/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Press keys, named and parted by spaces. */
static void press(struct line *l, const char *keys)
{
	char all[256], *state, *key;

	strcpy(all, keys);
	for (key = strtok_r(all, " ", &state); key;
	     key = strtok_r(NULL, " ", &state))
		assert_true(line_key(l, key));
}

static void test_typing(void **state)
{
	struct line l = { 0 };

	(void)state;
	press(&l, "p r o c Space 1 Left Left X");
	assert_string_equal(l.text, "procX 1");
	press(&l, "Backspace C-e Backspace Backspace");
	assert_string_equal(l.text, "proc");
	press(&l, "C-a Delete C-k");
	assert_string_equal(l.text, "");
	press(&l, "Backspace Delete Left Right C-w C-u C-k");
	assert_string_equal(l.text, "");
	assert_int_equal(l.cursor, 0);
}

static void test_words(void **state)
{
	struct line l = { 0 };

	(void)state;
	line_insert(&l, "set unit  event");
	press(&l, "C-w");
	assert_string_equal(l.text, "set unit  ");
	press(&l, "C-w");
	assert_string_equal(l.text, "set ");
	press(&l, "Left C-u");
	assert_string_equal(l.text, " ");
}

/* The cursor never stands inside a character, and no half of one is left. */
static void test_wide(void **state)
{
	struct line l = { 0 };

	(void)state;
	press(&l, "水 位 Left");
	assert_int_equal(l.cursor, 3);
	press(&l, "Backspace");
	assert_string_equal(l.text, "位");
	press(&l, "Delete");
	assert_string_equal(l.text, "");
}

static void test_history(void **state)
{
	struct line l = { 0 };

	(void)state;
	press(&l, "o n e");
	line_remember(&l);
	line_remember(&l);	/* twice the same is once */
	line_reset(&l);
	press(&l, "t w o");
	line_remember(&l);
	line_reset(&l);
	press(&l, "Up");
	assert_string_equal(l.text, "two");
	press(&l, "Up Up");
	assert_string_equal(l.text, "one");
	press(&l, "Down Down");
	assert_string_equal(l.text, "");
	for (int i = 0; i < 3 * LINE_HISTORY; i++) {
		line_set(&l, i & 1 ? "odd" : "even");
		line_remember(&l);
	}
	assert_int_equal(l.nr_past, LINE_HISTORY);
}

/* What has no room is left out whole. */
static void test_full(void **state)
{
	struct line l = { 0 };

	(void)state;
	for (int i = 0; i < LINE_BYTES; i++)
		line_insert(&l, "水");
	assert_int_equal(l.len, (LINE_BYTES - 1) / 3 * 3);
	assert_int_equal(strlen(l.text), l.len);
	assert_false(line_key(&l, "F5"));
	assert_false(line_key(&l, "Resize"));
	assert_int_equal(strlen(l.text), l.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
