/* Two branches side by side: what has room at which size */
#include "toy_fixture.h"

#include "view/beside.h"
#include "view/kinds.h"

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
	assert_in(shown, "order  blocks       U Unmovable     |  order  blocks");
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

/* A lesson with a task, at its step 5, with this what-if beside it. */
static struct player_fixture *lesson_beside(const char *what_if)
{
	static char scenario[1 << 17];
	FILE *file = fopen("traces/05-demand.json", "r");
	struct player_fixture *f;
	size_t len;

	assert_non_null(file);
	len = fread(scenario, 1, sizeof(scenario) - 1, file);
	fclose(file);
	scenario[len] = '\0';
	f = player_fixture_open(scenario);
	canvas_close(&f->player.canvas);
	canvas_open(&f->player.canvas, 120, 40, true);
	press(&f->player, "5 Enter w");
	type(&f->player, what_if);
	press(&f->player, "|");
	return f;
}

/* The number behind "NAME: BRANCH " of a figure; 0 = it is not shown. */
static long figure(const char *said, const char *name, const char *branch)
{
	const char *line = strstr(said, name);
	const char *at = line ? strstr(line, branch) : NULL;

	return at ? strtol(at + strlen(branch), NULL, 10) : 0;
}

/* What free frames turned into stands in the other rows: they sum up. */
static void test_rows_of_frames_are_all(void **state)
{
	static const char *const rows[] = {
		"free frames:", "per-CPU lists:", "anonymous:", "file pages:",
		"shared memory:", "page tables:", "other frames:",
	};
	struct player_fixture *f = lesson_beside("fork task=demo child=kid");
	struct text said = { 0 };
	long left = 0, right = 0;
	struct facts facts;

	(void)state;
	facts_gather(&facts, &f->player.scene, true);
	beside_say(&facts, &said);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		left += figure(text_str(&said), rows[i], "main ");
		right += figure(text_str(&said), rows[i], "b1 ");
	}
	assert_true(figure(text_str(&said), "free frames:", "main ") !=
		    figure(text_str(&said), "free frames:", "b1 "));
	assert_true(figure(text_str(&said), "per-CPU lists:", "main ") > 0);
	assert_int_equal(left, right);
	assert_int_equal(left, managed_frames(facts.now));
	text_free(&said);
	player_fixture_close(f);
}

/* One has a task more: it has its row on the other side, too. */
static void test_tasks_stand_side_by_side(void **state)
{
	struct player_fixture *f = lesson_beside("fork task=demo child=kid");
	char *shown;

	(void)state;
	press(&f->player, "F2");
	shown = picture(&f->player);
	assert_in(shown, "  2 kid (demo) this side has no such task ");
	assert_in(shown, "  2 kid (demo) RSS 12K ");
	free(shown);
	press(&f->player, ":");
	type(&f->player, "view oom");
	shown = picture(&f->player);
	assert_in(shown, "  2 kid (demo)     this side has no such task ");
	assert_in(shown, "  2 kid (demo)    101      3 ");
	free(shown);
	press(&f->player, "F3");	/* both of the task that is walked */
	shown = picture(&f->player);
	assert_in(shown, "address space - 1 demo, pid 100 -");
	free(shown);
	player_fixture_close(f);
}

/* The addresses of the rows of one half; nothing where there is none. */
static void starts_of(const char *row, char out[17])
{
	size_t len = strspn(row + 2, "0123456789abcdef");

	snprintf(out, 17, "%.*s", len >= 8 ? (int)len : 0, row + 2);
}

/* One has an area more: the rows of both halves begin alike. */
static void test_areas_stand_side_by_side(void **state)
{
	struct player_fixture *f = lesson_beside("mmap task=demo length=64K");
	char *shown, left[17], right[17];
	int rows = 0;

	(void)state;
	press(&f->player, "F3");
	shown = picture(&f->player);
	for (char *row = shown; *row; row = strchr(row, '\n') + 1) {
		if (row[0] != '|' || strlen(row) < 120)
			continue;
		starts_of(row + 1, left);
		starts_of(row + 60, right);
		if (!left[0] && !right[0])
			continue;
		assert_string_equal(left, right);
		rows++;
	}
	assert_true(rows > 10);
	assert_in(shown, "7ffff7fe9000            no area here ");
	assert_in(shown, "7ffff7fe9000 rw-p   64K anonymous ....");
	free(shown);
	player_fixture_close(f);
}

/* Where room is short the figures that differ stay, and the view has its. */
static void test_same_figures_give_way(void **state)
{
	struct player_fixture *f = lesson_beside("sleep 1");
	char *shown = picture_at(&f->player, 80, 22);

	(void)state;
	assert_in(shown, "at 5.1, rest the same      ~ differs |");
	assert_in(shown, "| free frames ");
	assert_null(strstr(shown, "| faults "));
	assert_in(shown, "| address space ");
	free(shown);
	shown = picture_at(&f->player, 120, 40);
	assert_null(strstr(shown, "rest the same"));
	assert_in(shown, "| faults ");
	free(shown);
	player_fixture_close(f);
	f = lesson_beside("fork task=demo child=kid");
	shown = picture_at(&f->player, 80, 22);
	assert_in(shown, "~ free frames ");
	assert_in(shown, "~ page tables ");
	free(shown);
	player_fixture_close(f);
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
		cmocka_unit_test(test_rows_of_frames_are_all),
		cmocka_unit_test(test_tasks_stand_side_by_side),
		cmocka_unit_test(test_areas_stand_side_by_side),
		cmocka_unit_test(test_same_figures_give_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
