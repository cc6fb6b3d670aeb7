/* Lines of a /proc text: their names, numbers, and what each was before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/proc_choice.h"
#include "view/proc_pair.h"

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

/* What stands behind an area's addresses is no amount. */
static void test_area(void **state)
{
	struct proc_line l = line("00400000-00410000 r-xp 00001000 fe:00 301 x");
	struct proc_line name = line("Anonymous:    4 kB"), empty = line("");
	uint64_t start, end;
	int64_t value;

	(void)state;
	assert_true(proc_line_area(&l, &start, &end));
	assert_int_equal(start, 0x400000);
	assert_int_equal(end, 0x410000);
	assert_false(proc_line_number(&l, &value));
	assert_false(proc_line_area(&name, &start, &end));
	assert_false(proc_line_area(&empty, &start, &end));
}

enum { MOST = 16 };

/* Lines of a text, up to a NULL. */
struct text_of {
	struct proc_line line[MOST];
	struct proc_lines lines;
};

static void text_open(struct text_of *t, const char *const *s)
{
	t->lines = (struct proc_lines){ .line = t->line };
	while (s[t->lines.nr]) {
		assert_true(t->lines.nr < MOST);
		t->line[t->lines.nr] = line(s[t->lines.nr]);
		t->lines.nr++;
	}
}

static void pairs(const char *const *was, const char *const *now,
		  const int *wanted)
{
	struct text_of a, b;
	int old[MOST];

	text_open(&a, was);
	text_open(&b, now);
	proc_lines_pair(&b.lines, &a.lines, old);
	for (int i = 0; i < b.lines.nr; i++)
		assert_int_equal(old[i], wanted[i]);
}

static void test_pair_names(void **state)
{
	const char *was[] = { "low 1", "min 2", "low 3", NULL };
	const char *now[] = { "low 3", "low 4", "lo 1", NULL };
	const char *one[] = { "always [madvise] never", NULL };
	const char *other[] = { "[always] madvise never", NULL };

	(void)state;
	/* a name that stands twice: the next one behind the one found before */
	pairs(was, now, (int[]){ 0, 2, -1 });
	pairs(one, other, (int[]){ 0 });
	assert_true(proc_line_same(&(struct proc_line){ "low", 3 },
				   &(struct proc_line){ "low 3", 3 }));
	assert_false(proc_line_same(&(struct proc_line){ "low", 3 },
				    &(struct proc_line){ "low 3", 5 }));
	assert_false(proc_line_same(&(struct proc_line){ "low", 3 }, NULL));
}

/* As many lines as before, but one area went and another one came. */
static void test_pair_areas(void **state)
{
	const char *was[] = { "1000-2000 r--p", "5000-6000 rw-p",
			      "9000-a000 rw-p", "c000-e000 rw-p", NULL };
	const char *now[] = { "1000-2000 r--p", "7000-8000 rw-p",
			      "9000-b000 rw-p", "d000-e000 rw-p", NULL };
	const char *split[] = { "1000-2000 r--p", "5000-6000 rw-p",
				"9000-9800 r--p", "9800-a000 rw-p",
				"c000-e000 rw-p", NULL };

	(void)state;
	pairs(was, now, (int[]){ 0, -1, 2, 3 });
	pairs(was, split, (int[]){ 0, 1, 2, -1, 3 });
	pairs(split, was, (int[]){ 0, 1, 2, 4 });
}

/* The sizes of an area that was not there are not those of its neighbour. */
static void test_pair_parts(void **state)
{
	const char *was[] = { "1000-2000 r--p x", "Size: 4", "Rss: 4",
			      "9000-a000 rw-p y", "Size: 4", "Rss: 0", NULL };
	const char *now[] = { "1000-2000 r--p x", "Size: 4", "Rss: 4",
			      "7000-8000 rw-p z", "Size: 4", "Rss: 0",
			      "9000-a000 rw-p y", "Size: 4", "Rss: 0", NULL };
	const char *zones[] = { "Node 0, zone      DMA", "  pages free  1",
				"        min  2", "Node 0, zone    DMA32",
				"  pages free  3", "        min  4", NULL };
	const char *orders[] = { "Node 0, zone      DMA      1      0 ",
				 "Node 0, zone    DMA32      1      0 ", NULL };
	const char *later[] = { "Node 0, zone    DMA32      0      1 ", NULL };

	(void)state;
	pairs(was, now, (int[]){ 0, 1, 2, -1, -1, -1, 3, 4, 5 });
	pairs(now, was, (int[]){ 0, 1, 2, 6, 7, 8 });
	pairs(zones, zones, (int[]){ 0, 1, 2, 3, 4, 5 });
	pairs(orders, later, (int[]){ 1 });
}

/* A full log forgets its oldest lines: what is left has not changed. */
static void test_pair_log(void **state)
{
	const char *was[] = { "[    0.000000] a", "[    0.000001] b",
			      "[    0.000002] c", NULL };
	const char *now[] = { "[    0.000001] b", "[    0.000002] c",
			      "[    0.000003] d", NULL };

	(void)state;
	pairs(was, now, (int[]){ 1, 2, -1 });
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
		cmocka_unit_test(test_area),
		cmocka_unit_test(test_pair_names),
		cmocka_unit_test(test_pair_areas),
		cmocka_unit_test(test_pair_parts),
		cmocka_unit_test(test_pair_log),
		cmocka_unit_test(test_many_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
