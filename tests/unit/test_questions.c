/*
 * The questions of all walkthroughs: seen whole and before anything that tells
 * the answer, at every size and in both languages
 */
#include "player_fixture.h"

#include <glob.h>

#include "view/words.h"

static const struct size {
	int w, h;
} sizes[] = { { 40, 12 }, { 60, 16 }, { 80, 23 }, { 80, 24 }, { 120, 40 },
	      { 200, 60 } };
enum { NR_SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static struct player *reopen(struct player_fixture *f, const char *path,
			     const char *mode)
{
	f->args[0] = path;
	f->options.args = f->args;
	f->options.nr_args = 1;
	f->options.program = "";
	f->options.value[OPT_mode] = mode;
	assert_int_equal(player_open(&f->player, &f->options, "0"), DONE);
	player_speak(&f->player, LANG_EN);
	canvas_open(&f->player.canvas, 80, 24, false);
	return &f->player;
}

typedef void look_fn(struct player *p, const struct ask *ask);

/* At each step of each walkthrough that asks, before it begins. */
static void each_question(const char *mode, look_fn *look)
{
	glob_t files;

	assert_int_equal(glob("traces/*.json", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct player_fixture f = { .path = "" };
		struct player *p = reopen(&f, files.gl_pathv[i], mode);
		uint32_t last = timeline_nr_steps(p->session.timeline);

		for (uint32_t s = 1; s <= last; s++) {
			const struct step_detail *d =
				timeline_detail(p->session.timeline, s);

			if (!d->nr_asks)
				continue;
			player_go(p, (struct pos){ s, 0, 0 });
			look(p, &d->asks[0]);
		}
		player_close(p);
	}
	globfree(&files);
}

/* Up to `most` bytes of a text, whole characters of its first line. */
static const char *begin_of(const char *s, size_t most)
{
	static char out[64];
	size_t n = strcspn(s, "\n");

	n = n < most ? n : most;
	while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, s, n);
	out[n] = '\0';
	return out;
}

static char *picture_at(struct player *p, struct size size, enum lang lang)
{
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, size.w, size.h, false);
	player_speak(p, lang);
	p->scene.settings.message = NULL;
	return picture(p);
}

/* Nothing that is drawn from has seen the step. */
static void hides(struct player *p, const struct ask *ask)
{
	struct timeline *t = p->session.timeline;
	uint32_t step = p->scene.pos.step;
	struct pos start = { step, 0, 0 };
	const struct words *say = &timeline_detail(t, step)->say;
	const struct words *title = &timeline_detail(t, step)->title;

	if (ask->kind == ASK_TALK)
		return;
	player_step(p, step);
	assert_int_equal(pos_compare(t, p->scene.pos, start), 0);
	assert_int_equal(pos_compare(t, p->now.pos, start), 0);
	for (uint32_t i = 0; i < p->between.nr_last; i++)
		assert_true(pos_compare(t, p->between.at[i], start) <= 0);
	for (int i = 0; i < NR_SIZES * NR_LANGS; i++) {
		enum lang lang = (enum lang)(i % NR_LANGS);
		char *shown = picture_at(p, sizes[i / NR_LANGS], lang);

		const char *begin = begin_of(words_in(say, lang), 18);

		/* title or question may begin with the same words */
		if (strstr(shown, begin) &&
		    !strstr(words_in(title, lang), begin) &&
		    !strstr(words_in(&ask->text, lang), begin))
			fail_msg("%s %u, %d: the narration:\n%s",
				 p->session.path, step, i, shown);
		free(shown);
	}
}

static void test_predict_shows_no_answer(void **state)
{
	(void)state;
	each_question("predict", hides);
}

/* All of it, to the word that says how to answer; smaller than 80x24 a sign. */
static void is_whole(struct player *p, const struct ask *ask)
{
	for (int i = 0; i < NR_SIZES * NR_LANGS; i++) {
		struct size size = sizes[i / NR_LANGS];
		enum lang lang = (enum lang)(i % NR_LANGS);
		char *shown = picture_at(p, size, lang);
		bool more = strstr(shown, "F9 PgDn");
		const char *hint = ask->kind == ASK_CHOICE ?
			ui(lang, UI_hint_choice) : ask->kind == ASK_NUMBER ?
			ui(lang, UI_hint_number) : ui(lang, UI_hint_predict);

		if (!strstr(shown, begin_of(words_in(&ask->text, lang), 9)) &&
		    !(ask->kind == ASK_TALK && more))
			fail_msg("%s, %d: no question:\n%s", p->session.path, i,
				 shown);
		if (size.h >= 24)
			assert_false(more);
		if (ask->kind != ASK_TALK && !more)
			assert_non_null(strstr(shown, begin_of(hint, 9)));
		free(shown);
	}
}

static void test_questions_are_whole(void **state)
{
	(void)state;
	each_question("watch", is_whole);
}

/* For a class: the question and its last choice. */
static void is_presented(struct player *p, const struct ask *ask)
{
	for (int i = 0; i < NR_SIZES * NR_LANGS; i++) {
		enum lang lang = (enum lang)(i % NR_LANGS);
		char *shown = picture_at(p, sizes[i / NR_LANGS], lang);
		char last[8] = "";

		if (ask->nr_choices)
			snprintf(last, sizeof(last), "  %c  ",
				 (char)('a' + ask->nr_choices - 1));
		if (!strstr(shown, last))
			fail_msg("%s, %d: cut:\n%s", p->session.path, i, shown);
		free(shown);
	}
}

static void test_questions_are_presented(void **state)
{
	(void)state;
	each_question("present", is_presented);
}

/* Played by itself it stops at the question; who goes on has passed it. */
static void stops(struct player *p, const struct ask *ask)
{
	struct timeline *t = p->session.timeline;
	struct pos start = p->scene.pos;

	for (int unit = UNIT_STEP; unit <= UNIT_EVENT; unit++) {
		p->scene.settings.unit = (enum unit)unit;
		player_go(p, step_end(t, start.step - 1));
		player_play(p, true);
		player_tick(p);
		assert_int_equal(pos_compare(t, p->scene.pos, start), 0);
		assert_false(p->scene.settings.playing);
		assert_int_equal(player_question(p) != NULL,
				 ask->kind != ASK_TALK);
	}
	if (!timeline_nr_ops(t, start.step))
		return;
	player_key(p, ".");
	assert_null(player_question(p));
	player_key(p, "h");
	player_go(p, start);
}

static void test_the_play_stops_before_the_answer(void **state)
{
	(void)state;
	each_question("watch", stops);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_predict_shows_no_answer),
		cmocka_unit_test(test_questions_are_whole),
		cmocka_unit_test(test_questions_are_presented),
		cmocka_unit_test(test_the_play_stops_before_the_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
