/* The menu: the parts of the course, their keys, their picture */
#include "cli/menu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/tongue.h"

/* By name, as they are found; of one there is a file. */
static const char *const names[] = {
	"01-space", "05-demand", "11-exit", "12-zones", "42-stalls", "43-later",
	"5-five", "my-own", "tour",
};
enum { NR_NAMES = sizeof(names) / sizeof(names[0]) };

static int setup(void **state)
{
	struct menu *m = calloc(1, sizeof(*m));
	struct walkthroughs all = { .nr = NR_NAMES };

	all.list = calloc(NR_NAMES, sizeof(*all.list));
	for (int i = 0; i < NR_NAMES; i++) {
		all.list[i].name = strdup(names[i]);
		all.list[i].path = malloc(64);
		snprintf(all.list[i].path, 64, "traces/%s.json", names[i]);
	}
	menu_make(m, all, LANG_EN);
	*state = m;
	return 0;
}

static int teardown(void **state)
{
	menu_close(*state);
	free(*state);
	return 0;
}

/* The row of a walkthrough; fails if the menu lacks it. */
static const struct menu_row *row_of(const struct menu *m, const char *name)
{
	for (size_t i = 0; i < m->nr_rows; i++)
		if (m->rows[i].item >= 0 &&
		    !strcmp(m->all.list[m->rows[i].item].name, name))
			return &m->rows[i];
	fail_msg("%s is not in the menu", name);
	return NULL;
}

static void test_parts(void **state)
{
	static const struct { const char *name; int part; } wanted[] = {
		{ "tour", 0 }, { "01-space", 1 }, { "05-demand", 2 },
		{ "11-exit", 2 }, { "12-zones", 3 }, { "42-stalls", 7 },
		{ "43-later", NR_PARTS }, { "my-own", NR_PARTS },
		{ "5-five", 2 },
	};
	const struct menu *m = *state;

	for (int i = 0; i < NR_NAMES; i++)
		assert_int_equal(row_of(m, wanted[i].name)->part,
				 wanted[i].part);
	/* each part has its title once, above its own, in their order */
	assert_int_equal(m->rows[0].item, -1);
	for (size_t i = 1; i < m->nr_rows; i++) {
		if (m->rows[i].item < 0)
			assert_true(m->rows[i].part > m->rows[i - 1].part);
		else
			assert_int_equal(m->rows[i].part, m->rows[i - 1].part);
	}
}

/* No number of a walkthrough is in two parts, and none is left out. */
static void test_parts_join(void **state)
{
	(void)state;
	for (int i = 2; i < NR_PARTS; i++)
		assert_int_equal(menu_parts[i].first,
				 menu_parts[i - 1].last + 1);
}

static const char *chosen(const struct menu *m)
{
	const char *path = menu_path(m);

	return strrchr(path, '/') + 1;
}

static void press(struct menu *m, const char *key, const char *then)
{
	assert_int_equal(menu_key(m, key), MENU_STAY);
	assert_string_equal(chosen(m), then);
}

static void test_keys(void **state)
{
	struct menu *m = *state;

	assert_string_equal(chosen(m), "tour.json");
	press(m, "Up", "tour.json");
	press(m, "[", "tour.json");
	press(m, "Down", "01-space.json");	/* over the title */
	press(m, "]", "05-demand.json");
	press(m, "j", "11-exit.json");
	press(m, "[", "05-demand.json");
	press(m, "[", "01-space.json");
	press(m, "G", "my-own.json");
	press(m, "]", "my-own.json");
	press(m, "PgUp", "tour.json");
	press(m, "End", "my-own.json");
	press(m, "Home", "tour.json");
	press(m, "x", "tour.json");
	assert_int_equal(menu_key(m, "Enter"), MENU_OPEN);
	assert_int_equal(menu_key(m, "p"), MENU_PREDICT);
	assert_int_equal(menu_key(m, "q"), MENU_QUIT);
	assert_string_equal(chosen(m), "tour.json");
}

/* Every key of the table does what its row says, and no other key anything. */
static void test_wishes(void **state)
{
	static const struct { const char *key; enum menu_wish wish; } wanted[] = {
		{ "Enter", MENU_OPEN }, { "p", MENU_PREDICT },
		{ "T", MENU_THEME }, { "q", MENU_QUIT }, { "Q", MENU_QUIT },
		{ "Esc", MENU_STAY }, { "o", MENU_STAY }, { "", MENU_STAY },
	};
	struct menu *m = *state;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		assert_int_equal(menu_key(m, wanted[i].key), wanted[i].wish);
	assert_string_equal(chosen(m), "tour.json");
}

/* The picture as text; the caller frees. */
static char *picture(struct menu *m, int w, int h)
{
	struct text text = { 0 };
	struct canvas c;

	canvas_open(&c, w, h, false);
	menu_draw(m, &c);
	canvas_print(&c, &text);
	canvas_close(&c);
	return text.s;
}

static void test_picture(void **state)
{
	struct menu *m = *state;
	char *shown = picture(m, 80, 24);

	assert_non_null(strstr(shown, " 0 The tour"));
	assert_non_null(strstr(shown, "> tour "));
	assert_non_null(strstr(shown, "05-demand          Demand paging"));
	assert_non_null(strstr(shown, "has faults"));
	assert_non_null(strstr(shown, "Afterwards you can name the layers"));
	free(shown);
	menu_key(m, "A");
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, "按需"));
	assert_non_null(strstr(shown, "学完之后"));
	assert_null(strstr(shown, "Afterwards"));
	free(shown);
	assert_string_equal(tongue("a list"), "列表");
	menu_key(m, "A");
	assert_string_equal(tongue("a list"), "a list");
}

static void test_help(void **state)
{
	struct menu *m = *state;
	char *shown;

	press(m, "?", "tour.json");
	shown = picture(m, 80, 24);
	for (unsigned i = 0; i < nr_menu_key_rows; i++)
		assert_non_null(strstr(shown, menu_key_rows[i].doc.in[LANG_EN]));
	free(shown);
	/* keys are the sheet's while it is open */
	press(m, "Down", "tour.json");
	press(m, "q", "tour.json");
	shown = picture(m, 80, 24);
	assert_null(strstr(shown, "the walkthrough below"));
	assert_non_null(strstr(shown, " ? keys "));
	free(shown);
	assert_int_equal(menu_key(m, "q"), MENU_QUIT);
}

static void look_for(struct menu *m, const char *word, const char *then)
{
	char key[2] = "";

	menu_key(m, "/");
	for (; *word; word++) {
		key[0] = *word;
		assert_int_equal(menu_key(m, key), MENU_STAY);
	}
	press(m, "Enter", then);
}

/* Names and titles, from the walkthrough chosen on; no title of a part. */
static void test_find(void **state)
{
	struct menu *m = *state;
	char *shown;

	press(m, "n", "tour.json");
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, "nothing was looked for yet"));
	free(shown);
	look_for(m, "-S", "01-space.json");
	press(m, "n", "42-stalls.json");
	press(m, "N", "01-space.json");
	look_for(m, "q", "01-space.json");	/* no quitting meanwhile */
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, "q: not found"));
	free(shown);
	look_for(m, "TOUR", "01-space.json");
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, "TOUR: no more of it after this"));
	free(shown);
	press(m, "N", "tour.json");
	menu_key(m, "/");
	press(m, "x", "tour.json");
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, "\n /x "));
	free(shown);
	press(m, "Esc", "tour.json");
}

/* What does not fit goes whole: no half of a key, no half of a word. */
static void test_narrow(void **state)
{
	struct menu *m = *state;
	char *shown = picture(m, 40, 12);

	assert_non_null(strstr(shown, "\n ? keys   q quit   Enter open"));
	assert_null(strstr(shown, "p predic"));
	assert_non_null(strstr(shown, "One page, from…"));
	free(shown);
	shown = picture(m, 20, 5);
	assert_non_null(strstr(shown, "\n ? keys   q quit "));
	assert_null(strstr(shown, "quit   E"));
	free(shown);
}

static void test_message(void **state)
{
	struct menu *m = *state;
	char *shown;

	menu_say(m, UI_theme_now, "well");
	shown = picture(m, 80, 24);
	assert_non_null(strstr(shown, " well"));
	free(shown);
	press(m, "Down", "01-space.json");
	shown = picture(m, 80, 24);
	assert_null(strstr(shown, " well"));
	free(shown);
}

/* The row of a walkthrough on a picture of that size. */
static int row_on(struct menu *m, int w, int h, const char *name)
{
	char *shown = picture(m, w, h), *at = strstr(shown, name);
	int y = 0;

	assert_non_null(at);
	for (const char *s = shown; s < at; s++)
		y += *s == '\n';
	free(shown);
	return y;
}

static void click(struct menu *m, int y, enum menu_wish wish, const char *then)
{
	char name[32];

	snprintf(name, sizeof(name), "Click@7,%d", y);
	assert_int_equal(menu_key(m, name), wish);
	assert_string_equal(chosen(m), then);
}

static void test_clicks(void **state)
{
	struct menu *m = *state;
	int y = row_on(m, 80, 40, "12-zones");

	click(m, y, MENU_STAY, "12-zones.json");
	click(m, y, MENU_OPEN, "12-zones.json");
	click(m, row_on(m, 80, 40, "05-demand"), MENU_STAY,
	      "05-demand.json");
	/* titles, what is above and below the list */
	click(m, y - 1, MENU_STAY, "05-demand.json");
	click(m, 0, MENU_STAY, "05-demand.json");
	click(m, 39, MENU_STAY, "05-demand.json");
	click(m, 999, MENU_STAY, "05-demand.json");
	/* a list that has been scrolled; what it hides cannot be hit */
	press(m, "End", "my-own.json");
	y = row_on(m, 80, 12, "43-later");
	click(m, 11, MENU_STAY, "my-own.json");
	click(m, 2 + (int)m->nr_shown, MENU_STAY, "my-own.json");
	click(m, y, MENU_STAY, "43-later.json");
}

/* Whatever the size, the one chosen is on the screen. */
static void test_sizes(void **state)
{
	struct menu *m = *state;

	for (int h = 5; h < 30; h++)
		for (int i = 0; i < NR_NAMES; i++) {
			char *shown = picture(m, 60, h);

			assert_non_null(strstr(shown, "> "));
			free(shown);
			menu_key(m, i ? "Down" : "Home");
		}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_find),
		TEST(test_parts),   cmocka_unit_test(test_parts_join),
		TEST(test_keys),    TEST(test_picture),
		TEST(test_sizes),   TEST(test_wishes),
		TEST(test_help),    TEST(test_message),
		TEST(test_narrow),
		TEST(test_clicks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
