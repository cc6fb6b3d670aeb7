/* A scenario that changes under its viewer: what stays, and what is said. */
#include "player_fixture.h"

#define STEP_1 "{\"do\": [{\"alloc_pages\": 0, \"x\": 2}]}"
#define STEP_1_OF_3 "{\"do\": [{\"alloc_pages\": 0, \"x\": 3}]}"
#define STEP_2 "{\"do\": [{\"alloc_pages\": {\"order\": 1, \"as\": \"two\"}}]"
#define TRY(name) ", \"try\": {\"name\": \"" name "\",\n" \
	" \"title\": \"Eight\",\n" \
	" \"steps\": [{\"do\": {\"alloc_pages\": 3}}]}"
#define STEP_3 "{\"do\": [{\"sleep\": 1}]}"
#define STORY(steps) TOY_MACHINE "  \"steps\": [" steps "]}"

static const char whole[] = STORY(STEP_1 "," STEP_2 TRY("large") "}," STEP_3);

static void rewrite(struct player_fixture *f, const char *scenario)
{
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fputs(scenario, file);
	fclose(file);
	press(&f->player, "r");
}

static int setup(void **state)
{
	*state = player_fixture_open(whole);
	return 0;
}

static uint64_t nr_free(const struct player *p)
{
	uint64_t nr = 0;

	for (unsigned z = 0; z < p->now.machine.s->nr_zones; z++)
		nr += p->now.machine.s->zone[z].nr_free;
	return nr;
}

static void assert_branches(const struct player *p, const char *names)
{
	struct text all = { 0 };

	for (size_t i = 0; i < p->nr_branches; i++)
		text_printf(&all, "%s%s", i ? " " : "", p->branches[i].name);
	assert_string_equal(text_str(&all), names);
	text_free(&all);
}

/*
 *	main   1 --- 2 -+- 3
 *	b1     |        `- alloc_pages 2 as=four -+- 3
 *	b3     `- b3                              |
 *	b2                                        `- free_pages four -- 3
 */
static void type_three(struct player *p)
{
	player_command(p, "2");
	player_command(p, "try alloc_pages 2 as=four");
	player_command(p, "try free_pages four");
	press(p, "<");
	player_command(p, "1.1");
	player_command(p, "try alloc_pages 0");
	assert_branches(p, "main b1 b2 b3");
	assert_int_equal(p->branches[2].parent, 1);
	assert_int_equal(p->branches[3].parent, 1);
}

static void test_nothing_changed(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	uint64_t nr[4];

	type_three(p);
	press(p, "G");
	for (int i = 0; i < 4; i++, press(p, "b"))
		nr[i] = nr_free(p);
	assert_string_equal(p->scene.branch, "b3");
	press(p, "r");
	assert_says(p, "was read again");
	assert_branches(p, "main b1 b2 b3");
	assert_string_equal(p->scene.branch, "b3");
	assert_int_equal(p->branches[3].parent, 1);
	press(p, "<");		/* where a jump began was of the old run */
	assert_says(p, "no jump");
	for (int i = 0; i < 4; i++, press(p, "b")) {
		assert_at(p, "3.1");
		assert_int_equal(nr_free(p), nr[i]);
	}
	player_command(p, "try alloc_pages 0");
	assert_string_equal(p->scene.branch, "b4");
}

/* What stood at the end of a step stands there, though the step is longer. */
static void test_longer_step(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	player_command(p, "1");
	player_command(p, "try alloc_pages 3 as=b");
	player_command(p, "2");
	rewrite(f, STORY(STEP_1_OF_3 "," STEP_2 "}," STEP_3));
	assert_string_equal(p->scene.branch, "b1");
	assert_at(p, "2.1");
	assert_int_equal(nr_free(p), 32 - 3 - 8 - 2);
	press(p, "1 Enter");
	assert_at(p, "1.4");
	player_command(p, "1.3");
	assert_int_equal(nr_free(p), 32 - 3);
}

/* What does not apply any more is named, with what came of it. */
static void test_gone(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	player_command(p, "3");
	player_command(p, "try sleep 2");
	player_command(p, "b");
	player_command(p, "try free_pages two");
	press(p, "b");
	player_command(p, "1");
	player_command(p, "try alloc_pages 4");
	player_command(p, "2");
	player_command(p, "try free_pages two");
	assert_branches(p, "main b1 b2 b3 b4");
	rewrite(f, STORY(STEP_1 "," STEP_3));
	assert_says(p, "b1 is gone: there is no step 3 any more   ");
	assert_says(p, "b2 is gone: there is no b1 any more   ");
	assert_says(p, "b4 is gone: ");
	assert_says(p, "was read again");
	assert_branches(p, "main b3");
	assert_string_equal(p->scene.branch, "main");
	assert_at(p, "2.1");
}

/* The scenario's own are entered again, and what was typed on them. */
static void test_named(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	player_command(p, "try large");
	press(p, "l");
	player_command(p, "try alloc_pages 0 x=2");
	press(p, "| G");
	assert_branches(p, "main large b1");
	assert_non_null(p->scene.other);
	rewrite(f, STORY(STEP_1_OF_3 "," STEP_2 TRY("large") "}"));
	assert_branches(p, "main large b1");
	assert_string_equal(p->scene.branch, "b1");
	assert_at(p, "3.3");
	assert_int_equal(nr_free(p), 32 - 3 - 2 - 8 - 2);
	assert_string_equal(p->scene.other->branch, "main");
	rewrite(f, STORY(STEP_1 "," STEP_2 "}," STEP_3));
	assert_says(p, "large is gone: the scenario has no what-if of that name");
	assert_says(p, "b1 is gone: there is no large any more");
	assert_branches(p, "main");
	assert_at(p, "3.1");
	assert_null(p->scene.other);
}

/* A name that was typed, and that the scenario now gives to its own. */
static void test_name_taken(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	player_command(p, "1");
	player_command(p, "try alloc_pages 3");
	assert_string_equal(p->scene.branch, "b1");
	rewrite(f, STORY(STEP_1 "," STEP_2 TRY("b1") "}," STEP_3));
	assert_branches(p, "main b2");
	assert_string_equal(p->scene.branch, "b2");
	player_command(p, "try b1");
	assert_branches(p, "main b2 b1");
	press(p, "r");
	assert_branches(p, "main b2 b1");
}

/* A fault leaves all as it was. */
static void test_fault(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	type_three(p);
	rewrite(f, STORY(STEP_1 "," STEP_2));
	assert_says(p, f->path);
	assert_branches(p, "main b1 b2 b3");
	assert_string_equal(p->scene.branch, "b3");
	assert_at(p, "1.2");
}

/* A name that the scenario has given is not given again. */
static void test_names(void **state)
{
	struct player_fixture *f;
	struct player *p;

	(void)state;
	f = player_fixture_open(STORY(STEP_1 ","
		"{\"do\": {\"sleep\": 1}, \"try\": {\"name\": \"b1\","
		" \"title\": \"x\", \"steps\": [{\"do\": {\"sleep\": 3}}]}}"));
	p = &f->player;
	player_command(p, "try alloc_pages 0");
	assert_string_equal(p->scene.branch, "b2");
	player_fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, player_teardown)
		TEST(test_nothing_changed),
		TEST(test_longer_step),
		TEST(test_gone),
		TEST(test_named),
		TEST(test_name_taken),
		TEST(test_fault),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
