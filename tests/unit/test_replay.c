/*
 * The replay of page traces in tests/fidelity, on a zone of two pageblocks
 * and a trace of a few lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../fidelity/percpu.c"
#include "../fidelity/replay.c"
#include "../fidelity/report.c"
#include "../fidelity/result.c"
#include "../fidelity/stock.c"
#include "../fidelity/trace.c"

const char *verdict_name(enum verdict v)
{
	return v == VERDICT_EQUAL ? "equal" : "differs";
}

static void write_file(const char *dir, const char *name, const char *s)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(s, f);
	fclose(f);
}

static void remove_set(const char *dir)
{
	static const char *const names[] = { "start.txt", "trace.txt", "end.txt" };
	char path[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		remove(path);
	}
	remove(dir);
}

/*
 *	pfn 200   208       400
 *	    FFFF....FFFF....  (F = 4 free, the rest used), both pageblocks Movable
 */
static const char start[] =
	"# a set made by hand\n# kernel 6.1\n"
	"zone DMA start_pfn 1 spanned 4095 present 4095 managed 4095 min 1 low 2 high 3\n"
	"free 200 4\nfree 208 4\n";

#define AT "  a b-7 [001] d..1. 1.5: "
#define TAKEN(pfn, order) AT "mm_page_alloc_zone_locked: pfn=" pfn           \
	" order=" order " migratetype=1 percpu_refill=1\n"
#define DRAINED(pfn, order) AT "mm_page_pcpu_drain: pfn=" pfn                \
	" order=" order " migratetype=1\n"
#define GIVEN(pfn, order) AT "mm_page_alloc: pfn=" pfn                        \
	" order=" order " migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE\n"
#define FREED(pfn, order) AT "mm_page_free: pfn=" pfn " order=" order "\n"
#define COMMITTED(pfn) AT "mm_page_free_batched: pfn=" pfn " order=0\n"
/* A refill of one, as the zone's batch is 1. */
#define USED(pfn, order) TAKEN(pfn, order) GIVEN(pfn, order)
#define STATED(counts) "@buddyinfo DMA " counts "\n"

/* Replay it. Return: what the run counted; *status is its exit code. */
static struct report replay_for(const char *trace, const char *end, int *status)
{
	char base[] = "/tmp/framewalk-replay-XXXXXX", dir[64];
	FILE *nowhere = tmpfile();
	struct report r = { .out = nowhere };

	assert_non_null(nowhere);
	assert_non_null(mkdtemp(base));
	snprintf(dir, sizeof(dir), "%s/set", base);
	assert_int_equal(mkdir(dir, 0700), 0);
	write_file(dir, "start.txt", start);
	write_file(dir, "trace.txt", trace);
	write_file(dir, "end.txt", end);
	replay_folder(&r, base);
	*status = report_end(&r);
	remove_set(dir);
	remove(base);
	fclose(nowhere);
	return r;
}

static struct report replay(const char *trace, const char *end)
{
	int status;

	return replay_for(trace, end, &status);
}

static void test_the_head_is_chosen(void **state)
{
	struct report r = replay(
		STATED("0 0 2 0 0 0 0 0 0 0 0")
		/* one of two whose order nobody knows; split: 209 and 20a stay */
		USED("0x208", "0")
		/* these are known: the smallest order, its head */
		USED("0x209", "0") USED("0x20a", "1")
		FREED("0x20a", "1") FREED("0x209", "0") FREED("0x208", "0")
		/* it was on a list before the first line */
		AT "mm_page_alloc: pfn=0x300 order=0 migratetype=2\n"
		/* all go home, list by list, joined: 208-20b, before 200 */
		DRAINED("0x209", "0") DRAINED("0x208", "0") DRAINED("0x20a", "1")
		STATED("0 0 2 0 0 0 0 0 0 0 0")
		USED("0x208", "2") USED("0x200", "2"),
		"buddyinfo DMA 0 0 0 0 0 0 0 0 0 0 0 pages 0\n");

	(void)state;
	/* off the free lists 3, given 5, sent home 3; and 5 refills of one */
	assert_int_equal(r.right, 16);
	assert_int_equal(r.wrong, 0);
	assert_int_equal(r.unknown, 3);
	assert_int_equal(r.bad, 0);
	assert_int_equal(r.unreadable, 0);
}

static void test_another_choice_is_wrong(void **state)
{
	int status;
	struct report r = replay_for(
		USED("0x208", "0") USED("0x20a", "0"),
		"buddyinfo DMA 2 0 1 0 0 0 0 0 0 0 0 pages 6\n"
		"free 200 4\nfree 209 1\nfree 20b 1\n", &status);

	(void)state;
	/* 209 was at the head of order 0 */
	assert_int_equal(r.wrong, 1);
	assert_int_equal(r.unknown, 1);
	/* the line of the choices; the end comes out all the same */
	assert_int_equal(r.bad, 1);
	assert_int_equal(status, 1);
}

static void test_what_cannot_be(void **state)
{
	struct report taken_twice = replay(
		TAKEN("0x208", "2") TAKEN("0x208", "2"),
		"buddyinfo DMA 0 0 1 0 0 0 0 0 0 0 0 pages 4\nfree 200 4\n");
	struct report free_freed = replay(
		DRAINED("0x201", "0"),
		"buddyinfo DMA 0 0 2 0 0 0 0 0 0 0 0 pages 8\n"
		"free 200 4\nfree 208 4\n");

	(void)state;
	assert_int_equal(taken_twice.bad, 3);
	/* nor was it on a per-CPU list */
	assert_int_equal(free_freed.bad, 3);
	assert_int_equal(free_freed.wrong, 1);
}

static void test_counts_that_do_not_hold(void **state)
{
	struct report r = replay(
		STATED("0 0 2 0 0 0 0 0 0 0 0") STATED("1 0 2 0 0 0 0 0 0 0 0"),
		"buddyinfo DMA 0 0 3 0 0 0 0 0 0 0 0 pages 12\n"
		"free 200 4\nfree 208 4\nfree 20c 4\n");

	(void)state;
	/* on the way; at the end by order; at the end frame by frame */
	assert_int_equal(r.bad, 3);
}

static void test_a_fallback_moves_its_pageblock(void **state)
{
	struct report r = replay(
		TAKEN("0x208", "0")	/* Movable, so that its type is known */
		AT "mm_page_alloc_extfrag: pfn=0x200 alloc_order=0 fallback_order=2"
		   " pageblock_order=9 alloc_migratetype=0 fallback_migratetype=1"
		   " fragmenting=1 change_ownership=0\n"
		AT "mm_page_alloc_zone_locked: pfn=0x209 order=0 migratetype=0"
		   " percpu_refill=0\n"
		AT "mm_page_alloc_zone_locked: pfn=0x20a order=0 migratetype=0"
		   " percpu_refill=0\n",
		"buddyinfo DMA 1 0 1 0 0 0 0 0 0 0 0 pages 5\n"
		"free 200 4\nfree 20b 1\n");

	(void)state;
	assert_int_equal(r.unknown, 1);
	assert_int_equal(r.right, 3);
	assert_int_equal(r.bad, 0);
}

/* Return: blocks given and sent home that were named wrong. */
static uint64_t wrong_on_lists(const char *trace, const char *end)
{
	struct report r = replay(trace, end);

	assert_int_equal(r.unreadable, 0);
	return r.wrong;
}

static const char as_before[] =
	"buddyinfo DMA 0 0 2 0 0 0 0 0 0 0 0 pages 8\nfree 200 4\nfree 208 4\n";

/* The last page freed is given first. */
static void test_last_in_first_out(void **state)
{
	(void)state;
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") FREED("0x301", "0")
		GIVEN("0x301", "0") GIVEN("0x300", "0"), as_before), 0);
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") FREED("0x301", "0")
		GIVEN("0x300", "0") GIVEN("0x301", "0"), as_before), 1);
	/* of many that are freed together, the order of the second lines counts */
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") FREED("0x301", "0")
		COMMITTED("0x301") COMMITTED("0x300")
		GIVEN("0x300", "0") GIVEN("0x301", "0"), as_before), 0);
	/* an interrupt may come before the page is listed */
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0")
		"  a b-7 [001] ..s1. 1.5: mm_page_free: pfn=0x301 order=0\n"
		GIVEN("0x300", "0") GIVEN("0x301", "0"), as_before), 0);
}

/*
 * batch 1, high 4: the first bulk free tells that 4 stood there; the second
 * takes 2, and no other number.
 */
static void test_size_of_a_bulk(void **state)
{
	static const char end[] =
		"buddyinfo DMA 3 0 2 0 0 0 0 0 0 0 0 pages 11\n"
		"free 200 4\nfree 208 4\nfree 300 1\nfree 302 1\nfree 3f0 1\n";
	static const char less[] =
		"buddyinfo DMA 2 0 2 0 0 0 0 0 0 0 0 pages 10\n"
		"free 200 4\nfree 208 4\nfree 300 1\nfree 3f0 1\n";

	(void)state;
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") DRAINED("0x3f0", "0")
		FREED("0x302", "0") DRAINED("0x300", "0") DRAINED("0x302", "0"),
		end), 0);
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") DRAINED("0x3f0", "0")
		FREED("0x302", "0") DRAINED("0x300", "0"), less), 1);
	/* the coldest first */
	assert_int_equal(wrong_on_lists(
		FREED("0x300", "0") DRAINED("0x3f0", "0")
		FREED("0x302", "0") DRAINED("0x302", "0") DRAINED("0x300", "0"),
		end), 1);
}

static void test_lines_of_a_trace(void **state)
{
	int status;
	struct report r = replay_for(
		"no event at all\n"
		AT "mm_page_alloc_zone_locked: pfn=0x8 order=12\n", "", &status);

	(void)state;
	assert_int_equal(r.unreadable, 1);
	assert_int_equal(status, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_head_is_chosen),
		cmocka_unit_test(test_another_choice_is_wrong),
		cmocka_unit_test(test_what_cannot_be),
		cmocka_unit_test(test_counts_that_do_not_hold),
		cmocka_unit_test(test_a_fallback_moves_its_pageblock),
		cmocka_unit_test(test_last_in_first_out),
		cmocka_unit_test(test_size_of_a_bulk),
		cmocka_unit_test(test_lines_of_a_trace),
	};

	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
