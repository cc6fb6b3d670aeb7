#include "draw/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "draw/canvas.h"

static void every_character_of(const char *s, int columns)
{
	size_t left = strlen(s);
	uint32_t code;

	for (unsigned bytes; left; s += bytes, left -= bytes) {
		bytes = utf8_next(s, left, &code);
		assert_true(bytes > 0);
		assert_int_equal(code_columns(code), columns);
	}
}

static void test_widths_of_what_is_used(void **state)
{
	(void)state;
	every_character_of("aZ09~ é", 1);
	every_character_of("─│╭╮╰╯┌┐└┘├┤┬┴┼", 1);
	every_character_of("▮▯▸◂▴▾", 1);
	every_character_of("一个文件占满了，。：《》（）！？、", 2);
	every_character_of("ＡＺ０９～", 2);		/* full-width forms */
	every_character_of("한국어あア", 2);
}

static void test_ambiguous_is_one(void **state)
{
	(void)state;
	every_character_of("●○◆■□▲▼▶◀·→←↑↓█▓▒▄×±≤≥★“”‘’—…", 1);
}

static void test_empty_ones(void **state)
{
	(void)state;
	every_character_of("\u0301\u200b\u200d\u202e\u20dd\ufe0f", 0);
	assert_int_equal(code_columns(0x00ad), 1);	/* soft hyphen */
	assert_int_equal(code_columns(0x1160), 0);	/* Korean vowel */
	assert_int_equal(code_columns(0x115f), 2);
}

/* The edges of ranges, from the database by hand. */
static void test_edges(void **state)
{
	static const struct {
		uint32_t code;
		int	 columns;
	} edges[] = {
		{0x2ff, 1}, {0x300, 0}, {0x36f, 0}, {0x370, 1}, {0x10ff, 1},
		{0x1100, 2}, {0x2e7f, 1}, {0x2e80, 2}, {0x2e9a, 1},
		{0x303e, 2}, {0x303f, 1}, {0x3041, 2}, {0x3247, 2}, {0x3248, 1},
		{0x4dbf, 2}, {0x4dc0, 1}, {0x4e00, 2}, {0x9fff, 2}, {0xd7a3, 2},
		{0xd7a4, 1}, {0xff00, 1}, {0xff01, 2}, {0xff60, 2}, {0xff61, 1},
		{0x1f300, 2}, {0x1f321, 1}, {0x1ffff, 1}, {0x20000, 2},
		{0x2fffd, 2}, {0x2fffe, 1}, {0x3fffd, 2}, {0xe0100, 0},
		{0x10ffff, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		assert_int_equal(code_columns(edges[i].code), edges[i].columns);
}

/* The sums over all of Unicode 14.0.0, counted apart from our tables. */
static void test_sums(void **state)
{
	unsigned nr[3] = {0, 0, 0};

	(void)state;
	for (uint32_t code = 0x20; code < 0x110000; code++)
		nr[code_columns(code)]++;
	assert_int_equal(nr[0], 2365);
	assert_int_equal(nr[2], 182487);
}

static void test_drawn_next(void **state)
{
	uint32_t code;
	int columns;

	(void)state;
	assert_int_equal(drawn_next("中x", 4, &code, &columns), 3);
	assert_int_equal(code, 0x4e2d);
	assert_int_equal(columns, 2);
	assert_int_equal(drawn_next("\033[2J", 4, &code, &columns), 1);
	assert_int_equal(code, '?');
	assert_int_equal(drawn_next("\302\233", 2, &code, &columns), 2);
	assert_int_equal(code, '?');		/* a control character of C1 */
	assert_int_equal(drawn_next("\344\270", 2, &code, &columns), 1);
	assert_int_equal(code, '?');		/* cut off in the middle */
	assert_int_equal(columns, 1);
}

static void test_text_columns(void **state)
{
	(void)state;
	assert_int_equal(text_columns("", 0), 0);
	assert_int_equal(text_columns("a中b", 5), 4);
	assert_int_equal(text_columns("e\u0301", 3), 1);
	assert_int_equal(text_columns("\001\377", 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_widths_of_what_is_used),
		cmocka_unit_test(test_ambiguous_is_one),
		cmocka_unit_test(test_empty_ones),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_drawn_next),
		cmocka_unit_test(test_text_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
