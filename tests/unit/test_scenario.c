/* Scenarios as they are written, and what is read out of them */
#include "scenario_fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "load/schema.h"
#include "mm/gfp.h"
#include "mm/sysctl.h"

static struct op first_op(const char *operation)
{
	struct text t = { 0 };
	struct story *s;
	struct op op;

	text_printf(&t, "[{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"64K\", "
			"\"as\": \"buf\"}}, {\"alloc_pages\": {\"as\": \"k\"}}, %s]}]",
		    operation);
	s = steps_of(t.s);
	assert_int_equal(s->nr_groups, 4);
	op = op_at(&s->groups[3], 0);
	text_free(&t);
	story_free(s);
	return op;
}

static void test_whole(void **state)
{
	static const char text[] =
		"{ \"$schema\": \"schema/scenario.json\", \"framewalk\": 1,\n"
		"  \"title\": {\"en\": \"One block\", \"zh\": \"\xe4\xb8\x80\xe5\x9d\x97\"},\n"
		"  " TOY ", // a toy\n"
		"  \"chapters\": [\n"
		"    { \"title\": \"Split\", \"steps\": [\n"
		"      { \"label\": \"first\", \"title\": \"One\", \"say\": \"a\\nb\",\n"
		"        \"ask\": {\"kind\": \"choice\", \"text\": \"?\", \"choices\": [\"x\", \"y\"], \"answer\": \"sum(buddyinfo.Normal) @ last\"},\n"
		"        \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}],\n"
		"        \"show\": {\"views\": [\"buddy\", \"frames\"], \"follow\": \"a\"},\n"
		"        \"expect\": [{\"buddyinfo.Normal\": [1, 1]}, {\"page\": \"a\", \"pfn\": 0, \"free\": false}]},\n"
		"      { \"do\": {\"alloc_pages\": 1, \"x\": 3}}]},\n"
		"    { \"title\": \"Join\", \"steps\": [{\"label\": \"last\", \"do\": {\"free_pages\": \"a\"}}]}]}\n";
	struct story *s = story_of(text, "traces/13-buddy.json");
	const struct step_detail *d = step_detail(s, 1);

	(void)state;
	assert_string_equal(s->name, "13-buddy");
	assert_string_equal(words_in(&s->title, LANG_ZH),
			    "\xe4\xb8\x80\xe5\x9d\x97");
	assert_int_equal(s->nr_chapters, 2);
	assert_string_equal(words_in(&s->chapters[1].title, LANG_EN), "Join");
	assert_int_equal(s->chapters[1].first_step, 3);
	assert_int_equal(s->nr_steps, 3);
	assert_int_equal(s->nr_groups, 3);
	assert_int_equal(step_nr_groups(s, 3), 1);
	assert_int_equal(story_label(s, "last", 4), 3);
	assert_int_equal(s->machine.zone[0].spanned, 32);
	assert_int_equal(s->machine.zone[0].managed, 32);
	assert_int_equal(s->machine.zone[0].type, ZONE_NORMAL);
	assert_string_equal(d->title.in[LANG_EN], "One");
	assert_string_equal(d->say.in[LANG_EN], "a\nb");
	assert_string_equal(d->show.views[1], "frames");
	assert_null(d->show.views[2]);
	assert_string_equal(d->show.follow, "a");
	assert_int_equal(d->nr_asks, 1);
	assert_int_equal(d->asks[0].kind, ASK_CHOICE);
	assert_string_equal(d->asks[0].choice[1].in[LANG_EN], "y");
	assert_int_equal(d->nr_expects, 3);
	assert_int_equal(d->expects[0].nr_values, 2);
	assert_int_equal(d->expects[0].line, 10);
	assert_string_equal(d->expects[2].field, "free");
	assert_int_equal(d->expects[2].max, 0);
	assert_int_equal(s->groups[1].count, 3);
	assert_int_equal(s->group_details[s->groups[1].detail].line, 11);
	assert_int_equal(s->groups[2].op.label, story_slot(s, "a", 1));
	story_free(s);
}

static void test_operations(void **state)
{
	struct op op;

	(void)state;
	op = first_op("{\"mmap\": {\"length\": 4096}}");
	assert_int_equal(op.verb, OP_mmap);
	assert_int_equal(op.task, 1);
	assert_int_equal(op.arg[2], PROT_READ_ | PROT_WRITE_);
	assert_int_equal(op.arg[3], MAP_PRIVATE_ | MAP_ANONYMOUS_);
	op = first_op("{\"mmap\": {\"at\": \"200000000000\", \"length\": \"1T\", "
		      "\"prot\": \"r-x\", \"flags\": [\"shared\", \"fixed\", "
		      "\"noreserve\"], \"as\": \"big\"}}");
	assert_int_equal(op.arg[0], 0x200000000000);
	assert_int_equal(op.arg[1], UINT64_C(1) << 40);
	assert_int_equal(op.arg[2], PROT_READ_ | PROT_EXEC_);
	assert_int_equal(op.arg[3], MAP_SHARED_ | MAP_FIXED_ |
				    MAP_ANONYMOUS_ | MAP_NORESERVE_);
	assert_int_equal(op.out, 4);
	op = first_op("{\"munmap\": \"buf+16K\"}");
	assert_int_equal(op.label, 2);
	assert_int_equal(op.arg[0], 16384);
	assert_int_equal(op.arg[1], 49152);	/* to the label's end */
	op = first_op("{\"mprotect\": {\"at\": \"buf\", \"prot\": \"none\"}}");
	assert_int_equal(op.arg[1], 65536);
	assert_int_equal(op.arg[2], PROT_NONE_);
	op = first_op("{\"madvise\": {\"at\": \"buf\", \"length\": 1, "
		      "\"advice\": \"dontneed\"}}");
	assert_int_equal(op.arg[1], 1);
	assert_int_equal(op.arg[2], MADV_DONTNEED_);
	op = first_op("{\"mremap\": {\"at\": \"buf\", \"length\": \"64K\", "
		      "\"new_length\": \"1M\", \"flags\": \"maymove\"}}");
	assert_int_equal(op.arg[2], 1 << 20);
	assert_int_equal(op.arg[3], MREMAP_MAYMOVE_);
	op = first_op("{\"brk\": \"-8K\"}");
	assert_int_equal((int64_t)op.arg[1], -8192);
	op = first_op("{\"brk\": {\"to\": \"0x600000\"}}");
	assert_int_equal(op.arg[2], 0x600000);
	op = first_op("{\"alloc_pages\": {\"order\": 3, "
		      "\"gfp\": \"GFP_KERNEL|__GFP_ZERO\"}}");
	assert_int_equal(op.arg[1], 3);
	assert_int_equal(op.arg[2], GFP_KERNEL | GFP_BIT_ZERO);
	assert_int_equal(op.task, 0);
	op = first_op("{\"free_pages\": \"k\"}");
	assert_int_equal(op.label, 3);
	op = first_op("{\"sysctl\": {\"name\": \"vm.lowmem_reserve_ratio\", "
		      "\"value\": [1, 2, 3]}}");
	assert_int_equal(op.mode, SYSCTL_lowmem_reserve_ratio);
	assert_int_equal(op.arg[0], 1);
	assert_int_equal(op.arg[2], 3);
	op = first_op("{\"thp\": \"madvise\"}");
	assert_int_equal(op.mode, THP_MADVISE);
	op = first_op("{\"sleep\": 20}");
	assert_int_equal(op.arg[1], 20);
	op = first_op("{\"fork\": {\"task\": \"demo\", \"child\": \"kid\"}}");
	assert_int_equal(op.task, 1);
	assert_int_equal(op.arg[1], 4);
	assert_memory_equal(&op.arg[3], "kid\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	op = first_op("{\"exec\": {\"task\": \"fifteen_letters\", "
		      "\"layout\": \"pie\"}}");
	assert_int_equal(op.task, 4);
	assert_int_equal(op.mode, LAYOUT_PIE);
	assert_memory_equal(&op.arg[3], "fifteen_letters", 16);
	assert_int_equal(op.arg[1], 0);
	op = first_op("{\"exec\": {\"task\": \"a\", "
		      "\"layout\": \"static_pie\", \"seed\": 8}}");
	assert_int_equal(op.mode, LAYOUT_STATIC_PIE);
	assert_int_equal(op.arg[1], 8);
	op = first_op("{\"exit\": \"demo\"}");
	assert_int_equal(op.task, 1);
}

/* How many accesses a range makes, and which page is the last. */
static void test_ranges(void **state)
{
	static const struct {
		const char *operation;
		uint32_t    count;
		uint64_t    last;
	} cases[] = {
		{ "{\"access\": {\"at\": \"buf\"}}", 16, 15 * 4096 },
		{ "{\"access\": {\"at\": \"buf+60K\"}}", 1, 15 * 4096 },
		{ "{\"access\": {\"at\": \"buf\", \"length\": 1}}", 1, 0 },
		{ "{\"access\": {\"at\": \"buf\", \"length\": 8193}}", 3, 8192 },
		{ "{\"access\": {\"at\": \"buf\", \"count\": 2}}", 2, 4096 },
		{ "{\"access\": {\"at\": \"buf\", \"stride\": 8192}}", 8,
		  7 * 8192 },
		{ "{\"access\": {\"at\": \"buf\"}, \"x\": 3}", 48, 15 * 4096 },
		{ "{\"access\": {\"at\": \"0x7000\"}}", 1, 0x7000 },
		{ "{\"access\": {\"at\": 28672, \"length\": \"8K\"}}", 2, 0x8000 },
		{ "{\"access\": {\"at\": \"buf\", \"pattern\": \"down\"}}", 16, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text t = { 0 };
		struct story *s;
		const struct group *g;

		text_printf(&t, "[{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": "
				"{\"length\": \"64K\", \"as\": \"buf\"}}, %s]}]",
			    cases[i].operation);
		s = steps_of(t.s);
		g = &s->groups[2];
		assert_int_equal(g->count, cases[i].count);
		assert_int_equal(op_at(g, g->count - 1).arg[0], cases[i].last);
		assert_int_equal(op_at(g, 0).mode, MODE_READ);
		text_free(&t);
		story_free(s);
	}
}

static void test_modifiers(void **state)
{
	struct story *s = steps_of(
		"[{\"do\": [{\"alloc_pages\": 0, \"error\": \"ENOMEM\"},\n"
		" {\"alloc_pages\": 0, \"until\": \"zoneinfo.Normal.min < 3\"},\n"
		" {\"alloc_pages\": 0, \"until\": \"1\", \"max\": 7},\n"
		" {\"exec\": \"a\"}, {\"access\": {\"at\": \"0\"}, \"signal\": \"SIGSEGV\"}]}]");
	const struct group_detail *d[5];

	(void)state;
	for (unsigned i = 0; i < 5; i++)
		d[i] = &s->group_details[s->groups[i].detail];
	assert_int_equal(d[0]->error, -ENOMEM);
	assert_null(d[0]->until);
	assert_string_equal(d[1]->until, "zoneinfo.Normal.min < 3");
	assert_int_equal(s->groups[1].count, 1000000);
	assert_int_equal(d[1]->line, 2);
	assert_int_equal(d[1]->column, 2);
	assert_int_equal(s->groups[2].count, 7);
	assert_int_equal(d[4]->signal, 11);
	story_free(s);
}

static void test_expectations(void **state)
{
	static const struct {
		const char *text;
		bool	    relative;
		int64_t	    min, max;
	} cases[] = {
		{ "3", false, 3, 3 },
		{ "\"=5\"", false, 5, 5 },
		{ "\"=-5\"", false, -5, -5 },
		{ "\"+4\"", true, 4, 4 },
		{ "\"-8K\"", true, -8192, -8192 },
		{ "\"+0\"", true, 0, 0 },
		{ "\">=3\"", false, 3, INT64_MAX },
		{ "\"<64\"", false, INT64_MIN, 63 },
		{ "\">+2\"", true, 3, INT64_MAX },
		{ "{\"min\": 1, \"max\": 8}", false, 1, 8 },
		{ "{\"min\": \"+1\", \"max\": \"+8\"}", true, 1, 8 },
		{ "{\"max\": 8}", false, INT64_MIN, 8 },
		{ "true", false, 1, 1 },
		{ "\"0x8000000000000867\"", false, INT64_MIN + 0x867,
		  INT64_MIN + 0x867 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct expect *e;
		struct text t = { 0 };
		struct story *s;

		text_printf(&t, "[{\"expect\": {\"meminfo.MemFree\": %s}}]",
			    cases[i].text);
		s = steps_of(t.s);
		e = step_detail(s, 1)->expects;
		assert_int_equal(e->kind, EXPECT_VALUE);
		assert_int_equal(e->relative, cases[i].relative);
		assert_true(e->min == cases[i].min && e->max == cases[i].max);
		text_free(&t);
		story_free(s);
	}
}

static void test_kinds_of_expectations(void **state)
{
	struct story *s = steps_of(
		"[{\"do\": {\"alloc_pages\": {\"as\": \"a\"}}, \"expect\": ["
		"\"events(buddy_split) == 5\","
		"{\"event\": \"buddy_split\", \"order\": 3, \"pfn\": \"0x8\", \"count\": 1},"
		"{\"event\": \"buddy_merge\", \"count\": 0},"
		"{\"event\": \"mm_page_alloc\"},"
		"{\"events\": [\"buddy_split\", \"mm_page_alloc\"]},"
		"{\"events\": \"none\"},"
		"{\"list\": \"Normal.0\", \"type\": \"Movable\", \"frames\": [2, 0]},"
		"{\"page\": \"a\", \"kind\": \"kernel\"},"
		"{\"buddyinfo\": {\"has\": \"Normal\"}},"
		"{\"buddyinfo.Normal\": [\"+1\", \"-1\"], \"vmstat.pgfault\": 0}]}]");
	const struct expect *e = step_detail(s, 1)->expects;

	(void)state;
	assert_int_equal(step_detail(s, 1)->nr_expects, 11);
	assert_int_equal(e[0].kind, EXPECT_TRUE);
	assert_int_equal(e[1].kind, EXPECT_EVENT);
	assert_int_equal(e[1].nr_fields, 2);
	assert_string_equal(e[1].fields[0].value, "3");
	assert_int_equal(e[2].max, 0);
	assert_true(e[3].min == 1 && e[3].max == INT64_MAX);
	assert_int_equal(e[4].kind, EXPECT_ORDER);
	assert_string_equal(e[4].names[1], "mm_page_alloc");
	assert_null(e[4].names[2]);
	assert_int_equal(e[5].kind, EXPECT_EVENT);
	assert_null(e[5].path);
	assert_int_equal(e[6].kind, EXPECT_LIST);
	assert_string_equal(e[6].field, "Movable");
	assert_int_equal(e[6].values[0], 2);
	assert_string_equal(e[7].string, "kernel");
	assert_true(e[8].has);
	assert_true(e[9].array && e[9].relative);
	assert_int_equal(e[9].values[1], -1);
	assert_string_equal(e[10].path, "vmstat.pgfault");
	story_free(s);
}

static void test_what_ifs(void **state)
{
	struct story *s = steps_of(
		"[{\"do\": {\"alloc_pages\": {\"as\": \"a\"}},"
		"  \"try\": {\"name\": \"big\", \"title\": \"more\", \"steps\": ["
		"    {\"label\": \"in\", \"do\": {\"alloc_pages\": {\"order\": 2, \"as\": \"b\"}}},"
		"    {\"do\": [{\"free_pages\": \"b\"}, {\"free_pages\": \"a\"}],"
		"     \"ask\": {\"kind\": \"number\", \"text\": \"?\", \"answer\": \"1 @ in\"}}]}},"
		" {\"label\": \"in\", \"do\": {\"alloc_pages\": {\"as\": \"c\"}}}]");
	const struct what_if *w = &s->what_ifs[0];

	(void)state;
	assert_int_equal(s->nr_what_ifs, 1);
	assert_string_equal(w->name, "big");
	assert_int_equal(w->at_step, 1);
	assert_int_equal(w->story->nr_steps, 2);
	assert_int_equal(w->story->nr_groups, 3);
	/* one table of names for all: the same slot is the same thing */
	assert_int_equal(s->nr_names, 4);
	assert_int_equal(w->story->nr_names, 4);
	assert_int_equal(story_slot(w->story, "a", 1), story_slot(s, "a", 1));
	assert_int_equal(w->story->groups[2].op.label, story_slot(s, "a", 1));
	assert_int_equal(w->story->machine.zone[0].spanned, 32);
	story_free(s);
}

static void test_machines(void **state)
{
	struct story *s = story_of(
		"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"256M\", "
		"\"legible\": true, \"thp\": \"never\", \"cpus\": 2, \"seed\": 9, \"oom_log\": \"old\","
		"\"managed\": {\"DMA32\": 48848}, \"kernel_used\": {\"DMA32\": 100},"
		"\"sysctl\": {\"vm.min_free_kbytes\": 4096, \"vm.lowmem_reserve_ratio\": [256, 32]}},"
		"\"steps\": [{}]}", "m.json");
	const struct machine_spec *m = &s->machine;

	(void)state;
	assert_int_equal(m->nr_zones, 2);
	assert_int_equal(m->zone[1].managed, 48848);
	assert_int_equal(m->zone[1].kernel_used, 100);
	assert_int_equal(m->legible, 1);
	assert_int_equal(m->thp_enabled, THP_NEVER);
	assert_int_equal(m->nr_cpus, 2);
	assert_int_equal(m->seed, 9);
	assert_int_equal(m->oom_log, OOM_LOG_OLD);
	assert_int_equal(m->sysctl[SYSCTL_min_free_kbytes], 4096);
	assert_int_equal(m->lowmem_reserve_ratio[ZONE_DMA32], 32);
	assert_true(m->sysctl[SYSCTL_overcommit_memory] == INT64_MIN);
	assert_false(m->pcp_off || m->lru_batch_off);
	story_free(s);

	s = story_of("{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"zones\": ["
		     "{\"name\": \"a\", \"frames\": 1024, \"start\": \"0x400\"},"
		     "{\"name\": \"b\", \"frames\": 1024, \"node\": 1, \"start\": 2048, \"present\": 1000, \"managed\": 900}],"
		     "\"distance\": [[10, 21], [21, 10]]}, \"steps\": [{}]}", "m.json");
	assert_int_equal(s->machine.nr_nodes, 2);
	assert_int_equal(s->machine.zone[0].start_pfn, 1024);
	assert_int_equal(s->machine.zone[0].pageblock_order, 9);
	assert_int_equal(s->machine.zone[1].managed, 900);
	assert_int_equal(s->machine.distance[0][1], 21);
	assert_true(s->machine.pcp_off && s->machine.lru_batch_off);
	story_free(s);

	s = story_of("{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"32M\", "
		     "\"per_cpu_lists\": true}, \"steps\": [{}]}", "m.json");
	assert_true(!s->machine.pcp_off && s->machine.lru_batch_off);
	story_free(s);
}

/* The same steps, the same names and files, another machine. */
static void test_compare(void **state)
{
	struct story *s = story_of("{\"framewalk\": 1, \"title\": \"t\","
		" \"machine\": {\"ram\": \"16M\"},"
		" \"compare\": [{\"name\": \"more\", \"title\": \"32 MiB\","
		"   \"machine\": {\"ram\": \"32M\", \"sysctl\": {\"vm.swappiness\": 0}}}],"
		" \"files\": [{\"name\": \"f\", \"size\": \"4K\"}],"
		" \"steps\": [{\"do\": {\"exec\": \"demo\"}}]}", "test.json");
	const struct compare *c = &s->compares[0];

	(void)state;
	assert_int_equal(s->nr_compares, 1);
	assert_string_equal(c->name, "more");
	assert_string_equal(c->title.in[LANG_EN], "32 MiB");
	assert_int_equal(c->story->nr_steps, 1);
	assert_int_equal(c->story->nr_compares, 0);
	assert_ptr_equal(c->story->names, s->names);
	assert_ptr_equal(c->story->machine.file, s->machine.file);
	assert_int_equal(c->story->machine.nr_files, 1);
	assert_true(c->story->machine.zone[1].present > s->machine.zone[1].present);
	story_free(s);
}

/* A recording's keys, as one text or a list of them. */
static void test_keys(void **state)
{
	struct story *s = story_of(HEAD "\n\"keys\": [\"l wait step 1\",\n"
				   "  \"type \\\" q\"], \"steps\": [{}]}", "t.json");
	static const struct cue wanted[] = {
		{ .kind = CUE_KEY, .line = 2, .column = 10, .key = "l" },
		{ .kind = CUE_STEP, .line = 2, .column = 10, .number = 1 },
		{ .kind = CUE_KEY, .line = 3, .column = 3, .key = "\"" },
		{ .kind = CUE_KEY, .line = 3, .column = 3, .key = "Space" },
		{ .kind = CUE_KEY, .line = 3, .column = 3, .key = "q" },
	};

	(void)state;
	assert_int_equal(s->keys.nr, 5);
	for (size_t i = 0; i < s->keys.nr; i++) {
		const struct cue *cue = &s->keys.list[i];

		assert_int_equal(cue->kind, wanted[i].kind);
		assert_string_equal(cue->key, wanted[i].key);
		assert_int_equal(cue->number, wanted[i].number);
		assert_int_equal(cue->line, wanted[i].line);
		assert_int_equal(cue->column, wanted[i].column);
	}
	story_free(s);
	s = story_of("{\"framewalk\": 1, \"title\": \"t\", " TOY
		     ", \"keys\": \"G hold 1s\"}\n{\"say\": \"x\"}\n", "t.jsonl");
	assert_int_equal(s->keys.nr, 2);
	assert_int_equal(s->keys.list[1].number, 1000);
	story_free(s);
}

static void test_lines(void **state)
{
	static const char text[] =
		"{\"framewalk\": 1, \"title\": \"run\", \"machine\": {\"ram\": \"16M\"}}\n"
		"\n"
		"// a comment\n"
		"{\"exec\": \"demo\"}\r\n"
		"{\"mmap\": {\"length\": \"64K\", \"as\": \"buf\"}}\n"
		"{\"access\": {\"at\": \"buf\"}, \"x\": 2}\n"
		"{\"chapter\": \"Second\"}\n"
		"{\"do\": [{\"munmap\": \"buf\"}, {\"exit\": \"demo\"}]}\n"
		"{\"label\": \"last\", \"say\": \"over\", \"expect\": {\"meminfo.MemFree\": \"+0\"}}\n"
		"{\"alloc_pages\": 11, \"error\": \"EINVAL\"}";
	static const char good[] = "\n{\"alloc_pages\": 10, \"error\": \"EINVAL\"}";
	char fixed[sizeof(text) + sizeof(good)];
	struct diags faults;
	struct story *s;

	(void)state;
	assert_null(parsed(text, "run.jsonl", &faults));
	assert_int_equal(faults.nr, 1);
	assert_int_equal(faults.list[0].line, 10);
	assert_int_equal(faults.list[0].column, 17);
	diags_free(&faults);

	snprintf(fixed, sizeof(fixed), "%.*s%s",
		 (int)(strrchr(text, '\n') - text), text, good);
	s = story_of(fixed, "run.any");		/* told by what it looks like */
	assert_string_equal(words_in(&s->title, LANG_EN), "run");
	assert_int_equal(s->nr_steps, 6);
	assert_int_equal(s->nr_groups, 6);
	assert_int_equal(s->groups[2].count, 32);
	assert_int_equal(s->nr_chapters, 2);
	assert_int_equal(s->chapters[1].first_step, 4);
	assert_int_equal(step_nr_groups(s, 4), 2);
	assert_int_equal(story_label(s, "last", 4), 5);
	assert_int_equal(step_detail(s, 5)->line, 9);
	/* what has no texts has no details either: 60 bytes a line */
	assert_ptr_equal(step_detail(s, 1), &s->details[0]);
	assert_int_equal(s->groups[0].detail, 0);
	assert_int_equal(s->groups[5].detail, 1);
	story_free(s);
}

static void test_files(void **state)
{
	char path[] = "/tmp/framewalk-test-XXXXXX";
	int fd = mkstemp(path);
	struct diags faults;
	struct story *s;
	FILE *f;

	(void)state;
	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	fputs(HEAD "\"steps\": [{\"do\": {\"alloc_pages\": 0}}]}", f);
	fclose(f);
	diags_init(&faults, path);
	s = scenario_load(path, &faults);
	assert_non_null(s);
	assert_int_equal(s->nr_groups, 1);
	story_free(s);

	/* the standard input is read to its end first */
	assert_null(scenario_begin(path));	/* it is short */
	assert_non_null(freopen(path, "r", stdin));
	s = scenario_load("-", &faults);
	assert_non_null(s);
	assert_string_equal(s->name, "stdin");
	assert_int_equal(faults.nr, 0);
	story_free(s);
	unlink(path);

	assert_null(scenario_load(path, &faults));
	assert_int_equal(faults.nr, 1);
	assert_int_equal(faults.list[0].line, 0);
	assert_non_null(strstr(faults.list[0].what, "cannot be read"));
	assert_null(scenario_load("/", &faults));
	assert_int_equal(faults.nr, 2);
	assert_int_equal(faults.list[1].line, 0);
	diags_free(&faults);
}

/*
 * The published schema is what the tables say. After a change of the tables:
 * FRAMEWALK_WRITE_SCHEMA=1 in the environment writes it anew.
 */
static void test_schema(void **state)
{
	static const char path[] = "traces/schema/scenario.json";
	struct text want = { 0 }, have = { 0 };
	bool write = getenv("FRAMEWALK_WRITE_SCHEMA") != NULL;
	char part[4096];
	FILE *f = fopen(path, write ? "w+" : "r");
	size_t n, same = 0;

	(void)state;
	assert_non_null(f);
	schema_print(&want);
	if (write) {
		fputs(want.s, f);
		rewind(f);
	}
	while ((n = fread(part, 1, sizeof(part), f)) != 0)
		text_add(&have, part, n);
	fclose(f);
	while (same < want.len && same < have.len &&
	       want.s[same] == have.s[same])
		same++;
	if (same < want.len || same < have.len)
		fail_msg("%s differs from the tables at byte %zu: '%.40s'",
			 path, same, want.s + same);
	text_free(&want);
	text_free(&have);
}

/* The examples of the authors' guide are scenarios. */
static void test_guide(void **state)
{
	struct text guide = { 0 };
	FILE *f = fopen("traces/README.md", "r");
	unsigned nr = 0;
	char part[4096];
	size_t n;

	(void)state;
	assert_non_null(f);
	while ((n = fread(part, 1, sizeof(part), f)) != 0)
		text_add(&guide, part, n);
	fclose(f);
	for (char *at = guide.s; (at = strstr(at, "\n```")); at++) {
		char *text = strchr(at + 4, '\n');
		char *end = text ? strstr(text, "\n```") : NULL;

		assert_non_null(end);
		*end = '\0';
		story_free(story_of(text + 1, at[4] == 'j' ? "guide.json" :
							     "guide.jsonl"));
		at = end;
		nr++;
	}
	assert_int_equal(nr, 2);
	text_free(&guide);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_modifiers),
		cmocka_unit_test(test_expectations),
		cmocka_unit_test(test_kinds_of_expectations),
		cmocka_unit_test(test_what_ifs),
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_schema),
		cmocka_unit_test(test_guide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
