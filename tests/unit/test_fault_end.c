/*
 * What the picture after a step tells of its faults: minor or major, which
 * frame came from where, how many there were of each.
 */
#include "stage_fixture.h"

#include "mm/task.h"
#include "scenario_fixture.h"

/* After a step at 80x24, in the layout of the scenario. */
static void assert_picture(const char *scenario, const char *at, enum lang lang,
			   const char *words, bool has)
{
	struct stage_fixture f;

	fixture_open(&f, scenario);
	f.scene.settings.lang = lang;
	fixture_at(&f, at, UNIT_STEP);
	if (shows(&f, 80, 24, words) != has)
		fail_msg("'%s' at %s of %s: %d", words, at, scenario, !has);
	fixture_close(&f);
}

/* What came of the fault that a step ends with, at 80x24 and in its layout. */
static void test_fault_tells_its_end(void **state)
{
	static const struct {
		const char *scenario, *at, *end;
	} rows[] = {
		{ "traces/05-demand.json", "read",
		  "(error 4, minor: frame 0x3310)" },
		{ "traces/05-demand.json", "write",
		  "(error 7, minor: frame 0xffc7)" },
		{ "traces/06-faults.json", "grow",
		  "(error 6, minor: frame 0xffc8)" },
		{ "traces/09-fork.json", "copy",
		  "(error 7, minor: 0xffc7, users 2 -> 1, copied to 0xffa7)" },
		{ "traces/09-fork.json", "reuse",
		  "(error 7, minor: frame 0x4166)" },
		{ "traces/05-demand.json", "fresh", "(error 6, minor: frame " },
		/* refused, and in the middle of it */
		{ "traces/06-faults.json", "take", " (error 7)" },
		{ "traces/06-faults.json", "null", " (error 6)" },
		{ "traces/tour.json", "back",
		  "(error 6, major: slot 0:8 read to 0x335)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_picture(rows[i].scenario, rows[i].at, LANG_EN,
			       rows[i].end, true);
}

static const char fetch[] =
	"{\"framewalk\": 1, \"title\": \"fetch\", \"machine\": {\"ram\": \"16M\"},"
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"
	"  {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"
	"  {\"access\": {\"at\": \"a\", \"mode\": \"write\"}}]},"
	" {\"do\": [{\"access\": {\"at\": \"a\", \"mode\": \"fetch\"}}]}]}";

/* Error codes are the kernel's hexadecimal ones: here a fetch, 0x15. */
static void test_error_code_of_a_fetch(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(fetch, "t.json"));
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " (error 15)"));
	fixture_close(&f);
}

/* As the task counts it; what ended in a signal, or goes on, is neither. */
static void faults_are_counted_so(struct stage_fixture *f, int *sum)
{
	const struct event *fault =
		&f->between.newest[EV_page_fault_user].event;
	handle_t now, was;
	struct text t = { 0 };
	bool minor, major;

	if (f->between.count[EV_page_fault_user] != 1)
		return;
	now = task_by_pid(f->scene.now, fault->pid);
	was = task_by_pid(f->scene.before, fault->pid);
	if (!now || !was)
		return;
	stage_text(&f->scene, &t);
	minor = strstr(text_str(&t), ", minor: ") != NULL;
	major = strstr(text_str(&t), ", major: ") != NULL;
	if (minor || major) {
		assert_true(task_at(f->scene.now, now)->min_flt ==
			    task_at(f->scene.before, was)->min_flt + minor);
		assert_true(task_at(f->scene.now, now)->maj_flt ==
			    task_at(f->scene.before, was)->maj_flt + major);
		++*sum;
	}
	text_free(&t);
}

static void test_minor_and_major(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/09-fork.json",
		"traces/23-page-cache.json", "traces/tour.json", NULL,
	};
	struct stage_fixture f;

	(void)state;
	assert_true(fixture_steps(lessons, faults_are_counted_so) > 8);
	fixture_open(&f, "traces/09-fork.json");
	/* nothing before the entry is written, nor if a signal is the end */
	fixture_at(&f, "5.1.5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "page_fault_user "));
	assert_false(shows(&f, 80, 24, "minor: "));
	fixture_close(&f);
	fixture_open(&f, "traces/06-faults.json");
	fixture_at(&f, "take", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "minor: "));
	fixture_close(&f);
}

/* By operations: some wait for the file, the next find what was read ahead. */
static void test_file_faults(void **state)
{
	struct stage_fixture f;
	int told = 0, major = 0;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	for (uint32_t op = 1; op <= 40; op++) {
		struct pos pos = { 2, op, 0 };

		fixture_stand(&f, pos, UNIT_OP);
		faults_are_counted_so(&f, &told);
		if (!shows(&f, 80, 24, ", major: frame 0x"))
			continue;
		assert_true(shows(&f, 120, 40, "read from the file)") ||
			    shows(&f, 160, 40, "read from the file)"));
		major++;
	}
	assert_true(major > 0 && told > major);
	fixture_close(&f);
}

/* Of many faults the title says how many were which; narrations name them. */
static void test_faults_are_counted(void **state)
{
	static const struct {
		const char *scenario, *at, *words;
	} rows[] = {
		{ "traces/05-demand.json", "read_all", " 63 minor faults " },
		{ "traces/05-demand.json", "big_read", " 4096 minor faults " },
		/* the kernel's own, for the task, are on its account as well */
		{ "traces/05-demand.json", "populate", " 64 minor faults " },
		{ "traces/06-faults.json", "start",
		  " 2 minor, 2 major faults " },
		{ "traces/27-four-mappings.json", "shared_file",
		  " 513 major " },
		{ "traces/09-fork.json", "own", " 2 major of 132 faults " },
		{ "traces/tour.json", "low", " 920 minor, 2 major faults " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_picture(rows[i].scenario, rows[i].at, LANG_EN,
			       rows[i].words, true);
	/* one is told by its reason; a task that ended took its count along */
	assert_picture("traces/05-demand.json", "read", LANG_EN,
		       "minor fault", false);
	/* what ends in a signal is on nobody's account */
	assert_picture("traces/06-faults.json", "null", LANG_EN,
		       "minor fault", false);
	assert_picture("traces/09-fork.json", "idle", LANG_EN,
		       "   128 faults ", true);
}

/* What fork did to the entries comes before which tables it needed. */
static void test_fork_says_that_frames_are_shared(void **state)
{
	(void)state;
	assert_picture("traces/09-fork.json", "fork", LANG_EN,
		       "fork: parent and child name the same frame, and", true);
	assert_picture("traces/09-fork.json", "fork", LANG_ZH,
		       "父子指向同一个页框", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fault_tells_its_end),
		cmocka_unit_test(test_error_code_of_a_fetch),
		cmocka_unit_test(test_minor_and_major),
		cmocka_unit_test(test_file_faults),
		cmocka_unit_test(test_faults_are_counted),
		cmocka_unit_test(test_fork_says_that_frames_are_shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
