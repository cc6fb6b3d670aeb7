/* The zones view: gauges and marks, the way of a request, what signs mean */
#include "stage_fixture.h"

/* The slow path event by event: what came before stays, one row is the place. */
static void test_zones_tell_the_tries(void **state)
{
	static const char *const rows[] = {
		"|  low    DMA 153 > 153 + 0  no ",
		"|  then   kswapd0 is woken ",
		"|> min    DMA 153 > 123 + 0  yes ",
	};
	struct stage_fixture f;
	struct text ascii = { 0 };
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "5.2.zone_watermark_ok", UNIT_EVENT);
	fixture_draw(&f, &c, 80, 24, true);
	canvas_print(&c, &ascii);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_non_null(strstr(text_str(&ascii), rows[i]));
	assert_null(strstr(text_str(&ascii), "|  end "));
	assert_null(strstr(text_str(&ascii), "|> DMA"));
	canvas_close(&c);
	text_free(&ascii);
	/* narrow: the check that has no room goes, the change stays whole */
	fixture_at(&f, "5.2", UNIT_STEP);
	assert_true(shows(&f, 40, 12, " 152 -1 free of 3840"));
	assert_true(shows(&f, 40, 12, "> end    frame 0x567 of DMA"));
	fixture_close(&f);
}

/* The check that let the request through is told, on a row of its own. */
static void test_the_check_that_passed(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "both", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  low    DMA32 1237 > 1237 + 0  no "));
	assert_true(shows(&f, 80, 24, "         DMA 484 > 41 + 442  yes "));
	f.scene.settings.zoom = VIEW_ZONES;
	assert_true(shows(&f, 120, 40, "DMA32 1237 > 1237 + 0  no   "
				       "DMA 484 > 41 + 442  yes "));
	fixture_close(&f);
}

/*
 * After a long step in which somebody was killed, however many events followed:
 * who asked for what, which zones were short, and what was done about it.
 */
static void test_the_request_that_killed(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 60 } };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "kill", UNIT_STEP);
	for (size_t i = 0; i < 3; i++) {
		int w = sizes[i][0], h = sizes[i][1];

		assert_true(shows(&f, w, h, "  request of grow  order 0  "));
		assert_true(shows(&f, w, h, "  GFP_HIGHUSER_MOVABLE|__GFP_COMP"
					    "|__GFP_ZERO  from DMA32, DMA "));
		assert_true(shows(&f, w, h, "  high   DMA32 414 > 637 + 0  no"
					    "   DMA 223 > 49 + 190  no "));
		assert_true(shows(&f, w, h, "  then   414 free + 414 (again if "
					    "lists are empty), min 425, "
					    "in vain 16/16 "));
		assert_true(shows(&f, w, h, "  then   OOM: task 103 is killed "));
		assert_true(shows(&f, w, h, "  end    frame 0x49d2 of DMA32 "));
	}
	assert_true(shows(&f, 40, 14, "  request of grow  order 0 "));
	/* the step goes on behind it; of two the last one is told */
	fixture_at(&f, "again", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  request of mid  order 0  "));
	assert_true(shows(&f, 80, 24, "  then   OOM: task 102 is killed "));
	/* at an event inside the picture is about the request of that event */
	fixture_at(&f, "6.2.mm_page_alloc#25000", UNIT_STEP);
	assert_false(shows(&f, 120, 40, "OOM: task"));
	fixture_close(&f);
}

/* How often the words stand on the picture. */
static int times(struct stage_fixture *f, int w, int h, const char *words)
{
	struct text text = { 0 };
	struct canvas c;
	int nr = 0;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	for (const char *at = text_str(&text); (at = strstr(at, words)); at++)
		nr++;
	text_free(&text);
	canvas_close(&c);
	return nr;
}

/* A check stands in the way of its request, or in its zone's rows: not in both,
 * whatever the width, and never in none where there is room. */
static void test_checks_stand_once(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "min", UNIT_STEP);
	for (int w = 50; w < 130; w++) {
		assert_int_equal(times(&f, w, 24, "483 > 41 + 442  no"), 1);
		assert_int_equal(times(&f, w, 24, "1237 > 990 + 0  yes"), 1);
	}
	/* a row has room for one: the other has its own, and figures go for it */
	assert_true(shows(&f, 60, 24, "  low    DMA32 1237 > 1237 + 0  no   "));
	assert_true(shows(&f, 60, 24, "         DMA 483 > 41 + 442  no "));
	assert_false(shows(&f, 60, 24, " min 990 "));
	/* in the layout of the lesson, too: there even the marks' row goes */
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "  low    DMA32 1237 > 1237 + 0  no   "));
	assert_true(shows(&f, 80, 24, "         DMA 483 > 41 + 442  no "));
	fixture_close(&f);
}

/* Marks without names, colours and signs are told where rows are left. */
static void test_zones_explain_themselves(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "min", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\u25ae DMA32, DMA at low or below  "
				      "> it happens here  * changed "));
	assert_true(shows(&f, 120, 40, "\u25ae DMA32, DMA at low or below  "
				       "> it happens here  * changed "));
	assert_false(shows(&f, 120, 40, "@ followed"));
	/* the sample has the gauge's own colour */
	fixture_draw(&f, &c, 80, 24, true);
	assert_int_equal(canvas_cell(&c, 3, 14)->code, '#');
	assert_int_equal(canvas_cell(&c, 3, 14)->role,
			 canvas_cell(&c, 40, 2)->role);
	canvas_close(&c);
	/* what the marks are for, where rows are left */
	assert_true(shows(&f, 120, 40, "▴ low: kswapd is woken  "));
	assert_false(shows(&f, 80, 24, "kswapd is woken  "));
	/* to a class one fact a line is shown: the signs are left to the talk */
	f.scene.settings.mode = MODE_PRESENT;
	assert_false(shows(&f, 120, 40, "it happens here"));
	assert_false(shows(&f, 120, 40, "low: kswapd is woken"));
	f.scene.settings.mode = MODE_WATCH;
	/* no row is left: nothing has gone for it */
	assert_false(shows(&f, 40, 12, "above"));
	assert_true(shows(&f, 40, 12, "> end    frame 0x1fd2b of DMA32"));
	/* what is kept is so little that its name has no room */
	for (int i = 0; i < MAX_NR_ZONES; i++)
		f.now.machine.s->zone[0].lowmem_reserve[i] = 2;
	assert_true(shows(&f, 80, 24, "k kept  m min  l low  h high  "));
	fixture_close(&f);
	/* every mark has its name: none is told twice */
	fixture_open(&f, "traces/32-kswapd.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "5.2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\u25ae DMA at low or below "));
	assert_false(shows(&f, 80, 24, "from the left"));
	fixture_close(&f);
}

/* Marks that were moved: from what to what, in one row or in two. */
static void test_moved_marks(void **state)
{
	struct stage_fixture f;
	struct text ascii = { 0 };
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* min 990 -> 3961  low 1237 -> 15287 "));
	assert_true(shows(&f, 80, 24, "│  high 1484 -> 26613 "));
	assert_true(shows(&f, 120, 40, "│* kept 442  min 33 -> 134  low 41 -> 518  "
				       "high 49 -> 902 "));
	/* the scale is longer where its end would lose its arrow */
	assert_true(shows(&f, 80, 24, "high▴  34930▸ │"));
	fixture_draw(&f, &c, 120, 40, true);
	canvas_print(&c, &ascii);
	assert_non_null(strstr(text_str(&ascii), "|* min 990 -> 3961  low 1237 "
						 "-> 15287  high 1484 -> 26613 "));
	text_free(&ascii);
	canvas_close(&c);
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 120, 40, "│* 保留 442  min 33 -> 134  "));
	f.scene.settings.lang = LANG_EN;
	/* nothing moved since the unit began */
	fixture_at(&f, "min", UNIT_STEP);
	assert_false(shows(&f, 120, 40, "min 990 ->"));
	assert_true(shows(&f, 120, 40, "│  min 990 low 1237 high 1484 "));
	fixture_close(&f);
	fixture_open(&f, "traces/32-kswapd.json");
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " min 247 -> 123  low 308 -> 161 "));
	assert_true(shows(&f, 200, 60, " min 247 -> 123  low 308 -> 161  "
				       "high 369 -> 199 "));
	fixture_close(&f);
}

/* No row says of some marks what they are, and of others not. */
static void assert_marks_are_whole(struct stage_fixture *f, int w, int h)
{
	struct text text = { 0 };
	struct canvas c;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	for (const char *at = text_str(&text); (at = strstr(at, " min ")); at++) {
		size_t row = strcspn(at, "\n");
		const char *high = strstr(at, " high ");

		if (at[5] < '0' || at[5] > '9')
			continue;
		if (!high || high > at + row)
			fail_msg("%dx%d: %.*s", w, h, (int)row, at);
	}
	text_free(&text);
	canvas_close(&c);
}

static void test_marks_are_whole(void **state)
{
	static const struct {
		const char *path, *pos;
	} steps[] = {
		{ "traces/09-fork.json", "14" },
		{ "traces/27-four-mappings.json", "10" },
		{ "traces/07-walk.json", "5" },
		{ "traces/17-watermarks.json", "min" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, steps[i].path);
		fixture_at(&f, steps[i].pos, UNIT_STEP);
		for (int zoom = 0; zoom < 2; zoom++) {
			f.scene.settings.zoom = zoom ? VIEW_OVERVIEW : VIEW_NONE;
			for (int w = 40; w <= 200; w += 5)
				assert_marks_are_whole(&f, w, w / 4 + 10);
		}
		fixture_close(&f);
	}
}

/* What is kept lies under the marks; a scale says where it ends. */
static void test_zone_gauges(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "boot", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\u25ae\u25ae\u25b8 "));
	fixture_at(&f, "min", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "\u25ae\u25b8"));
	assert_true(shows(&f, 80, 24, "high\u25b4 to 1855\u25b8"));
	assert_true(shows(&f, 80, 24, "kept/min/low/high k mlh  to 613\u25b8"));
	assert_true(shows(&f, 80, 24, "request of the kernel  order 0"));
	/* figures in the order of the marks; no word for a free cell is cut */
	assert_true(shows(&f, 80, 24, "kept 442  min 33  low 41  high 49 "));
	assert_true(shows(&f, 80, 24, " \u25ae free   free > mark + kept "));
	assert_true(shows(&f, 120, 40, "  zone of 3840  "));
	assert_true(shows(&f, 40, 24, "\u2500 free > mark + kept \u2500"));
	/* 483 frames are ten times its high, but no more than kept and low */
	fixture_draw(&f, &c, 80, 24, true);
	assert_int_equal(canvas_cell(&c, 40, 5)->code, '#');
	assert_int_equal(canvas_cell(&c, 40, 5)->role, ROLE_WARN);
	canvas_close(&c);
	fixture_close(&f);
	/* a check counts the frame that it then gives: both figures are told */
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "+ 0  no   DMA 484 > 41 + 442  yes "));
	assert_true(shows(&f, 80, 24, "> end    frame 0xe1c of DMA  483 left free"));
	assert_false(shows(&f, 40, 24, "left free"));
	fixture_close(&f);
	/* another request has asked since: both say whose they are */
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "kswapd", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "181 > 153 + 0  yes  "));
	assert_true(shows(&f, 80, 24, "asked by hog"));
	assert_true(shows(&f, 80, 24, "request of hog  its last that failed a check"));
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "request of hog  last failed check "));
	fixture_close(&f);
}

/* The lines tell of a check what the picture does: mark, sum, who asked. */
static void test_lines_say_who_asked(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "min", UNIT_STEP);
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "check of zone DMA for order 0"
		", asked by the kernel: low 483 > 41 + 442  no\n"));
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "8.920.zone_watermark_fail", UNIT_EVENT);
	text_reset(&lines);
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* check of zone DMA for "
		"order 0, asked by hog: low 153 > 153 + 0  no\n"));
	fixture_close(&f);
	/* marks that moved say from what, as the picture does */
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_ZONES;
	text_reset(&lines);
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), " of 3840   kept 442 min 134 (was 33) "
		"low 518 (was 41) high 902 (was 49) with boost 0   "));
	fixture_close(&f);
	/* a zone without marks: what is asked first is low */
	fixture_open(&f, "traces/13-buddy.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "2", UNIT_STEP);
	text_reset(&lines);
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), ": low 32 > 0 + 0  yes\n"));
	text_free(&lines);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zones_tell_the_tries),
		cmocka_unit_test(test_the_check_that_passed),
		cmocka_unit_test(test_the_request_that_killed),
		cmocka_unit_test(test_checks_stand_once),
		cmocka_unit_test(test_zones_explain_themselves),
		cmocka_unit_test(test_moved_marks),
		cmocka_unit_test(test_marks_are_whole),
		cmocka_unit_test(test_zone_gauges),
		cmocka_unit_test(test_lines_say_who_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
