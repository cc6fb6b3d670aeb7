/* Two branches side by side: what has room at which size */
#include "toy_fixture.h"

static int branch_setup(void **state)
{
	struct player *p;

	toy_setup(state);
	p = &((struct player_fixture *)*state)->player;
	press(p, "2 Enter w");
	type(p, "alloc_pages 1");
	press(p, "|");
	return 0;
}

static char *picture_at(struct player *p, int w, int h)
{
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, w, h, true);
	p->scene.settings.message = NULL;
	return picture(p);
}

static void assert_in(const char *shown, const char *words)
{
	if (!strstr(shown, words))
		fail_msg("no '%s' in\n%s", words, shown);
}

/* At 80x24: the figures, and what the lesson looks at below them. */
static void test_figures_and_a_view(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *shown = picture_at(p, 80, 24);

	assert_in(shown, "~ differs | at 2.4                        vs main |");
	assert_in(shown, "| buddy                                | buddy   ");
	assert_in(shown, "blocks     U Unmovable       |  order  blocks");
	free(shown);
}

/* Both values and how they compare, as narrow as it may be. */
static void test_narrow(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *shown = picture_at(p, 60, 16);

	assert_in(shown, "| free frames     28         ~ free frames     26    x 0.9 |");
	free(shown);
}

/* Every size from the least on has both heads. */
static void test_sizes(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	for (int w = 60; w <= 200; w += 7)
		for (int h = 16; h <= 60; h += 4) {
			char *shown = picture_at(p, w, h);

			assert_in(shown, "- main -");
			assert_in(shown, "- b1: alloc_pages 1 -");
			assert_in(shown, "vs main |");
			assert_in(shown, "x 0.9 |");
			free(shown);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_figures_and_a_view,
						branch_setup, player_teardown),
		cmocka_unit_test_setup_teardown(test_narrow, branch_setup,
						player_teardown),
		cmocka_unit_test_setup_teardown(test_sizes, branch_setup,
						player_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
