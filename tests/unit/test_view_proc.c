/* The proc view: what recedes, and what is told beside a changed line */
#include "stage_fixture.h"

/* Lines of /proc in the picture that are drawn in this role. */
static int lines_in(struct stage_fixture *f, enum role role)
{
	struct canvas c;
	int nr = 0;

	fixture_draw(f, &c, 80, 24, false);
	for (size_t i = 0; i < c.nr_marks; i++)
		nr += c.marks[i].kind == OBJ_LINE &&
		      canvas_cell(&c, c.marks[i].x, c.marks[i].y)->role == role;
	canvas_close(&c);
	return nr;
}

/* Lines are dim only beside one that is not. */
static void test_dim_behind_news(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(lines_in(&f, ROLE_DIM) > 0);
	assert_true(lines_in(&f, ROLE_TEXT) > 0);
	/* reading again: no line changes */
	fixture_at(&f, "18", UNIT_STEP);
	assert_int_equal(lines_in(&f, ROLE_DIM), 0);
	assert_true(lines_in(&f, ROLE_TEXT) > 12);
	fixture_close(&f);
}

/* What moved a figure stands beside it, in line, where there is room. */
static void test_causes(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "-256     64 x taken out of the page "
				      "table "));
	assert_true(shows(&f, 40, 24, "-256 "));
	assert_false(shows(&f, 40, 24, "64 x"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dim_behind_news),
		cmocka_unit_test(test_causes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
