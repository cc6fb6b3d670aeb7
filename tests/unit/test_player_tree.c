/* The tree of branches: what leaves what, and where; and going there. */
#include "player_fixture.h"

#define TRY(name) "\"try\": {\"name\": \"" name "\", \"title\": \"T\"," \
	" \"steps\": [{\"do\": {\"alloc_pages\": 3}}]}"

static const char scenario[] = TOY_MACHINE
	"  \"compare\": {\"name\": \"roomy\", \"title\": \"64 frames\",\n"
	"    \"machine\": {\"zones\": [{\"name\": \"Normal\", \"start\": 0,\n"
	"      \"frames\": 64, \"pageblock_order\": 5}], \"legible\": true}},\n"
	"  \"steps\": [{\"do\": {\"alloc_pages\": 0, \"x\": 4}},\n"
	"    {\"do\": {\"sleep\": 1}, " TRY("late") "},\n"
	"    {\"do\": {\"sleep\": 1}}]}";

static int setup(void **state)
{
	*state = player_fixture_open(scenario);
	return 0;
}

static void assert_tree(struct player *p, const char *rows)
{
	press(p, "W");
	assert_true(p->picker.open);
	assert_string_equal(text_str(&p->picker.rows), rows);
}

static void go(struct player *p, const char *pos, const char *what_if)
{
	player_command(p, pos);
	press(p, "w");
	type(p, what_if);
}

static void test_nothing_yet(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	assert_tree(p,
		"* main                        as the scenario has it\n"
		"  |-- roomy  another machine  64 frames\n"
		"  `-- late   after 2.1        T\n");
	press(p, "Down Down Enter");
	assert_string_equal(p->scene.branch, "late");
	assert_at(p, "3.0");
}

/* Along each branch by place; of one place the older comes first. */
static void test_order(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	go(p, "2", "sleep 4");
	go(p, "1.3", "sleep 5");
	press(p, "< <");
	assert_string_equal(p->scene.branch, "b1");
	go(p, "1.1", "sleep 6");
	player_stand(p, 0, (struct pos){ 1, 1, 0 });
	go(p, "1.3", "sleep 7");
	player_stand(p, 0, (struct pos){ 1, 1, 0 });
	go(p, "1.3", "sleep 8");
	player_command(p, "try late");
	press(p, "l w");
	type(p, "sleep 9");
	assert_tree(p,
		"  main                         as the scenario has it\n"
		"  |-- roomy   another machine  64 frames\n"
		"  |-- b4      after 1.3        sleep 7\n"
		"  |-- b5      after 1.3        sleep 8\n"
		"  |-- b1      after 2.1        sleep 4\n"
		"  |   |-- b3  after 1.1        sleep 6\n"
		"  |   `-- b2  after 1.3        sleep 5\n"
		"  `-- late    after 2.1        T\n"
		"*     `-- b6  after 3.1        sleep 9\n");
	assert_shows(p, "> *     `-- b6  after 3.1 ");
	press(p, "g Down Down Down Down Down Enter");
	assert_string_equal(p->scene.branch, "b3");
	press(p, "<");
	assert_string_equal(p->scene.branch, "b6");
	player_command(p, "branches");
	assert_true(p->picker.open);
	press(p, "k Enter");
	assert_string_equal(p->scene.branch, "late");
}

/* Lines go on past a branch of several twigs; places are the parent's. */
static void test_deep(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	go(p, "1.1", "sleep 1 x=3");
	go(p, "1.4", "sleep 2");
	go(p, "1.5", "sleep 3");
	player_speak(p, LANG_ZH);
	assert_tree(p,
		"  main                         剧本原样\n"
		"  |-- roomy       另一台机器   64 frames\n"
		"  |-- b1          在 1.1 之后  sleep 1 x=3\n"
		"  |   `-- b2      在 1.4 之后  sleep 2\n"
		"* |       `-- b3  在 1.5 之后  sleep 3\n"
		"  `-- late        在 2.1 之后  T\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, player_teardown)
		TEST(test_nothing_yet),
		TEST(test_order),
		TEST(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
