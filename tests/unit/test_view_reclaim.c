/* What the panels of reclaim show: LRU, swap, the page cache */
#include "stage_fixture.h"

#include <ctype.h>

#include "base/text.h"
#include "scenario_fixture.h"
#include "view/cache_hits.h"
#include "view/lru_lists.h"
#include "view/map.h"
#include "view/tell.h"
#include "view/view.h"

/* The scanner event by event: pages judged before stay in sight. */
static void test_lru_tells_the_verdicts(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "3.1.shrink_folio#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "taken from inactive_file 3  freed 2  kept 0"));
	assert_true(shows(&f, 80, 24, "not yet judged 1"));
	assert_true(shows(&f, 80, 24, "  f  0x101   f:0 "));
	assert_true(shows(&f, 80, 24, "> f  0x103   f:2             n 0 R 1  freed"));
	/* used, so it stays: the row says what the look changed, and who looked */
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "g:0             n 1 R 0  head of inactive, "
				      "R := 1"));
	assert_true(shows(&f, 80, 24, "kept 1  active 0  by the kernel"));
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "shared:0        n 2 R 0  head of active, R := 1"));
	/* as narrow as beside another view: signs instead of n and R */
	assert_true(shows(&f, 40, 24, "F\" 0x103   head of active, R := 1"));
	fixture_close(&f);
	/* what kswapd wants of each list, and where the followed page stands */
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "8.920.300", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "inactive_file 1652      26  f f "));
	assert_true(shows(&f, 80, 24, "@ inactive_anon, 7 before the tail"));
	fixture_close(&f);
}

/* What is taken and not yet judged stands in hand, as it left the tail. */
static void test_lru_shows_what_is_in_hand(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "3.1.mm_vmscan_lru_isolate", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "in hand, not yet judged  "));
	assert_true(shows(&f, 80, 24, "       i i i  "));
	fixture_at(&f, "3.1.shrink_folio#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "         i  "));
	assert_false(shows(&f, 80, 24, "i i  "));
	fixture_at(&f, "3.1.shrink_folio#3", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, "in hand, not"));
	fixture_close(&f);
	/* all rows have verdicts: there it gives way, where it is tall one does */
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "8.920.250", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, "in hand, not"));
	assert_true(shows(&f, 120, 40, "       i i i i i i  "));
	fixture_close(&f);
}

/* A list that grew and shrank in one step: both, and they make the sum. */
static void test_lru_tells_both_ways(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	/* g came; f4 and f5 went; what is left is f1, active, and g */
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* inactive_file 1 +1 -2 "));
	assert_true(shows(&f, 80, 24, "  + came - reclaimed  "));
	assert_true(shows(&f, 80, 24, "* inactive_anon 2 +1    "));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* LRU inactive_file 1 "
			       "(was 2) (+1 came, -2 reclaimed"));
	text_free(&lines);
	/* while pages are in hand nobody knows yet: the difference alone */
	fixture_at(&f, "4.5.shrink_folio#2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* inactive_file 0 -2 "));
	assert_false(shows(&f, 80, 24, "reclaimed"));
	fixture_close(&f);
}

/* Letters, signs and capitals that are there have their word, no others. */
static void test_lru_explains_itself(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  a' referenced R  a\" PTE young n  "
			  "CAPITAL active  a anonymous  f file "));
	assert_true(shows(&f, 80, 25, "> it happens here  * changed "));
	assert_false(shows(&f, 80, 24, "a; both"));
	fixture_close(&f);
	/* as narrow as in a lesson: what is not there takes no room */
	fixture_open(&f, "traces/31-lru-batches.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  a\" PTE young n  a anonymous  "
			  "* changed "));
	f.scene.settings.zoom = VIEW_LRU;
	assert_false(shows(&f, 80, 24, "referenced"));
	fixture_close(&f);
}

/* No page is on a list and not yet on one; what follows is not in a batch. */
static void test_lru_adds_up_with_the_batches(void **state)
{
	struct stage_fixture f;
	struct lru_waiting w;
	uint64_t listed;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_LRU;
	for (int step = 2; step <= 7; step++) {
		char pos[2] = { (char)('0' + step), '\0' };
		const struct node *n = &f.now.machine.s->node[0];

		fixture_at(&f, pos, UNIT_STEP);
		w = lru_in_batches(&f.now.machine);
		listed = 0;
		for (int i = NR_INACTIVE_ANON; i <= NR_UNEVICTABLE; i++)
			listed += n->stat[i];
		assert_int_equal(listed + w.new, n->stat[NR_FILE_PAGES] +
				 n->stat[NR_ANON_MAPPED]);
	}
	assert_int_equal(w.to_active, 1);
	assert_true(shows(&f, 80, 24, "not yet on a list: 2  inactive, to be active: 1  "));
	assert_true(shows(&f, 80, 24, "\u2502  decided last  "));
	assert_true(shows(&f, 80, 24, "waits for active, R := 1 "));
	assert_false(shows(&f, 80, 24, "first use"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "将变活跃：1 页"));
	assert_true(shows(&f, 80, 24, "等着变活跃，R := 1 "));
	fixture_close(&f);
}

/* One use was enough, since it is mapped from a program: the row says so. */
static void test_lru_names_program_code(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "7", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "n 1 R 0  code: to active, R := 1"));
	assert_true(shows(&f, 40, 24, "code: to active, R := 1"));
	fixture_at(&f, "7.4.folio_check_references", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "code, used: to active"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "程序代码，用过：去活跃"));
	fixture_close(&f);
}

/* Figures and rows are of the same scan, and say how many rows there are. */
static void test_lru_scans_stand_apart(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "8.920.60", UNIT_EVENT);
	assert_true(shows(&f, 120, 40, "inactive_file 1  freed 1  kept 0  active 0"));
	assert_true(shows(&f, 120, 40, "inactive_file 3  freed 1  kept 0  active 2"));
	assert_true(shows(&f, 120, 40, "inactive_file 6  freed 1  kept 0  active 3"
				       "  not yet judged 2"));
	/* a row of the scan before it has no place without that scan's head */
	assert_false(shows(&f, 80, 24, "inactive_file 3"));
	assert_false(shows(&f, 80, 24, "0x103"));
	assert_true(shows(&f, 80, 24, "inactive_file 6  freed 1"));
	fixture_at(&f, "8.920", UNIT_OP);
	assert_true(shows(&f, 80, 24, "> taken from inactive_file 26  freed 26  "
				      "kept 0  active 0  newest 2 below"));
	fixture_close(&f);
}

/* A followed page that is out is seen in its slot, and so is what holds it. */
static void test_follow_into_swap(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	assert_true(shows(&f, 200, 60, "@ 0       rooooooo@oooo"));
	assert_true(shows(&f, 80, 24, "@ 0       o@ooo"));
	assert_true(shows(&f, 80, 24, "1 cell = 8 slots"));
	assert_true(shows(&f, 200, 60, "1 cell = 1 slot "));
	assert_true(shows(&f, 80, 24, "by step   @ follows slot 0:8"));
	fixture_close(&f);
}

/* What is in use and nobody's lies in the CPU's stock, and is drawn there. */
static void test_swap_draws_the_stock(void **state)
{
	const struct state *s;
	struct stage_fixture f;
	unsigned nr[128] = { 0 };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	s = f.scene.now->s;
	for (uint64_t slot = 0; slot < s->swap_area[0].max; slot++)
		nr[(unsigned char)swap_letter(f.scene.now, 0, slot).c]++;
	assert_int_equal(nr[':'], s->nr_slots_cache + s->nr_slots_ret);
	assert_int_equal(nr[':'], 10);
	assert_int_equal(nr['o'] + nr['c'] + nr[':'],
			 s->total_swap_pages - s->nr_swap_pages);
	assert_true(shows(&f, 80, 24, "in use 515 +515  (10 in the CPU's stock)  free"));
	assert_true(shows(&f, 120, 40, "cccooooo:::"));
	fixture_close(&f);
}

/* A slot that memory holds as well stands out among those that are only out. */
static void test_swap_cache_stands_out(void **state)
{
	struct stage_fixture f;
	struct canvas c;
	unsigned nr = 0;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "11", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_draw(&f, &c, 200, 60, false);
	for (int x = 12; x < 139; x++) {
		const struct cell *cell = canvas_cell(&c, x, 3);

		if (cell->code == 'o')
			assert_int_equal(cell->role, ROLE_SWAP);
		if (cell->code != 'c')
			continue;
		assert_int_equal(cell->role, ROLE_TITLE);
		nr++;
	}
	assert_int_equal(nr, 7);
	canvas_close(&c);
	fixture_close(&f);
}

/* do_swap_page() event by event: each sentence comes when it is known. */
static void test_swap_tells_the_fault(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "11.1.mmu_walk#4", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, "do_swap_page"));
	fixture_at(&f, "11.1.page_fault_user", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "> do_swap_page  demo 7ffff79dd000  slot 8  "
				      "is it in the swap cache?"));
	assert_false(shows(&f, 80, 24, "window"));
	fixture_at(&f, "11.1.swapin_readahead", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "slot 8  not in the swap cache: major"));
	assert_true(shows(&f, 80, 24, "window  slots 8-15  8 to read"));
	fixture_at(&f, "11.1.swap_readpage#3", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "frame 0x335, being read   2 read along"));
	assert_false(shows(&f, 80, 24, "minor fault"));
	fixture_at(&f, "11.1", UNIT_OP);
	assert_true(shows(&f, 80, 24, "frame 0x335, mapped, @   slot freed   7 read"));
	assert_true(shows(&f, 80, 24, "next    pages of slots 9 to 15 cost a "
				      "minor fault each"));
	/* a larger terminal does not say less of the story */
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "never knows."));
	assert_true(shows(&f, 120, 40, "never knows."));
	fixture_close(&f);
}

/* A scenario's file is shown, not the library that was dropped last. */
static void test_cache_shows_the_marker(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "data, 32M"));
	assert_true(shows(&f, 80, 24, "cached 4 +4 of 8192 pages"));
	assert_true(shows(&f, 80, 24, "\u25b4 marker 1: reading it"));
	fixture_close(&f);
	/* the window that the disk still reads */
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, " ffffvvvvvvvv---"));
	assert_true(shows(&f, 80, 24, "reads data 4..11  8 pages in one request"));
	fixture_close(&f);
	/* no event names a page: the rows around the marker */
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "shown 3968-4223"));
	assert_true(shows(&f, 80, 24, "\u25b4 marker 4124"));
	/* near the end of its row the number has room, the words have not */
	assert_true(shows(&f, 120, 40, "\u25b4 marker 4124 "));
	assert_true(shows(&f, 200, 60, "\u25b4 marker 4124: reading it"));
	assert_true(shows(&f, 120, 40, "pages of all files"));
	assert_false(shows(&f, 120, 40, "swapped out"));
	fixture_close(&f);
	/* pages without a file on a disk: they go to swap */
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "9.2.mm_filemap_add_to_page_cache", UNIT_EVENT);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 120, 40, "  m in memory  "));
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, "3607 +714 -498 "));
	assert_true(shows(&f, 80, 24, "a'c c c c c c c "));
	/* the pages are worth more than a change in two parts */
	assert_true(shows(&f, 40, 16, "3607 +216 ...  c c c  "));
	fixture_at(&f, "8", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "book, 6M"));
	fixture_close(&f);
}

static struct cache_hits hits_at(struct stage_fixture *f, const char *pos,
				 enum unit unit)
{
	struct facts facts;

	fixture_at(f, pos, unit);
	facts_gather(&facts, &f->scene, false);
	return cache_hits(&facts);
}

/*
 * A page that the call itself brought was no hit; of the window that is still
 * being read it is one. What is not shown and what is read is said.
 */
static void test_cache_counts_hits(void **state)
{
	struct stage_fixture f;
	struct cache_hits h;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	h = hits_at(&f, "2", UNIT_STEP);
	assert_true(h.all);
	assert_int_equal(h.asked, 1);
	assert_int_equal(h.found, 0);
	assert_true(shows(&f, 80, 24, "shown 0-319  hit 0 of 1 read"));
	assert_true(shows(&f, 80, 24, "\u2570 read  \u25ae\u25b4 marker 1: reading"));
	assert_true(shows(&f, 80, 24, "  f clean  "));
	h = hits_at(&f, "3", UNIT_STEP);
	assert_int_equal(h.asked, 1);
	assert_int_equal(h.found, 1);
	/* before the call is over nothing has been used */
	h = hits_at(&f, "3.1.page_cache_ra", UNIT_EVENT);
	assert_int_equal(h.asked, 0);
	/* more events than are kept: those of the last pages */
	h = hits_at(&f, "4", UNIT_STEP);
	assert_false(h.all);
	assert_true(h.asked > 100);
	assert_true(h.found > h.asked / 2);
	/* written, never read */
	fixture_at(&f, "write", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "log, 4M"));
	assert_false(shows(&f, 80, 24, "read  \u25ae"));
	assert_false(shows(&f, 80, 24, "hit "));
	fixture_close(&f);
}

#define BIG                                                                  \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"64G\"}," \
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"}]},"                        \
	" {\"do\": [{\"reclaim\": 4}]}]}"

/* Frame and name of a large machine stand apart. */
static void test_lru_of_a_large_machine(void **state)
{
	struct text text = { 0 };
	struct stage_fixture f;
	struct canvas c;
	const char *row;
	int digits;

	(void)state;
	fixture_start(&f, story_of(BIG, "t.json"));
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "2", UNIT_STEP);
	fixture_draw(&f, &c, 120, 40, false);
	canvas_print(&c, &text);
	row = strstr(text_str(&text), "demo:0 ");
	assert_non_null(row);
	assert_int_equal(row[-1], ' ');
	while (row[-1] == ' ')
		row--;
	for (digits = 0; isxdigit((unsigned char)row[-1]); row--)
		digits++;
	assert_int_equal(row[-1], 'x');
	assert_true(digits >= 6);
	text_free(&text);
	canvas_close(&c);
	fixture_close(&f);
}

/* Where not all of a scan's pages are listed below it: how many are. */
static void test_scan_says_how_many_are_listed(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "> from inactive_file 19  2 below "));
	assert_true(shows(&f, 120, 40, " 19  freed 19  newest 13 below "));
	assert_true(shows(&f, 200, 60, " active 0  newest 2 below "));
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "9", UNIT_STEP);
	assert_false(shows(&f, 200, 60, "newest 0 below"));
	fixture_at(&f, "10", UNIT_STEP);
	assert_true(shows(&f, 200, 60, " freed 12  kept 16  19 below "));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lru_tells_the_verdicts),
		cmocka_unit_test(test_lru_shows_what_is_in_hand),
		cmocka_unit_test(test_lru_tells_both_ways),
		cmocka_unit_test(test_lru_explains_itself),
		cmocka_unit_test(test_lru_adds_up_with_the_batches),
		cmocka_unit_test(test_lru_names_program_code),
		cmocka_unit_test(test_lru_scans_stand_apart),
		cmocka_unit_test(test_follow_into_swap),
		cmocka_unit_test(test_swap_draws_the_stock),
		cmocka_unit_test(test_swap_cache_stands_out),
		cmocka_unit_test(test_swap_tells_the_fault),
		cmocka_unit_test(test_cache_shows_the_marker),
		cmocka_unit_test(test_cache_counts_hits),
		cmocka_unit_test(test_lru_of_a_large_machine),
		cmocka_unit_test(test_scan_says_how_many_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
