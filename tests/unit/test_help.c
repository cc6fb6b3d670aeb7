/* The help: everything is told at every size, page by page; words are found */
#include "toy_fixture.h"

#include "view/help.h"
#include "view/palette.h"
#include "view/words.h"

static struct player *open_help(void **state, int w, int h, enum lang lang)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	canvas_close(&p->canvas);
	canvas_open(&p->canvas, w, h, false);
	p->scene.settings.lang = lang;
	press(p, "?");
	return p;
}

/* Blanks and line ends as one blank, without frames: as if it were one row. */
static void unfold(const char *s, struct text *out)
{
	static const char frame[] = "│";

	for (; *s; s++) {
		if (!strncmp(s, frame, strlen(frame))) {
			s += strlen(frame) - 1;
			continue;
		}
		if ((*s == ' ' || *s == '\n') &&
		    (!out->len || out->s[out->len - 1] == ' '))
			continue;
		text_add(out, *s == '\n' ? " " : s, 1);
	}
}

/* All pages but the last one, each of which says which it is. */
static void read_pages(struct player *p, struct text *out)
{
	int nr = help_pages(&p->canvas, &p->scene.settings);
	enum lang lang = p->scene.settings.lang;

	for (int i = 0; i + 1 < nr; i++) {
		struct text foot = { 0 };
		char *page = picture(p);

		text_printf(&foot, ui(lang, UI_h_which_page), i + 1, nr);
		assert_non_null(strstr(page, text_str(&foot)));
		assert_false(p->sheet.open);
		unfold(page, out);
		text_free(&foot);
		free(page);
		press(p, "PgDn");
	}
	assert_true(p->sheet.open);
	press(p, "Esc");
	assert_false(p->scene.settings.help);
}

static void tells(const char *pages, const char *words)
{
	struct text wanted = { 0 };

	unfold(words, &wanted);
	if (!strstr(pages, text_str(&wanted)))
		fail_msg("no \"%s\" in\n%s", text_str(&wanted), pages);
	text_free(&wanted);
}

/* Signs that no letter of the palette is, and what ends the page. */
static const enum ui signs[] = {
	UI_h_types_1, UI_h_tasks_1, UI_h_ages_1, UI_use_bits, UI_entry_bits,
	UI_h_gauges_1, UI_h_daemons_1, UI_h_disk_1, UI_h_gutter_1, UI_h_same,
};

static void test_all_is_told(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 60, 20 },
					{ 200, 60 } };
	struct player *p;

	for (int lang = 0; lang < NR_LANGS; lang++)
		for (int i = 0; i < 4; i++) {
			struct text pages = { 0 };

			p = open_help(state, sizes[i][0], sizes[i][1],
				      (enum lang)lang);
			read_pages(p, &pages);
			for (int g = 0; g < NR_GLYPHS; g++)
				if (g != GLYPH_FOLLOW)	/* of the gutter */
					tells(text_str(&pages),
					      ui((enum lang)lang, glyphs[g].word));
			for (size_t s = 0; s < sizeof(signs) / sizeof(*signs); s++)
				tells(text_str(&pages),
				      ui((enum lang)lang, signs[s]));
			text_free(&pages);
		}
}

/* On the smallest stage there are many pages, none of which cuts anything. */
static void test_smallest(void **state)
{
	struct player *p = open_help(state, 40, 12, LANG_EN);
	struct text pages = { 0 };

	read_pages(p, &pages);
	tells(text_str(&pages), "u unit: step, operation, event");
	tells(text_str(&pages), "h rest of a huge page");
	tells(text_str(&pages), "! hopeless: it gave up");
	tells(text_str(&pages), "in every view and in --text.");
	text_free(&pages);
}

/* Where every cell is filled, that is what the help says. */
static void test_openings_are_filled(void **state)
{
	struct player *p = open_help(state, 80, 24, LANG_EN);
	struct text pages = { 0 };

	assert_int_equal(scene_focus(&p->scene), FOCUS_OFF);
	read_pages(p, &pages);
	tells(text_str(&pages),
	      "where the run or a chapter begins, from speed 4 on and with "
	      "focus off all are ");
	text_free(&pages);
}

/* What a zoomed view shows is told before all else. */
static void test_zoomed(void **state)
{
	static const struct {
		enum view_id view;
		const char *first;
	} cases[] = {
		{ VIEW_BUDDY, "│  frames   . free  0-9 X free block: order" },
		{ VIEW_CACHE, "│  cells    f clean   d dirty" },
		{ VIEW_SWAP, "│  cells    o swapped out   c also in memory" },
		{ VIEW_LRU, "│  bits     a' PG_referenced R" },
		{ VIEW_WALK, "│  entries  P present   W write" },
		{ VIEW_ZONES, "│  gauges   ▮▯ as named" },
		{ VIEW_SPACE, "│  pages    . nothing  z zero page" },
		{ VIEW_OOM, "│  walk     l h  a unit on, back" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct player *p = open_help(state, 80, 24, LANG_EN);
		char *page, *row;

		p->scene.settings.zoom = cases[i].view;
		page = picture(p);
		row = strchr(page, '\n') + 1;
		row[strcspn(row, "\n")] = '\0';
		if (strncmp(row, cases[i].first, strlen(cases[i].first)) != 0)
			fail_msg("begins with \"%s\"", row);
		free(page);
		press(p, "Esc");
	}
}

static void test_pages(void **state)
{
	struct player *p = open_help(state, 80, 24, LANG_EN);

	assert_shows(p, "help 1/3   PgDn on   type to search   Esc back to 0");
	press(p, "PgUp");
	assert_shows(p, "help 1/3");
	press(p, "Space");
	assert_shows(p, "help 2/3");
	press(p, "End");
	assert_shows(p, "help 3/3");
	assert_shows(p, "a list of the chapters");
	press(p, "Down PgUp");		/* scrolls, since it is not at its top */
	assert_shows(p, "help 3/3");
	press(p, "PgUp");
	assert_shows(p, "help 2/3");
	press(p, "PgDn A");
	assert_shows(p, "帮助 3/3");
	assert_shows(p, "章节列表");
	press(p, "A Esc");
	assert_false(p->scene.settings.help);
	assert_false(p->sheet.open);
	press(p, "? PgDn Esc");		/* it opens at its first page again */
	press(p, "?");
	assert_shows(p, "help 1/3");
	press(p, "q");
	assert_false(p->scene.settings.help);
	assert_false(p->quit);
}

/* Typing looks for what is typed; / for what cannot be typed at once. */
static void test_search(void **state)
{
	struct player *p = open_help(state, 80, 24, LANG_EN);

	press(p, "h u g e Enter");
	assert_int_equal(p->sheet.find.came, FIND_FOUND);
	assert_shows(p, "rest of a huge page");
	press(p, "n");
	assert_int_equal(p->sheet.find.came, FIND_FOUND);
	assert_shows(p, "h huge");
	press(p, "Esc ? / q u i t Enter");
	assert_int_equal(p->sheet.find.came, FIND_FOUND);
	assert_shows(p, "never quits");
	press(p, "Esc");
	assert_at(p, "0");
}

/* Another size has other pages; the one that is shown is one of them. */
static void test_resize(void **state)
{
	struct player *p = open_help(state, 40, 12, LANG_EN);

	press(p, "PgDn PgDn PgDn PgDn");
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 120, 40, false);
	assert_shows(p, "help 1/2");
	press(p, "PgDn");
	assert_shows(p, "help 2/2");
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 80, 24, true);
	assert_shows(p, "help 3/3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_all_is_told),
		TOY_TEST(test_smallest),
		TOY_TEST(test_openings_are_filled),
		TOY_TEST(test_zoomed),
		TOY_TEST(test_pages),
		TOY_TEST(test_search),
		TOY_TEST(test_resize),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
