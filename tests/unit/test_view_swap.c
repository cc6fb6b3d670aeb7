/* The swap view: why pages are in the swap cache, windows, what is followed */
#include "stage_fixture.h"

#include <stdio.h>

#include "mm/task.h"
#include "scenario_fixture.h"
#include "view/swap_held.h"
#include "view/task_doing.h"

/* 18 slots, of which the first is the header: no whole number of windows. */
#define SMALL_AREA(latency) SMALL_AREA_AND(latency, "")
#define SMALL_AREA_AND(latency, steps)                                         \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\","  \
	" \"legible\": true, \"disks\": [{\"name\": \"vdb\","                  \
	" \"latency_us\": " latency "}], \"swap\": [{\"device\": \"/dev/vdb\"," \
	" \"disk\": \"vdb\", \"size\": \"72K\"}]}, \"steps\": ["               \
	"{\"do\": [{\"exec\": \"demo\"},"                                      \
	" {\"mmap\": {\"length\": \"64K\", \"as\": \"buf\"}},"                 \
	" {\"access\": {\"at\": \"buf\", \"mode\": \"write\"}}]},"             \
	"{\"do\": [{\"madvise\": {\"at\": \"buf\", \"advice\": \"pageout\"}},"  \
	" {\"sleep\": 100}, {\"reclaim\": 64}]},"                              \
	"{\"do\": [{\"access\": {\"at\": \"buf+60K\", \"length\": 1}}]},"      \
	"{\"do\": [{\"access\": {\"at\": \"buf+24K\", \"length\": 1}}]}"      \
	steps "]}"

/* The window ends where the area ends. */
static void test_window_in_the_area(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(SMALL_AREA("1"), "t.json"));
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " slots 16-17, the area's last  1 to "));
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " slots 4-7  "));
	fixture_close(&f);
}

/* Two groups of pages in the swap cache: which is which is told. */
static void test_why_in_the_swap_cache(void **state)
{
	uint64_t nr[NR_HELD];
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "11", UNIT_STEP);
	assert_int_equal(swap_held_count(f.scene.now, nr), 14);
	assert_int_equal(nr[HELD_AHEAD], 7);
	assert_int_equal(nr[HELD_WRITTEN], 7);
	assert_true(shows(&f, 80, 24, " read along, not used yet 7  written, "
				      "frame not freed yet 7 "));
	/* part of it would be no answer */
	assert_false(shows(&f, 50, 24, "swap cache  "));
	fixture_close(&f);
}

/* A slow disk: what is on its way says so by its letter, as in every view. */
static void test_letters_of_a_slow_disk(void **state)
{
	uint64_t nr[NR_HELD];
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(SMALL_AREA("10000"), "t.json"));
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "2.1", UNIT_OP);
	assert_true(shows(&f, 80, 24, " rwwwwwwwwwwwwwwww. "));
	assert_true(shows(&f, 80, 24, " swap cache  being written 16 "));
	assert_int_equal(swap_held_count(f.scene.now, nr), 16);
	assert_int_equal(nr[HELD_WRITING], 16);
	fixture_close(&f);
}

/* The page is back: its row says where, and the title need not. */
static void test_followed_page_is_back(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "@ slot 8 ▸ frame 0x335, mapped, @ "));
	assert_false(shows(&f, 80, 24, "@ frame 0x335 "));
	/* without room for that, it is the title that says it */
	assert_true(shows(&f, 80, 16, "@ frame 0x335 "));
	fixture_close(&f);
}

/* What the next accesses cost is told as far as there is room, or not named. */
static void test_next_is_told_or_not_named(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " next    slots 9-15: minor faults "));
	assert_true(shows(&f, 120, 40, " next    pages of slots 9 to 15 cost a "
				       "minor fault each, o the  "));
	assert_true(shows(&f, 120, 40, "\u2502          disk  "));
	for (int w = 40; w <= 200; w += 3)
		for (int h = 16; h <= 60; h += 4)
			assert_true(!shows(&f, w, h, " next ") ||
				    shows(&f, w, h, "9-15: minor faults ") ||
				    shows(&f, w, h, " slots 9 to 15 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, " 以后    槽 9-15：次缺页 "));
	fixture_close(&f);
}

/* Longer rows where they show more slots a cell less, else easy ones. */
static void test_rows_of_slots(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "1 cell = 2 slots "));
	assert_true(shows(&f, 120, 40, "  128     oooo"));
	/* four fewer rows: 64 cells would be 4 slots each */
	assert_true(shows(&f, 120, 35, "1 cell = 2 slots "));
	assert_true(shows(&f, 120, 35, "  192     oooo"));
	assert_true(shows(&f, 200, 60, "1 cell = 1 slot "));
	fixture_close(&f);
}

/* What pgmajfault counts, and majflt of the tasks does not, beside it. */
static void test_two_counts_of_major_faults(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "pgmajfault 5 +1  reads begun; majflt: "
				       "also waiting, reading ahead "));
	assert_true(shows(&f, 80, 24, " pgmajfault 5 +1 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 120, 40, "majflt \u8fd8\u7b97\u7b49"));
	fixture_close(&f);
	/* as long as nothing was read both are the same */
	fixture_start(&f, story_of(SMALL_AREA("1"), "t.json"));
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "0", UNIT_STEP);
	assert_false(shows(&f, 120, 40, "majflt:"));
	fixture_close(&f);
}

/*
 * A kill gives slots back in the unit in which swap was full: rows with free
 * ones say that they changed, and what they were; the counts say how.
 */
static void test_emptied_by_a_kill(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "oom", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 1024    o......."));
	assert_true(shows(&f, 80, 24, "* 1536    ........"));
	assert_true(shows(&f, 80, 24, "* in use 1030 +515  free 1017 -515  "
				      "full when OOM killed "));
	assert_true(shows(&f, 120, 40, "............  was full "));
	assert_true(shows(&f, 120, 40, "* 512     ooooo"));
	assert_true(shows(&f, 120, 40, "oooo  +128 "));
	/* a step that kills nobody: only what differs */
	fixture_at(&f, "fork", UNIT_STEP);
	assert_false(shows(&f, 120, 40, "was full"));
	assert_false(shows(&f, 80, 24, "full when"));
	assert_true(shows(&f, 80, 24, "  1536    ........"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window_in_the_area),
		cmocka_unit_test(test_why_in_the_swap_cache),
		cmocka_unit_test(test_letters_of_a_slow_disk),
		cmocka_unit_test(test_followed_page_is_back),
		cmocka_unit_test(test_next_is_told_or_not_named),
		cmocka_unit_test(test_rows_of_slots),
		cmocka_unit_test(test_two_counts_of_major_faults),
		cmocka_unit_test(test_emptied_by_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
