/* Lines of a table in fewer columns: gaps give first, then lines are cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/proc_fit.h"

enum { COLUMNS = 20 };

/* The row that the first of two lines becomes in that many columns. */
static void row_of(const char *first, const char *second, int w,
		   const char *expected)
{
	struct proc_line a = { first, strlen(first) };
	struct proc_line b = { second, strlen(second) };
	struct proc_fit fit = { .len = 0 };
	struct canvas c = { 0 };
	char row[COLUMNS + 1] = { 0 };
	int took;

	canvas_open(&c, COLUMNS, 1, true);
	proc_fit_add(&fit, &a);
	proc_fit_add(&fit, &b);
	proc_fit_to(&fit, (size_t)w);
	took = proc_fit_draw(&fit, &c, (struct rect){ 0, 0, w, 1 }, ROLE_TEXT,
			     &a);
	for (int x = 0; x < COLUMNS; x++)
		row[x] = (char)c.cells[x].code;
	assert_int_equal(took, strlen(expected));
	assert_memory_equal(row, expected, strlen(expected));
	for (int x = took; x < COLUMNS; x++)
		assert_int_equal(row[x], ' ');
	canvas_close(&c);
}

static void test_gaps_give(void **state)
{
	(void)state;
	row_of("a     b  c", "a     b  c", 10, "a     b  c");
	row_of("a     b  c", "a     b  c", 8, "a   b  c");
	row_of("a     b  c", "a     b  c", 5, "a b c");
	row_of("a     b  c", "a  xx b  c", 8, "a    b c");
}

/* No number is cut into: 12345 would be read as 12. */
static void test_cut(void **state)
{
	(void)state;
	row_of("abcdefghij", "", 8, "abcde...");
	row_of("abc12345 x", "", 8, "abc...  ");
}

/* All lines give the same blanks; what has the room stays as it is. */
static void test_text(void **state)
{
	static const char text[] = "zone     DMA  1   22\nzone  Normal  333  4 \n";
	struct text out = { 0 };

	(void)state;
	proc_fit_text(text, 40, &out);
	assert_string_equal(text_str(&out),
			    "zone     DMA  1   22\nzone  Normal  333  4\n");
	text_reset(&out);
	proc_fit_text(text, 18, &out);
	assert_string_equal(text_str(&out),
			    "zone    DMA 1   22\nzone Normal 333  4\n");
	text_reset(&out);
	proc_fit_text("a    b\n\nc d    e\n\n", 5, &out);
	assert_string_equal(text_str(&out), "a   b\n\nc d e\n\n");
	text_reset(&out);
	proc_fit_text("", 18, &out);
	assert_string_equal(text_str(&out), "");
	text_free(&out);
}

/* Nor is a heading left whose numbers have gone. */
static void test_whole_columns(void **state)
{
	(void)state;
	row_of("used  shared  cache", "1     2       3", 15, "used shared ...");
	row_of("used  shared  cache", "1     2       3", 12, "used ...    ");
	/* one blank parts words */
	row_of("he said so", "he said so", 9, "he sai...");
	/* a text keeps its beginning */
	row_of("m: abcdefghijkl", "", 12, "m: abcdef...");
}

/* Cells stand below the ends of their headings; those that leave make room. */
static void test_columns_leave(void **state)
{
	static const char *const least[] = { "bb", "none", "d", NULL };
	static const char top[] = "      a   bb    c    d";
	static const char low[] = "x:    1   22  333    4";
	struct proc_line head = { top, strlen(top) }, l = { low, strlen(low) };
	struct proc_fit fit = { .len = 0 };
	char cell[32];

	(void)state;
	proc_fit_cell(&head, &l, "bb", cell);
	assert_string_equal(cell, "22");
	proc_fit_cell(&head, &l, "c", cell);
	assert_string_equal(cell, "333");
	proc_fit_cell(&head, &l, "e", cell);
	assert_string_equal(cell, "");
	l.len = 12;	/* a line that ends before the heading does */
	proc_fit_cell(&head, &l, "c", cell);
	assert_string_equal(cell, "");
	l.len = strlen(low);
	proc_fit_add(&fit, &head);
	proc_fit_add(&fit, &l);
	proc_fit_to(&fit, 10);
	assert_int_equal(proc_fit_columns(&fit), 13);
	proc_fit_leave(&fit, &head, least, 13);	/* all have room */
	assert_int_equal(proc_fit_columns(&fit), 13);
	proc_fit_leave(&fit, &head, least, 10);
	assert_int_equal(proc_fit_columns(&fit), 10);
	proc_fit_leave(&fit, &head, least, 9);
	assert_int_equal(proc_fit_columns(&fit), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gaps_give),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_whole_columns),
		cmocka_unit_test(test_columns_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
