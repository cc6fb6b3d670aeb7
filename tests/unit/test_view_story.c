/*
 * The panel of the story: the reason under the newest event, how it is cut,
 * and what stands there when nothing was heard.
 */
#include "stage_fixture.h"

#include <inttypes.h>

#include "base/text.h"
#include "view/layout.h"
#include "view/refusal.h"
#include "view/why.h"

/* After a step, with one panel above the story. */
static void picture_at(const char *path, const char *pos, enum view_id above,
		       enum lang lang, struct text *out)
{
	struct stage_fixture f;
	struct canvas c;

	fixture_open(&f, path);
	f.scene.settings.zoom = above;
	f.scene.settings.lang = lang;
	fixture_at(&f, pos, UNIT_STEP);
	fixture_draw(&f, &c, 80, 24, false);
	text_reset(out);
	canvas_print(&c, out);
	canvas_close(&c);
	fixture_close(&f);
}

static void assert_shows(const struct text *picture, const char *words)
{
	if (!strstr(text_str(picture), words))
		fail_msg("no '%s' in\n%s", words, text_str(picture));
}

static void test_reason_before_blank_row(void **state)
{
	struct text t = { 0 };

	(void)state;
	/* the second row of a reason: there is no blank one below it */
	picture_at("traces/13-buddy.json", "8", VIEW_BUDDY, LANG_EN, &t);
	assert_shows(&t, "order 1 was the smallest order with  ");
	assert_shows(&t, "a free block; its low end is given");
	/* nothing but one row is left for it */
	picture_at("traces/32-kswapd.json", "7", VIEW_LRU, LANG_EN, &t);
	assert_shows(&t, "it stayed ...");
	text_free(&t);
}

/* A row less than 80x24, as tmux leaves it, and fewer: the reason goes last. */
static void test_reason_on_a_low_stage(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "2.1.3", UNIT_STEP);
	for (int h = LEAST_BOXED_H; h < 24; h++) {
		assert_true(shows(&f, 80, h, "│> 2.1.3  buddy_split "));
		assert_true(shows(&f, 80, h, "│  why  order 0 is wanted "));
		assert_true(shows(&f, 80, h, "│  One frame is wanted"));
		assert_true(shows(&f, 80, h, "│  time the upper half "));
		assert_true(shows(&f, 100, h, "│  why  order 0 is wanted "));
	}
	/* to its end where there are rows for it, the narration too */
	assert_true(shows(&f, 80, 22, "│       not needed "));
	assert_true(shows(&f, 80, 20, "│  ours, and five smaller blocks "));
	fixture_at(&f, "3.2.2", UNIT_STEP);
	assert_true(shows(&f, 80, 22, "│  why  order 0 is wanted "));
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 20, "│  why  order 0 is wanted "));
	fixture_close(&f);
}

static void test_reason_says_where_it_is_from(void **state)
{
	struct text t = { 0 };

	(void)state;
	picture_at("traces/13-buddy.json", "8", VIEW_BUDDY, LANG_EN, &t);
	assert_shows(&t, "why  8.1.3  mm_page_alloc_zone_locked  order 1 was");
	/* the last of three requests was served by another rule; where both
	 * have no room the reason is cut */
	picture_at("traces/13-buddy.json", "11", VIEW_BUDDY, LANG_EN, &t);
	assert_shows(&t, "why  mm_page_alloc_zone_locked  the list of order 0 "
			 "had a block: its ... ");
	/* its place is not worth a row of its own */
	picture_at("tests/golden/task.json", "8", VIEW_STORY, LANG_EN, &t);
	assert_shows(&t, "why  pgtable_free  no area is left in all that this "
			 "table could map ");
	/* the last operation decided nothing, one that did the same before did */
	picture_at("traces/tour.json", "7", VIEW_STORY, LANG_EN, &t);
	assert_shows(&t, "why  7.96.2  page_cache_ra  the read goes on");
	text_free(&t);
}

/* The row of a reason in a picture; NULL = it has none. */
static const char *why_row(const struct text *picture, const char *word)
{
	const char *row = strstr(text_str(picture), word);

	return row && row[strlen(word)] == ' ' ? row : NULL;
}

/* At each step of a lesson: a reason that is another event's has its name. */
static int reasons_named(const char *path, int w, int h, enum lang lang)
{
	const char *word = lang == LANG_ZH ? "│  原因" : "│  why ";
	struct stage_fixture f;
	int named = 0;

	fixture_open(&f, path);
	f.scene.settings.lang = lang;
	for (uint32_t i = 1; i <= timeline_nr_steps(f.timeline); i++) {
		struct text t = { 0 };
		struct facts facts;
		struct reason r;
		struct canvas c;
		const char *row;
		char pos[16];

		snprintf(pos, sizeof(pos), "%u", i);
		fixture_at(&f, pos, UNIT_STEP);
		facts_gather(&facts, &f.scene, false);
		r = why_choose(&facts);
		fixture_draw(&f, &c, w, h, false);
		canvas_print(&c, &t);
		canvas_close(&c);
		row = why_row(&t, word);
		if (row && r.event && r.event != facts.event &&
		    !refusal_untold(&facts, r)) {
			const char *name = event_types[r.event->id].name;
			const char *found = strstr(row, name);

			if (!found || found > strchr(row, '\n'))
				fail_msg("%s %s: no %s in\n%s", path, pos, name,
					 text_str(&t));
			named++;
		}
		text_free(&t);
	}
	fixture_close(&f);
	return named;
}

static void test_reason_of_another_event_is_named(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/13-buddy.json", "traces/23-page-cache.json",
	};
	static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 60 } };
	int named = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lessons) / sizeof(lessons[0]); i++)
		for (size_t s = 0; s < 3; s++)
			for (int lang = 0; lang < NR_LANGS; lang++)
				named += reasons_named(lessons[i], sizes[s][0],
						       sizes[s][1],
						       (enum lang)lang);
	assert_true(named > 40);
}

static void test_no_event(void **state)
{
	struct text t = { 0 };

	(void)state;
	picture_at("traces/39-oom.json", "5", VIEW_OOM, LANG_EN, &t);
	assert_shows(&t, "\u2502  echo 700 > /proc/100/oom_score_adj   no event ");
	picture_at("traces/39-oom.json", "7", VIEW_OOM, LANG_ZH, &t);
	assert_shows(&t, "echo -16 > /proc/101/oom_adj   没有事件 ");
	text_free(&t);
}

static void test_burst_is_counted(void **state)
{
	struct text t = { 0 };

	(void)state;
	/* rare among thousands, and what decided */
	picture_at("traces/32-kswapd.json", "3", VIEW_STORY, LANG_EN, &t);
	assert_shows(&t, "│  mm_page_alloc_extfrag x 2   mm_page_alloc_zone");
	assert_shows(&t, "buddy_split x 1089   zone_watermark_ok x 1108   "
			 "mm_page_alloc x 1108  ");
	assert_null(strstr(text_str(&t), "kinds"));
	/* what there is no room for is counted too */
	picture_at("traces/32-kswapd.json", "10", VIEW_NONE, LANG_EN, &t);
	assert_shows(&t, "│  zone_watermark_fail x 1   "
			 "mm_vmscan_wakeup_kswapd x 1   + 15 kinds  ");
	picture_at("traces/32-kswapd.json", "10", VIEW_NONE, LANG_ZH, &t);
	assert_shows(&t, "   + 10 种  ");
	text_free(&t);
}

static int64_t free_pages(const struct machine *m)
{
	int64_t nr = 0;

	for (unsigned z = 0; z < m->s->nr_zones; z++)
		nr += (int64_t)m->s->zone[z].nr_free;
	return nr;
}

/* Without per-CPU lists what left and came is what is free less, and more. */
static void pages_are_those_that_moved(struct stage_fixture *f, int *blocks)
{
	const struct summary *b = &f->between;
	uint64_t left = b->pages[EV_mm_page_alloc];
	struct text words = { 0 };

	assert_int_equal((int64_t)b->pages[EV_mm_page_free] - (int64_t)left,
			 free_pages(f->scene.now) -
				 free_pages(f->scene.before));
	if (left == b->count[EV_mm_page_alloc] || b->nr < 65)
		return;
	text_printf(&words, "mm_page_alloc x %" PRIu64 " (%" PRIu64 " pages)",
		    b->count[EV_mm_page_alloc], left);
	assert_true(shows(f, 160, 40, text_str(&words)));
	text_free(&words);
	++*blocks;
}

/* An event of a block counts as one and tells of many pages. */
static void test_burst_counts_pages(void **state)
{
	static const char *const lessons[] = {
		"traces/17-watermarks.json", "traces/13-buddy.json", NULL,
	};
	struct text t = { 0 };

	(void)state;
	assert_true(fixture_steps(lessons, pages_are_those_that_moved) > 0);
	picture_at("traces/17-watermarks.json", "fill", VIEW_STORY, LANG_ZH,
		   &t);
	assert_shows(&t, "mm_page_alloc x 1543（112027 页）");
	/* one page each: nothing to tell */
	picture_at("traces/05-demand.json", "17", VIEW_STORY, LANG_EN, &t);
	assert_shows(&t, "mm_page_free x 1024   ");
	text_free(&t);
}

/* Each word of the narration stands whole on one of the story's pages. */
static void assert_all_is_read(struct stage_fixture *f, int w, int h)
{
	const struct step_detail *d =
		step_detail(f->story, f->scene.pos.step);
	struct text pages = { 0 };
	char say[2048], *word, *rest;

	f->scene.settings.focused = VIEW_STORY;
	for (int page = 0; page < 12; page++) {
		struct canvas c;

		f->scene.settings.scroll[VIEW_STORY] = page * SCROLL_ROWS;
		fixture_draw(f, &c, w, h, false);
		canvas_print(&c, &pages);
		canvas_close(&c);
	}
	snprintf(say, sizeof(say), "%s", words_in(&d->say, LANG_EN));
	for (word = strtok_r(say, " \n", &rest); word;
	     word = strtok_r(NULL, " \n", &rest))
		assert_shows(&pages, word);
	text_free(&pages);
}

static void test_narration_is_read_to_its_end(void **state)
{
	static const char *const long_ones[] = { "3", "10" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct stage_fixture f;

		fixture_open(&f, "traces/tour.json");
		fixture_at(&f, long_ones[i], UNIT_STEP);
		assert_all_is_read(&f, 80, 24);
		assert_all_is_read(&f, 80, 23);
		assert_all_is_read(&f, 40, 12);
		fixture_close(&f);
	}
}

/* The events carry the positions that --at and the prompt take, at any width. */
static void test_one_notation(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "9.2.3", UNIT_EVENT);
	for (int w = 60; w <= 200; w += 20) {
		struct text t = { 0 };
		struct canvas c;

		fixture_draw(&f, &c, w, 30, false);
		canvas_print(&c, &t);
		canvas_close(&c);
		assert_shows(&t, "> 9.2.3  ");
		assert_shows(&t, " event 9.2.3 ");
		text_free(&t);
	}
	fixture_close(&f);
}

/* The event shown is that of the place, or the title says that it has none. */
static void event_is_of_the_place(struct stage_fixture *f, int *silent)
{
	const struct summary *b = &f->between;
	struct pos pos = f->scene.pos;
	struct text none = { 0 };

	if (!b->nr_last || !pos.op)
		return;
	text_puts(&none, ", none at ");
	timeline_print_pos(f->timeline, pos, &none);
	text_puts(&none, " ");
	if (b->at[b->nr_last - 1].op + 1 == pos.op) {
		assert_false(shows(f, 80, 24, text_str(&none)));
	} else {
		assert_true(shows(f, 80, 24, text_str(&none)));
		++*silent;
	}
	text_free(&none);
}

static void test_place_without_event(void **state)
{
	static const char *const lessons[] = {
		"traces/06-faults.json", "traces/23-page-cache.json",
		"traces/32-kswapd.json", "traces/tour.json", NULL,
	};
	struct stage_fixture f;
	struct text words = { 0 };

	(void)state;
	assert_true(fixture_steps(lessons, event_is_of_the_place) > 0);
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.lang = LANG_ZH;
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " 34810 个事件，9.1449 没有 "));
	stage_text(&f.scene, &words);
	assert_shows(&words, "   事件 34810，9.1449 没有   ");
	text_free(&words);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_place_without_event),
		cmocka_unit_test(test_reason_before_blank_row),
		cmocka_unit_test(test_reason_on_a_low_stage),
		cmocka_unit_test(test_reason_says_where_it_is_from),
		cmocka_unit_test(test_reason_of_another_event_is_named),
		cmocka_unit_test(test_no_event),
		cmocka_unit_test(test_burst_is_counted),
		cmocka_unit_test(test_burst_counts_pages),
		cmocka_unit_test(test_narration_is_read_to_its_end),
		cmocka_unit_test(test_one_notation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
