/* Watch, predict, present; the score file */
#include "toy_fixture.h"

#include <fcntl.h>

#include "cli/score.h"

static char *score_path(const struct player_fixture *f)
{
	static char path[80];

	snprintf(path, sizeof(path), "%s.score", f->path);
	return path;
}

/* The same scenario opened once more, with options. */
static void reopen(struct player_fixture *f, enum option_id id,
		   const char *value)
{
	player_close(&f->player);
	f->options.value[id] = value;
	assert_int_equal(player_open(&f->player, &f->options, "0"), DONE);
	player_speak(&f->player, LANG_EN);
	canvas_open(&f->player.canvas, 80, 24, true);
	player_draw(&f->player);
}

static void read_all(const char *path, char out[1024])
{
	FILE *file = fopen(path, "r");
	size_t nr;

	assert_non_null(file);
	nr = fread(out, 1, 1023, file);
	out[nr] = '\0';
	fclose(file);
}

static void write_all(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Whichever way one comes, the step of an open question is not seen. */
static void test_predict_hides(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	reopen(f, OPT_mode, "predict");
	press(p, "1 Enter");
	assert_at(p, "1.0");
	player_command(p, "1.1.3");
	assert_at(p, "1.0");
	assert_says(p, "hidden until you answer");
	press(p, "G");
	assert_at(p, "3.0");
	press(p, "h");
	assert_at(p, "2.3");		/* it asks nothing */
	press(p, "l b Enter");
	assert_int_equal(p->scene.settings.answered, 1);
	press(p, "l");
	assert_at(p, "3.4");
	assert_int_equal(p->scene.settings.nr_right, 1);
	assert_int_equal(p->scene.settings.nr_asked, 2);	/* G passed one */
}

/* A stepping key passes; the question may still be answered afterwards. */
static void test_predict_passes(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	reopen(f, OPT_mode, "predict");
	press(p, "l . .");
	assert_at(p, "1.1.2");
	assert_int_equal(p->scene.settings.nr_asked, 1);
	press(p, "g l 5 Enter");
	assert_at(p, "1.0");
	assert_int_equal(p->scene.settings.answered, 1);
	assert_int_equal(p->scene.settings.nr_asked, 1);
	press(p, "G");
	player_command(p, "set mode watch");
	press(p, "G");
	assert_at(p, "3.4");
}

/* The engine says why, in the language of the moment. */
static void test_reason(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *shown;

	press(p, "l 4 Enter");
	shown = picture(p);
	assert_non_null(strstr(shown, "Not so: it is 5"));
	assert_non_null(strstr(shown, "mm_page_alloc_extfrag"));
	assert_non_null(strstr(shown, ". show me"));
	free(shown);
	player_speak(p, LANG_ZH);
	p->canvas.ascii = false;
	shown = picture(p);
	assert_non_null(strstr(shown, "mm_page_alloc_extfrag"));
	assert_non_null(strstr(shown, "退回去想"));
	assert_null(strstr(shown, "show me"));
	free(shown);
}

/* What is no number is said, and nothing counts as an answer. */
static void test_what_is_typed(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "l Enter");
	assert_says(p, "type a number first");
	press(p, "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 Enter");
	assert_says(p, "beyond all numbers");
	assert_int_equal(p->scene.settings.answered, 0);
	press(p, "C-u");
	assert_string_equal(p->scene.settings.answer, "");
	press(p, "- Enter");
	assert_says(p, "is no number");
	press(p, "C-u 0 x Enter");
	assert_says(p, "is no number");
	press(p, "C-u 0 5 Enter");	/* not octal */
	assert_int_equal(p->scene.settings.answered, 1);
	player_go(p, (struct pos){ 3, 0, 0 });
	press(p, "Enter");
	assert_says(p, "from a to b");
}

static void test_negative_is_a_number(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "l - 5 Enter");
	assert_int_equal(p->scene.settings.answered, -1);
	assert_string_equal(p->scene.settings.answer, "-5");
}

/* However narrow: how many were right. */
static void test_the_score_stays(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	reopen(f, OPT_mode, "predict");
	press(p, "l 5 Enter l l l");
	for (int w = 40; w <= 120; w += 8) {
		char *shown;

		canvas_close(&p->canvas);
		canvas_open(&p->canvas, w, 24, true);
		shown = picture(p);
		assert_non_null(strstr(shown, "predict 1 of 1 right"));
		free(shown);
	}
}

static void test_score_lines(void **state)
{
	struct player_fixture *f = *state;
	const char *path = score_path(f), *name;
	char all[1024], want[1024];

	write_all(path, "what was here before");	/* without an end */
	reopen(f, OPT_score, path);
	name = f->player.session.story->name;
	press(&f->player, "l 4 Enter l l l b Enter");
	read_all(path, all);
	snprintf(want, sizeof(want),
		 "what was here before\n"
		 "%s\t1\tnumber\twrong\t4\t5\tmain\n"
		 "%s\t3\tchoice\tright\tb\tb\tmain\n", name, name);
	assert_string_equal(all, want);
	press(&f->player, "r g l l l");		/* a fresh run, passed */
	read_all(path, all);
	assert_non_null(strstr(all, "\t1\tnumber\tpassed\t-\t-\tmain\n"));
	assert_memory_equal(all, want, strlen(want));
	unlink(path);
}

/* A full disk takes nothing; the answer stands, and the end says so. */
static void test_score_is_never_lost(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	char all[1024];
	int fd;

	if (access("/dev/full", W_OK))
		skip();
	reopen(f, OPT_score, "/dev/full");
	press(p, "l 5 Enter");
	assert_int_equal(p->scene.settings.answered, 1);
	assert_non_null(p->scene.settings.message);
	assert_true(p->score.left.len > 0);
	/* there is room again: both lines arrive, in their order */
	fd = open(score_path(f), O_WRONLY | O_CREAT | O_APPEND, 0600);
	assert_true(fd >= 0);
	dup2(fd, p->score.fd);
	close(fd);
	press(p, "l l l a Enter");
	assert_int_equal(p->score.left.len, 0);
	read_all(score_path(f), all);
	assert_non_null(strstr(all, "\t1\tnumber\tright\t5\t5\tmain\n"));
	assert_non_null(strstr(all, "\t3\tchoice\twrong\ta\tb\tmain\n"));
	unlink(score_path(f));
}

static void test_score_needs_a_file(void **state)
{
	struct score s;
	struct diag why;

	(void)state;
	assert_false(score_open(&s, "/no/such/folder/score", &why));
	assert_non_null(strstr(why.what, "/no/such/folder/score"));
	assert_true(score_open(&s, NULL, &why));
	assert_int_equal(score_close(&s), DONE);
}

/* An answer on a what-if says on which, and what was typed to be there. */
static void test_score_of_a_branch(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	const char *path = score_path(f);
	char all[1024];

	reopen(f, OPT_score, path);
	press(p, "l 5 Enter l l");
	assert_at(p, "2.3");
	press(p, "w");
	type(p, "alloc_pages 1 as=mine");
	press(p, "w");
	type(p, "free_pages mine");
	press(p, "l b Enter");
	read_all(path, all);
	assert_non_null(strstr(all, "\t3\tchoice\tright\tb\tb\tmain; 2.3: "
			       "alloc_pages 1 as=mine; 2.4: free_pages mine\n"));
	unlink(path);
}

/* At the prompt: nothing is written before, all that is answered later. */
static void test_score_command(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	char all[1024], line[128];

	press(p, "l 4 Enter l l");
	player_command(p, "score /no/such/folder/score");
	assert_says(p, "cannot write the score to '/no/such/folder/score'");
	assert_int_equal(p->scene.settings.mode, MODE_WATCH);
	snprintf(line, sizeof(line), "score %s", score_path(f));
	player_command(p, line);
	assert_says(p, "answers are added to");
	assert_int_equal(p->scene.settings.mode, MODE_PREDICT);
	press(p, "l b Enter");
	read_all(score_path(f), all);
	assert_null(strstr(all, "\t1\tnumber"));
	assert_non_null(strstr(all, "\t3\tchoice\tright\tb\tb\tmain\n"));
	/* asked again without a file: it is the one that it was */
	player_command(p, "score");
	snprintf(line, sizeof(line), "answers are added to %s", score_path(f));
	assert_says(p, line);
	unlink(score_path(f));
}

/* Shown to a class in between: Esc leads back to where it came from. */
static void test_present_and_back(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_mode(p, MODE_PREDICT);
	player_command(p, "present");
	player_command(p, "present");
	assert_int_equal(p->scene.settings.mode, MODE_PRESENT);
	press(p, "Esc");
	assert_int_equal(p->scene.settings.mode, MODE_PREDICT);
	player_mode(p, MODE_WATCH);
	player_command(p, "present");
	press(p, "Esc");
	assert_int_equal(p->scene.settings.mode, MODE_WATCH);
}

/* Chapters and questions stop the play; --auto goes through. */
static void test_watch_pauses(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;

	player_go(p, (struct pos){ 2, 0, 0 });
	player_play(p, true);
	player_tick(p);
	assert_at(p, "2.3");
	assert_true(p->scene.settings.playing);
	player_tick(p);
	assert_at(p, "3.0");
	assert_false(p->scene.settings.playing);
	assert_non_null(strstr(p->scene.settings.message, "Join"));
	reopen(f, OPT_auto, "");
	player_play(&f->player, true);
	for (int i = 0; i < 8; i++)
		player_tick(&f->player);
	assert_true(f->player.quit);
	assert_at(&f->player, "3.4");
}

/* At a terminal a long pause says by the second when it ends. */
static void test_play_counts_down(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	int waits = 0, said = 0;
	char *shown, words[40];

	p->counts = true;
	player_go(p, (struct pos){ 2, 0, 0 });
	press(p, "Space");
	said = player_next_s(p);
	assert_true(said >= 2);
	assert_true(player_wait_ms(p) <= 1000);
	shown = picture(p);
	snprintf(words, sizeof(words), "playing, on in %d s", said);
	assert_non_null(strstr(shown, words));
	free(shown);
	for (; !p->scene.pos.op; waits++) {
		assert_int_equal(player_next_s(p), said - waits);
		player_waited(p);
	}
	assert_int_equal(waits, said);
	assert_int_equal(player_next_s(p), (player_hold_ms(p) + 999) / 1000);
	press(p, "Space");		/* any key stops, and it is no countdown */
	assert_int_equal(player_next_s(p), 0);
	assert_int_equal(player_wait_ms(p), -1);
	p->counts = false;		/* a recording waits for the whole of it */
	press(p, "Space");
	assert_int_equal(player_wait_ms(p), player_hold_ms(p));
}

/* Past the end of a text PgDn does nothing, so that one PgUp leads back. */
static void test_scroll_ends(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "l F9 PgDn");
	assert_int_equal(p->scene.settings.scroll[VIEW_STORY], 0);
}

/* Where the play stops it says why, and what goes on. */
static void test_play_says_why_it_stops(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_play(p, true);
	player_tick(p);
	assert_at(p, "1.0");
	assert_says(p, "a question: answer it; space goes on");
	player_go(p, (struct pos){ 3, 0, 0 });
	player_play(p, true);
	player_tick(p);
	assert_at(p, "3.4");
	assert_false(p->scene.settings.playing);
	assert_says(p, "this is the end");
}

static void test_present(void **state)
{
	struct player_fixture *f = *state;
	struct player *p = &f->player;
	char *shown;

	reopen(f, OPT_mode, "present");
	press(p, "PgDn");
	assert_at(p, "1.0");
	shown = picture(p);
	assert_non_null(strstr(shown, "How many?"));
	assert_null(strstr(shown, "space play"));	/* no keys */
	assert_null(strchr(shown, '+'));		/* no corners */
	free(shown);
	press(p, "Space PgDn");
	assert_at(p, "2.3");
	press(p, "PgUp");
	assert_at(p, "1.1");
	press(p, "b");
	shown = picture(p);
	assert_int_equal(strspn(shown, " \n"), strlen(shown));
	free(shown);
	press(p, "PgDn");		/* lights it, no more */
	assert_at(p, "1.1");
	press(p, "3 Enter");
	assert_at(p, "3.4");
	press(p, "Esc");
	assert_int_equal(p->scene.settings.mode, MODE_WATCH);
	player_command(p, "present");
	assert_int_equal(p->scene.settings.mode, MODE_PRESENT);
}

/* It fits at any size, each way to the end. */
static void test_present_sizes(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_mode(p, MODE_PRESENT);
	for (int i = 0; i < 8; i++) {
		for (int w = 40; w <= 200; w += 20)
			for (int h = 12; h <= 60; h += 7) {
				canvas_close(&p->canvas);
				canvas_open(&p->canvas, w, h, true);
				player_draw(p);
				assert_true(canvas_cell(&p->canvas, w - 3,
							h - 1)->code == '?' ||
					    p->scene.settings.message);
			}
		player_key(p, "PgDn");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_predict_hides),
		TOY_TEST(test_predict_passes),
		TOY_TEST(test_reason),
		TOY_TEST(test_what_is_typed),
		TOY_TEST(test_negative_is_a_number),
		TOY_TEST(test_the_score_stays),
		TOY_TEST(test_score_lines),
		TOY_TEST(test_score_is_never_lost),
		TOY_TEST(test_score_needs_a_file),
		TOY_TEST(test_score_of_a_branch),
		TOY_TEST(test_score_command),
		TOY_TEST(test_present_and_back),
		TOY_TEST(test_watch_pauses),
		TOY_TEST(test_play_counts_down),
		TOY_TEST(test_play_says_why_it_stops),
		TOY_TEST(test_scroll_ends),
		TOY_TEST(test_present),
		TOY_TEST(test_present_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
