/*
 * Pictures of the stage, held against files that can be read in a review:
 * tests/golden/pictures/NAME.txt, the end of each step of each walkthrough in
 * traces/, and each view alone at all sizes. UPDATE_GOLDEN=1 writes them anew; then look at what git says has
 * changed.
 */
#include "stage_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cli/recorder.h"

#define TOY "tests/golden/toy.json"
#define TASK "tests/golden/task.json"
#define TOUR "traces/tour.json"

static const struct picture {
	const char *name, *scenario, *pos;
	enum unit unit;
	int w, h;
	enum lang lang;
	bool ascii, lines;
	enum view_id zoom;
} pictures[] = {
	{ "toy-start", TOY, "0", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "toy-asks", TOY, "1.0", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "toy-split", TOY, "1.1.buddy_split#3", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "toy-split-step", TOY, "1", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "toy-split-zh", TOY, "1", UNIT_STEP, 80, 24, LANG_ZH, false, false, VIEW_NONE },
	{ "toy-split-ascii", TOY, "1.1.buddy_split#3", UNIT_EVENT, 80, 24, LANG_EN, true, false, VIEW_NONE },
	{ "toy-merge", TOY, "3.4.buddy_merge#2", UNIT_OP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "toy-joined-wide", TOY, "3", UNIT_STEP, 120, 40, LANG_EN, false, false, VIEW_NONE },
	{ "toy-frames", TOY, "2", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_FRAMES },
	{ "toy-lines", TOY, "1.1.buddy_split#3", UNIT_OP, 80, 24, LANG_EN, false, true, VIEW_NONE },
	{ "task-mmap", TASK, "2", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-walk", TASK, "3.1.mmu_walk#3", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-fault", TASK, "3.1.page_fault_user", UNIT_OP, 120, 40, LANG_EN, false, false, VIEW_NONE },
	{ "task-zero-page", TASK, "3", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-write", TASK, "4", UNIT_STEP, 120, 40, LANG_EN, false, false, VIEW_NONE },
	{ "task-write-zh", TASK, "4", UNIT_STEP, 120, 40, LANG_ZH, false, false, VIEW_NONE },
	{ "task-walk-across", TASK, "4.1.mmu_walk#6", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_WALK },
	{ "task-space", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_SPACE },
	{ "task-frames", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_FRAMES },
	{ "task-buddy", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_BUDDY },
	{ "task-zones", TASK, "4.1.zone_watermark_ok", UNIT_OP, 80, 24, LANG_EN, false, false, VIEW_ZONES },
	{ "task-overview", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_OVERVIEW },
	{ "task-proc", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_PROC },
	{ "task-signal", TASK, "7", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-begins", TASK, "4.0", UNIT_OP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-address", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-address-inside", TASK, "5.16.page_fault_user", UNIT_EVENT, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-why-zh", TASK, "4", UNIT_STEP, 80, 24, LANG_ZH, false, false, VIEW_NONE },
	{ "task-gone", TASK, "8", UNIT_STEP, 80, 24, LANG_EN, false, false, VIEW_NONE },
	{ "task-small", TASK, "4.1.set_pte", UNIT_EVENT, 60, 18, LANG_EN, false, false, VIEW_NONE },
	{ "task-least", TASK, "4.1.set_pte", UNIT_EVENT, 40, 12, LANG_EN, false, false, VIEW_NONE },
	{ "task-lines", TASK, "4", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_NONE },
	{ "task-lines-zh", TASK, "4", UNIT_STEP, 80, 24, LANG_ZH, false, true, VIEW_NONE },
	{ "task-lines-event", TASK, "4.1.mmu_walk#3", UNIT_EVENT, 80, 24, LANG_EN, false, true, VIEW_WALK },
	{ "task-lines-zones", TASK, "4.1.zone_watermark_ok", UNIT_EVENT, 80, 24, LANG_EN, false, true, VIEW_ZONES },
	{ "task-lines-proc", TASK, "5", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_PROC },
	{ "task-lines-gone", TASK, "8", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_SPACE },
	{ "tour-lines-overview", TOUR, "9", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_OVERVIEW },
	{ "tour-lines-frames", TOUR, "9", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_FRAMES },
	{ "tour-lines-lru", TOUR, "10", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_LRU },
	{ "tour-lines-cache", TOUR, "7", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_CACHE },
	{ "tour-lines-swap", TOUR, "11", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_SWAP },
	{ "tour-lines-oom", TOUR, "13", UNIT_STEP, 80, 24, LANG_EN, false, true, VIEW_OOM },
};
enum { NR_PICTURES = sizeof(pictures) / sizeof(pictures[0]) };

static void take(const struct picture *p, struct text *out)
{
	struct stage_fixture f;
	struct canvas c;

	fixture_open(&f, p->scenario);
	fixture_at(&f, p->pos, p->unit);
	f.scene.settings.lang = p->lang;
	f.scene.settings.zoom = p->zoom;
	if (p->lines) {
		stage_text(&f.scene, out);
	} else {
		fixture_draw(&f, &c, p->w, p->h, p->ascii);
		canvas_print(&c, out);
		canvas_close(&c);
	}
	fixture_close(&f);
}

static void read_open_file(FILE *file, struct text *out)
{
	char bytes[4096];
	size_t nr;

	while ((nr = fread(bytes, 1, sizeof(bytes), file)) > 0)
		text_add(out, bytes, nr);
	fclose(file);
}

#define LESSON(name) "traces/" name ".json"

/* Each view alone on the stage, where it has most to tell. */
static const struct view_place {
	enum view_id view;
	const char *scenario, *pos;
	enum unit unit;
} view_places[] = {
	{ VIEW_OVERVIEW, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_SPACE, LESSON("tour"), "7", UNIT_STEP },
	{ VIEW_WALK, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_FRAMES, LESSON("tour"), "7", UNIT_STEP },
	{ VIEW_BUDDY, LESSON("tour"), "7", UNIT_STEP },
	{ VIEW_ZONES, LESSON("32-kswapd"), "5.2.zone_watermark_ok", UNIT_EVENT },
	{ VIEW_PROC, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_STORY, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_LRU, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_CACHE, LESSON("23-page-cache"), "4", UNIT_STEP },
	{ VIEW_SWAP, LESSON("tour"), "10", UNIT_STEP },
	{ VIEW_OOM, LESSON("39-oom"), "3.2.oom_badness#2", UNIT_EVENT },
};
static_assert(sizeof(view_places) / sizeof(view_places[0]) == NR_VIEWS,
	      "a picture of each view");

/* From the least size to the largest, then once without its own characters. */
static void take_view(const struct view_place *v, struct text *out)
{
	static const struct {
		int w, h;
		bool ascii;
	} sizes[] = {
		{ 40, 12, false }, { 80, 24, false }, { 120, 40, false },
		{ 200, 60, false }, { 80, 24, true },
	};
	struct stage_fixture f;

	fixture_open(&f, v->scenario);
	fixture_at(&f, v->pos, v->unit);
	f.scene.settings.zoom = v->view;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct canvas c;

		fixture_draw(&f, &c, sizes[i].w, sizes[i].h, sizes[i].ascii);
		canvas_print(&c, out);
		canvas_close(&c);
	}
	fixture_close(&f);
}

/* The whole file; "" if it is not there. */
static void read_file(const char *path, struct text *out)
{
	FILE *file = fopen(path, "r");

	if (file)
		read_open_file(file, out);
}

static void write_file(const char *path, const struct text *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text->s, 1, text->len, file), text->len);
	assert_int_equal(fclose(file), 0);
}

/* Both pictures are printed: a difference is to be seen, not counted. */
static void hold(const char *name, const struct text *now)
{
	struct text golden = { 0 };
	char path[256];

	snprintf(path, sizeof(path), "tests/golden/pictures/%s.txt", name);
	if (getenv("UPDATE_GOLDEN"))
		write_file(path, now);
	read_file(path, &golden);
	if (strcmp(text_str(now), text_str(&golden)))
		print_error("%s is\n%s\nand now it is\n%s\n", path,
			    text_str(&golden), text_str(now));
	assert_string_equal(text_str(now), text_str(&golden));
	text_free(&golden);
}

/* The first page of the help, in both languages. */
static void test_help(void **state)
{
	static const char *const names[NR_LANGS] = { "help", "help-zh" };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TOY);
	fixture_at(&f, "1", UNIT_STEP);
	f.scene.settings.help = true;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		struct text now = { 0 };
		struct canvas c;

		f.scene.settings.lang = (enum lang)lang;
		fixture_draw(&f, &c, 80, 24, false);
		canvas_print(&c, &now);
		canvas_close(&c);
		hold(names[lang], &now);
		text_free(&now);
	}
	fixture_close(&f);
}

static void test_picture(void **state)
{
	const struct picture *p = *state;
	struct text now = { 0 };

	take(p, &now);
	hold(p->name, &now);
	text_free(&now);
}

static void test_views(void **state)
{
	(void)state;
	for (int i = 0; i < NR_VIEWS; i++) {
		struct text now = { 0 };
		char name[32];

		take_view(&view_places[i], &now);
		snprintf(name, sizeof(name), "view-%s",
			 view_name(view_places[i].view));
		hold(name, &now);
		text_free(&now);
	}
}

/* Present mode: a question, a step, a step of another scenario in Chinese. */
static void test_present(void **state)
{
	static const struct {
		const char *scenario, *pos;
		int w, h;
		enum lang lang;
	} shows[] = {
		{ TOY, "1.0", 80, 24, LANG_EN }, { TOY, "1", 80, 24, LANG_EN },
		{ TASK, "4", 80, 24, LANG_ZH }, { TASK, "4", 40, 12, LANG_EN },
	};
	struct text now = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(shows) / sizeof(shows[0]); i++) {
		struct stage_fixture f;
		struct canvas c;

		fixture_open(&f, shows[i].scenario);
		fixture_at(&f, shows[i].pos, UNIT_STEP);
		f.scene.settings.mode = MODE_PRESENT;
		f.scene.settings.lang = shows[i].lang;
		fixture_draw(&f, &c, shows[i].w, shows[i].h, false);
		canvas_print(&c, &now);
		canvas_close(&c);
		fixture_close(&f);
	}
	hold("present", &now);
	text_free(&now);
}

/* The end of each step, by steps: what a class sees. */
static void hold_walkthrough(const char *name)
{
	struct stage_fixture f;
	struct text now = { 0 };
	struct canvas c;
	char path[300];

	snprintf(path, sizeof(path), "traces/%s.json", name);
	fixture_open(&f, path);
	for (uint32_t step = 1; step <= timeline_nr_steps(f.timeline); step++) {
		struct pos end = { step, timeline_nr_ops(f.timeline, step), 0 };

		fixture_stand(&f, end, UNIT_STEP);
		fixture_draw(&f, &c, 80, 24, false);
		canvas_print(&c, &now);
		canvas_close(&c);
	}
	snprintf(path, sizeof(path), "lesson-%s", name);
	hold(path, &now);
	text_free(&now);
	fixture_close(&f);
}

/* A recording: the same bytes on every machine. */
static void test_recording(void **state)
{
	static const char *args[] = { TOY };
	struct options o = { .args = args, .nr_args = 1, .program = "" };
	struct screen s = { .theme = *theme_default(), .lang = LANG_EN };
	struct output out = { .file = tmpfile(), .name = "recording" };
	struct text now = { 0 };
	struct recorder r;

	(void)state;
	assert_int_equal(recorder_open(&r, &o, &s), DONE);
	recorder_begin(&r, &out, 60, 18);
	assert_true(recorder_walk(&r, timeline_end(r.player.session.timeline)));
	recorder_end(&r);
	recorder_close(&r);
	rewind(out.file);
	read_open_file(out.file, &now);
	hold("toy-recorded", &now);
	text_free(&now);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

enum { MAX_LESSONS = 64, LESSON_BYTES = 64 };

/* Names of traces/NAME.json, sorted. Return: how many. */
static int find_lessons(char names[MAX_LESSONS][LESSON_BYTES])
{
	DIR *dir = opendir("traces");
	const struct dirent *e;
	int nr = 0;

	while (dir && nr < MAX_LESSONS && (e = readdir(dir))) {
		size_t len = strlen(e->d_name);

		if (len < 6 || len >= LESSON_BYTES ||
		    strcmp(e->d_name + len - 5, ".json"))
			continue;
		memcpy(names[nr], e->d_name, len - 5);
		names[nr++][len - 5] = '\0';
	}
	if (dir)
		closedir(dir);
	qsort(names, (size_t)nr, LESSON_BYTES, by_name);
	return nr;
}

static void test_walkthroughs(void **state)
{
	static char names[MAX_LESSONS][LESSON_BYTES];
	int nr = find_lessons(names);

	(void)state;
	for (int i = 0; i < nr; i++)
		hold_walkthrough(names[i]);
}

/* The map by owner, type and age: alone, in half a terminal, in Chinese. */
static void test_paints(void **state)
{
	static const char *const names[NR_PAINTS] = {
		[PAINT_OWNER] = "frames-owner", [PAINT_TYPE] = "frames-type",
		[PAINT_AGE] = "frames-age",
	};

	(void)state;
	for (int i = PAINT_OWNER; i < NR_PAINTS; i++) {
		struct text now = { 0 };

		for (int k = 0; k < 3; k++) {
			struct stage_fixture f;
			struct canvas c;

			fixture_open(&f, TOUR);
			fixture_at(&f, k == 1 ? "4" : "kswapd", UNIT_STEP);
			f.scene.settings.zoom = k == 1 ? VIEW_NONE : VIEW_FRAMES;
			f.scene.settings.lang = k == 2 ? LANG_ZH : LANG_EN;
			f.scene.settings.paint = (enum paint)i;
			fixture_draw(&f, &c, 80, 24, false);
			canvas_print(&c, &now);
			canvas_close(&c);
			fixture_close(&f);
		}
		hold(names[i], &now);
		text_free(&now);
	}
}

int main(void)
{
	struct CMUnitTest tests[NR_PICTURES + 6];
	struct picture each[NR_PICTURES];

	memcpy(each, pictures, sizeof(pictures));
	for (int i = 0; i < NR_PICTURES; i++)
		tests[i] = (struct CMUnitTest){ each[i].name, test_picture,
						NULL, NULL, &each[i] };
	tests[NR_PICTURES] =
		(struct CMUnitTest)cmocka_unit_test(test_walkthroughs);
	tests[NR_PICTURES + 1] = (struct CMUnitTest)cmocka_unit_test(test_help);
	tests[NR_PICTURES + 2] =
		(struct CMUnitTest)cmocka_unit_test(test_recording);
	tests[NR_PICTURES + 3] = (struct CMUnitTest)cmocka_unit_test(test_views);
	tests[NR_PICTURES + 4] =
		(struct CMUnitTest)cmocka_unit_test(test_present);
	tests[NR_PICTURES + 5] = (struct CMUnitTest)cmocka_unit_test(test_paints);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
