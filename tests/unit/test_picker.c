/* Lists to choose from: columns that stand below each other, rows that fit */
#include "player_fixture.h"

static void test_columns(void **state)
{
	struct picker k = { 0 };

	(void)state;
	picker_open(&k, "list", NULL);
	picker_row(&k, "one\tfirst\tend", false);
	picker_row(&k, "页框\t二\tend", true);
	picker_row(&k, "threefold\t\tend", false);
	picker_row(&k, "alone", false);
	picker_align(&k);
	assert_string_equal(text_str(&k.rows),
			    "one        first  end\n"
			    "页框       二     end\n"
			    "threefold         end\n"
			    "alone\n");
	assert_int_equal(k.at, 1);
	picker_close(&k);
}

static void row_in(int w, bool ascii, const char *expected)
{
	struct picker k = { 0 };
	struct canvas c = { 0 };
	struct text t = { 0 };

	canvas_open(&c, w, 8, ascii);
	picker_open(&k, "list", NULL);
	picker_row(&k, "a row that has many words", false);
	picker_draw(&k, &c, LANG_EN);
	canvas_print(&c, &t);
	if (!strstr(text_str(&t), expected))
		fail_msg("no '%s' in\n%s", expected, text_str(&t));
	text_free(&t);
	picker_close(&k);
	canvas_close(&c);
}

/* What is cut says so, in ASCII too. */
static void test_cut_rows(void **state)
{
	(void)state;
	row_in(40, false, "> a row that has many words");
	row_in(24, false, "> a row that has…");
	row_in(24, true, "> a row that has...");
}

/* What is looked for stands in it; beside that it is still a border. */
static void lower_border(struct picker *k, const char *begins)
{
	struct text text = { 0 };
	struct canvas c;

	canvas_open(&c, 40, 12, true);
	canvas_clear(&c);
	picker_draw(k, &c, LANG_EN);
	canvas_print(&c, &text);
	if (!strstr(text_str(&text), begins))
		fail_msg("no \"%s\" in\n%s", begins, text_str(&text));
	text_free(&text);
	canvas_close(&c);
}

static void test_find(void **state)
{
	static const char *const keys[] = { "/", "B", "e", "Enter" };
	static const char *const typed[] = {
		"+- /  --", "+- /B  -", "+- /Be  ", "+-------",
	};
	struct picker k = { 0 };

	(void)state;
	picker_open(&k, "list", NULL);
	picker_row(&k, "a bee", true);
	picker_row(&k, "a fly", false);
	picker_row(&k, "a beetle", false);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		picker_key(&k, NULL, keys[i]);
		lower_border(&k, typed[i]);
	}
	assert_int_equal(k.at, 2);
	picker_key(&k, NULL, "n");
	assert_int_equal(k.at, 2);
	assert_int_equal(k.find.came, FIND_NO_MORE_ON);
	picker_key(&k, NULL, "N");
	assert_int_equal(k.at, 0);
	assert_true(k.open);
	picker_close(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_cut_rows),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
