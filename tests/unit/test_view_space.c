/* The address-space view: its rows, strips and lens, the sentence of a page */
#include "stage_fixture.h"

#include "mm/task.h"
#include "mm/vma.h"
#include "scenario_fixture.h"
#include "view/search.h"
#include "view/space_plan.h"

/* A wide panel: strips of twice as many cells, and the legend says so. */
static void test_strips_grow(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 33, "area in up to 32 cells"));
	assert_true(shows(&f, 120, 40, "area in up to 64 cells"));
	/* 64 pages, each its cell */
	assert_true(shows(&f, 120, 40, " anonymous  @aaaaaaaaaaaaaaaaaaaaaaaaaa"
				       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "));
	assert_true(shows(&f, 200, 60, "area in up to 128 cells"));
	fixture_close(&f);
}

/* The row below the lens: the sentence about the page, the frame, no more. */
static void page_row_is_alone(struct stage_fixture *f, int w, int h)
{
	struct text row = { 0 };
	struct facts facts;
	struct canvas c;
	struct panel p = { &c, &facts, { 0, 0, w, h }, VIEW_SPACE };
	const char *sentence, *gap, *frame;

	facts_gather(&facts, &f->scene, false);
	canvas_open(&c, w, h, false);
	view_space.draw(&p);
	search_text(&c, (struct rect){ 2, h - 1, w - 2, 1 }, &row);
	while (row.len && strchr(" \n", row.s[row.len - 1]))
		row.s[--row.len] = '\0';
	sentence = text_str(&row);
	gap = strstr(sentence, "  ");
	frame = f->scene.settings.lang == LANG_ZH ? "  页框 0x" : "  frame 0x";
	if (gap) {
		assert_memory_equal(gap, frame, strlen(frame));
		assert_null(strstr(gap + 2, "  "));
	}
	canvas_close(&c);
	text_free(&row);
}

static void page_rows_are_alone(struct stage_fixture *f, int *seen)
{
	if (!f->scene.now->s->tasks)
		return;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		f->scene.settings.lang = (enum lang)lang;
		page_row_is_alone(f, 38, 7);
		page_row_is_alone(f, 40, 11);
		page_row_is_alone(f, 61, 13);
		page_row_is_alone(f, 118, 32);
	}
	++*seen;
}

/* A legend there would read as said of the page. */
static void test_page_row_is_alone(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/09-fork.json",
		"traces/tour.json", NULL,
	};

	(void)state;
	assert_true(fixture_steps(lessons, page_rows_are_alone) > 50);
}

/* What a page was before it changed: as letters if words have no room. */
static void test_page_tells_what_it_was(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 7ffff003f000 & -> a anonymous     "));
	assert_true(shows(&f, 80, 24, "  & copy on write  "));
	assert_true(shows(&f, 120, 40, "* page 7ffff003f000 copy on write -> "
				       "anonymous  frame 0x41a6   "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "* 7ffff003f000 写时复制 -> 匿名页  "));
	fixture_close(&f);
}

/* An area in which pages came has a row before one in which none did. */
static void test_areas_with_news_are_shown(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " 3 of 9 "));
	assert_true(shows(&f, 80, 24, "* 7ffffffde000 stack     ............a "));
	assert_true(shows(&f, 80, 24, "* 00401000     text      f==="));
	assert_false(shows(&f, 80, 24, " bss "));
	fixture_close(&f);
}

/* The column of sizes is as wide as they are. */
static void test_sizes_have_room(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/07-walk.json");
	fixture_at(&f, "16", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 50, 24, " 200000400000 1023.9G anonymous "));
	assert_true(shows(&f, 50, 24, " 7ffffffde000    132K stack "));
	assert_true(shows(&f, 120, 40, " rw-p 1023.9G  anonymous "));
	assert_true(shows(&f, 120, 40, " rw-p    132K  stack "));
	/* and no wider */
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " rw-p  132K  stack "));
	fixture_close(&f);
}

/* Pages of a program that were dropped again have been read once. */
static void test_dropped_pages_are_not_in_memory(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "12", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  o swapped out  - not in memory  "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "  o 已换出  - 不在内存  "));
	fixture_close(&f);
}

/* Rows that are left go to the lens, up to the pages of one table. */
static void test_lens_grows(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "17", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "  lens 7ffff7200000  ...."));
	assert_true(shows(&f, 120, 40, "       7ffff73c0000  aaaa"));
	assert_false(shows(&f, 120, 40, " 7ffff7400000 "));
	/* the edge of what was given back, and the rest of its row */
	assert_true(shows(&f, 120, 40, " 7ffff7340000  ........................"
				       ".................................aaaaa"
				       "aa "));
	assert_true(shows(&f, 80, 24, "  lens 7ffff7360000  ...."));
	assert_false(shows(&f, 80, 24, " 7ffff7380000 "));
	fixture_close(&f);
	/* where no area is, there is nothing to show more of */
	fixture_open(&f, "traces/06-faults.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 200, 60, "  lens 000000000000  ////"));
	assert_false(shows(&f, 200, 60, " 000000040000 "));
	fixture_close(&f);
}

/* The page of the event stands in the lens, at whatever size. */
static void test_lens_holds_its_page(void **state)
{
	const vaddr_t page = 0x7ffff7378000;
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "17", UNIT_STEP);
	/* from 172 columns on a cell of the strip begins there, too */
	for (int w = 60; w < 172; w += 8) {
		for (int h = 24; h <= 70; h += 2) {
			struct canvas c;
			int found = 0;

			fixture_draw(&f, &c, w, h, false);
			for (size_t i = 0; i < c.nr_marks; i++)
				found += c.marks[i].kind == OBJ_PAGE &&
					 c.marks[i].id == page;
			assert_int_equal(found, 1);
			canvas_close(&c);
		}
	}
	fixture_close(&f);
}

enum { MANY = 300 };

/* Areas that cannot be joined: every second one is read-only. */
static struct story *many_areas(void)
{
	struct text t = { 0 };
	struct story *story;

	text_puts(&t, "{\"framewalk\": 1, \"title\": \"t\", \"machine\": "
		  "{\"ram\": \"16M\"}, \"steps\": [{\"do\": [{\"exec\": "
		  "\"demo\"}");
	for (int i = 0; i < MANY; i++)
		text_printf(&t, ", {\"mmap\": {\"length\": \"4K\", "
			    "\"prot\": \"%s\"}}", i & 1 ? "r" : "rw");
	text_puts(&t, "]}]}");
	story = story_of(text_str(&t), "t.json");
	text_free(&t);
	return story;
}

/* Every area can be scrolled to, however many there are, none is passed over. */
static void test_scrolled(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	struct space sp;
	struct canvas c;
	handle_t v;

	(void)state;
	fixture_start(&f, many_areas());
	fixture_at(&f, "1", UNIT_STEP);
	canvas_open(&c, 80, 24, true);
	facts_gather(&facts, &f.scene, false);
	v = vma_first(facts.now, task_at(facts.now, facts.task)->mm);
	for (int skip = 1000; skip > 0; skip -= skip > MANY ? 700 : 1) {
		struct panel p = { &c, &facts, { 0, 0, 80, 14 }, VIEW_SPACE };

		f.scene.settings.scroll[VIEW_SPACE] = skip;
		assert_true(space_plan(&p, &sp));
		assert_true(sp.nr_areas > MANY);
		if (skip >= sp.nr_areas - sp.nr_shown) {
			assert_int_equal(sp.shown[sp.nr_shown - 1].vma, v);
			continue;
		}
		v = vma_next(facts.now, v);
		for (int i = sp.nr_shown - 1, at = (int)v; i >= 0; i--) {
			assert_int_equal(sp.shown[i].vma, at);
			at = (int)vma_next(facts.now, (handle_t)at);
		}
	}
	canvas_close(&c);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strips_grow),
		cmocka_unit_test(test_page_row_is_alone),
		cmocka_unit_test(test_page_tells_what_it_was),
		cmocka_unit_test(test_areas_with_news_are_shown),
		cmocka_unit_test(test_sizes_have_room),
		cmocka_unit_test(test_dropped_pages_are_not_in_memory),
		cmocka_unit_test(test_lens_grows),
		cmocka_unit_test(test_lens_holds_its_page),
		cmocka_unit_test(test_scrolled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
