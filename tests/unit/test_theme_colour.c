/* Every theme file: can its colours be read, and can they be told apart? */
#include "theme_fixture.h"

#include "colour_sight.h"

/*
 * What is asked of a shipped theme. A theme is read on backgrounds that are
 * not its own, so the hardest of those in use counts.
 *
 * fill       least contrast of ink on the fill of a kind
 * apart      CIEDE2000 between the two kinds that are closest: normal sight,
 *            deuteranopia, protanopia, tritanopia; where it is small, only the
 *            letter separates them
 */
static const struct asked {
	const char *name;
	uint32_t    backgrounds[7];
	int	    nr_backgrounds;
	double	    fill, follow;
	double	    apart[NR_SIGHTS];
} asked[] = {
	{"dark",
	 {0x000000, 0x1c1c1c, 0x2d2d2d, 0x002b36, 0x282a36, 0x300a24}, 6,
	 6.9, 4.4, {12.6, 8.5, 9.2, 3.5}},
	{"light", {0xffffff, 0xfdf6e3, 0xeeeeee}, 3,
	 5.2, 4.4, {15.6, 3.4, 4.4, 4.1}},
	{"high-contrast", {0x000000}, 1,
	 7.2, 6.7, {13.5, 8.4, 9.3, 2.5}},
	{"colour-blind", {0x000000, 0x1c1c1c, 0x2d2d2d}, 3,
	 6.9, 4.4, {13.8, 9.1, 8.5, 2.9}},
};

enum { FIRST_KIND = ROLE_ANON, LAST_KIND = ROLE_COW };

/* Figures are given with one digit, so half of its unit is allowed for. */
#define AT_LEAST(figure, least) assert_true((figure) > (least) - 0.051)

static const struct asked *asked_of(const struct theme *t)
{
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (!strcmp(asked[i].name, t->name))
			return &asked[i];
	fail_msg("themes/%s.json: say above what is asked of it", t->name);
	return NULL;
}

static double least_contrast(const struct asked *a, uint32_t rgb)
{
	double least = 21;

	for (int i = 0; i < a->nr_backgrounds; i++)
		least = fmin(least, contrast(rgb, a->backgrounds[i]));
	return least;
}

/* Recordings and pictures are painted on a background of those. */
static bool is_one_of(const struct asked *a, uint32_t rgb)
{
	for (int i = 0; i < a->nr_backgrounds; i++)
		if (a->backgrounds[i] == rgb)
			return true;
	return false;
}

static void look_contrast(const struct theme *t, void *ctx)
{
	const struct asked *a;

	(void)ctx;
	AT_LEAST(contrast(t->foreground, t->background), 4.5);
	if (t->mono)
		return;
	a = asked_of(t);
	for (int role = 0; role < NR_ROLES; role++) {
		uint32_t rgb = t->ink[role].rgb;

		assert_true(least_contrast(a, rgb) >=
			    (role == ROLE_BORDER ? 3.0 : 4.5));
		assert_true(contrast(t->touched.rgb, rgb) >= 4.5);
		if (role >= ROLE_PCP && role <= LAST_KIND)
			AT_LEAST(contrast(t->touched.rgb, rgb), a->fill);
	}
	AT_LEAST(least_contrast(a, t->follow_background.rgb), a->follow);
	assert_true(contrast(t->follow.rgb, t->follow_background.rgb) >= 4.5);
	AT_LEAST(contrast(t->cursor.rgb, t->cursor_background.rgb), 21);
	assert_true(is_one_of(a, t->background));
}

static void test_all_can_be_read(void **state)
{
	(void)state;
	assert_int_equal(each_theme(look_contrast, NULL), 5);
}

static double least_difference(const struct theme *t, enum sight sight)
{
	double least = 100;

	for (int a = FIRST_KIND; a < LAST_KIND; a++)
		for (int b = a + 1; b <= LAST_KIND; b++)
			least = fmin(least, difference(sight, t->ink[a].rgb,
						       t->ink[b].rgb));
	return least;
}

static void look_apart(const struct theme *t, void *ctx)
{
	(void)ctx;
	if (t->mono)
		return;
	for (int sight = NORMAL; sight < NR_SIGHTS; sight++) {
		double least = least_difference(t, (enum sight)sight);
		double wanted = asked_of(t)->apart[sight];

		/* not more either: what is said of a theme is what it is */
		if (fabs(least - wanted) > 0.051)
			fail_msg("%s, sight %d: the closest kinds are %.2f "
				 "apart, not %.1f", t->name, sight, least,
				 wanted);
	}
}

static void test_kinds_are_apart(void **state)
{
	(void)state;
	each_theme(look_apart, NULL);
}

/* What is written in plain text stands out in these, for all eyes. */
static void look_emphasis(const struct theme *t, void *ctx)
{
	static const int pairs[][2] = {
		{ROLE_TEXT, ROLE_DIM}, {ROLE_TEXT, ROLE_TITLE},
		{ROLE_DIM, ROLE_TITLE}, {ROLE_BORDER, ROLE_FOCUS},
		{ROLE_TEXT, ROLE_GOOD}, {ROLE_TEXT, ROLE_WARN},
		{ROLE_TEXT, ROLE_BAD}, {ROLE_DIM, ROLE_GOOD},
	};

	(void)ctx;
	for (size_t i = 0; !t->mono && i < sizeof(pairs) / sizeof(*pairs); i++) {
		const struct ink *a = &t->ink[pairs[i][0]];
		const struct ink *b = &t->ink[pairs[i][1]];

		for (int sight = NORMAL; sight < NR_SIGHTS; sight++)
			assert_true(difference((enum sight)sight, a->rgb,
					       b->rgb) >= 10 ||
				    ((a->bold ^ b->bold) & BOLD_AT_256));
	}
}

static void test_emphasis_is_seen(void **state)
{
	(void)state;
	each_theme(look_emphasis, NULL);
}

/* A cell of several kinds is DIM: no kind looks like that, k least of all. */
static void look_mixed(const struct theme *t, void *ctx)
{
	const struct ink *dim = &t->ink[ROLE_DIM];
	const struct ink *kernel = &t->ink[ROLE_KERNEL];

	(void)ctx;
	for (int sight = NORMAL; !t->mono && sight < NR_SIGHTS; sight++)
		assert_true(difference((enum sight)sight, dim->rgb,
				       kernel->rgb) >= 8 ||
			    ((dim->bold ^ kernel->bold) & BOLD_AT_256));
}

static void test_mixed_cells_are_no_kernel(void **state)
{
	(void)state;
	each_theme(look_mixed, NULL);
}

/* No meaning rests on red against green, for anybody. */
static void look_colour_blind(const struct theme *t, void *ctx)
{
	static const int judging[] = {ROLE_GOOD, ROLE_WARN, ROLE_BAD};

	(void)ctx;
	if (strcmp(t->name, "colour-blind"))
		return;
	for (int sight = NORMAL; sight < NR_SIGHTS; sight++)
		for (int i = 0; i < 3; i++)
			assert_true(difference((enum sight)sight,
					       t->ink[judging[i]].rgb,
					       t->ink[judging[(i + 1) % 3]].rgb)
				    > 20);
	/* red is 1 and 9, green is 2 and 10 */
	assert_int_not_equal(t->ink[ROLE_GOOD].c16 % 8, 2);
	assert_int_not_equal(t->ink[ROLE_GOOD].c8, 2);
}

static void test_colour_blind_judges_in_blue_and_orange(void **state)
{
	(void)state;
	each_theme(look_colour_blind, NULL);
}

/* The colour of an index of 256: the cube of 6 x 6 x 6, then 24 greys. */
static uint32_t rgb_of_index(int index)
{
	static const uint32_t steps[] = {0, 0x5f, 0x87, 0xaf, 0xd7, 0xff};

	if (index >= 232)
		return (uint32_t)(8 + 10 * (index - 232)) * 0x010101;
	index -= 16;
	return steps[index / 36] << 16 | steps[index / 6 % 6] << 8 |
	       steps[index % 6];
}

static void is_ink(const struct ink *ink)
{
	assert_in_range(ink->c256, 16, 255);
	assert_int_equal(rgb_of_index(ink->c256), ink->rgb);
	assert_in_range(ink->c16, 0, 15);
	assert_in_range(ink->c8 + 1, 0, 8);
}

static void look_depths(const struct theme *t, void *ctx)
{
	(void)ctx;
	for (int role = 0; !t->mono && role < NR_ROLES; role++) {
		is_ink(&t->ink[role]);
		assert_non_null(role_names[role]);
		/* never plain blue on black */
		if (!t->light) {
			assert_int_not_equal(t->ink[role].c16, 4);
			assert_int_not_equal(t->ink[role].c8, 4);
		}
	}
	if (t->mono)
		return;
	is_ink(&t->touched);
	is_ink(&t->follow);
	is_ink(&t->follow_background);
	is_ink(&t->cursor);
	is_ink(&t->cursor_background);
}

static void test_depths_agree(void **state)
{
	(void)state;
	each_theme(look_depths, NULL);
}

/* Pairs whose contrast and difference are published. */
static void test_the_measures_themselves(void **state)
{
	static const struct {
		struct lab a, b;
		double apart;
	} pairs[] = {
		{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
		{{50, 0, 0}, {50, -1, 2}, 2.3669},
		{{50, 2.5, 0}, {73, 25, -18}, 27.1492},
		{{50, 2.49, -0.001}, {50, -2.49, 0.0011}, 7.2195},
		{{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619},
		 2.0373},
		{{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_true(fabs(ciede2000(pairs[i].a, pairs[i].b) -
				 pairs[i].apart) < 0.0001);
	assert_true(fabs(contrast(0xffffff, 0x000000) - 21) < 0.001);
	assert_true(fabs(contrast(0x777777, 0xffffff) - 4.48) < 0.01);
	/* all eyes see the same greys */
	for (int sight = DEUTERANOPIA; sight < NR_SIGHTS; sight++)
		assert_true(ciede2000(seen_by(NORMAL, 0x808080),
				      seen_by((enum sight)sight, 0x808080))
			    < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_measures_themselves),
		cmocka_unit_test(test_all_can_be_read),
		cmocka_unit_test(test_kinds_are_apart),
		cmocka_unit_test(test_emphasis_is_seen),
		cmocka_unit_test(test_mixed_cells_are_no_kernel),
		cmocka_unit_test(test_colour_blind_judges_in_blue_and_orange),
		cmocka_unit_test(test_depths_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
