/* Lines of a /proc text: their names, their numbers, what they were before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/proc_choice.h"

static struct proc_line line(const char *s)
{
	return (struct proc_line){ s, strlen(s) };
}

static void test_name(void **state)
{
	struct proc_line tab = line("VmRSS:\t     12 kB");
	struct proc_line blanks = line("  pages free     3952");
	struct proc_line bare = line("1");

	(void)state;
	assert_int_equal(proc_line_name(&tab), strlen("VmRSS:"));
	assert_int_equal(proc_line_name(&blanks), strlen("  pages"));
	assert_int_equal(proc_line_name(&bare), 1);
	assert_true(proc_line_is(&tab, "VmRSS:"));
	assert_false(proc_line_is(&tab, "VmRSS"));
	assert_true(proc_line_is(&blanks, "pages"));
	assert_true(proc_line_has(&blanks, "free  "));
	assert_false(proc_line_has(&bare, "12"));
}

/* A digit in the name is not the number. */
static void test_number(void **state)
{
	struct proc_line l = line("Node1: 42 7"), none = line("Name:\tdemo");
	int64_t value = 0;

	(void)state;
	assert_true(proc_line_number(&l, &value));
	assert_int_equal(value, 42);
	assert_false(proc_line_number(&none, &value));
}

/* A name that stands twice: the next one behind the one found before. */
static void test_before(void **state)
{
	struct proc_line was[] = { line("low 1"), line("min 2"),
				   line("low 3") };
	struct proc_lines lines = { .line = was, .nr = 3 };
	struct proc_line now = line("low 3"), other = line("lo 1");

	(void)state;
	assert_int_equal(proc_line_before(&now, &lines, 0), 0);
	assert_int_equal(proc_line_before(&now, &lines, 1), 2);
	assert_int_equal(proc_line_before(&now, &lines, 3), -1);
	assert_int_equal(proc_line_before(&other, &lines, 0), -1);
	assert_true(proc_line_same(&now, &was[2]));
	assert_false(proc_line_same(&now, &was[0]));
	assert_false(proc_line_same(&now, NULL));
}

/* The last of more lines than any file of /proc had when this was written. */
static void test_many_lines(void **state)
{
	enum { NR = 70000 };
	static struct proc_line now[NR], was[NR];
	struct proc_lines a = { .line = now, .nr = NR };
	struct proc_lines b = { .line = was, .nr = NR };
	struct proc_choice c;
	int64_t change;

	(void)state;
	for (int i = 0; i < NR; i++)
		now[i] = was[i] = line("low 1");
	now[NR - 1] = line("low 3");
	proc_choice_open(&c, &a, &b);
	assert_int_equal(c.nr_news, 1);
	assert_int_equal(c.last_news, NR - 1);
	assert_true(proc_choice_change(&c, NR - 1, &change));
	assert_int_equal(change, 2);
	proc_choice_from(&c, 0);
	assert_int_equal(c.nr, NR);
	proc_choice_news(&c);
	assert_int_equal(c.nr, 1);
	assert_int_equal(c.line[0], NR - 1);
	proc_choice_close(&c);
	/* nothing to choose from */
	a.nr = 0;
	proc_choice_open(&c, &a, &b);
	assert_int_equal(c.nr_news, 0);
	proc_choice_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_many_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
