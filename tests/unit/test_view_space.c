/* The address-space view: how many cells strips and lens have */
#include "stage_fixture.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strips_grow),
		cmocka_unit_test(test_lens_grows),
		cmocka_unit_test(test_lens_holds_its_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
