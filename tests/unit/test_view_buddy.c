/* What the buddy view says of a split, of numbers and of types */
#include "stage_fixture.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

#include "mm/zone.h"

/* While a block is halved the title says how far the request has come. */
static void test_split_has_its_place(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/13-buddy-m16.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	for (unsigned i = 1; i <= 8; i++) {
		char pos[32], words[32];

		snprintf(pos, sizeof(pos), "2.1.buddy_split#%u", i);
		snprintf(words, sizeof(words), " split %u of 8 ", i);
		fixture_at(&f, pos, i % 2 ? UNIT_STEP : UNIT_EVENT);
		assert_true(shows(&f, 80, 24, words));
	}
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* split 8 of 8\n"));
	text_free(&lines);
	/* done: how much is free counts again */
	fixture_at(&f, "2.1.mm_page_alloc", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, " split "));
	assert_true(shows(&f, 80, 24, " 3839 free "));
	fixture_close(&f);
	/* the second request splits a smaller block: its own count */
	fixture_open(&f, "traces/13-buddy.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "3.2.buddy_split", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " split 1 of 1 "));
	fixture_close(&f);
}

/* As narrow as beside another view the types still have their names. */
static void test_types_are_named_where_it_is_narrow(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "blocks     U unmov.  M mov.  E recl. "));
	assert_true(shows(&f, 80, 24, " U 0x480  M 0x180  E 0x880"));
	fixture_close(&f);
	/* what is not there takes no room from a whole name */
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "from head  M Movable "));
	fixture_close(&f);
}

/* In a toy zone all frames are decimal: lists, map, what is followed. */
static void test_numbers_of_frames_are_alike(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " 26 free  @ frame 5 "));
	assert_true(shows(&f, 80, 24, " M 16 "));
	assert_true(shows(&f, 80, 24, "@ follows frame 5"));
	assert_false(shows(&f, 80, 24, "@ 0x"));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* @ follows frame 5 k\n"));
	text_free(&lines);
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " @ frame 0x177 "));
	fixture_close(&f);
}

/* The signs at the left are told where a row is left, and only those. */
static void test_signs_are_told(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\u2502  > it happens here  * changed  "));
	/* of two panels the second one says only what is new */
	f.scene.settings.follow_kind = OBJ_FRAME;
	f.scene.settings.follow_id = 5;
	assert_true(shows(&f, 80, 24, "  @ followed  "));
	fixture_close(&f);
	/* all rows are taken: no order has gone for it */
	fixture_open(&f, "traces/13-buddy-m16.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "2", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "it happens here"));
	assert_true(shows(&f, 120, 40, "> it happens here"));
	fixture_close(&f);
}

/* Each change stands by itself, behind the count that it is of. */
static void assert_changes_stand_apart(struct stage_fixture *f,
				       const char *picture)
{
	const struct zone *z = &f->scene.now->s->zone[ZONE_DMA32];
	const struct zone *was = &f->scene.before->s->zone[ZONE_DMA32];

	for (unsigned o = 0; o < MAX_ORDER; o++) {
		uint64_t a = z->free_area[o].nr_free;
		uint64_t b = was->free_area[o].nr_free;
		char words[80];

		if (a == b)
			continue;
		snprintf(words, sizeof(words), " %" PRIu64 " %c%" PRIu64 " ", a,
			 a > b ? '+' : '-', a > b ? a - b : b - a);
		if (!strstr(picture, words))
			fail_msg("no '%s' in\n%s", words, picture);
	}
}

/* The letter of a type stands before a block, never alone. */
static void assert_letters_have_blocks(const char *picture)
{
	const char *at = strchr(strstr(picture, " order "), '\n');
	const char *end = strstr(picture, " in lists ");

	for (; at < end; at++)
		if (strchr("UMEHI", at[1]) && at[0] == ' ' &&
		    !(at[2] == ' ' && isdigit((unsigned char)at[3])))
			fail_msg("%.2s without a block in\n%s", at, picture);
}

static void check_rows(struct stage_fixture *f, int w, int h)
{
	struct text text = { 0 };
	struct canvas c;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	assert_changes_stand_apart(f, text_str(&text));
	assert_letters_have_blocks(text_str(&text));
	text_free(&text);
	canvas_close(&c);
}

/* However much a step changes: count, change, pages and blocks keep apart. */
static void test_columns_keep_apart(void **state)
{
	static const struct {
		const char *path, *pos;
	} steps[] = {
		{ "traces/32-kswapd-m256.json", "2.2749" },
		{ "traces/17-watermarks.json", "6" },
		{ "traces/23-page-cache.json", "8" },
		{ "traces/05-demand.json", "17" },
		{ "traces/39-oom.json", "3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, steps[i].path);
		fixture_at(&f, steps[i].pos, UNIT_STEP);
		f.scene.settings.zoom = VIEW_BUDDY;
		check_rows(&f, 52, 24);
		for (int w = 78; w <= 120; w++)
			check_rows(&f, w, 24);
		fixture_close(&f);
	}
}

/* All orders are touched and there is a row less than it needs: two orders that
 * share one, not numbers without a heading. */
static void test_heading_stays(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "14", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│  order  blocks       from head  M Mov"));
	assert_true(shows(&f, 80, 24, "│*  10-9       4 +1    M 0xc00;  M 0x200 ... "));
	assert_true(shows(&f, 80, 24, "│*     0       2 -1    M 0x40e "));
	/* one row more: each has its own */
	assert_true(shows(&f, 120, 40, "│     10         1     1024   M 0xc00 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "│*  10-9       4 +1    M 0xc00;  M 0x200 ... "));
	assert_false(shows(&f, 80, 24, "│*     9 "));
	fixture_close(&f);
	fixture_open(&f, "traces/13-buddy-m16.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│*  10-9       3 +1 -2 M 0x800 0xc00;  "
				      "M 0x600 "));
	fixture_close(&f);
}

/* As many blocks as before, but not the same ones: a star has its figures. */
static void test_what_came_and_went(void **state)
{
	struct stage_fixture f;
	struct text text = { 0 };
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "14", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│*     1       2 +1 -1 M 0x40c 0x806 "));
	assert_true(shows(&f, 120, 40, "│*     1         2 +1 -1  4   M 0x40c "));
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_draw(&f, &c, 120, 40, true);
	canvas_print(&c, &text);
	for (const char *at = text_str(&text); (at = strstr(at, "|*     ")); at++)
		assert_true(at[7 + strcspn(at + 7, "+-\n")] != '\n');
	text_free(&text);
	canvas_close(&c);
	fixture_close(&f);
}

/* Of orders that share a row it is told what came and what went: their sum would
 * say of a block that was split that one came. */
static void test_orders_in_a_row_tell_both(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy-m16.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│*  10-9       3 +1 -2 "));
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│*  10-9       4 +2 -1 M 0x400 0x800 "));
	/* the frames' legend has another meaning for it */
	assert_false(shows(&f, 80, 24, "0xc00 /"));
	assert_true(shows(&f, 80, 24, "  / no memory "));
	fixture_close(&f);
}

/* What came and went takes no column of the lists from its own row alone. */
static void test_lists_stand_in_line(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│   10-6       0       - "));
	assert_true(shows(&f, 80, 24, "│      4       1       M 16 "));
	assert_true(shows(&f, 80, 24, "│*     1       1 +1 -1 M 6 "));
	fixture_close(&f);
}

/* What changed is named before what did not, however narrow, so that the row's
 * figures add up; words of the row are told where a row is left. */
static void test_sum_tells_what_changed(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* per-CPU 161 +141  out 198 -141 "));
	assert_true(shows(&f, 120, 40, "  per-CPU 161 +141  given out 198 "));
	fixture_close(&f);
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "in lists 26 -5  in hand 0  out 6 +5 "));
	assert_true(shows(&f, 80, 24, "  out: given out "));
	assert_true(shows(&f, 80, 24, "  in hand: off the lists, not given "));
	assert_true(shows(&f, 120, 40, "  in hand: off the lists, not "));
	assert_false(shows(&f, 120, 40, "out: given out"));
	assert_true(shows(&f, 120, 40, "  free blocks: hue of their type "));
	fixture_close(&f);
}

/* Before anything happens all cells are filled: they were not touched. */
static void test_nothing_is_touched_at_first(void **state)
{
	static const char *const paths[] = {
		"traces/13-buddy.json", "traces/13-buddy-m16.json",
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct stage_fixture f;

		fixture_open(&f, paths[i]);
		fixture_at(&f, "1", UNIT_STEP);
		assert_false(shows(&f, 80, 24, "touched"));
		assert_false(shows(&f, 120, 40, "touched"));
		fixture_at(&f, "2.1.buddy_split", UNIT_EVENT);
		assert_true(shows(&f, 120, 40, "highlighted: touched"));
		fixture_close(&f);
	}
}

/* The cells of the map follow each other through the zone, from end to end. */
static void assert_map_is_whole(struct stage_fixture *f, int w, int h)
{
	const struct zone *z = &f->scene.now->s->zone[ZONE_DMA32];
	pfn_t at = PFN_NONE;
	struct canvas c;

	fixture_draw(f, &c, w, h, false);
	for (size_t i = 0; i < c.nr_marks; i++) {
		const struct mark *m = &c.marks[i];

		if (m->kind != OBJ_FRAME)
			continue;
		if (at == PFN_NONE)
			assert_true(m->id <= z->start_pfn);
		else
			assert_int_equal(m->id, at);
		at = m->id + m->sub;
	}
	assert_true(at != PFN_NONE && at >= zone_end_pfn(z));
	canvas_close(&c);
	assert_true(shows(f, w, h, " in lists "));
	assert_true(shows(f, w, h, " 0-9 X=10 "));
}

/* Rows that are left make cells of fewer frames. */
static void test_map_grows(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/32-kswapd-m256.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "2.2749", UNIT_STEP);
	for (int w = 80; w <= 220; w += 7)
		for (int h = 32; h <= 66; h += 2)
			assert_map_is_whole(&f, w, h);
	assert_true(shows(&f, 120, 40, " map    1 cell = 128 frames "));
	assert_true(shows(&f, 120, 40, " 0x9000 X.......X.......X"));
	assert_true(shows(&f, 200, 60, " 1 cell = 32 frames "));
	fixture_close(&f);
	/* one cell is one frame: there is no more to show */
	fixture_open(&f, "traces/13-buddy.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 200, 60, " map    kkkkk@1.3.......4......."));
	fixture_close(&f);
}

/* In Chinese types have words, also where English ones are abbreviated. */
static void test_types_in_chinese(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.lang = LANG_ZH;
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " U \u4e0d\u53ef\u79fb\u52a8 "));
	assert_true(shows(&f, 80, 24, " E \u53ef\u56de\u6536 "));
	assert_false(shows(&f, 80, 24, "unmov."));
	f.scene.settings.zoom = VIEW_BUDDY;
	assert_true(shows(&f, 80, 24, "U \u4e0d\u53ef\u79fb\u52a8  "
				      "M \u53ef\u79fb\u52a8  "
				      "E \u53ef\u56de\u6536 "));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split_has_its_place),
		cmocka_unit_test(test_types_are_named_where_it_is_narrow),
		cmocka_unit_test(test_numbers_of_frames_are_alike),
		cmocka_unit_test(test_signs_are_told),
		cmocka_unit_test(test_columns_keep_apart),
		cmocka_unit_test(test_heading_stays),
		cmocka_unit_test(test_what_came_and_went),
		cmocka_unit_test(test_orders_in_a_row_tell_both),
		cmocka_unit_test(test_lists_stand_in_line),
		cmocka_unit_test(test_sum_tells_what_changed),
		cmocka_unit_test(test_nothing_is_touched_at_first),
		cmocka_unit_test(test_map_grows),
		cmocka_unit_test(test_types_in_chinese),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
