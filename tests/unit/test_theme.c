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
	is_look(look_of(ROLE_COW, 0, 8), 5, -1, "u");
	is_look(look_of(ROLE_DIM, 0, 8), -1, -1, "d");
	is_look(look_of(ROLE_DIRTY, 0, 8), 5, -1, "b");
	is_look(look_of(ROLE_ANON, OVER_UNDERLINE, 8), 3, -1, "u");
	is_look(look_of(ROLE_DIRTY, OVER_DIM, 8), -1, -1, "d");
	is_look(look_of(ROLE_TEXT, 0, 8), -1, -1, "");
	is_look(look_of(ROLE_FILE, OVER_TOUCHED, 16), 0, 12, "");
	is_look(look_of(ROLE_FILE, OVER_TOUCHED, 8), 6, -1, "r");
	is_look(look_of(ROLE_TEXT, OVER_TOUCHED, 8), -1, -1, "r");
	is_look(look_of(ROLE_FILE, OVER_FOLLOW, 8), 7, 5, "");
	is_look(look_of(ROLE_FILE, OVER_FOLLOW, 16), 15, 5, "");
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
	is_look(look_of(ROLE_GOOD, 0, 0), -1, -1, "b");
	is_look(look_of(ROLE_WARN, 0, 0), -1, -1, "u");
	is_look(look_of(ROLE_BAD, 0, 0), -1, -1, "bu");
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
	cell.over = OVER_TOUCHED;
	is_look(theme_look(&t, &cell, 8), 3, 7, "r");
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
		   "26:76 there is no such depth, it must be 256, 16 or 8\n");
	has_faults("\"bold\": [16]", "\"bold\": 16",
		   "26:75 \"bold\" is a number, "
		   "write a list, as in [256, 16, 8]\n");
	has_faults("\"light\": false", "\"light\": \"no\"",
		   "3:12 \"light\" is a string, it must be true or false\n");
	has_faults("\"dark\"", "\"My theme\"",
		   "2:11 this is no name of a theme, "
		   "write at most 31 of a-z, 0-9 and '-'\n");
}

/* What the terminal's ink would be on is not known to be seen there. */
static void test_own_background_needs_own_ink(void **state)
{
	(void)state;
	has_faults("\"own_background\": false", "\"own_background\": true",
		   "8:18 TEXT leaves its ink to the terminal, but not its "
		   "background, give \"8\" a number, 0 to 7\n"
		   "9:18 DIM leaves its ink to the terminal, but not its "
		   "background, give \"8\" a number, 0 to 7\n"
		   "10:18 TITLE leaves its ink to the terminal, but not its "
		   "background, give \"8\" a number, 0 to 7\n"
		   "11:18 BORDER leaves its ink to the terminal, but not its "
		   "background, give \"8\" a number, 0 to 7\n"
		   "12:18 FOCUS leaves its ink to the terminal, but not its "
		   "background, give \"8\" a number, 0 to 7\n");
}

#define KNOWN ", known: theme, name, mono, light, background, foreground\n"

static void test_a_mono_theme_has_no_inks(void **state)
{
	(void)state;
	has_faults("\"light\": false",
		   "\"mono\": true, \"light\": false",
		   "4:3 a mono theme has no \"own_background\"" KNOWN
		   "7:3 a mono theme has no \"roles\"" KNOWN
		   "31:3 a mono theme has no \"overlays\"" KNOWN);
}

static void test_mono_shows_no_colour(void **state)
{
	struct cell cell = {.code = 'a', .role = ROLE_DIRTY};
	struct theme t = *theme_default();

	(void)state;
	t.mono = true;
	is_look(theme_look(&t, &cell, 256), -1, -1, "b");
	is_look(theme_look(&t, &cell, TRUE_COLOUR), -1, -1, "b");
	cell.over = OVER_FOLLOW;
	is_look(theme_look(&t, &cell, 256), -1, -1, "rb");
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
	is_refused("{\"mono\": true}", 14);
	is_refused("{\"mono\": 1}", 11);
	is_refused("{\"own_background\": true, \"roles\": 1}", 36);
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
		cmocka_unit_test(test_looks_with_256_and_more),
		cmocka_unit_test(test_the_strongest_overlay_shows),
		cmocka_unit_test(test_looks_with_16_and_8),
		cmocka_unit_test(test_looks_without_colour),
		cmocka_unit_test(test_own_background),
		cmocka_unit_test(test_dark_json_is_built_in),
		cmocka_unit_test(test_faults_of_a_file),
		cmocka_unit_test(test_own_background_needs_own_ink),
		cmocka_unit_test(test_a_mono_theme_has_no_inks),
		cmocka_unit_test(test_mono_shows_no_colour),
		cmocka_unit_test(test_hostile_files),
		cmocka_unit_test(test_files_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
