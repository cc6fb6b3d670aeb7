#include "cli/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_picture(const struct canvas *c, const char *expected)
{
	struct text text = { 0 };

	canvas_print(c, &text);
	assert_string_equal(text.s, expected);
	text_free(&text);
}

/* Tabs are columns, long lines are folded, the frame says where one is. */
static void test_drawing(void **state)
{
	struct sheet sheet = { .top = 0 };
	struct canvas c;

	(void)state;
	canvas_open(&c, 40, 7, true);
	canvas_clear(&c);
	sheet_open(&sheet, "PID/status",
		   "Name:\tdemo\nVmRSS:\t  1234 kB\nthree\nfour\n"
		   "a line that is much too long for this small canvas\n");
	sheet_draw(&sheet, &c, LANG_EN);
	assert_picture(&c,
		"+- PID/status -------------------------+\n"
		"| Name:   demo                         |\n"
		"| VmRSS:    1234 kB                    |\n"
		"| three                                |\n"
		"+--------------- 1-3 of 6  Esc closes -+\n"
		"                                        \n"
		"                                        \n");
	assert_true(sheet_key(&sheet, "G"));
	sheet_draw(&sheet, &c, LANG_EN);
	assert_picture(&c,
		"+- PID/status -------------------------+\n"
		"| four                                 |\n"
		"| a line that is much too long for     |\n"
		"| this small canvas                    |\n"
		"+--------------- 4-6 of 6  Esc closes -+\n"
		"                                        \n"
		"                                        \n");
	sheet_close(&sheet);
	canvas_close(&c);
}

/* A line that goes on does so under its second column, or its first word. */
static void test_hanging(void **state)
{
	struct sheet sheet = { .top = 0 };
	struct canvas c;

	(void)state;
	canvas_open(&c, 40, 10, true);
	canvas_clear(&c);
	sheet_open(&sheet, "keys",
		   "  }      the next event of this kind, or what was chosen\n"
		   "  words that are too many for one of the rows\n"
		   "a word far before the other one            is no column\n");
	sheet_draw(&sheet, &c, LANG_EN);
	assert_picture(&c,
		"+- keys -------------------------------+\n"
		"|   }      the next event of this      |\n"
		"|          kind, or what was chosen    |\n"
		"|   words that are too many for one of |\n"
		"|   the rows                           |\n"
		"| a word far before the other one      |\n"
		"| is no column                         |\n"
		"+--------------- 1-6 of 6  Esc closes -+\n"
		"                                        \n"
		"                                        \n");
	sheet_close(&sheet);
	canvas_close(&c);
}

static void test_keys(void **state)
{
	struct sheet sheet = { .top = 0 };
	struct canvas c;

	(void)state;
	canvas_open(&c, 40, 6, true);
	sheet_open(&sheet, "t", "1\n2\n3\n4\n");
	assert_true(sheet_key(&sheet, "Down"));
	sheet_draw(&sheet, &c, LANG_EN);
	assert_int_equal(sheet.top, 1);
	assert_true(sheet_key(&sheet, "PgDn"));
	sheet_draw(&sheet, &c, LANG_EN);
	assert_int_equal(sheet.top, 2);
	assert_true(sheet_key(&sheet, "g"));
	sheet_draw(&sheet, &c, LANG_EN);
	assert_int_equal(sheet.top, 0);
	assert_false(sheet_key(&sheet, "l"));
	assert_true(sheet.open);
	assert_true(sheet_key(&sheet, "Esc"));
	assert_false(sheet.open);
	canvas_close(&c);
}

static void keys(struct sheet *sheet, const char *keys)
{
	char key[2] = "";

	for (; *keys; keys++) {
		key[0] = *keys;
		assert_true(sheet_key(sheet, *keys == '\n' ? "Enter" : key));
	}
}

/* / begins with the row that is first, n and N go on from the last match. */
static void test_find(void **state)
{
	struct sheet sheet = { .top = 0 };
	struct canvas c;

	(void)state;
	canvas_open(&c, 40, 7, true);
	sheet_open(&sheet, "t", "one\ntwo\nOne more\nlast\nlonely\n");
	canvas_clear(&c);
	sheet_draw(&sheet, &c, LANG_EN);
	keys(&sheet, "/qnGk");	/* no keys of the sheet now */
	sheet_draw(&sheet, &c, LANG_EN);
	assert_picture(&c,
		"   +- t ----------------------------+   \n"
		"   | one                            |   \n"
		"   | two                            |   \n"
		"   | One more                       |   \n"
		"   +- /qnGk   1-3 of 5  Esc closes -+   \n"
		"                                        \n"
		"                                        \n");
	assert_true(sheet_key(&sheet, "Esc"));
	assert_true(sheet.open);
	keys(&sheet, "/one\n");
	assert_int_equal(sheet.top, 0);
	keys(&sheet, "n");
	assert_int_equal(sheet.top, 2);
	sheet_draw(&sheet, &c, LANG_EN);
	assert_true(canvas_cell(&c, 5, 1)->over & OVER_FOUND);
	assert_false(canvas_cell(&c, 5, 2)->over & OVER_FOUND);
	keys(&sheet, "n");
	assert_int_equal(sheet.find.came, FIND_FOUND);	/* "lonely" */
	assert_int_equal(sheet.found, 4);
	keys(&sheet, "n");
	canvas_clear(&c);
	sheet_draw(&sheet, &c, LANG_EN);
	assert_picture(&c,
		"   +- t ----------------------------+   \n"
		"   | One more                       |   \n"
		"   | last                           |   \n"
		"   | lonely                         |   \n"
		"   +- one: no more of it after this-+   \n"
		"                                        \n"
		"                                        \n");
	keys(&sheet, "NN");
	assert_int_equal(sheet.top, 0);
	keys(&sheet, "N");
	assert_int_equal(sheet.find.came, FIND_NO_MORE_BACK);
	keys(&sheet, "/nothing\n");
	assert_int_equal(sheet.find.came, FIND_NOWHERE);
	assert_int_equal(sheet.top, 0);
	sheet_close(&sheet);
	canvas_close(&c);
}

static void at_line(struct sheet *sheet, struct canvas *c, const char *key,
		    int line, int top)
{
	assert_true(sheet_key(sheet, key));
	sheet_draw(sheet, c, LANG_EN);
	assert_int_equal(sheet->line, line);
	assert_int_equal(sheet->top, top);
	assert_true(sheet->at.h == 1);
	assert_true(canvas_cell(c, sheet->at.x, sheet->at.y)->over &
		    OVER_CURSOR);
}

/* The cursor goes by lines, its line stays in sight; Enter is the caller's. */
static void test_cursor(void **state)
{
	struct sheet sheet = { .top = 0 };
	struct canvas c;

	(void)state;
	canvas_open(&c, 40, 7, true);
	sheet_open(&sheet, "t", "one\ntwo\na line that is much too long for "
		   "this small canvas\nfour\nfive");
	assert_true(sheet_key(&sheet, "Enter"));	/* without it, it closes */
	assert_false(sheet.open);
	sheet_open(&sheet, "t", "one\ntwo\na line that is much too long for "
		   "this small canvas\nfour\nfive");
	sheet_point(&sheet);
	at_line(&sheet, &c, "Up", 0, 0);
	at_line(&sheet, &c, "Down", 1, 0);
	at_line(&sheet, &c, "j", 2, 1);		/* of two rows */
	at_line(&sheet, &c, "PgDn", 4, 3);
	at_line(&sheet, &c, "Home", 0, 0);
	at_line(&sheet, &c, "End", 4, 3);
	at_line(&sheet, &c, "k", 3, 3);
	keys(&sheet, "g/small\n");		/* folded: its second row */
	assert_int_equal(sheet.line, 2);
	assert_false(sheet_key(&sheet, "Enter"));
	assert_true(sheet.open);
	sheet_close(&sheet);
	assert_false(sheet.pointed);
	canvas_close(&c);
}

/* Any size: nothing is drawn where nothing can be read. */
static void test_sizes(void **state)
{
	struct sheet sheet = { .top = 0 };

	(void)state;
	sheet_open(&sheet, "t", "one\ntwo\n");
	for (int w = 1; w < 60; w += 7) {
		for (int h = 1; h < 12; h++) {
			struct canvas c;

			canvas_open(&c, w, h, false);
			sheet_draw(&sheet, &c, LANG_EN);
			canvas_close(&c);
		}
	}
	sheet_close(&sheet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawing),
		cmocka_unit_test(test_hanging),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
