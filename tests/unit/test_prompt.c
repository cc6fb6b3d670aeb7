/* The prompt: what `set` takes, what `help` knows */
#include "toy_fixture.h"

#include "cli/help_topic.h"
#include "mm/op.h"
#include "view/palette.h"

static void line(struct player *p, const char *words)
{
	p->scene.settings.message = NULL;
	player_command(p, words);
}

/* An option and the prompt take the same words; a wrong one names them. */
static void test_set(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct settings *set = &p->scene.settings;

	line(p, "set unit event");
	assert_int_equal(set->unit, UNIT_EVENT);
	line(p, "set speed 1/4");
	assert_int_equal(set->speed_eighths, 2);
	line(p, "set speed 8");
	assert_int_equal(set->speed_eighths, 64);
	line(p, "set speed max");
	assert_int_equal(set->speed_eighths, SPEED_UNBOUND);
	line(p, "set mode predict");
	assert_int_equal(set->mode, MODE_PREDICT);
	line(p, "set paint type");
	assert_int_equal(set->paint, PAINT_TYPE);
	press(p, "P");
	assert_int_equal(set->paint, PAINT_AGE);
	press(p, "P");
	assert_int_equal(set->paint, PAINT_KIND);
	line(p, "set paint age");
	assert_int_equal(set->paint, PAINT_AGE);
	line(p, "set paint");
	assert_says(p, "paint takes one of: kind owner type age");
	line(p, "set lang zh");		/* the canvas is of ASCII alone */
	assert_says(p, "no Chinese");
	assert_int_equal(set->lang, LANG_EN);
	p->canvas.ascii = false;
	line(p, "set lang zh");
	line(p, "99");
	assert_says(p, "步号是 0 到 3");
	line(p, "set lang en");
	p->canvas.ascii = true;
	line(p, "set unit page");
	assert_says(p, "unit takes one of: step operation event");
	line(p, "set");
	assert_says(p, "set takes one of: unit lang theme");
	assert_int_equal(word_index(command_options[OPT_mode].words, "present"),
			 MODE_PRESENT);
	assert_int_equal(word_index(command_options[OPT_unit].words, "event"),
			 UNIT_EVENT);
}

static void test_set_theme(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	line(p, "set theme mono");
	assert_says(p, "no colours are shown here");
	setenv("FRAMEWALK_DATA", ".", 1);
	themes_open(&p->themes, theme_default());
	line(p, "set theme mono");
	assert_null(p->scene.settings.message);
	assert_string_equal(themes_now(&p->themes, NULL)->name, "mono");
	line(p, "set theme");
	assert_says(p, "mono");
	assert_says(p, "high-contrast");
	press(p, ":");
	type(p, "set theme hi");
	assert_says(p, "high-contrast");	/* no such one */
	press(p, ": s e t Space t h e m e Space m o n Tab");
	assert_string_equal(p->prompt.text, "set theme mono");
	press(p, "Esc");
}

/* Each word that is offered is told of, in both languages. */
static void told(void *ctx, const char *word)
{
	struct text text = { 0 };

	(void)ctx;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		text_reset(&text);
		if (!help_topic(word, (enum lang)lang, &text))
			fail_msg("nothing is told of %s", word);
		assert_non_null(strstr(text_str(&text), word));
	}
	text_free(&text);
}

static void test_help(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	help_words(told, NULL);
	line(p, "help");
	assert_true(p->scene.settings.help);
	press(p, "Esc");
	line(p, "help alloc_pages");
	assert_true(p->sheet.open);
	assert_non_null(strstr(text_str(&p->sheet.text), "order="));
	press(p, "Esc");
	line(p, "help PgDn");			/* a key, in each of its contexts */
	assert_non_null(strstr(text_str(&p->sheet.text), "one step on"));
	assert_non_null(strstr(text_str(&p->sheet.text), "scroll down"));
	press(p, "Esc");
	press(p, ": h e l p Space s t o Tab");	/* a view */
	assert_string_equal(p->prompt.text, "help story");
	press(p, "Esc");
	p->canvas.ascii = false;		/* the other language, on the spot */
	line(p, "help alloc_pages");
	press(p, "A");
	assert_true(p->sheet.open);
	assert_non_null(strstr(text_str(&p->sheet.text), "操作"));
	press(p, "A");
	assert_null(strstr(text_str(&p->sheet.text), "操作"));
	press(p, "Esc");
	line(p, "help aloc_pages");
	assert_false(p->sheet.open);
	assert_says(p, "did you mean 'alloc_pages'");
}

/* What a pop-up tells of a line of /proc, by its name alone. */
static void test_help_of_proc(void **state)
{
	static const char *const known[][2] = {
		{ "meminfo", "memory in use, by kind" },
		{ "MemFree", "meminfo  MemFree\n  Pages on the " },
		{ "meminfo.MemFree", "meminfo  MemFree" },
		{ "VmPTE", "status  VmPTE" },
		{ "pgalloc_dma", "vmstat  pgalloc_" },
		{ "Active(anon)", "meminfo  Active(anon)" },
	};
	static const char *const unknown[] = {
		"MemFre", "vmstat.MemFree", "pgalloc_",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct text text = { 0 };

		assert_true(help_topic(known[i][0], LANG_EN, &text));
		if (!strstr(text_str(&text), known[i][1]))
			fail_msg("%s: %s", known[i][0], text_str(&text));
		text_free(&text);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct text text = { 0 };

		if (help_topic(unknown[i], LANG_EN, &text))
			fail_msg("%s: %s", unknown[i], text_str(&text));
		text_free(&text);
	}
}

/* A name that another what-if gave: it is said whose it is. */
static void test_name_of_another_branch(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "2 Enter w");
	type(p, "alloc_pages 1 as=mine");
	press(p, "b w");
	type(p, "free_pages mine");
	assert_says(p, "no label of a block is called \"mine\" here: mine is a "
		       "name of b1, not of main");
	press(p, "Esc w");
	type(p, "free_pages mina");
	assert_says(p, "no label of a block is called \"mina\" here");
	assert_null(strstr(p->scene.settings.message, "b1"));
}

/* Of each letter: itself, its name, a sentence, and the views that have it. */
static void test_help_letters(void **state)
{
	(void)state;
	for (int g = 0; g < NR_GLYPHS; g++) {
		struct text text = { 0 };
		const char *name = ui(LANG_EN, glyphs[g].word), *line;
		char sign[] = { glyphs[g].letter, '\0' };

		assert_true(help_topic(name, LANG_EN, &text));
		line = strstr(text_str(&text), name);
		assert_non_null(line);
		assert_true(strchr(text_str(&text), sign[0]) < line);
		if (!strstr(line, ". Seen in "))
			fail_msg("%s: not where", text_str(&text));
		text_reset(&text);
		assert_true(help_topic(name, LANG_ZH, &text));
		assert_non_null(strstr(text_str(&text), "。见于"));
		text_free(&text);
	}
}

/* Names in any case; else all that has a word that begins so. */
static void test_help_about(void **state)
{
	static const char *const named[][2] = {
		{ "lru", "view\n" }, { "LRU", "view\n" },
		{ "swappiness", "vm.swappiness   0..200" },
		{ "speed", "setting of the stage\n  :set speed 1/4|" },
		{ "d", "letter of the picture\n  d  dirty\n  A page of a f" },
		{ "F", "letter of the picture\n  f  file\n  A page of" },
		{ "anonymous", "letter of the picture\n  a  anonymous\n  A " },
		{ "--theme", "option\n  --theme THEME" },
		{ "free run", "word of the picture\n  free run\n  Mark on " },
		{ "of alloc_pages",
		  "word of the picture\n  of alloc_pages\n  A block that " },
		{ "young", "n, the sign a\"" },
		{ "Referenced", "R, the sign a': the flag PG_referenced" },
		{ "tree", "page 1023 = [15][63]" },
		{ "被杀", "  killed\n  The OOM killer took" },
	};
	static const char *const about[][2] = {
		{ "kswapd", "event\n  mm_vmscan_wakeup_kswapd\n      An allo" },
		{ "KSWAPD", "mm_vmscan_kswapd_sleep\n      kswapd goes to" },
		{ "watermark", "setting of the kernel\n  vm.watermark_scale" },
		{ "pte", "event\n  set_pte\n" },
		{ "memfree", "line of /proc\n  meminfo  MemFree\n" },
	};
	struct text text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		assert_true(help_topic(named[i][0], LANG_EN, &text));
		assert_non_null(strstr(text_str(&text), named[i][1]));
		text_reset(&text);
	}
	for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++) {
		assert_false(help_topic(about[i][0], LANG_EN, &text));
		assert_true(help_about(about[i][0], LANG_EN, &text));
		if (!strstr(text_str(&text), about[i][1]))
			fail_msg("%s: %s", about[i][0], text_str(&text));
		assert_null(strstr(text_str(&text), "chapter"));
		text_reset(&text);
	}
	assert_true(help_about("回收", LANG_ZH, &text));
	assert_non_null(strstr(text_str(&text), "mm_vmscan_direct_reclaim"));
	text_free(&text);
}

/* Phrases: a name in either language; all words, in any order; each. */
static void test_help_about_phrases(void **state)
{
	struct text text = { 0 };

	(void)state;
	assert_true(help_topic("in hand", LANG_ZH, &text));
	assert_non_null(strstr(text_str(&text), "  i  在手中\n"));
	text_reset(&text);
	assert_true(help_topic("free run", LANG_ZH, &text));
	assert_non_null(strstr(text_str(&text), "画面上的词\n  自由\n  脏页"));
	text_reset(&text);
	assert_true(help_topic("页缓存", LANG_EN, &text));
	assert_non_null(strstr(text_str(&text), "view\n  cache\n"));
	text_reset(&text);
	assert_false(help_topic("watermark low", LANG_EN, &text));
	assert_true(help_about("watermark low", LANG_EN, &text));
	assert_non_null(strstr(text_str(&text), "sys  watermark_scale_f"));
	text_reset(&text);
	assert_true(help_about("dirty pages", LANG_ZH, &text));
	assert_non_null(strstr(text_str(&text), "msync"));
	text_reset(&text);
	assert_true(help_about("key P", LANG_EN, &text));
	assert_non_null(strstr(text_str(&text), "  P\n  paint frames by"));
	assert_null(strstr(text_str(&text), "stepping key passes"));
	text_reset(&text);
	assert_false(help_about("kswpad nrfee", LANG_EN, &text));
	assert_false(help_about("kswpad", LANG_EN, &text));
	assert_false(help_about("a", LANG_EN, &text));
	assert_int_equal(text.len, 0);
	text_free(&text);
}

/* A file of /proc: a line is asked as in the view, and so is what is behind it. */
static void test_lines_of_a_file(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	line(p, "proc meminfo");
	assert_shows(p, "Enter inspect");
	press(p, "j Enter");
	assert_shows(p, "meminfo  MemFree");
	assert_shows(p, "fs/proc/meminfo.c meminfo_proc_show()");
	press(p, "Enter");
	assert_shows(p, " zone Normal ");
	press(p, "Esc");
	assert_shows(p, "meminfo  MemFree");
	press(p, "k");				/* the box goes along */
	assert_shows(p, "meminfo  MemTotal");
	press(p, "Esc");
	assert_true(p->sheet.open);
	assert_false(p->sheet_told);
	press(p, "/ D i r t y Enter");		/* Enter is the search's here */
	assert_false(p->sheet_told);
	press(p, "Enter");
	assert_shows(p, "meminfo  Dirty");
	press(p, "Esc Esc");
	assert_false(p->sheet.open);
	assert_at(p, "0");
}

/* The beginning of one command alone is that command; a label goes before. */
static void test_first_word(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	line(p, "hel mmap");
	assert_true(p->sheet.open);
	sheet_close(&p->sheet);
	line(p, "b");		/* back, branches, beside */
	assert_says(p, "'b' is neither a position nor a command; Tab");
	line(p, "prok meminfo");
	assert_says(p, "'prok' is neither a position nor a command; did you "
		    "mean 'proc'?");
	line(p, "nonsense");
	assert_says(p, "'nonsense' is neither a position nor a command; Tab");
	line(p, "99");
	assert_says(p, "the steps are 0 to");
	assert_false(p->quit);
	line(p, "q");
	assert_true(p->quit);
}

/* All that could follow is shown, of many a part at each Tab. */
static void test_choices(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	unsigned parts = 1;
	char *first, *now;

	press(p, ": v i e w Space Tab");
	for (int i = 0; i < NR_VIEWS; i++)
		assert_shows(p, view_name((enum view_id)i));
	press(p, "Tab");			/* there is no more of it */
	assert_shows(p, "oom");
	assert_string_equal(p->prompt.text, "view ");
	press(p, "o");
	assert_false(p->choices.words.len);
	press(p, "v Tab");
	assert_string_equal(p->prompt.text, "view overview");

	press(p, "Esc : h e l p Space Tab");
	first = picture(p);
	assert_non_null(strstr(first, "1-"));
	for (press(p, "Tab"); p->choices.from; press(p, "Tab"))
		assert_true(++parts < 100);
	assert_true(parts > 2);
	now = picture(p);			/* from the first one again */
	assert_string_equal(now, first);
	free(now);
	free(first);
	press(p, "Esc");
	assert_false(p->choices.words.len);
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 40, 12, false);
	press(p, ": h e l p Space Tab");
	assert_shows(p, "Tab more");
}

/* Of a what-if with nothing typed yet: each operation, in columns. */
static void test_what_if_choices(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "w");
	assert_shows(p, "Tab shows all");
	press(p, "Tab");
	for (int v = OP_none + 1; v < NR_OP_VERBS; v++)
		assert_shows(p, op_verb_name((enum op_verb)v));
	assert_string_equal(p->what_if.text, "");
	press(p, "m u");
	assert_false(p->choices.words.len);
	assert_shows(p, "mun");		/* the rows of the box again */
	press(p, "Tab");
	assert_string_equal(p->what_if.text, "mun");
	assert_shows(p, "munlockall");
	press(p, "Esc");
}

static void test_view_near(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	line(p, "view page-cache");
	assert_says(p, "did you mean 'cache'?");
	line(p, "view nothing");
	assert_says(p, "Tab behind :view");
	line(p, "view cache");
	assert_int_equal(p->scene.settings.zoom, VIEW_CACHE);
}

/* A message that is too long says that it goes on. */
static void test_long_message(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *shown;

	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 40, 12, true);
	line(p, "help nothing_at_all_that_is_known_here");
	shown = picture(p);
	assert_non_null(strstr(shown, "..."));
	free(shown);
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 40, 12, false);
	shown = picture(p);
	assert_non_null(strstr(shown, "…"));
	free(shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_set),
		TOY_TEST(test_set_theme),
		TOY_TEST(test_help),
		TOY_TEST(test_help_of_proc),
		TOY_TEST(test_help_about),
		TOY_TEST(test_help_about_phrases),
		TOY_TEST(test_name_of_another_branch),
		TOY_TEST(test_lines_of_a_file),
		TOY_TEST(test_first_word),
		cmocka_unit_test(test_help_letters),
		TOY_TEST(test_choices),
		TOY_TEST(test_what_if_choices),
		TOY_TEST(test_view_near),
		TOY_TEST(test_long_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
