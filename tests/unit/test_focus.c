/* Hard focus: what the event has nothing to do with is DIM, in every view */
#include "stage_fixture.h"

static void draw_at(struct stage_fixture *f, struct canvas *c, const char *pos,
		    enum focus focus, enum view_id zoom)
{
	fixture_at(f, pos, UNIT_EVENT);
	f->scene.settings.focus = focus;
	f->scene.settings.zoom = zoom;
	fixture_draw(f, c, 80, 24, true);
}

/* The first cell of these words; they must be there. */
static const struct cell *at_words(const struct canvas *c, const char *words)
{
	size_t len = strlen(words);

	for (int y = 0; y < c->h; y++)
		for (int x = 0; x + (int)len <= c->w; x++) {
			size_t i = 0;

			while (i < len && canvas_cell(c, x + (int)i, y)->code ==
						  (uint32_t)words[i])
				i++;
			if (i == len)
				return canvas_cell(c, x, y);
		}
	fail_msg("no \"%s\"", words);
	return NULL;
}

static bool is_dim(const struct canvas *c, const char *words)
{
	return at_words(c, words)->over & OVER_DIM;
}

/* Rows of a touched panel: those of the event and of what changed stay. */
static void test_rows(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	draw_at(&f, &c, "3.5.3", FOCUS_HARD, VIEW_NONE);
	assert_true(is_dim(&c, "M 16"));
	assert_true(is_dim(&c, "M 8"));
	assert_false(is_dim(&c, "> in lists 26"));
	assert_false(is_dim(&c, "6 +1"));
	assert_false(is_dim(&c, "The next request finds"));
	canvas_close(&c);
	draw_at(&f, &c, "3.5.3", FOCUS_SOFT, VIEW_NONE);
	assert_false(is_dim(&c, "M 16"));
	canvas_close(&c);
	/* no event: nothing is out of the focus */
	draw_at(&f, &c, "0", FOCUS_HARD, VIEW_NONE);
	assert_false(is_dim(&c, "4  "));
	canvas_close(&c);
	fixture_close(&f);
}

static void test_areas(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	draw_at(&f, &c, "3.1.9", FOCUS_HARD, VIEW_SPACE);
	assert_true(is_dim(&c, "stack"));
	assert_true(is_dim(&c, "rodata"));
	assert_false(is_dim(&c, "anonymous"));
	canvas_close(&c);
	fixture_close(&f);
}

/* Tables beside each other: the one that is read stays, the others go back. */
static void test_levels(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/07-walk.json");
	draw_at(&f, &c, "4.1.6", FOCUS_HARD, VIEW_WALK);
	assert_true(is_dim(&c, "0x4404"));
	assert_true(is_dim(&c, "440c067"));
	assert_true(at_words(&c, "0x440c")->over & OVER_TOUCHED);
	assert_false(is_dim(&c, "0x440c"));
	canvas_close(&c);
	fixture_close(&f);
}

/* A panel that the event does not touch goes back as a whole. */
static void test_untouched(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	draw_at(&f, &c, "2.5.4", FOCUS_HARD, VIEW_NONE);
	assert_true(is_dim(&c, "inactive_file"));
	assert_true(is_dim(&c, "min"));
	canvas_close(&c);
	fixture_close(&f);
}

/* It takes nothing away: only DIM is added. */
static void compare(struct stage_fixture *f, enum view_id zoom)
{
	struct canvas soft, hard;

	f->scene.settings.zoom = zoom;
	f->scene.settings.focus = FOCUS_SOFT;
	fixture_draw(f, &soft, 80, 24, false);
	f->scene.settings.focus = FOCUS_HARD;
	fixture_draw(f, &hard, 80, 24, false);
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++) {
			const struct cell *a = canvas_cell(&soft, x, y);
			const struct cell *b = canvas_cell(&hard, x, y);

			assert_int_equal(a->code, b->code);
			assert_int_equal(a->role, b->role);
			assert_int_equal(a->over & ~OVER_DIM,
					 b->over & ~OVER_DIM);
		}
	canvas_close(&soft);
	canvas_close(&hard);
}

static void test_only_dims(void **state)
{
	static const char *const places[][2] = {
		{ "traces/05-demand.json", "3.1.9" },
		{ "traces/31-lru.json", "3.1.20" },
		{ "traces/23-page-cache.json", "3.1.20" },
		{ "traces/32-kswapd.json", "2.5.4" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, places[i][0]);
		fixture_at(&f, places[i][1], UNIT_EVENT);
		for (int v = 0; v <= VIEW_NONE; v++)
			compare(&f, (enum view_id)v);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_untouched),
		cmocka_unit_test(test_only_dims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
