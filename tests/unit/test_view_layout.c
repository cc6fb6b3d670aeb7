/* Where panels lie on the stage, and cells on a strip */
#include "stage_fixture.h"

#include "view/layout.h"
#include "view/strip.h"

static void test_strip_covers_all_pages(void **state)
{
	(void)state;
	for (uint64_t pages = 1; pages < 5000; pages = pages * 3 + 1) {
		int cells = pages < 32 ? (int)pages : 32;

		assert_int_equal(strip_first(pages, cells, 0), 0);
		assert_int_equal(strip_first(pages, cells, cells), pages);
		for (int i = 0; i < cells; i++)
			assert_true(strip_first(pages, cells, i) <
				    strip_first(pages, cells, i + 1));
	}
}

/* What goes first, what never does. */
static void test_layout_drops_the_lightest(void **state)
{
	static const enum view_id wanted[] = { VIEW_PROC, VIEW_SPACE, VIEW_WALK,
					       VIEW_BUDDY, VIEW_FRAMES };
	struct layout l;
	bool proc;

	(void)state;
	layout_plan(&l, 80, 24, wanted, 5, 0, VIEW_NONE, 0);
	assert_true(l.boxed && l.nr >= 3);
	assert_int_equal(l.places[l.nr - 1].id, VIEW_STORY);
	proc = false;
	for (int i = 0; i < l.nr; i++)
		proc |= l.places[i].id == VIEW_PROC;
	assert_false(proc);
	/* touched by the event: it stays */
	layout_plan(&l, 80, 24, wanted, 5, 1u << VIEW_PROC, VIEW_NONE, 0);
	proc = false;
	for (int i = 0; i < l.nr; i++)
		proc |= l.places[i].id == VIEW_PROC;
	assert_true(proc);
	layout_plan(&l, 44, 13, wanted, 5, 1u << VIEW_WALK, VIEW_NONE, 0);
	assert_false(l.boxed);
	assert_int_equal(l.places[0].id, VIEW_WALK);
	layout_plan(&l, 80, 24, wanted, 5, 0, VIEW_BUDDY, 0);
	assert_int_equal(l.nr, 2);
	assert_int_equal(l.places[0].id, VIEW_BUDDY);
}

/* Boxes of a layout lie on the stage and share nothing but their lines. */
static void test_layout_fills_the_stage(void **state)
{
	static const enum view_id wanted[] = { VIEW_SPACE, VIEW_WALK,
					       VIEW_BUDDY, VIEW_FRAMES };

	(void)state;
	for (int w = 40; w <= 220; w += 9) {
		for (int h = LEAST_BOXED_H; h <= 70; h += 3) {
			struct layout l;

			layout_plan(&l, w, h, wanted, 4, 0, VIEW_NONE, 0);
			for (int i = 0; i < l.nr; i++) {
				struct rect a = l.places[i].box;

				assert_true(a.x >= 0 && a.y >= l.title);
				assert_true(a.x + a.w <= w);
				assert_true(a.y + a.h <= h - 2);
				a.w--, a.h--;
				for (int k = 0; k < i; k++) {
					struct rect b = l.places[k].box;

					b.w--, b.h--;
					assert_int_equal(rect_meet(a, b).w *
							 rect_meet(a, b).h, 0);
				}
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strip_covers_all_pages),
		cmocka_unit_test(test_layout_drops_the_lightest),
		cmocka_unit_test(test_layout_fills_the_stage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
