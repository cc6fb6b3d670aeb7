/* A recorded walk: when what happens, markers, keys, and the same bytes again */
#include "cli/recorder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * A step takes 2 s and what it says: 0.6, 6, 0, 3 s; the question with its
 * choices 1.2 s.
 */
static const char scenario[] =
	"{ \"framewalk\": 1, \"title\": \"toy\",\n"
	"  \"machine\": {\"zones\": [{\"name\": \"Normal\", \"start\": 0,\n"
	"    \"frames\": 32, \"pageblock_order\": 5}], \"legible\": true,\n"
	"    \"sysctl\": {\"vm.min_free_kbytes\": 0}},\n"
	"  \"chapters\": [\n"
	"    {\"title\": \"Split\", \"steps\": [\n"
	"      {\"title\": \"One\", \"say\": \"0123456789\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}]},\n"
	"      {\"title\": \"Three\", \"say\": \""
	"0123456789012345678901234567890123456789012345678901234567890123456789"
	"012345678901234567890123456789\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"b\"}, \"x\": 3}]}]},\n"
	"    {\"title\": \"Join\", \"steps\": [\n"
	"      {\"label\": \"home\", \"title\": \"Home\",\n"
	"       \"ask\": {\"kind\": \"choice\", \"text\": \"Joined?\\nReally?\",\n"
	"               \"choices\": [\"no\", \"yes\"],\n"
	"               \"answer\": \"buddyinfo.Normal[5] @ home\"},\n"
	"       \"do\": [{\"free_pages\": \"b\", \"x\": 3}, {\"free_pages\": \"a\"}]},\n"
	"      {\"title\": \"Last\", \"say\": \""
	"01234567890123456789012345678901234567890123456789\"}]}]}\n";

static char path[64];

static int setup(void **state)
{
	FILE *file;

	(void)state;
	setenv("FRAMEWALK_DATA", ".", 1);	/* its themes */
	strcpy(path, "/tmp/test_recorder.XXXXXX");
	file = fdopen(mkstemp(path), "w");
	fputs(scenario, file);
	fclose(file);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* How to record; what is NULL is not asked for. */
struct wish {
	const char *tape;	/* NULL: the walk */
	const char *from, *to;
	const char *unit, *speed, *cast, *color, *mode;
	const char *fault;	/* that the tape must end in */
	bool no_room;		/* the host gives the model none */
};

static void press_tape(struct recorder *r, const struct wish *w)
{
	struct diags faults;
	struct tape t = { 0 };
	bool good;

	diags_init(&faults, "tape");
	assert_true(tape_parse(&t, w->tape, strlen(w->tape), &faults));
	good = recorder_press(r, &t, &faults);
	assert_int_equal(good, !w->fault && !w->no_room);
	if (w->fault)
		assert_string_equal(faults.list[0].what, w->fault);
	tape_free(&t);
	diags_free(&faults);
}

/* The whole recording; the caller's. */
static char *record(const struct wish *w)
{
	const char *args[] = { path };
	struct options o = { .args = args, .nr_args = 1, .program = "" };
	struct screen s = { .lang = LANG_EN, .ascii = true };
	struct output out = { .file = tmpfile(), .name = "recording" };
	struct recorder r;
	struct pos to;
	char *cast;
	long len;

	s.theme = *theme_default();
	o.value[OPT_from] = w->from;
	o.value[OPT_to] = w->to;
	o.value[OPT_unit] = w->unit;
	o.value[OPT_speed] = w->speed;
	o.value[OPT_cast] = w->cast;
	o.value[OPT_color] = w->color;
	o.value[OPT_mode] = w->mode;
	assert_int_equal(recorder_open(&r, &o, &s), DONE);
	assert_true(session_pos(&r.player.session, &o, OPT_to, "end", &to));
	recorder_begin(&r, &out, 80, 24);
	if (w->no_room)
		r.player.now.machine.arena.max_bytes = 0;
	if (w->tape)
		press_tape(&r, w);
	else
		assert_int_equal(recorder_walk(&r, to), !w->no_room);
	recorder_end(&r);
	recorder_close(&r);
	len = ftell(out.file);
	rewind(out.file);
	cast = calloc((size_t)len + 1, 1);
	assert_int_equal(fread(cast, 1, (size_t)len, out.file), len);
	fclose(out.file);
	return cast;
}

/*
 * The events in short: of output only whether it is a whole picture (O), a
 * difference (o) or the end (.).
 */
static void assert_events(const struct wish *w, const char *wanted)
{
	struct text got = { 0 };
	char *cast = record(w), *line, *rest;

	strtok_r(cast, "\n", &rest);	/* the header */
	while ((line = strtok_r(NULL, "\n", &rest))) {
		char *letter = strchr(line, '"') + 1, *data = letter + 4;
		int time = (int)(letter - line) - 3;

		if (*letter != 'o')
			text_printf(&got, "%.*s %c %.*s\n", time, line + 1,
				    *letter, (int)strlen(data) - 2, data);
		else
			text_printf(&got, "%.*s %c\n", time, line + 1,
				    strstr(data, "[2J") ? 'O' :
				    strstr(data, "?25h") ? '.' : 'o');
	}
	assert_string_equal(text_str(&got), wanted);
	text_free(&got);
	free(cast);
}

static const char whole_walk[] =
	"0.000 O\n"
	"2.000 i l\n"
	"2.000 O\n"			/* a chapter */
	"2.000 m Split\n"
	"4.600 i l\n"			/* 2 s and what is to be read */
	"4.600 o\n"
	"12.600 i l\n"
	"12.600 O\n"			/* a chapter that begins with a question */
	"12.600 m Join  Joined? Really?\n"
	"15.800 i l\n"
	"15.800 o\n"
	"17.800 i l\n"
	"17.800 o\n"
	"22.800 .\n";

static void test_walk(void **state)
{
	(void)state;
	assert_events(&(struct wish){ 0 }, whole_walk);
	assert_events(&(struct wish){ .cast = "3", .to = "1" },
		      "0.000 O\n2.000 i l\n0.000 O\n0.000 m Split\n2.600 .\n");
	assert_events(&(struct wish){ .speed = "2", .to = "1" },
		      "0.000 O\n1.000 i l\n1.000 O\n1.000 m Split\n2.300 .\n");
	assert_events(&(struct wish){ .from = "2", .to = "2" },
		      "0.000 O\n0.000 m Split\n8.000 .\n");
	/* the end lies within a unit: the last way is no key's */
	assert_events(&(struct wish){ .from = "1", .to = "2.2" },
		      "0.000 O\n0.000 m Split\n2.600 o\n10.600 .\n");
	/* 0.8 s for each of 9 (but 6.4 s at most), 3, and 4 events */
	assert_events(&(struct wish){ .unit = "operation", .from = "1", .to = "2.2" },
		      "0.000 O\n0.000 m Split\n6.400 i l\n6.400 o\n"
		      "8.800 i l\n8.800 o\n12.000 .\n");
}

static void test_tape(void **state)
{
	(void)state;
	assert_events(&(struct wish){ .tape = "" }, "0.000 O\n2.000 .\n");
	/* a key that says why it does nothing, and a prompt */
	assert_events(&(struct wish){ .tape = "Tab PgDn hold 7s type :2\nEnter" },
		      "0.000 O\n2.000 i \\t\n2.000 o\n2.800 i \\u001b[6~\n"
		      "2.800 o\n9.800 i :\n9.800 o\n9.920 i 2\n9.920 o\n10.040 i \\r\n"
		      "10.040 O\n10.040 m Split\n18.040 .\n");
	assert_events(&(struct wish){ .tape = "hold 1s ] resize 100x30 hold 10ms" },
		      "0.000 O\n1.000 i ]\n1.000 O\n1.000 m Split\n"
		      "3.600 r 100x30\n3.600 O\n3.610 .\n");
	assert_events(&(struct wish){ .tape = "q l l" },
		      "0.000 O\n2.000 i q\n2.800 .\n");
}

/* A show that plays: it stops at the question, and goes on behind it. */
static const char played[] =
	"0.000 O\n"
	"2.000 i  \n"
	"2.000 o\n"
	"4.000 O\n"
	"4.000 m Split\n"
	"6.600 o\n"
	"14.600 O\n"
	"14.600 m Join  Joined? Really?\n";

static void test_playing(void **state)
{
	char more[1024];

	(void)state;
	snprintf(more, sizeof(more), "%s17.800 .\n", played);
	assert_events(&(struct wish){ .tape = "Space" }, more);
	assert_events(&(struct wish){ .tape = "Space wait question" }, more);
	assert_events(&(struct wish){ .tape = "Space wait step 3" }, more);
	snprintf(more, sizeof(more), "%s%s", played,
		 "15.100 i b\n15.100 o\n15.900 i \\r\n15.900 o\n"
		 "16.700 i  \n16.700 o\n18.700 o\n20.700 o\n25.700 .\n");
	assert_events(&(struct wish){ .tape =
		      "Space wait question hold 0.5s b Enter Space wait end" },
		      more);
	/* a hold lets it play, and ends it */
	assert_events(&(struct wish){ .tape = "Space hold 3s" },
		      "0.000 O\n2.000 i  \n2.000 o\n4.000 O\n4.000 m Split\n"
		      "5.000 .\n");
	assert_events(&(struct wish){ .tape = "Space hold 3s Space" },
		      "0.000 O\n2.000 i  \n2.000 o\n4.000 O\n4.000 m Split\n"
		      "5.000 i  \n5.000 o\n5.800 .\n");
	assert_events(&(struct wish){ .tape =
		      "Space wait event mm_page_alloc hold 1s Space hold 0s" },
		      "0.000 O\n2.000 i  \n2.000 o\n4.000 O\n4.000 m Split\n"
		      "5.000 i  \n5.000 o\n5.000 .\n");
}

static void test_vain_waits(void **state)
{
	char more[1024];

	(void)state;
	assert_events(&(struct wish){ .tape = "wait step 2 l",
		      .fault = "this does not come: the show stands still at 0" },
		      "0.000 O\n2.000 .\n");
	snprintf(more, sizeof(more), "%s17.800 .\n", played);
	assert_events(&(struct wish){ .tape = "Space wait end",
		      .fault = "this does not come: the show stands still at 3.0" },
		      more);
	assert_events(&(struct wish){ .tape = "G Space wait event oom_kill",
		      .fault = "this does not come: the show stands still at 4.0" },
		      "0.000 O\n2.000 i G\n2.000 O\n2.000 m Join\n"
		      "7.000 i  \n7.000 o\n7.800 .\n");
}

/* T: the next theme, as a whole picture; without colours there is none. */
static void test_themes(void **state)
{
	(void)state;
	assert_events(&(struct wish){ .tape = "T h" },
		      "0.000 O\n2.000 i T\n2.000 O\n2.800 i h\n2.800 o\n3.600 .\n");
	assert_events(&(struct wish){ .tape = "T h", .color = "never" },
		      "0.000 O\n2.000 i T\n2.000 o\n2.800 i h\n2.800 o\n3.600 .\n");
}

/* Pictures that come after the last key, in the recording of a tape. */
static int pictures_after_key(const char *tape)
{
	char *cast = record(&(struct wish){ .from = "1.0", .tape = tape });
	char *at = cast, *next;
	int nr = 0;

	while ((next = strstr(at, "\"i\",")))
		at = next + 1;
	for (; (at = strstr(at, "\"o\",")); at++)
		nr++;
	free(cast);
	return nr - 1;		/* the end is none */
}

/* Nothing glides, unless the keys want it. */
static void test_motion(void **state)
{
	(void)state;
	assert_int_equal(pictures_after_key(". . . . ."), 1);
	assert_int_equal(pictures_after_key("type :set motion on\n"
					    "Enter . . . . ."), GLIDE_PICTURES);
}

/* A hold that ends while something glides does not turn time back. */
static void test_hold_on_the_way(void **state)
{
	char *cast = record(&(struct wish){ .from = "1.0", .tape =
		"type :set motion on\nEnter u u Space\n"
		"hold 3250ms Space hold 0s" });
	char *line, *rest;
	double before = 0;

	(void)state;
	strtok_r(cast, "\n", &rest);
	while ((line = strtok_r(NULL, "\n", &rest))) {
		double now = strtod(line + 1, NULL);

		assert_true(now >= before);
		before = now;
	}
	free(cast);
}

/* The status line tells the mode; a class sees no panels beside the words. */
static void test_modes(void **state)
{
	char *watch = record(&(struct wish){ .mode = "watch" });
	char *predict = record(&(struct wish){ .mode = "predict" });
	char *present = record(&(struct wish){ .mode = "present" });
	char *plain = record(&(struct wish){ 0 });

	(void)state;
	assert_string_equal(plain, watch);
	assert_null(strstr(watch, "predict"));
	assert_non_null(strstr(predict, "predict"));
	assert_string_not_equal(present, watch);
	free(watch);
	free(predict);
	free(present);
	free(plain);
}

static bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), part = strlen(end);

	return len >= part && !strcmp(s + len - part, end);
}

/* What was recorded is whole; that the way was shut is told. */
static void test_no_room(void **state)
{
	static const struct wish wishes[] = {
		{ .no_room = true },
		{ .tape = "G l l l", .no_room = true },
		{ .tape = "Space", .no_room = true },
		{ .tape = "Space wait end", .no_room = true,
		  .fault = "this does not come: the show stands still at 1.0" },
		{ .tape = ": e v e n t Space b u d d y _ m e r g e Enter",
		  .no_room = true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		char *cast = record(&wishes[i]);

		assert_true(ends_with(cast, "\\u001b[?25h\"]\n"));
		free(cast);
	}
}

static void test_same_bytes(void **state)
{
	const struct wish w = { .unit = "event" };
	char *one = record(&w), *two = record(&w);

	(void)state;
	assert_string_equal(one, two);
	free(one);
	free(two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_tape),
		cmocka_unit_test(test_playing),
		cmocka_unit_test(test_vain_waits),
		cmocka_unit_test(test_themes),
		cmocka_unit_test(test_motion),
		cmocka_unit_test(test_hold_on_the_way),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_same_bytes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
