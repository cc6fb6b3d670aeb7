/* The OOM view: columns that add up, pids, and what is said of the victim */
#include "stage_fixture.h"

#include <stdlib.h>

/* The columns that add up stay together; the killed one is told as such. */
static void test_oom_adds_up(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "3.2.oom_badness#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "refused   DMA32 414 > 637 + 0  no   DMA 223"));
	assert_true(shows(&f, 80, 24, "> 2 big "));
	assert_true(shows(&f, 80, 24, "25057 most"));
	/* what is not 0 has its column first, so that the row adds up */
	assert_true(shows(&f, 40, 14, "rss + tables = points"));
	assert_true(shows(&f, 55, 20, "rss  + swap + tables = points"));
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 4 grow      103  25001 "));
	assert_true(shows(&f, 80, 24, "25057 killed"));
	assert_true(shows(&f, 40, 14, "* 4 grow killed 25001       56    25057"));
	assert_true(shows(&f, 60, 24, "Out of memory: Killed process 103 (grow)"));
	assert_true(shows(&f, 80, 24, "figures in pages, totalpages 52688"));
	assert_false(shows(&f, 59, 24, "figures in pages"));
	/* with room for it no line of the report is cut, and none in a word */
	assert_true(shows(&f, 120, 40, "task_memcg=/,task=grow,  "));
	assert_true(shows(&f, 120, 40, "  pid=103,uid=0 "));
	assert_false(shows(&f, 120, 40, "task=grow, ..."));
	fixture_at(&f, "2", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "killed"));
	/* a write to oom_score_adj: the row, what it was and what it is */
	fixture_at(&f, "immune", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  1 small "));
	assert_true(shows(&f, 80, 24, "* 2 big "));
	assert_true(shows(&f, 80, 24, " 0 \u25b8 -1000    never "));
	assert_true(shows(&f, 55, 20, "rss + tables + adj x 52 = points"));
	assert_true(shows(&f, 40, 14, "* 2 big "));
	/* adj has no room: the others are no sum */
	assert_true(shows(&f, 40, 14, "rss + tables   points"));

	fixture_at(&f, "first", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 1 small "));
	assert_true(shows(&f, 80, 24, " -1000    never "));
	assert_false(shows(&f, 80, 24, "\u25b8 -1000"));
	fixture_close(&f);
}

/*
 * In every width: where the head says "=" the shown figures are the sum, and
 * no row loses its name or its points to the border.
 */
static void test_rows_add_up_in_every_width(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "first", UNIT_STEP);
	for (int w = 40; w <= 100; w++) {
		struct text text = { 0 };
		struct canvas c;
		char *row, *points;
		long sum;

		fixture_draw(&f, &c, w, 24, true);
		canvas_print(&c, &text);
		row = strstr(text_str(&text), " small ");
		assert_non_null(row);
		row += strlen(" small ");
		if (strstr(text_str(&text), " pid "))
			strtol(row, &row, 10);
		sum = strtol(row, &row, 10);
		if (strstr(text_str(&text), "+ swap"))
			sum += strtol(row, &row, 10);
		if (strstr(text_str(&text), "+ tables"))
			sum += strtol(row, &row, 10);
		if (strstr(text_str(&text), "+ adj x 52")) {
			points = strchr(row, '>');
			sum += 52 * strtol(points + 1, &row, 10);
		}
		assert_int_equal(strtol(row, &row, 10) == sum,
				 strstr(text_str(&text), "= points") != NULL);
		text_free(&text);
		canvas_close(&c);
	}
	fixture_close(&f);
}

/* A pid has its column where no name is cut for it. */
static void test_pids_have_a_column(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "kill", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "    task      pid    rss  + swap"));
	assert_true(shows(&f, 120, 40, "* 1 small            100   3843 "));
	assert_false(shows(&f, 40, 14, " pid "));
	fixture_close(&f);
}

/* Who asked, why it hits another one or itself, and what comes back. */
static void test_victim_is_told(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "3.2.oom_kill", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, "asked for the frame"));
	fixture_at(&f, "3.2.mark_victim", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "  4 grow asked for the frame and has the "
				      "most points itself. It gives back "));
	assert_true(shows(&f, 80, 24, "  25000 anonymous frames. "));
	assert_true(shows(&f, 80, 24, "25057 most"));
	assert_true(shows(&f, 80, 24, "> it happens here "));
	fixture_at(&f, "6.2.mark_victim", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "3 mid asked for the frame; another one "
				      "has more points. 1 small gives "));
	/* the log is of the one before: not about this one */
	assert_false(shows(&f, 80, 24, "Killed process"));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* 3 mid asked for the"));
	text_free(&lines);
	fixture_close(&f);
	/* the design's own: the one who asked holds more and may not be taken */
	fixture_open(&f, "tests/golden/immune.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "kill", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "2 grow asked for the frame and holds "
				      "more, but is immune: oom_score_adj "));
	assert_true(shows(&f, 80, 24, "  -1000. 1 big gives back 1538 anonymous "
				      "frames. "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "2 grow \u8981\u9875\u6846"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oom_adds_up),
		cmocka_unit_test(test_rows_add_up_in_every_width),
		cmocka_unit_test(test_pids_have_a_column),
		cmocka_unit_test(test_victim_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
