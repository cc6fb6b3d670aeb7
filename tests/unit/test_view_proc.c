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

/* What the walk beside it counts is more: the line says what it leaves out. */
static void test_tables_are_told_apart(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "16", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "16 tables below, 64 kB"));
	assert_true(shows(&f, 120, 40, " 56 kB  PTE and PMD tables only "));
	assert_true(shows(&f, 200, 60, " 56 kB  PTE and PMD tables only "));
	assert_true(shows(&f, 80, 24, " 56 kB  PTE, PMD "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 120, 40, " 56 kB  只算 PTE、PMD 表 "));
	fixture_close(&f);
	/* no table is there: nothing is left out */
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "0", UNIT_STEP);
	assert_false(shows(&f, 200, 60, "tables only"));
	fixture_close(&f);
}

/* free(1): what is not whole in its columns is told below them, and what adds
 * up; with more room only `shared` goes. */
static void test_free_adds_up(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " total  used   free ... "));
	assert_true(shows(&f, 80, 24, " total = used + available 387704 "));
	assert_true(shows(&f, 80, 24, " buff/cache 65708 +65648   shared 0"));
	assert_true(shows(&f, 120, 40, " total = used + available 387704 "));
	assert_true(shows(&f, 120, 40, " used counts free but kept memory "));
	assert_false(shows(&f, 120, 40, " buff/cache 65708 "));
	assert_true(shows(&f, 200, 60, " total = used + available 387704 "));
	f.scene.settings.zoom = VIEW_PROC;
	assert_true(shows(&f, 48, 24, " total  used   free buff/cache "));
	assert_true(shows(&f, 42, 24, " total  used   free buff/cache "));
	assert_true(shows(&f, 80, 24, "shared"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, " used：含空闲但要留下的 "));
	fixture_close(&f);
	/* another file has no such sum */
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "16", UNIT_STEP);
	assert_false(shows(&f, 200, 60, "total = used"));
	fixture_close(&f);
}

/*
 * A line of several figures has their changes below it, as others have theirs
 * beside it; no column goes for that but one that is told below.
 */
static void test_changes_of_a_row_of_figures(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "      +71080     -131560             "
				      "     +65648      -71080 "));
	assert_true(shows(&f, 80, 24, " available 387704 -71080 "));
	assert_true(shows(&f, 62, 24, " +71080 -131560             +65648     "
				      "-71080"));
	/* with its change it stands below: no other figure goes without one */
	assert_true(shows(&f, 52, 24, "free shared buff/cache  "));
	assert_true(shows(&f, 52, 24, " +71080 -131560            +65648 "));
	assert_true(shows(&f, 52, 24, " available 387704 -71080 "));
	assert_false(shows(&f, 46, 24, "-131560"));
	f.scene.settings.zoom = VIEW_NONE;
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " -72744 +133224            -65648 "));
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " +63428 -63484 +65536     +65648 "));
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "1", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "-131560"));
	fixture_close(&f);
}

/* What the step tells of the daemon and the program is on the picture. */
static void test_who_reclaimed_is_seen(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 60 } };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/32-kswapd-m256.json");
	fixture_at(&f, "stream", UNIT_STEP);
	for (size_t i = 0; i < 3; i++) {
		int w = sizes[i][0], h = sizes[i][1];

		assert_true(shows(&f, w, h, "* pgsteal_kswapd "));
		assert_true(shows(&f, w, h, "* pgsteal_file "));
		assert_true(shows(&f, w, h, "* pageoutrun "));
		assert_true(shows(&f, w, h, "request of reader "));
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dim_behind_news),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_tables_are_told_apart),
		cmocka_unit_test(test_free_adds_up),
		cmocka_unit_test(test_who_reclaimed_is_seen),
		cmocka_unit_test(test_changes_of_a_row_of_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
