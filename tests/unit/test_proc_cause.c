/*
 * What is told beside a changed figure of /proc: that it is true is held
 * against the figures themselves, at every operation of several lessons.
 */
#include "stage_fixture.h"

#include <stdio.h>

#include "view/proc_cause.h"
#include "view/proc_choice.h"

/* How the lines of a text did. */
struct tried {
	unsigned changed, told;
};

static void say_wrong(struct stage_fixture *f, const struct facts *facts,
		      const struct proc_line *l, int64_t change)
{
	struct text at = { 0 };

	timeline_print_pos(f->timeline, f->scene.pos, &at);
	fprintf(stderr, "%s: %s: %.*s: %+lld\n", text_str(&at),
		proc_path(facts), (int)l->len, l->s, (long long)change);
	text_free(&at);
}

/* All that can move a figure is known: it has not moved further than that. */
static void try_line(struct stage_fixture *f, const struct facts *facts,
		     const struct proc_line *l, int64_t change, int64_t unit,
		     struct tried *tried)
{
	struct text cause = { 0 };
	struct proc_tally t;
	int64_t pages = change / unit;

	proc_cause(facts, l, change, &cause);
	tried->changed += change != 0;
	tried->told += cause.len != 0;
	text_free(&cause);
	if (!proc_tally(facts, l, &t) || !t.known || t.much)
		return;
	if (pages <= t.sure + (int64_t)t.up && pages >= t.sure - (int64_t)t.down)
		return;
	say_wrong(f, facts, l, change);
	fail();
}

static void try_text(struct stage_fixture *f, const char *path, int64_t unit,
		     struct tried *tried)
{
	struct proc_lines now, was;
	struct proc_choice c;
	struct facts facts;
	struct diag why;
	bool both;

	facts_gather(&facts, &f->scene, false);
	facts.show.proc = path;
	both = proc_lines_read(&now, facts.now, path, true, &why);
	both &= proc_lines_read(&was, facts.before, path, true, &why);
	if (both) {
		proc_choice_open(&c, &now, &was);
		for (int i = 0; i < now.nr; i++) {
			int64_t change;

			if (proc_choice_change(&c, i, &change))
				try_line(f, &facts, &now.line[i], change, unit,
					 tried);
		}
		proc_choice_close(&c);
	}
	proc_lines_free(&now);
	proc_lines_free(&was);
}

enum { OPS_OF_STEP = 24 };	/* looked at, spread over all it has */

static void try_place(struct stage_fixture *f, struct pos pos, enum unit unit,
		      const char *status, struct tried *kernel,
		      struct tried *task)
{
	fixture_stand(f, pos, unit);
	try_text(f, "meminfo", 4, kernel);
	try_text(f, "vmstat", 1, kernel);
	try_text(f, status, 4, task);
}

/* A lesson by operations and by steps. */
static void walk(const char *path, const char *status, struct tried *kernel,
		 struct tried *task)
{
	struct stage_fixture f;

	fixture_open(&f, path);
	for (uint32_t step = 1; step <= timeline_nr_steps(f.timeline); step++) {
		uint64_t nr = timeline_nr_ops(f.timeline, step);
		uint64_t by = nr / OPS_OF_STEP + 1;

		for (uint64_t op = nr; op > 0; op = op > by ? op - by : 0)
			try_place(&f, (struct pos){ step, (uint32_t)op, 0 },
				  UNIT_OP, status, kernel, task);
		try_place(&f, (struct pos){ step, (uint32_t)nr, 0 }, UNIT_STEP,
			  status, kernel, task);
	}
	fixture_close(&f);
}

static void test_all_that_moves(void **state)
{
	static const struct {
		const char *path, *status;
	} lessons[] = {
		{ "traces/05-demand.json", "demo/status" },
		{ "traces/06-faults.json", "demo/status" },
		{ "traces/09-fork.json", "parent/status" },
		{ "traces/09-fork.json", "child/status" },
		{ "traces/23-page-cache.json", "reader/status" },
		{ "traces/27-four-mappings.json", "demo/status" },
		{ "traces/31-lru.json", "demo/status" },
		{ "traces/32-kswapd.json", "reader/status" },
		{ "traces/39-oom.json", "grow/status" },
		{ "traces/tour.json", "demo/status" },
		{ "traces/tour.json", "hog/status" },
	};
	struct tried kernel = { 0 }, task = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(lessons) / sizeof(lessons[0]); i++)
		walk(lessons[i].path, lessons[i].status, &kernel, &task);
	/* it is no silence that is held true */
	assert_true(kernel.told * 4 > kernel.changed);
	assert_true(task.told * 2 > task.changed);
}

/* What is told of a line, at a place by a unit; "" = nothing. */
static void tells(struct stage_fixture *f, const char *at, enum unit unit,
		  const char *path, const char *name, enum lang lang,
		  const char *cause)
{
	struct text out = { 0 };
	struct proc_lines now, was;
	struct proc_choice c;
	struct facts facts;
	struct diag why;
	bool found = false;

	fixture_at(f, at, unit);
	facts_gather(&facts, &f->scene, false);
	facts.show.proc = path;
	facts.lang = lang;
	assert_true(proc_lines_read(&now, facts.now, path, true, &why));
	proc_lines_read(&was, facts.before, path, true, &why);
	proc_choice_open(&c, &now, &was);
	for (int i = 0; i < now.nr; i++) {
		int64_t change;

		if (!proc_line_is(&now.line[i], name))
			continue;
		found = true;
		if (proc_choice_change(&c, i, &change))
			proc_cause(&facts, &now.line[i], change, &out);
	}
	assert_true(found);
	assert_string_equal(text_str(&out), cause);
	text_free(&out);
	proc_choice_close(&c);
	proc_lines_free(&now);
	proc_lines_free(&was);
}

static void test_what_is_told(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	tells(&f, "6", UNIT_STEP, "demo/status", "RssAnon:", LANG_EN,
	      "63 x zero page became a frame");
	tells(&f, "6", UNIT_STEP, "demo/status", "RssAnon:", LANG_ZH,
	      "63 x 零页换成页框");
	tells(&f, "8", UNIT_STEP, "demo/status", "VmSize:", LANG_EN, "mmap(2)");
	tells(&f, "9", UNIT_STEP, "demo/status", "VmRSS:", LANG_EN,
	      "64 x taken out of the page table");
	/* a line without a row, and one that did not change */
	tells(&f, "8", UNIT_STEP, "demo/status", "VmHWM:", LANG_EN, "");
	tells(&f, "8", UNIT_STEP, "demo/status", "VmStk:", LANG_EN, "");
	fixture_close(&f);
	fixture_open(&f, "traces/09-fork.json");
	tells(&f, "2", UNIT_STEP, "meminfo", "PageTables:", LANG_EN,
	      "4 x new PTE table, 2 x new PMD table");
	tells(&f, "2", UNIT_STEP, "meminfo", "MemFree:", LANG_EN,
	      "15 frames fewer on the buddy lists");
	fixture_close(&f);
}

/* Reclaim took pages of two tasks: whose they were, events do not say. */
static void test_not_certain(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	tells(&f, "10", UNIT_STEP, "demo/status", "RssAnon:", LANG_EN, "");
	tells(&f, "11", UNIT_STEP, "demo/status", "RssAnon:", LANG_EN,
	      "1 x back from swap");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_that_moves),
		cmocka_unit_test(test_what_is_told),
		cmocka_unit_test(test_not_certain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
