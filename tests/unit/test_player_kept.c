/* What --resume keeps: the same picture comes back; what is gone is said */
#include "toy_fixture.h"

#include "cli/player_kept.h"

static struct player_fixture *opened(void)
{
	struct player_fixture *f = player_fixture_open(toy_scenario);

	f->player.lang_began = LANG_EN;
	return f;
}

/* Leave after these keys; the line, which the caller frees. "" = none. */
static char *leave(const char *const keys[], struct text *shown)
{
	struct player_fixture *f = opened();
	struct player *p = &f->player;
	struct text line = { 0 };
	char *last;

	for (; *keys; keys++)
		if ((*keys)[0] == ':')
			type(p, *keys + 1);
		else
			press(p, *keys);
	p->scene.settings.message = NULL;
	last = picture(p);
	text_puts(shown, last);
	free(last);
	if (!player_kept_print(p, &line))
		text_reset(&line);
	player_fixture_close(f);
	return line.s ? line.s : calloc(1, 1);
}

/* Without its last two rows: keys, or a message. */
static void cut_message(char *shown)
{
	for (int rows = 0; rows < 2; rows++) {
		char *end = strrchr(shown, '\n');

		if (end && !end[1]) {
			*end = '\0';
			end = strrchr(shown, '\n');
		}
		if (end)
			end[1] = '\0';
	}
}

static void comes_back(const char *const keys[], const char *line)
{
	struct text left = { 0 };
	char *kept = leave(keys, &left), *shown;
	struct player_fixture *f = opened();

	if (line)
		assert_string_equal(kept, line);
	assert_true(player_kept_restore(&f->player, kept));
	shown = picture(&f->player);
	cut_message(shown);
	cut_message(left.s);
	/* but for the file's name in the first row */
	assert_string_equal(strchr(shown, '\n'), strchr(left.s, '\n'));
	free(shown);
	free(kept);
	text_free(&left);
	player_fixture_close(f);
}

static void test_comes_back(void **state)
{
	(void)state;
	comes_back((const char *const[]){ "2 Enter", NULL }, "2.3");
	comes_back((const char *const[]){ "2 Enter", "F5 z", NULL },
		   "2.3; zoom frames; focus frames");
	comes_back((const char *const[]){ "2 Enter", "F7", NULL },
		   "2.3; view zones; focus zones");
	comes_back((const char *const[]){ "2 Enter", "w", ":alloc_pages 1",
					  NULL },
		   "2.3; try 0 2.3 alloc_pages 1; branch 1; here 2.4");
	comes_back((const char *const[]){ "2 Enter", "w", ":alloc_pages 1",
					  "w", ":alloc_pages 0 as=mine", "l",
					  "F6", NULL }, NULL);
	comes_back((const char *const[]){ "2 Enter", "w", ":alloc_pages 1",
					  "b", "v", NULL }, NULL);
}

static void test_language(void **state)
{
	struct player_fixture *f = opened();
	struct text line = { 0 };

	(void)state;
	assert_false(player_kept_print(&f->player, &line));
	text_reset(&line);
	player_speak(&f->player, LANG_ZH);	/* switched: it is kept */
	assert_true(player_kept_print(&f->player, &line));
	assert_string_equal(text_str(&line), "0; lang zh");
	player_speak(&f->player, LANG_EN);
	f->player.canvas.ascii = false;
	assert_true(player_kept_restore(&f->player, line.s));
	assert_int_equal(f->player.scene.settings.lang, LANG_ZH);
	player_speak(&f->player, LANG_EN);
	text_free(&line);
	player_fixture_close(f);
}

/* What is gone or damaged is said; the rest is as it was kept. */
static void test_damaged(void **state)
{
	static const char *const lines[][3] = {
		{ "9.9", "it was left at 9.9, which is not there", "0" },
		{ "\x01?", "which is not there any more", "0" },
		{ "2.3; try 0 9.9 alloc_pages 1; branch 1; here 2.4",
		  "of what was kept this is gone: try 0 9.9 alloc_pages 1", "2.3" },
		{ "2.3; try 0 2.3 nonsense 1; branch 1; here 2.4",
		  "this is gone: try 0 2.3 nonsense 1 (no operation", "2.3" },
		{ "2.3; open gone; branch 1; here 2.4", "open gone (", "2.3" },
		{ "2.3; branch 7", "branch 7 (it is not understood)", "2.3" },
		{ "2.3; try 8 2.3 sync", "try 8 2.3 sync (it is not", "2.3" },
		{ "2.3; view nothing", "view nothing (it is not", "2.3" },
		{ "2.3; lang fr; what", "this is gone: what (it is not", "2.3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct player_fixture *f = opened();
		char line[128];

		strcpy(line, lines[i][0]);
		assert_false(player_kept_restore(&f->player, line));
		assert_says(&f->player, lines[i][1]);
		assert_at(&f->player, lines[i][2]);
		player_fixture_close(f);
	}
}

/* Half a line, wherever it was cut, is survived. */
static void test_cut_anywhere(void **state)
{
	static const char whole[] =
		"2.3; try 0 2.3 alloc_pages 1; try 1 2.4 alloc_pages 0; "
		"branch 2; here 2.5; lang zh; view frames; zoom buddy; "
		"focus frames";

	(void)state;
	for (size_t len = 0; len < sizeof(whole); len++) {
		struct player_fixture *f = opened();
		char line[sizeof(whole)], *shown;

		snprintf(line, len + 1, "%s", whole);
		player_kept_restore(&f->player, line);
		shown = picture(&f->player);
		assert_non_null(shown);
		free(shown);
		player_fixture_close(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comes_back),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
