/* What the buddy view says of a split, of numbers and of types */
#include "stage_fixture.h"

/* While a block is halved the title says how far the request has come. */
static void test_split_has_its_place(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_open(&f, "traces/13-buddy-m16.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	for (unsigned i = 1; i <= 8; i++) {
		char pos[32], words[32];

		snprintf(pos, sizeof(pos), "2.1.buddy_split#%u", i);
		snprintf(words, sizeof(words), " split %u of 8 ", i);
		fixture_at(&f, pos, i % 2 ? UNIT_STEP : UNIT_EVENT);
		assert_true(shows(&f, 80, 24, words));
	}
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n* split 8 of 8\n"));
	text_free(&lines);
	/* done: how much is free counts again */
	fixture_at(&f, "2.1.mm_page_alloc", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, " split "));
	assert_true(shows(&f, 80, 24, " 3839 free "));
	fixture_close(&f);
	/* the second request splits a smaller block: its own count */
	fixture_open(&f, "traces/13-buddy.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "3.2.buddy_split", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " split 1 of 1 "));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split_has_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
