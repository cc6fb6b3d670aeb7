#include "draw/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "load/theme_file.h"

enum { TRUE_COLOUR = 1 << 24 };

/* x to the power of 2.4, 0 <= x <= 1, without a library: x^2 * x^(2/5). */
static double power_2_4(double x)
{
	double root = 1, square = x * x;

	if (x <= 0)
		return 0;
	for (int i = 0; i < 60; i++)	/* Newton for the fifth root */
		root -= (root * root * root * root * root - square) /
			(5 * root * root * root * root);
	return square * root;
}

static double linear(uint32_t part)
{
	double x = part / 255.0;

	return x <= 0.04045 ? x / 12.92 : power_2_4((x + 0.055) / 1.055);
}

/* Relative luminance and contrast, by WCAG 2.1. */
static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16) +
	       0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
}

static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

/* On the hardest of the dark backgrounds. */
static double least_contrast(uint32_t rgb)
{
	static const uint32_t backgrounds[] = {
		0x000000, 0x1c1c1c, 0x2d2d2d, 0x002b36, 0x282a36, 0x300a24,
	};
	double least = 21;

	for (size_t i = 0; i < sizeof(backgrounds) / sizeof(*backgrounds); i++)
		if (contrast(rgb, backgrounds[i]) < least)
			least = contrast(rgb, backgrounds[i]);
	return least;
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

static void test_contrast_itself(void **state)
{
	(void)state;
	assert_true(contrast(0xffffff, 0x000000) > 20.99);
	assert_true(contrast(0xffffff, 0x000000) < 21.01);
	assert_true(contrast(0x777777, 0xffffff) > 4.47);
	assert_true(contrast(0x777777, 0xffffff) < 4.49);
}

static void test_contrast_of_dark(void **state)
{
	const struct theme *t = theme_default();

	(void)state;
	for (int role = 0; role < NR_ROLES; role++)
		assert_true(least_contrast(t->ink[role].rgb) >=
			    (role == ROLE_BORDER ? 3.0 : 4.5));
	assert_true(least_contrast(t->follow_background.rgb) >= 4.35);
	/* what is written on a fill */
	for (int role = ROLE_PCP; role <= ROLE_COW; role++)
		assert_true(contrast(t->touched.rgb, t->ink[role].rgb) >= 6.85);
	assert_true(contrast(t->follow.rgb, t->follow_background.rgb) >= 6.65);
	assert_true(contrast(t->cursor.rgb, t->cursor_background.rgb) >= 6.9);
}

static void is_ink(const struct ink *ink)
{
	assert_in_range(ink->c256, 16, 255);
	assert_int_equal(rgb_of_index(ink->c256), ink->rgb);
	assert_in_range(ink->c16, 0, 15);
	assert_in_range(ink->c8 + 1, 0, 8);
}

static void test_depths_agree(void **state)
{
	const struct theme *t = theme_default();

	(void)state;
	for (int role = 0; role < NR_ROLES; role++) {
		is_ink(&t->ink[role]);
		assert_non_null(role_names[role]);
		/* never plain blue on black */
		assert_int_not_equal(t->ink[role].c16, 4);
		assert_int_not_equal(t->ink[role].c8, 4);
	}
	is_ink(&t->touched);
	is_ink(&t->follow);
	is_ink(&t->follow_background);
	is_ink(&t->cursor);
	is_ink(&t->cursor_background);
	assert_string_equal(t->name, "dark");
}

static struct look look_of(enum role role, uint8_t over, int32_t colors)
{
	struct cell cell = {.code = 'a', .role = (uint8_t)role, .over = over};

	return theme_look(theme_default(), &cell, colors);
}

static void is_look(struct look look, int32_t fg, int32_t bg, const char *how)
{
	assert_int_equal(look.fg, fg);
	assert_int_equal(look.bg, bg);
	assert_int_equal(look.bold, strchr(how, 'b') != NULL);
	assert_int_equal(look.underline, strchr(how, 'u') != NULL);
	assert_int_equal(look.dim, strchr(how, 'd') != NULL);
	assert_int_equal(look.reverse, strchr(how, 'r') != NULL);
}

static void test_looks_with_256_and_more(void **state)
{
	(void)state;
	is_look(look_of(ROLE_ANON, 0, 256), 208, -1, "");
	is_look(look_of(ROLE_ANON, 0, TRUE_COLOUR), 0xff8700, -1, "");
	is_look(look_of(ROLE_ANON, OVER_TOUCHED, 256), 16, 208, "b");
	is_look(look_of(ROLE_ANON, OVER_FOLLOW, 256), 16, 201, "");
	is_look(look_of(ROLE_ANON, OVER_CURSOR, 256), 16, 231, "u");
	is_look(look_of(ROLE_ANON, OVER_DIM, 256), 247, -1, "");
	is_look(look_of(ROLE_FOCUS, 0, 256), 231, -1, "b");
	/* attributes of letters are for want of colour */
	is_look(look_of(ROLE_ANON, OVER_BOLD | OVER_UNDERLINE, 256), 208, -1,
		"");
}

static void test_the_strongest_overlay_shows(void **state)
{
	uint8_t all = OVER_TOUCHED | OVER_FOLLOW | OVER_CURSOR | OVER_DIM;

	(void)state;
	is_look(look_of(ROLE_ANON, all, 256), 16, 231, "u");
	is_look(look_of(ROLE_ANON, OVER_TOUCHED | OVER_FOLLOW, 256), 16, 201,
		"");
	is_look(look_of(ROLE_ANON, OVER_TOUCHED | OVER_DIM, 256), 16, 208, "b");
	is_look(look_of(ROLE_ANON, all, 0), -1, -1, "ru");
	is_look(look_of(ROLE_ANON, OVER_TOUCHED | OVER_FOLLOW, 0), -1, -1,
		"rb");
}

static void test_looks_with_16_and_8(void **state)
{
	(void)state;
	is_look(look_of(ROLE_TITLE, 0, 16), 15, -1, "b");
	is_look(look_of(ROLE_COW, 0, 16), 13, -1, "b");
	is_look(look_of(ROLE_COW, 0, 8), 5, -1, "");
	is_look(look_of(ROLE_TEXT, 0, 8), -1, -1, "");
	is_look(look_of(ROLE_FILE, OVER_TOUCHED, 16), 0, 12, "");
	is_look(look_of(ROLE_FILE, OVER_TOUCHED, 8), 6, -1, "r");
	is_look(look_of(ROLE_TEXT, OVER_TOUCHED, 8), -1, -1, "r");
	is_look(look_of(ROLE_FILE, OVER_FOLLOW, 8), 0, 5, "");
	is_look(look_of(ROLE_FILE, OVER_CURSOR, 16), 0, 15, "u");
}

static void test_looks_without_colour(void **state)
{
	(void)state;
	is_look(look_of(ROLE_ANON, 0, 0), -1, -1, "");
	is_look(look_of(ROLE_DIM, 0, 0), -1, -1, "d");
	is_look(look_of(ROLE_PCP, 0, 0), -1, -1, "db");
	is_look(look_of(ROLE_SWAP, 0, 0), -1, -1, "u");
	is_look(look_of(ROLE_DIRTY, 0, 0), -1, -1, "b");
	is_look(look_of(ROLE_WRITEBACK, 0, 0), -1, -1, "bu");
	is_look(look_of(ROLE_COW, 0, 0), -1, -1, "u");
	is_look(look_of(ROLE_BAD, 0, 0), -1, -1, "");
	is_look(look_of(ROLE_ANON, OVER_BOLD, 0), -1, -1, "b");
	is_look(look_of(ROLE_KERNEL, OVER_UNDERLINE, 0), -1, -1, "u");
	is_look(look_of(ROLE_ANON, OVER_DIM, 0), -1, -1, "d");
	/* an overlay takes the place of the letter's attributes */
	is_look(look_of(ROLE_DIRTY, OVER_TOUCHED, 0), -1, -1, "r");
}

static void test_own_background(void **state)
{
	struct cell cell = {.code = 'a', .role = ROLE_ANON};
	struct theme t = *theme_default();

	(void)state;
	t.own_background = true;
	is_look(theme_look(&t, &cell, TRUE_COLOUR), 0xff8700, 0x1c1c1c, "");
	t.background = 0;
	is_look(theme_look(&t, &cell, 256), 208, 16, "");
	is_look(theme_look(&t, &cell, 16), 3, 0, "");
	t.background = 0xffffd7;
	is_look(theme_look(&t, &cell, 256), 208, 230, "");
	is_look(theme_look(&t, &cell, 8), 3, 7, "");
}

static void test_dark_json_is_built_in(void **state)
{
	const struct theme *want = theme_default();
	struct diags faults;
	struct theme t;

	(void)state;
	diags_init(&faults, "themes/dark.json");
	assert_true(theme_load(&t, "themes/dark.json", &faults));
	assert_string_equal(t.name, want->name);
	assert_int_equal(t.light, want->light);
	assert_int_equal(t.own_background, want->own_background);
	assert_int_equal(t.background, want->background);
	assert_int_equal(t.foreground, want->foreground);
	assert_memory_equal(t.ink, want->ink, sizeof(t.ink));
	assert_memory_equal(&t.touched, &want->touched, sizeof(t.touched));
	assert_memory_equal(&t.follow, &want->follow, sizeof(t.follow));
	assert_memory_equal(&t.follow_background, &want->follow_background,
			    sizeof(t.follow_background));
	assert_memory_equal(&t.cursor, &want->cursor, sizeof(t.cursor));
	assert_memory_equal(&t.cursor_background, &want->cursor_background,
			    sizeof(t.cursor_background));
	diags_free(&faults);
}

static char *read_all(const char *path, size_t *len)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	*len = fread(text, 1, sizeof(text) - 1, file);
	text[*len] = '\0';
	fclose(file);
	return text;
}

/*
 * dark.json with one place of it changed.
 * Return: the faults, one a line: LINE:COLUMN what, hint.
 */
static void has_faults(const char *from, const char *to, const char *wanted)
{
	struct text changed = {0}, got = {0};
	struct theme t = {.name = "untouched"};
	struct diags faults;
	size_t len;
	char *text = read_all("themes/dark.json", &len);
	char *at = strstr(text, from);

	assert_non_null(at);
	text_add(&changed, text, (size_t)(at - text));
	text_puts(&changed, to);
	text_puts(&changed, at + strlen(from));
	diags_init(&faults, "x");
	assert_int_equal(theme_parse(&t, changed.s, changed.len, &faults),
			 *wanted == '\0');
	for (size_t i = 0; i < faults.nr; i++)
		text_printf(&got, "%u:%u %s%s%s\n", faults.list[i].line,
			    faults.list[i].column, faults.list[i].what,
			    faults.list[i].hint[0] ? ", " : "",
			    faults.list[i].hint);
	assert_string_equal(text_str(&got), wanted);
	assert_string_equal(t.name, *wanted ? "untouched" : "dark");
	diags_free(&faults);
	text_free(&changed);
	text_free(&got);
}

static void test_faults_of_a_file(void **state)
{
	(void)state;
	has_faults("\"theme\": 1,", "/* mine */ \"theme\": 1,", "");
	has_faults("\"theme\": 1,", "\"theme\": 2,",
		   "1:12 the version is 2, it must be 1 to 1\n");
	has_faults("#ff8700", "ff8700", "14:26 this is no colour, "
		   "write \"#rrggbb\" in hexadecimal digits\n");
	has_faults("208,", "256,", "14:44 the number of a colour is 256, "
		   "it must be 0 to 255\n");
	has_faults("\"SLAB\": ", "\"SLABS\": ",
		   "20:5 \"roles\" has no \"SLABS\", did you mean \"SLAB\"?\n"
		   "7:12 \"roles\" lacks \"SLAB\"\n");
	has_faults("\"bold\": [16]", "\"bold\": [12, 16]",
		   "26:76 there is no such depth, it must be 16 or 8\n");
	has_faults("\"light\": false", "\"light\": \"no\"",
		   "3:12 \"light\" is a string, it must be true or false\n");
	has_faults("\"dark\"", "\"My theme\"",
		   "2:11 this is no name of a theme, "
		   "write at most 31 of a-z, 0-9 and '-'\n");
}

static void is_refused(const char *json, size_t len)
{
	struct diags faults;
	struct theme t;

	diags_init(&faults, "x");
	assert_false(theme_parse(&t, json, len, &faults));
	assert_true(faults.nr > 0);
	diags_free(&faults);
}

static void test_hostile_files(void **state)
{
	char *big = calloc(1, THEME_FILE_MAX_BYTES + 1);
	size_t len;
	char *text = read_all("themes/dark.json", &len);

	(void)state;
	assert_non_null(big);
	is_refused("", 0);
	is_refused("[]", 2);
	is_refused("null", 4);
	is_refused("{\"roles\": 7, \"overlays\": []}", 28);
	is_refused("{\"roles\": {\"TEXT\": []}}", 23);
	is_refused("\0\0\0", 3);
	is_refused(big, THEME_FILE_MAX_BYTES + 1);
	memset(big, '[', THEME_FILE_MAX_BYTES);
	is_refused(big, THEME_FILE_MAX_BYTES);
	for (size_t cut = 0; cut + 2 < len; cut += 7)
		is_refused(text, cut);
	free(big);
}

static void test_files_that_cannot_be_read(void **state)
{
	struct diags faults;
	struct theme t;

	(void)state;
	diags_init(&faults, "x");
	assert_false(theme_load(&t, "themes/none.json", &faults));
	assert_int_equal(faults.nr, 1);
	assert_false(theme_load(&t, "themes", &faults));
	assert_int_equal(faults.nr, 2);
	diags_free(&faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contrast_itself),
		cmocka_unit_test(test_contrast_of_dark),
		cmocka_unit_test(test_depths_agree),
		cmocka_unit_test(test_looks_with_256_and_more),
		cmocka_unit_test(test_the_strongest_overlay_shows),
		cmocka_unit_test(test_looks_with_16_and_8),
		cmocka_unit_test(test_looks_without_colour),
		cmocka_unit_test(test_own_background),
		cmocka_unit_test(test_dark_json_is_built_in),
		cmocka_unit_test(test_faults_of_a_file),
		cmocka_unit_test(test_hostile_files),
		cmocka_unit_test(test_files_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
