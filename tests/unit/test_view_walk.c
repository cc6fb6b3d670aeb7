/* The walk view: the letters of its entries, and what an entry was */
#include "stage_fixture.h"

#include "base/text.h"
#include "view/inspect.h"

/* A letter of the entries that are there has its words, whatever else goes. */
static void test_walk_tells_its_letters(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 200, 60 }, { 60, 24 },
		      { 40, 24 } };
	static const char *const drawn[] = {
		"P present", "W write", "U user", "A accessed", "D dirty",
		"X no-execute", "S special",
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_WALK;
	fixture_at(&f, "4", UNIT_STEP);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (size_t n = 0; n < sizeof(drawn) / sizeof(drawn[0]); n++)
			assert_true(shows(&f, sizes[i].w, sizes[i].h,
					  drawn[n]));
	/* one row is left: what is not on the picture has none */
	assert_true(shows(&f, 80, 24, "CR3 0x4404 "));
	assert_false(shows(&f, 80, 24, "g global"));
	assert_true(shows(&f, 120, 40, "s soft-dirty  g global  h huge "));
	/* two are needed: CR3 gives way */
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "s soft-dirty "));
	assert_true(shows(&f, 80, 24, "\n│  S special  g global  h huge "));
	assert_false(shows(&f, 80, 24, "CR3 "));
	fixture_close(&f);
}

/* The bits of the entry before, beside those that it has now. */
static void test_walk_tells_what_the_entry_was(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, " Xs---DAUWP was X-S---AU-P "));
	assert_true(shows(&f, 80, 24, "| frame 0xffc7 | bits 0x867 "));
	assert_true(shows(&f, 60, 18, "frame 0xffc7+000   "));
	assert_true(shows(&f, 60, 18, "was X-S---AU-P"));
	assert_false(shows(&f, 40, 18, "was "));
	f.scene.before = f.scene.now;
	assert_true(shows(&f, 80, 24, " Xs---DAUWP   "));
	assert_false(shows(&f, 80, 24, "was "));
	fixture_close(&f);
}

/* A page that is out: its entry is not empty, and its bits are no rights. */
static void test_swap_entry_is_told(void **state)
{
	struct text title = { 0 }, lines = { 0 };
	struct stage_fixture f;
	struct facts facts;
	struct mark mark = { .kind = OBJ_PAGE };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, "slot 0:8 of the swap area"));
	assert_true(shows(&f, 80, 24, " o 0:8 "));
	assert_true(shows(&f, 40, 24, " o 0:8 "));
	/* what the low bits are, in as many words as there is room for */
	assert_true(shows(&f, 80, 24, "= area 0 | slot 8 inverted | 8 own, "
				      "2 soft-dirty "));
	assert_true(shows(&f, 120, 40, "| 8 exclusive: no other task shares "
				       "the page, 2 soft-dirty "));
	assert_false(shows(&f, 80, 24, "the PTE is 0"));
	facts_gather(&facts, &f.scene, false);
	mark.id = facts.address;
	mark.sub = facts.task;
	assert_true(inspect_tell(&facts, &mark, &title, &lines));
	assert_non_null(strstr(text_str(&lines), "   o 0:8\n"));
	assert_non_null(strstr(text_str(&lines),
			       "read now   major fault, it comes back from its"));
	text_free(&title);
	text_free(&lines);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk_tells_its_letters),
		cmocka_unit_test(test_walk_tells_what_the_entry_was),
		cmocka_unit_test(test_swap_entry_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
