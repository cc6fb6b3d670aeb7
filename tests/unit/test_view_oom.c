/* The OOM view: columns that add up, pids, and what is said of the victim */
#include "scenario_fixture.h"
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
	assert_true(shows(&f, 80, 24, "refused   DMA32 414 > 637 + 0  no   DMA 223"));
	assert_true(shows(&f, 80, 24, "* 4 grow    103  25001 +23715 "));
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
		/* where tables have no column they are with the rss */
		assert_true(strstr(text_str(&text), "rss+tables") ||
			    strstr(text_str(&text), "= points") == NULL ||
			    strstr(text_str(&text), "+ tables"));
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

/* The next figure of a row; how the one before changed is passed over. */
static long next_figure(char **row)
{
	while (**row == ' ')
		(*row)++;
	if (**row == '+' || **row == '-')
		strtol(*row, row, 10);
	return strtol(*row, row, 10);
}

/* A figure that changed says how, where there is room; the sum holds. */
static void test_figures_say_how_they_changed(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "kill", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "* 2 big              101  15363 -3 "));
	assert_true(shows(&f, 120, 40, " 25001 +23715       0       56 +47 "));
	/* a column of zeros goes before it, and before that the score */
	assert_true(shows(&f, 67, 24, " rss         + swap + tables     = points "));
	assert_true(shows(&f, 60, 24, " 25001 +23715       56 +47    25057 "));
	assert_false(shows(&f, 50, 24, " +47"));
	for (int w = 41; w <= 100; w++) {
		struct text text = { 0 };
		struct canvas c;
		char *row;
		long sum;

		fixture_draw(&f, &c, w, 24, true);
		canvas_print(&c, &text);
		row = strstr(text_str(&text), " big ");
		assert_non_null(row);
		row += strlen(" big ");
		if (strstr(text_str(&text), " pid "))
			strtol(row, &row, 10);
		sum = next_figure(&row);
		if (strstr(text_str(&text), "+ swap"))
			sum += next_figure(&row);
		sum += next_figure(&row);
		if (strstr(text_str(&text), "+ adj x 52"))
			assert_int_equal(next_figure(&row), 0);
		assert_int_equal(sum, 15400);
		assert_int_equal(next_figure(&row), sum);
		text_free(&text);
		canvas_close(&c);
	}
	fixture_close(&f);
}

/* What adj and the score are made of is said where their columns stand. */
static void test_formulas_are_told(void **state)
{
	static const char adj[] = "each adj is 52 pages: totalpages / 1000";
	static const char score[] =
		"oom_score = (1000 + points x 1000 / totalpages) x 2 / 3";
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "immune", UNIT_STEP);
	for (int w = 50; w <= 200; w += 10) {
		assert_int_equal(shows(&f, w, 24, " oom_score \u2502") ||
					 shows(&f, w, 24, " oom_score  "),
				 shows(&f, w, 24, score));
		assert_int_equal(shows(&f, w, 24, "+ adj x 52"),
				 shows(&f, w, 24, adj));
	}
	assert_true(shows(&f, 80, 24, score));
	assert_true(shows(&f, 60, 24, adj));
	assert_false(shows(&f, 40, 14, adj));
	fixture_close(&f);
}

/* The killer's table stands as the kernel wrote it, or not at all. */
static void test_table_of_the_log_is_whole(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "kill", UNIT_STEP);
	for (int w = 40; w < 120; w += 4) {
		bool title = shows(&f, w, 40, "Tasks state");

		assert_int_equal(shows(&f, w, 40, "pgtables_bytes swapents "
				       "oom_score_adj name "), title);
		assert_int_equal(shows(&f, w, 40, "[    103]     0   103    "
				       "42713    25001   229376        0"
				       "             0 grow "), title);
		assert_int_equal(shows(&f, w, 40, "[    103]"), title);
		assert_true(shows(&f, w, 40, "Out of memory: Killed process "));
	}
	assert_false(shows(&f, 80, 40, "Tasks state"));
	assert_true(shows(&f, 120, 40, "Tasks state"));
	/* the same in the log beside the view */
	f.scene.settings.zoom = VIEW_NONE;
	assert_false(shows(&f, 80, 24, "[    1"));
	assert_false(shows(&f, 80, 24, "[  pid"));
	assert_false(shows(&f, 120, 40, "[    1"));
	fixture_close(&f);
}

/*
 * Two victims in a step: the table is about the last, as the log below it. Who
 * died before has nothing any more, in the picture and in the text.
 */
static void test_one_kill_at_a_time(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 200, 60 } };
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	fixture_at(&f, "6", UNIT_STEP);
	for (int i = 0; i < 3; i++) {
		/* with 79 of page tables where these have no column */
		assert_true(shows(&f, sizes[i].w, sizes[i].h,
				  i ? "  36244" : "  36323          0    36323"));
		assert_false(shows(&f, sizes[i].w, sizes[i].h, "3843 "));
		assert_false(shows(&f, sizes[i].w, sizes[i].h, "zombie"));
	}
	assert_true(shows(&f, 200, 60, "[    100]     0   100     4313        0"));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "pid 100 oom_score_adj 700 "
			       "killed\n"));
	assert_non_null(strstr(text_str(&lines), "points 36323 killed\n"));
	assert_non_null(strstr(text_str(&lines), "pid 103 oom_score_adj 0 "
			       "killed\n"));
	text_free(&lines);
	fixture_close(&f);
}

/* Points are explained before the killer's other lines are shown. */
static void test_ends_and_score_are_told(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	fixture_at(&f, "4", UNIT_STEP);
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n  echo -1000 > "
			       "/proc/101/oom_score_adj   no event\n"));
	assert_non_null(strstr(text_str(&lines), "pid 103 oom_score_adj 0 "
			       "killed\n"));
	text_free(&lines);
	assert_true(shows(&f, 80, 24, "killed: by the OOM killer "));
	assert_false(shows(&f, 80, 24, "zombie"));
	assert_true(shows(&f, 80, 24, "  oom_score = (1000 + points x 1000"));
	assert_true(shows(&f, 80, 24, "Out of memory: Killed process 103"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "被杀：OOM killer 杀的 "));
	fixture_close(&f);
	/* who left by itself is not called killed */
	fixture_open(&f, "traces/07-walk.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "14.1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " zombie "));
	assert_true(shows(&f, 80, 24, "zombie: it has ended itself "));
	assert_false(shows(&f, 80, 24, "killed"));
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
	assert_true(shows(&f, 80, 24, "    task    pid    rss         + swap"));
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

/*
 * How swap stood when the killer came, where the kill is told: what came back
 * since is no sign of it. Of an earlier kill its step and time.
 */
static void test_swap_then_and_step_are_told(void **state)
{
	static const char earlier[] =
		"  Last kill: step 13, t 57.100 ms. Swap was full.";
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "oom", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "anonymous frames. Swap was full. "));
	assert_false(shows(&f, 80, 24, "Last kill:"));
	f.scene.settings.zoom = VIEW_OOM;
	assert_true(shows(&f, 80, 24, "anonymous frames. Swap was full. "));
	/* before the report is written the machine itself says it */
	fixture_at(&f, "13.6.mark_victim", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "anonymous frames. Swap was full. "));
	fixture_at(&f, "home", UNIT_STEP);
	assert_true(shows(&f, 80, 24, earlier));
	assert_true(shows(&f, 120, 40, earlier));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), earlier));
	text_free(&lines);
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "\u7b2c 13 \u6b65"));
	fixture_close(&f);
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "kill", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "anonymous frames. There was no swap. "));
	fixture_at(&f, "four", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "swap."));
	fixture_close(&f);
}

/* hog is in the middle of so many tasks that the log forgets its row. */
static struct story *crowd(int nr)
{
	struct text t = { 0 };
	struct story *s;

	text_puts(&t, "{\"framewalk\": 1, \"title\": \"t\", \"machine\": "
		      "{\"ram\": \"256M\", \"thp\": \"never\"}, "
		      "\"steps\": [{\"do\": [{\"exec\": \"p\"}");
	for (int i = 0; i < nr; i++) {
		if (i == nr / 2)
			text_puts(&t, ", {\"exec\": \"hog\"}");
		text_printf(&t, ", {\"fork\": {\"task\": \"p\", "
				"\"child\": \"k%d\"}}", i);
	}
	text_puts(&t, "]}, {\"do\": [{\"mmap\": {\"task\": \"hog\", "
		      "\"length\": \"180M\", \"as\": \"m\"}}, "
		      "{\"madvise\": {\"task\": \"hog\", \"at\": \"m\", "
		      "\"advice\": \"populate_write\"}}], "
		      "\"show\": {\"views\": [\"oom\"]}}, {\"do\": "
		      "[{\"sysctl\": {\"name\": \"vm.drop_caches\", "
		      "\"value\": 1}}]}]}");
	s = story_of(text_str(&t), "test.json");
	text_free(&t);
	return s;
}

/* Among a thousand tasks the victim keeps its row, and what it was killed for. */
static void test_the_victim_among_many(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, crowd(1100));
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  2 k0 (p)           2 "));
	assert_true(shows(&f, 80, 24, "* ? hog          38"));
	assert_true(shows(&f, 80, 24, " killed \u2502"));
	assert_true(shows(&f, 200, 60, " killed "));
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " most "));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oom_adds_up),
		cmocka_unit_test(test_rows_add_up_in_every_width),
		cmocka_unit_test(test_figures_say_how_they_changed),
		cmocka_unit_test(test_formulas_are_told),
		cmocka_unit_test(test_table_of_the_log_is_whole),
		cmocka_unit_test(test_one_kill_at_a_time),
		cmocka_unit_test(test_ends_and_score_are_told),
		cmocka_unit_test(test_pids_have_a_column),
		cmocka_unit_test(test_victim_is_told),
		cmocka_unit_test(test_swap_then_and_step_are_told),
		cmocka_unit_test(test_the_victim_among_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
