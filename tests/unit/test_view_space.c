/* The address-space view: how many cells strips and lens have */
#include "stage_fixture.h"

#include "mm/task.h"
#include "mm/vma.h"
#include "scenario_fixture.h"
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

/* Letters that have no room below the areas go on behind the page. */
static void test_legend_goes_on(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/06-faults.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "end", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\n│  & copy on write  - not read  = cached, "
				      "not mapped  # no access  f file "));
	assert_true(shows(&f, 80, 24, "\n│  page 7ffff7fb9000 anonymous  frame "
				      "0xffc7   r reserved  / no address "));
	/* once in all where there are rows */
	assert_true(shows(&f, 80, 40, "\n│  r reserved  / no address  . nothing  "));
	assert_true(shows(&f, 80, 40, "anonymous  frame 0xffc7    "));
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
		cmocka_unit_test(test_legend_goes_on),
		cmocka_unit_test(test_lens_grows),
		cmocka_unit_test(test_lens_holds_its_page),
		cmocka_unit_test(test_scrolled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
