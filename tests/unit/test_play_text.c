/* The walk as lines, to its end or to the step that cannot be run */
#include "toy_fixture.h"

#include "cli/play.h"

static size_t count(const char *s, const char *part)
{
	size_t nr = 0;

	while ((s = strstr(s, part))) {
		s += strlen(part);
		nr++;
	}
	return nr;
}

/* What is printed; the caller frees it. */
static char *printed(struct player *p, int outcome)
{
	struct output out = { .name = "memory" };
	char *s = NULL;
	size_t size;

	out.file = open_memstream(&s, &size);
	assert_non_null(out.file);
	assert_int_equal(print_steps(p, &out), outcome);
	fclose(out.file);
	return s;
}

static void test_each_step_once(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *s = printed(p, DONE);

	/* 0, before and after the first and the last, after the second */
	assert_int_equal(count(s, "position "), 6);
	assert_non_null(strstr(s, "position 3.4"));
	free(s);
}

/* The model has no room left: what was reached, then why it ends there. */
static void test_it_ends_at_a_step_that_cannot_be_run(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	char *s;

	p->now.machine.arena.max_bytes = 0;
	s = printed(p, FAILED);
	assert_true(count(s, "position ") <= 2);
	assert_null(strstr(s, "position 3"));
	assert_says(p, "the model needs more than");
	free(s);
	/* nor does a play go on for ever */
	player_play(p, true);
	player_tick(p);
	assert_false(p->scene.settings.playing);
	assert_false(p->quit);
	/* and one without a viewer ends */
	f->options.value[OPT_auto] = "";
	player_play(p, true);
	player_tick(p);
	assert_true(p->quit);
	assert_int_equal(p->outcome, FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_each_step_once),
		TOY_TEST(test_it_ends_at_a_step_that_cannot_be_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
