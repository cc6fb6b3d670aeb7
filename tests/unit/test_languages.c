/* Both languages are complete, on the fly, and wide characters stay whole */
#include "toy_fixture.h"

#include <dirent.h>
#include <errno.h>

#include "cli/menu.h"
#include "cli/options.h"
#include "cli/player_set.h"
#include "draw/width.h"
#include "load/scenario.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "view/event_doc.h"
#include "view/op_doc.h"
#include "view/refusal.h"
#include "view/words.h"

/* At least one character that is no ASCII. */
static bool is_foreign(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return *s;
}

/* A text is in all languages or, as of nothing, in none. */
static void test_words(void **state)
{
	(void)state;
	for (int id = 0; id < NR_UI; id++) {
		bool en = *ui(LANG_EN, (enum ui)id);

		if (en != (*ui(LANG_ZH, (enum ui)id) != '\0'))
			fail_msg("'%s' is in one language only",
				 ui(en ? LANG_EN : LANG_ZH, (enum ui)id));
		assert_false(is_foreign(ui(LANG_EN, (enum ui)id)) &&
			     !strstr(ui(LANG_EN, (enum ui)id), "\xe2\x96"));
	}
}

/* Is the word one of those that are the same in every language? */
static bool is_kernel_name(const char *word, size_t len)
{
	static const char *const names[] = {
		"proc", "slab", "text", "rodata", "data", "bss", "vvar",
		"vdso", "min", "low", "high", "boost", "rss", "adj", "pid",
		"oom_score",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len && !strncmp(names[i], word, len))
			return true;
	return false;
}

/* Chinese without a Chinese character is a name, not an English word. */
static void test_no_english_is_left(void **state)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

	(void)state;
	for (int id = 0; id < NR_UI; id++) {
		const char *zh = ui(LANG_ZH, (enum ui)id);

		if (strstr(zh, "%") || is_foreign(zh))
			continue;
		for (const char *s = zh; *s; s++) {
			size_t len = strspn(s, letters);

			if (len > 2 && *s >= 'a' && !is_kernel_name(s, len))
				fail_msg("'%s' is not Chinese", zh);
			s += len ? len - 1 : 0;
		}
	}
}

static void hold(const struct words *w)
{
	assert_non_null(w->in[LANG_EN]);
	assert_non_null(w->in[LANG_ZH]);
	assert_false(is_foreign(w->in[LANG_EN]));
	assert_true(is_foreign(w->in[LANG_ZH]));
}

static void hold_terms(const struct term *t)
{
	for (; t->word; t++)
		hold(&t->doc);
}

static void test_tables(void **state)
{
	(void)state;
	for (unsigned i = 0; i < nr_key_rows; i++)
		hold(&key_rows[i].doc);
	for (int i = 0; i < NR_KEY_CONTEXTS; i++)
		if (key_context_titles[i].in[LANG_EN])
			hold(&key_context_titles[i]);
	for (unsigned i = 0; i < nr_setting_rows; i++)
		hold(&setting_rows[i].doc);
	for (int i = 0; i < NR_COMMANDS; i++) {
		hold(&commands[i].doc);
		if (*commands[i].more.in[LANG_EN])
			hold(&commands[i].more);
	}
	hold_terms(position_terms);
	hold_terms(outcome_terms);
	hold_terms(tape_terms);
	for (int i = 0; i < NR_OPTIONS; i++)
		hold(&command_options[i].doc);
	for (int i = 0; i < NR_PARTS; i++) {
		hold(&menu_parts[i].title);
		hold(&menu_parts[i].goal);
	}
}

/* Each verb, each setting of the kernel: what the prompt tells of it. */
static void test_operations(void **state)
{
	(void)state;
	for (int v = OP_none + 1; v < NR_OP_VERBS; v++) {
		const char *name = op_verb_name((enum op_verb)v);

		if (!is_foreign(op_doc(name, "", LANG_ZH)))
			fail_msg("%s has no Chinese sentence", name);
		assert_string_equal(op_doc(name, "English", LANG_EN), "English");
	}
	for (int i = 0; i < NR_SYSCTLS; i++)
		if (!is_foreign(op_doc(sysctl_infos[i].key, "", LANG_ZH)))
			fail_msg("%s has no Chinese sentence",
				 sysctl_infos[i].key);
	for (unsigned i = 0; i < nr_procfs_files; i++)
		if (!is_foreign(file_doc(procfs_files[i].path, "", LANG_ZH)))
			fail_msg("%s has no Chinese sentence",
				 procfs_files[i].path);
}

/* Each error that the engine gives, whoever it is given to. */
static void test_refusals(void **state)
{
	static const int errors[] = {
		EINTR, ESRCH, EAGAIN, EBADF, ENOENT, EFBIG, ENOSPC, ENOMEM,
		EINVAL,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		for (int v = OP_none + 1; v < NR_OP_VERBS; v++) {
			enum op_verb verb = (enum op_verb)v;

			assert_false(is_foreign(refusal_words(verb, errors[i],
							      LANG_EN)));
			assert_true(is_foreign(refusal_words(verb, errors[i],
							     LANG_ZH)));
		}
}

static void test_events(void **state)
{
	(void)state;
	for (int id = 0; id < NR_EVENTS; id++) {
		if (!is_foreign(event_doc((enum event_id)id, LANG_ZH)))
			fail_msg("%s has no sentence in Chinese",
				 event_types[id].name);
		assert_true(*event_doc((enum event_id)id, LANG_EN));
		assert_false(is_foreign(event_doc((enum event_id)id, LANG_EN)));
	}
}

/* The byte after the parenthesis that closes the one at s. */
static const char *closing(const char *s)
{
	int depth = 0;
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '\\')
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (!quoted && *s == '(')
			depth++;
		else if (!quoted && *s == ')' && !--depth)
			return s + 1;
	}
	return s;
}

/* What is said on the spot in both: player_word(p, "...", "..."), diag_..._both */
static unsigned hold_source(const char *path, const char *name)
{
	static char text[1 << 18];
	FILE *file = fopen(path, "r");
	unsigned nr = 0;

	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	for (char *s = strstr(text, name); s; s = strstr(s + 1, name)) {
		size_t len = (size_t)(closing(strchr(s, '(')) - s);
		char *call = strndup(s, len);

		if (strchr(call, '"') && !is_foreign(call))
			fail_msg("%s: not in Chinese: %s", path, call);
		nr += strchr(call, '"') != NULL;
		free(call);
	}
	return nr;
}

static unsigned hold_folder(const char *folder, const char *name)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	unsigned nr = 0;
	char path[300];

	assert_non_null(dir);
	while ((e = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (strstr(e->d_name, ".c"))
			nr += hold_source(path, name);
	}
	closedir(dir);
	return nr;
}

static void test_messages(void **state)
{
	(void)state;
	assert_true(hold_folder("src/cli", "player_word(p,") > 20);
}

static void hold_both(const char *path, uint32_t step, const struct words *w)
{
	if (!w->in[LANG_EN] != !w->in[LANG_ZH])
		fail_msg("%s, step %u: only in one language: %s", path, step,
			 words_in(w, LANG_EN));
}

static void hold_story(const char *path, const struct story *s)
{
	hold_both(path, 0, &s->title);
	for (uint32_t i = 0; i < s->nr_chapters; i++)
		hold_both(path, s->chapters[i].first_step, &s->chapters[i].title);
	for (uint32_t step = 1; step <= s->nr_steps; step++) {
		const struct step_detail *d = step_detail(s, step);

		hold_both(path, step, &d->title);
		hold_both(path, step, &d->say);
		for (uint32_t i = 0; i < d->nr_asks; i++) {
			hold_both(path, step, &d->asks[i].text);
			for (uint32_t k = 0; k < d->asks[i].nr_choices; k++)
				hold_both(path, step, &d->asks[i].choice[k]);
		}
	}
	for (uint32_t i = 0; i < s->nr_what_ifs; i++) {
		hold_both(path, s->what_ifs[i].at_step, &s->what_ifs[i].title);
		hold_story(path, s->what_ifs[i].story);
	}
}

static void test_walkthroughs(void **state)
{
	struct walkthroughs all;

	(void)state;
	setenv("FRAMEWALK_DATA", ".", 1);
	walkthroughs_open(&all, "");
	assert_true(all.nr > 10);
	for (size_t i = 0; i < all.nr; i++) {
		struct diags faults;
		struct story *s;

		diags_init(&faults, all.list[i].path);
		s = scenario_load(all.list[i].path, &faults);
		assert_non_null(s);
		hold_story(all.list[i].path, s);
		story_free(s);
		diags_free(&faults);
	}
	walkthroughs_close(&all);
}

/* A wide character has its two cells, and no half stands alone. */
static void hold_wide(const struct canvas *c)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			uint32_t code = canvas_cell(c, x, y)->code;
			bool wide = code != CELL_TAIL && code_columns(code) == 2;
			bool tail = x + 1 < c->w && canvas_cell(c, x + 1, y)
							    ->code == CELL_TAIL;

			assert_int_equal(wide, tail);
			assert_false(x == 0 && code == CELL_TAIL);
		}
}

static void fit(struct player *p, int w, int h)
{
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, w, h, false);
}

static void test_wide_stays_whole(void **state)
{
	static const struct { int w, h; } sizes[] = {
		{ 40, 12 }, { 61, 20 }, { 80, 24 }, { 120, 40 }, { 201, 60 },
	};
	const char *args[] = { "traces/tour.json" };
	struct options o = { .args = args, .nr_args = 1, .program = "" };
	struct player p;

	(void)state;
	assert_int_equal(player_open(&p, &o, "0"), DONE);
	player_speak(&p, LANG_ZH);
	while (!player_at_end(&p)) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			for (int mode = 0; mode < NR_MODES; mode++) {
				p.scene.settings.mode = (enum mode)mode;
				fit(&p, sizes[i].w, sizes[i].h);
				player_draw(&p);
				hold_wide(&p.canvas);
			}
		}
		p.scene.settings.mode = MODE_WATCH;
		player_walk(&p, UNIT_STEP, 1);
	}
	player_close(&p);
}

/* A is one key away from the other language, whatever is on the screen. */
static void test_on_the_fly(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *en, *zh, *again;

	fit(p, 80, 24);
	for (int i = 0; i < 3; i++) {
		press(p, i == 0 ? "2 Enter" : i == 1 ? "?" : "? PgDn");
		en = picture(p);
		press(p, "A");
		zh = picture(p);
		press(p, "A");
		again = picture(p);
		assert_string_equal(en, again);
		assert_true(strcmp(en, zh));
		assert_non_null(strstr(zh, "事件"));
		free(en);
		free(zh);
		free(again);
		press(p, "Esc");
	}
}

/* What is wrong with what was typed, from the tables of other rooms too. */
static void test_faults(void **state)
{
	static const struct { const char *typed, *en, *zh; } faults[] = {
		{ "9", "the steps are 0 to 3", "步号是 0 到 3" },
		{ "2.9", "step 2 has operations 0 to 3", "第 2 步的操作是 0 到 3" },
		{ "2.1.99", "operation 2.1 has events 0 to", "操作 2.1 的事件是 0 到" },
		{ "2.1.oom_kill", "operation 2.1 has no oom_kill number 1",
		  "操作 2.1 没有第 1 个 oom_kill" },
		{ "2x", "there is no step '2x', a position is", "没有“2x”这一步，位置写作" },
		{ "event buddy_merg", "is called 'buddy_merg', did you mean",
		  "没有名为“buddy_merg”的事件" },
		{ "watch nobody", "nothing is called 'nobody' now, a label",
		  "此时没有名为“nobody”的东西，" },
		{ "score /no/such/file", "cannot write the score to '/no/such/file'",
		  "无法把成绩写入“/no/such/file”" },
	};
	struct player *p = &((struct player_fixture *)*state)->player;

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		player_speak(p, LANG_EN);
		player_command(p, faults[i].typed);
		assert_says(p, faults[i].en);
		player_speak(p, LANG_ZH);
		player_command(p, faults[i].typed);
		assert_says(p, faults[i].zh);
	}
	p->now.machine.arena.max_bytes = 0;
	player_command(p, "3");
	assert_says(p, "模型需要宿主机的地址空间超过 0 MiB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_no_english_is_left),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_walkthroughs),
		cmocka_unit_test(test_wide_stays_whole),
		TOY_TEST(test_faults),
		TOY_TEST(test_on_the_fly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
