/* What a viewer types becomes an operation, is refused with the way out, or is
 * completed */
#include "load/what_if.h"

#include <stdlib.h>

#include "scenario_fixture.h"
#include "mm/gfp.h"
#include "mm/kernel.h"
#include "time/timeline.h"

static const char pc[] =
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\","
	" \"swap\": [{\"device\": \"/dev/vdb\", \"size\": \"1M\"}]},"
	" \"files\": [{\"name\": \"book\", \"size\": \"64K\"}], \"steps\": ["
	"{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"64K\", \"as\": \"buf\"}},"
	"  {\"open\": {\"file\": \"book\", \"as\": \"fd\"}},"
	"  {\"alloc_pages\": {\"order\": 1, \"as\": \"block\"}}]},"
	"{\"do\": [{\"fork\": {\"task\": \"demo\", \"child\": \"kid\"}}]},"
	"{\"do\": [{\"exit\": \"kid\"}, {\"free_pages\": \"block\"}]}]}";

struct at {
	struct story	*story;
	struct timeline *t;
	struct walker	 w;
};

static void stand(struct at *at, uint32_t step)
{
	struct diag why;

	at->story = story_of(pc, "test.json");
	at->t = timeline_open(at->story, 1 << 24, &why);
	assert_non_null(at->t);
	assert_true(walker_open(&at->w, at->t, &why));
	assert_true(walker_seek(&at->w, (struct pos){ step, UINT32_MAX, 0 }, &why));
}

static void leave(struct at *at)
{
	walker_close(&at->w);
	timeline_close(at->t);
	story_free(at->story);
}

static void test_json(void **state)
{
	static const struct {
		const char *line, *json;
	} cases[] = {
		{ "alloc_pages", "{\"alloc_pages\": {}}" },
		{ "  alloc_pages 3  as=b x=2",
		  "{\"alloc_pages\": {\"order\": 3, \"as\": \"b\"}, \"x\": 2}" },
		{ "mmap length=64K flags=private,populate",
		  "{\"mmap\": {\"length\": \"64K\", \"flags\": [\"private\", \"populate\"]}}" },
		{ "munmap 400000", "{\"munmap\": {\"at\": \"400000\"}}" },
		{ "sysctl vm.swappiness=0",
		  "{\"sysctl\": {\"name\": \"vm.swappiness\", \"value\": 0}}" },
		{ "sysctl vm.lowmem_reserve_ratio=256,32",
		  "{\"sysctl\": {\"name\": \"vm.lowmem_reserve_ratio\", \"value\": [256, 32]}}" },
		{ "mlock buf onfault=true",
		  "{\"mlock\": {\"at\": \"buf\", \"onfault\": true}}" },
		{ "brk -4096", "{\"brk\": {\"by\": -4096}}" },
		{ "exec \"a\\b\"", "{\"exec\": {\"task\": \"a\\\\b\"}}" },
		{ "alloc_pages gfp=\"GFP_KERNEL | __GFP_ZERO\" error=ENOMEM",
		  "{\"alloc_pages\": {\"gfp\": \"GFP_KERNEL | __GFP_ZERO\"}, \"error\": \"ENOMEM\"}" },
		{ " {\"sleep\": 5}", "{\"sleep\": 5}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text json = { 0 };
		struct diag why;

		if (!what_if_json(cases[i].line, &json, &why))
			fail_msg("%s: %s", cases[i].line, why.what);
		assert_string_equal(text_str(&json), cases[i].json);
		text_free(&json);
	}
}

static void test_read(void **state)
{
	struct diag why = { 0 };
	struct story *s;
	struct at at;

	(void)state;
	stand(&at, 2);
	s = what_if_read(at.story, &at.w.machine, "alloc_pages 2 as=mine x=3",
			 &why);
	assert_non_null(s);
	assert_int_equal(s->nr_steps, 1);
	assert_int_equal(s->nr_groups, 1);
	assert_int_equal(s->groups[0].count, 3);
	assert_int_equal(s->groups[0].op.arg[1], 2);
	assert_int_equal(s->groups[0].op.out, at.story->nr_names);
	assert_int_equal(story_slot(s, "mine", 4), at.story->nr_names);
	assert_int_equal(story_slot(s, "buf", 3), story_slot(at.story, "buf", 3));
	story_free(s);
	/* the whole of the label, as long as the machine has it */
	s = what_if_read(at.story, &at.w.machine,
			 "access buf+4K task=kid mode=write", &why);
	assert_null(s);		/* access has no lone value */
	s = what_if_read(at.story, &at.w.machine,
			 "access at=buf+4K task=kid mode=write", &why);
	assert_non_null(s);
	assert_int_equal(s->groups[0].count, 15);
	assert_int_equal(s->groups[0].op.task, story_slot(at.story, "kid", 3));
	story_free(s);
	leave(&at);
	/* the only task alive is meant */
	stand(&at, 1);
	s = what_if_read(at.story, &at.w.machine, "read fd length=8K", &why);
	assert_non_null(s);
	assert_int_equal(s->groups[0].op.task, story_slot(at.story, "demo", 4));
	story_free(s);
	/* so often, or up to a condition; but not for ever */
	s = what_if_read(at.story, &at.w.machine,
			 "sleep 1 until=\"meminfo.MemFree < 100\"", &why);
	assert_non_null(s);
	assert_int_equal(s->groups[0].count, 10000);
	assert_string_equal(s->group_details[s->groups[0].detail].until,
			    "meminfo.MemFree < 100");
	story_free(s);
	s = what_if_read(at.story, &at.w.machine,
			 "sleep 1 until=result==0 max=70000", &why);
	assert_non_null(s);
	assert_int_equal(s->groups[0].count, 70000);
	story_free(s);
	leave(&at);
}

static void test_refused(void **state)
{
	static const struct {
		uint32_t    step;
		const char *line, *what, *hint;
	} cases[] = {
		{ 2, "aloc_pages 3", "no operation is called \"aloc_pages\"", "\"alloc_pages\"" },
		{ 2, "", "no operation", "Tab" },
		{ 2, "alloc_pages 12", "\"order\" is 12", "0 to" },
		{ 2, "mmap lenght=64K task=demo", "\"lenght\"", "length" },
		{ 2, "mmap 64K", "KEY=VALUE", "task=" },
		{ 2, "munmap buff task=demo", "\"buff\"", "\"buf\"" },
		{ 2, "munmap buf", "2 tasks", "NAME" },
		{ 2, "sysctl vm.swapiness=0", "vm.swapiness", "vm.swappiness" },
		{ 2, "sysctl vm.swappiness=abc", "value", "" },
		{ 2, "exec demo", "task already", "another name" },
		{ 1, "fork task=demo child=kid", "\"kid\" is a name already, used later", "another" },
		{ 1, "exit kid", "no task is called \"kid\" here", "only later or in another" },
		{ 0, "munmap 0x1000 length=4K", "no task here", "exec" },
		{ 0, "exec x until=1", "cannot be repeated", "" },
		{ 1, "sleep 1 until=\"meminfo.MemFre < 3\"", "names no value", "" },
		{ 1, "sleep 1 until=\"delta(result) == 2\"", "no step to take", "" },
		{ 1, "sleep 1 max=3", "\"max\" goes with \"until\"", "" },
		{ 1, "free_pages buf", "\"buf\" is a label of a range", "" },
		{ 3, "free_pages block", "no label of a block", "" },
		{ 1, "{\"sleep\": 5", "", "" },
		{ 1, "{}", "object", "" },
		{ 1, "{\"sleep\": {\"ms\": 1}, \"try\": 1}", "try", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct diag why = { 0 };
		struct at at;

		stand(&at, cases[i].step);
		if (what_if_read(at.story, &at.w.machine, cases[i].line, &why))
			fail_msg("%s passes", cases[i].line);
		if (!why.what[0] || !strstr(why.what, cases[i].what) ||
		    !strstr(why.hint, cases[i].hint))
			fail_msg("%s: %s, %s", cases[i].line, why.what, why.hint);
		leave(&at);
	}
}

static void note(void *ctx, const char *word, const char *form, const char *doc)
{
	struct text *all = ctx;

	(void)form;
	(void)doc;
	text_printf(all, "%s|", word);
}

static void test_words(void **state)
{
	static const struct {
		const char *line;
		size_t	    from;
		const char *words;
	} cases[] = {
		{ "mun", 0, "munmap|munlock|munlockall|" },
		{ "sysctl vm.swa", 7, "vm.swappiness=|" },
		{ "sysctl name=vm.swa", 7, "name=vm.swappiness|" },
		{ "access at=buf mode=", 14, "mode=read|mode=write|mode=fetch|" },
		{ "access at=buf m", 14, "mode=|" },
		{ "access at=", 7, "at=buf|" },
		{ "free_pages ", 11, "block|block=|" },
		{ "mmap length=4K flags=private,pop", 15, "flags=private,populate|" },
		{ "exit ", 5, "demo|kid|task=|code=|" },
		{ "read ", 5, "task=|fd|fd=|length=|at=|" },
		{ "open b", 5, "book|" },
		{ "swapoff /", 8, "/dev/vdb|" },
		{ "echo to=k", 5, "to=kid/oom_score_adj|" },
		{ "alloc_pages 3 x", 14, "x=|" },
		{ "alloc_pages 3 u", 14, "until=|" },
		{ "alloc_pages 3 m", 14, "" },
		{ "alloc_pages 3 until=\"result < 0\" m", 33, "max=|" },
		{ "alloc_pages 3 until=\"result < ", 14, "" },
		{ "nonsense ", 9, "" },
	};
	struct at at;

	(void)state;
	stand(&at, 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text all = { 0 };
		size_t from;

		what_if_words(at.story, &at.w.machine, cases[i].line, &from, note,
			      &all);
		assert_string_equal(text_str(&all), cases[i].words);
		assert_int_equal(from, cases[i].from);
		text_free(&all);
	}
	leave(&at);
}

/* The lesson goes on to its end behind whatever was typed, on a sound machine. */
static void assert_survives(struct timeline *t, const struct machine *now,
			    struct pos at, const char *line, unsigned *tried)
{
	struct diag why = { 0 };
	struct story *op = what_if_read(timeline_names(t), now, line, &why);
	struct timeline *b;
	struct walker w;

	if (!op)
		return;		/* no such task here ... */
	b = timeline_insert(t, at, op, &why);
	assert_non_null(b);
	assert_true(walker_open(&w, b, &why));
	if (!walker_seek(&w, timeline_end(b), &why) ||
	    !machine_check(&w.machine, &why))
		fail_msg("%u.%u: %s: %s", at.step, at.op, line, why.what);
	walker_close(&w);
	timeline_close(b);
	story_free(op);
	++*tried;
}

static void test_lessons(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/09-fork.json", "traces/13-buddy.json",
		"traces/27-four-mappings.json",
	};
	static const char *const lines[] = {
		"alloc_pages 9 x=3", "exec intruder layout=empty",
		"sysctl vm.overcommit_memory=2", "sync", "reclaim 64",
	};
	unsigned tried = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lessons) / sizeof(lessons[0]); i++) {
		struct diags faults;
		struct diag why;
		struct story *s;
		struct timeline *t;
		struct walker w;

		diags_init(&faults, lessons[i]);
		s = scenario_load(lessons[i], &faults);
		diags_free(&faults);
		assert_non_null(s);
		t = timeline_open(s, 1 << 24, &why);
		assert_true(walker_open(&w, t, &why));
		for (uint32_t step = 0; step <= s->nr_steps; step++) {
			struct pos at = { step, timeline_nr_ops(t, step) / 2, 0 };

			assert_true(walker_seek(&w, at, &why));
			for (size_t l = 0; l < sizeof(lines) / sizeof(lines[0]); l++)
				assert_survives(t, &w.machine, at, lines[l],
						&tried);
			for (uint32_t n = 1; n < s->nr_names; n++) {
				char line[80];

				snprintf(line, sizeof(line), "kill %s", s->names[n]);
				assert_survives(t, &w.machine, at, line, &tried);
				snprintf(line, sizeof(line), "munmap %s task=%s",
					 s->names[n], s->names[1]);
				assert_survives(t, &w.machine, at, line, &tried);
				snprintf(line, sizeof(line), "free_pages %s",
					 s->names[n]);
				assert_survives(t, &w.machine, at, line, &tried);
			}
		}
		walker_close(&w);
		timeline_close(t);
		story_free(s);
	}
	assert_true(tried > 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_lessons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
