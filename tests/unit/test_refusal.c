/* Why a machine did not do what was typed: in the message, the story, lines */
#include "toy_fixture.h"

#include <errno.h>

#include "view/refusal.h"

static void try(struct player *p, const char *operation)
{
	press(p, "w");
	type(p, operation);
	player_draw(p);
}

static void test_without_an_event(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct text lines = { 0 };

	try(p, "exec demo");
	assert_says(p, "exec demo ended in -EINVAL: a program needs two frames");
	assert_shows(p, "exec ended in -EINVAL, no event");
	assert_shows(p, "why  a program needs two frames");
	stage_text(&p->scene, &lines);
	assert_non_null(strstr(text_str(&lines), "\n  why a program needs two"));
	text_free(&lines);
}

/* Where an event has the numbers, these are told. */
static void test_by_an_event(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	try(p, "alloc_pages 6");
	assert_says(p, "ended in -ENOMEM: -31 > 0 + 0  no");
	try(p, "alloc_pages 0");
	assert_says(p, "b goes to main, < back");
}

/* The decision of an earlier operation is not this one's. */
static void test_of_this_operation(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_command(p, "set unit step");
	try(p, "alloc_pages 6");
	try(p, "exec demo");
	assert_says(p, "-EINVAL: a program needs two frames");
	assert_shows(p, "why  exec -EINVAL  a program needs two frames");
}

static void test_the_first_row_that_fits(void **state)
{
	(void)state;
	assert_string_equal(refusal_words(OP_swapon, EBUSY, LANG_EN),
			    "it is in use already");
	assert_string_equal(refusal_words(OP_close, EBADF, LANG_EN),
			    refusal_words(OP_read, EBADF, LANG_EN));
	assert_string_not_equal(refusal_words(OP_wait, EAGAIN, LANG_EN),
				refusal_words(OP_exit, EAGAIN, LANG_EN));
	assert_null(refusal_words(OP_mmap, 12345, LANG_EN));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_without_an_event),
		TOY_TEST(test_by_an_event),
		TOY_TEST(test_of_this_operation),
		cmocka_unit_test(test_the_first_row_that_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
