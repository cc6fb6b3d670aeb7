/* The gauge of the status line: a tick where a chapter begins */
#include "player_fixture.h"

#define STEP(n) "{\"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"" n "\"}}]}"

static const char four_steps[] = TOY_MACHINE
	"  \"chapters\": [\n"
	"    {\"title\": \"A\", \"steps\": [{\"try\": {\"name\": \"late\",\n"
	"      \"title\": \"T\", \"steps\": [{\"do\": {\"alloc_pages\": 1}}]},\n"
	"      \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}]},"
	STEP("b") "]},\n"
	"    {\"title\": \"B\", \"steps\": [" STEP("c") "]},\n"
	"    {\"title\": \"C\", \"steps\": [" STEP("d") "]}]}\n";

static int setup(void **state)
{
	*state = player_fixture_open(four_steps);
	return 0;
}

static void stand(struct player *p, const char *keys, int w, int h, bool ascii)
{
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, w, h, ascii);
	press(p, keys);
}

/* Chapters begin after steps 0, 2 and 3 of 4: the first where the gauge does. */
static void test_ticks(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	stand(p, "g", 80, 24, true);
	assert_shows(p, " 0   ------|--|--   ");
	press(p, "PgDn");
	assert_shows(p, "   ###---|--|--   ");
	press(p, "PgDn");
	assert_shows(p, "   ######|--|--   ");
	press(p, "PgDn");
	assert_shows(p, "   ######|##|--   ");
	stand(p, "G", 120, 40, false);
	assert_shows(p, "   ▮▮▮▮▮▮▮▮▮▮▮│▮▮▮▮│▮▮▮▮▮   ");
}

/* What was reached is lighter than what lies ahead. */
static void test_reached(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct canvas *c = &p->canvas;
	int x = 0;

	stand(p, "g PgDn PgDn PgDn", 80, 24, true);
	while (canvas_cell(c, x, 22)->code != '|')
		x++;
	assert_int_equal(canvas_cell(c, x, 22)->role, ROLE_TEXT);
	assert_int_equal(canvas_cell(c, x + 3, 22)->role, ROLE_DIM);
}

/* Too close together they tell nothing. */
static void test_narrow(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	stand(p, "g PgDn", 48, 24, true);
	assert_shows(p, " #---   ");
}

/* A branch has the chapters that begin before it leaves. */
static void test_branch(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_command(p, "try late");
	assert_string_equal(p->scene.branch, "late");
	stand(p, "G", 80, 24, true);
	assert_shows(p, "   ############   ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define PROGRESS_TEST(f) cmocka_unit_test_setup_teardown(f, setup, player_teardown)
		PROGRESS_TEST(test_ticks),
		PROGRESS_TEST(test_reached),
		PROGRESS_TEST(test_narrow),
		PROGRESS_TEST(test_branch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
