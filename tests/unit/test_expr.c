#include "story/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/xmalloc.h"
#include "mm/gfp.h"
#include "story/page.h"

enum { SLOT_A = 1, SLOT_B, SLOT_DEMO, SLOT_BUF, NR_SLOTS };

/*
 * Two machines, the second one step behind the first, and the events of that
 * step.
 */
struct world {
	struct story	 story;
	struct machine	 now, before;
	struct event_log log, muted;
	struct event	*events;
	size_t		 nr_events, cap_events;
	struct expr_env	 env;
	struct diag	 why;
};

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct world *w = ctx;

	(void)m;
	w->events = xgrow(w->events, w->nr_events, &w->cap_events,
			  sizeof(*w->events));
	w->events[w->nr_events++] = *e;
}

static void boot(struct machine *m, const struct machine_spec *spec,
		 struct event_log *log)
{
	struct diag why;

	event_log_open(log, 16);
	if (!machine_boot(m, spec, log, &why))
		fail_msg("%s", why.what);
	machine_slots(m, NR_SLOTS - 1);
}

static void world_open(struct world *w, const struct machine_spec *spec)
{
	static const char *names[] = { "", "a", "b", "demo", "buf" };

	memset(w, 0, sizeof(*w));
	w->story.names = names;
	w->story.nr_names = NR_SLOTS;
	boot(&w->now, spec, &w->log);
	boot(&w->before, spec, &w->muted);
	w->log.mask = EVENT_ALL;
	w->muted.mask = EVENT_NONE;
	w->log.hear = hear;
	w->log.ctx = w;
	w->env = (struct expr_env){
		.story = &w->story, .now = &w->now, .before = &w->before,
		.count = w->log.count,
	};
}

static void world_close(struct world *w)
{
	machine_close(&w->now);
	machine_close(&w->before);
	event_log_close(&w->log);
	event_log_close(&w->muted);
	free(w->events);
}

/* A step of one operation; the machine before it catches up first. */
static int64_t step(struct world *w, const struct op *last, struct op op)
{
	int64_t result;

	if (last)
		op_run(&w->before, last);
	event_log_reset(&w->log);
	w->nr_events = 0;
	result = op_run(&w->now, &op);
	w->env.event = w->events;
	w->env.nr_events = w->nr_events;
	return result;
}

/* 32 frames from frame 0, one block: a request for one page splits it. */
static void toy_open(struct world *w)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	spec.nr_zones = 1;
	spec.zone[0] = (struct zone_spec){
		.name = "Normal", .type = ZONE_NORMAL, .pageblock_order = 5,
		.spanned = 32, .present = 32, .managed = 32,
	};
	spec.thp_enabled = THP_NEVER;
	spec.legible = 1;
	spec.sysctl[0] = 0;		/* vm.min_free_kbytes */
	world_open(w, &spec);
	assert_int_equal(step(w, NULL, (struct op){
		.verb = OP_alloc_pages, .out = SLOT_A,
		.arg = { 0, 0, GFP_KERNEL } }), 0);
}

static void assert_value(struct world *w, const char *expr, int64_t expected)
{
	int64_t value;

	if (!expr_check(expr, &w->why))
		fail_msg("%s: %s", expr, w->why.what);
	if (!expr_eval(expr, strlen(expr), &w->env, &value, &w->why))
		fail_msg("%s: %s", expr, w->why.what);
	if (value != expected)
		fail_msg("%s is %lld, not %lld", expr, (long long)value,
			 (long long)expected);
}

static void test_arithmetic(void **state)
{
	static const struct {
		const char *expr;
		int64_t	    value;
	} cases[] = {
		{ "1 + 2 * 3", 7 },	   { "(1+2)*3", 9 },
		{ "7 / 2", 3 },		   { "-7 / 2", -3 },
		{ "-7 % 3", -1 },	   { "10 - 4 - 3", 3 },
		{ "2 * 3 == 6", 1 },	   { "2 < 2", 0 },
		{ "2 <= 2", 1 },	   { "3 >= 4", 0 },
		{ "1 != 2", 1 },	   { "0x10 + 1K", 1040 },
		{ "--5", 5 },		   { "1>0", 1 },
		{ "9223372036854775807", INT64_MAX },
		{ "sum(buddyinfo.Normal)", 5 },
		{ "max(buddyinfo.Normal)", 1 },
		{ "buddyinfo.Normal[4]", 1 },
		{ "buddyinfo.Normal[5] + 1", 1 },
		{ "zoneinfo.Normal.present - 2", 30 },
		{ "events(buddy_split)", 5 },
		{ "events(mm_page_free) == 0", 1 },
		{ "delta(sum(buddyinfo.Normal))", 4 },
		{ "delta(buddyinfo.Normal[5]) * 2", -2 },
		{ "page(a.pfn)", 0 },	   { "page(a+2.pfn)", 2 },
		{ "page(a.refcount)", 1 }, { "page(a.free)", 0 },
		{ "page(pfn 0x10.free)", 1 },
		{ "page(pfn 0x10.order)", 4 },
		{ "result", 0 },	   { "result == 0", 1 },
	};
	struct world w;

	(void)state;
	toy_open(&w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_value(&w, cases[i].expr, cases[i].value);
	world_close(&w);
}

static void test_bad_form(void **state)
{
	static const struct {
		const char *expr;
		uint32_t    column;
		const char *part;
	} cases[] = {
		{ "", 1, "is missing" },
		{ "1 +", 4, "is missing" },
		{ "(1", 3, "')' is missing" },
		{ "1 2", 3, "'2' is not understood" },
		{ "1 = 2", 3, "'= 2' is not understood" },
		{ "12abc", 1, "no number" },
		{ "99999999999999999999", 1, "no number" },
		{ "sum(3)", 5, "path of a value" },
		{ "events(mm_page_aloc)", 8, "no event is called 'mm_page_aloc'" },
		{ "page(a)", 6, "PLACE.FIELD" },
		{ "page(a.color)", 6, "a page has no 'color'" },
		{ "foo(bar)", 4, "is not understood" },
	};
	char deep[200];
	struct diag why;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (expr_check(cases[i].expr, &why))
			fail_msg("no fault in '%s'", cases[i].expr);
		if (!strstr(why.what, cases[i].part))
			fail_msg("'%s': %s", cases[i].expr, why.what);
		assert_int_equal(why.column, cases[i].column);
	}
	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_false(expr_check(deep, &why));
	assert_non_null(strstr(why.what, "32 levels"));
	memset(deep, '-', sizeof(deep) - 1);
	assert_false(expr_check(deep, &why));
}

static void test_no_value(void **state)
{
	static const struct {
		const char *expr, *part;
	} cases[] = {
		{ "buddyinfo.Normal", "has 11 numbers: sum() or max()" },
		{ "1 / (2 - 2)", "division by 0" },
		{ "5 % 0", "division by 0" },
		{ "9223372036854775807 + 1", "too large" },
		{ "(0-9223372036854775807-1) / -1", "too large" },
		{ "4611686018427387904 * 2", "too large" },
		{ "page(b.pfn)", "no page b now" },
		{ "page(a.pte)", "a frame, not an address" },
		{ "page(pfn 0x99.kind)", "no frame" },
		{ "delta(delta(1))", "no step" },
		{ "delta(events(buddy_split))", "not counted" },
		{ "nofile.x", "" },
	};
	struct world w;
	int64_t value;

	(void)state;
	toy_open(&w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *expr = cases[i].expr;

		if (expr_eval(expr, strlen(expr), &w.env, &value, &w.why))
			fail_msg("%s has a value", expr);
		if (!strstr(w.why.what, cases[i].part) || !w.why.what[0])
			fail_msg("%s: %s", expr, w.why.what);
	}
	/* what has no value anywhere is refused when it is read */
	assert_false(expr_check("delta(delta(1))", &w.why));
	assert_false(expr_check("delta(events(buddy_split))", &w.why));
	assert_true(expr_check("delta(1) + delta(2) + events(buddy_split)",
			       &w.why));
	assert_true(expr_check_until("events(buddy_split) > 3", &w.why));
	assert_false(expr_check_until("3 - delta(1)", &w.why));
	w.env.before = NULL;
	w.env.count = NULL;
	assert_false(expr_eval("delta(1)", 8, &w.env, &value, &w.why));
	assert_false(expr_eval("events(clear_page)", 18, &w.env, &value,
			       &w.why));
	world_close(&w);
}

static void test_split(void **state)
{
	const char *position;

	(void)state;
	assert_int_equal(expr_split("a + 1 @ first", &position), 5);
	assert_string_equal(position, "first");
	assert_int_equal(expr_split("a@3.1.buddy_split#2", &position), 1);
	assert_string_equal(position, "3.1.buddy_split#2");
	assert_int_equal(expr_split("a + 1", &position), 5);
	assert_string_equal(position, "");
}

static bool holds(struct world *w, struct expect e)
{
	e.line = 7;
	e.column = 9;
	return expect_holds(&e, &w->env, &w->why);
}

static void assert_not(struct world *w, struct expect e, const char *what)
{
	if (holds(w, e))
		fail_msg("holds: %s", what);
	assert_string_equal(w->why.what, what);
	assert_int_equal(w->why.line, 7);
	assert_int_equal(w->why.column, 9);
}

static void test_expected_values(void **state)
{
	int64_t row[] = { 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0 };
	int64_t change[] = { 1, 1, 1, 1, 1, -1, 0, 0, 0, 0, 0 };
	struct expect e = {
		.path = "buddyinfo.Normal", .array = true, .values = row,
		.nr_values = 11,
	};
	struct world w;

	(void)state;
	toy_open(&w);
	assert_true(holds(&w, e));
	row[5] = 2;
	assert_not(&w, e, "buddyinfo.Normal is [1 1 1 1 1 0 0 0 0 0 0], "
			  "expected [1 1 1 1 1 2 0 0 0 0 0]");
	e.values = change;
	e.relative = true;
	assert_true(holds(&w, e));
	change[0] = -1;
	assert_not(&w, e, "buddyinfo.Normal changed by [+1 +1 +1 +1 +1 -1 +0 "
			  "+0 +0 +0 +0], expected [-1 +1 +1 +1 +1 -1 +0 +0 +0 "
			  "+0 +0]");
	e = (struct expect){ .path = "zoneinfo.Normal.present", .min = 32,
			     .max = 32 };
	assert_true(holds(&w, e));
	e.min = e.max = 33;
	assert_not(&w, e, "zoneinfo.Normal.present is 32, expected 33");
	e.min = 40;
	e.max = 50;
	assert_not(&w, e, "zoneinfo.Normal.present is 32, expected 40 to 50");
	e.max = INT64_MAX;
	assert_not(&w, e, "zoneinfo.Normal.present is 32, expected at least 40");
	e.path = "sum(buddyinfo.Normal)";
	e.relative = true;
	e.min = e.max = 4;
	assert_true(holds(&w, e));
	e.min = INT64_MIN;
	e.max = 3;
	assert_not(&w, e, "sum(buddyinfo.Normal) changed by +4, expected at "
			  "most +3");
	e = (struct expect){ .path = "buddyinfo.Normal", .min = 1, .max = 1 };
	assert_not(&w, e, "buddyinfo.Normal has 11 numbers, one was expected");
	e = (struct expect){ .kind = EXPECT_TRUE,
			     .path = "buddyinfo.Normal[0] == 1" };
	assert_true(holds(&w, e));
	e.path = "buddyinfo.Normal[0] == 2";
	assert_not(&w, e, "not so: buddyinfo.Normal[0] == 2");
	e = (struct expect){ .path = "buddyinfo", .has = true,
			     .string = "zone   Normal" };
	assert_true(holds(&w, e));
	e.string = "DMA";
	assert_not(&w, e, "buddyinfo has no 'DMA'");
	world_close(&w);
}

static void test_expected_events(void **state)
{
	const char *order[] = { "zone_watermark_ok", "buddy_split",
				"mm_page_alloc", NULL };
	const char *wrong[] = { "mm_page_alloc", "buddy_split", NULL };
	struct expect_field field[] = { { "order", "3" }, { "pfn", "8" } };
	struct expect e = { .kind = EXPECT_EVENT, .path = "buddy_split",
			    .min = 5, .max = 5 };
	struct world w;

	(void)state;
	toy_open(&w);
	assert_true(holds(&w, e));
	e.min = e.max = 0;
	assert_not(&w, e, "the number of events buddy_split is 5, expected 0");
	e.path = NULL;
	e.min = 1;
	e.max = INT64_MAX;
	assert_true(holds(&w, e));

	/* the split that left the block at 8 (printed as 0x8) behind */
	e = (struct expect){ .kind = EXPECT_EVENT, .path = "buddy_split",
			     .min = 1, .max = 1, .fields = field,
			     .nr_fields = 2 };
	assert_true(holds(&w, e));
	field[1].value = "0x77";
	assert_not(&w, e, "the number of events buddy_split order=3 pfn=0x77 "
			  "is 0, expected 1");

	e = (struct expect){ .kind = EXPECT_ORDER, .names = order };
	assert_true(holds(&w, e));
	e.names = wrong;
	assert_not(&w, e, "no event buddy_split after mm_page_alloc in the "
			  "step");
	w.env.nr_lost = 1;
	assert_not(&w, e, "the step has too many events to look at each");
	w.env.event = NULL;
	assert_not(&w, e, "the events of the step are not kept here");
	world_close(&w);
}

static void test_expected_pages_and_lists(void **state)
{
	int64_t frames[] = { 2 };
	struct expect list = { .kind = EXPECT_LIST, .path = "Normal.1",
			       .array = true, .values = frames, .nr_values = 1 };
	struct expect page = { .kind = EXPECT_PAGE, .path = "a",
			       .field = "pfn" };
	struct world w;

	(void)state;
	toy_open(&w);
	assert_true(holds(&w, list));
	frames[0] = 4;
	assert_not(&w, list, "free list Normal.1 is [2], expected [4]");
	list.path = "Normal.5";
	list.nr_values = 0;
	assert_true(holds(&w, list));
	list.path = "DMA.5";
	assert_not(&w, list, "there is no free list DMA.5");
	list.path = "Normal.11";
	assert_not(&w, list, "there is no free list Normal.11");

	assert_true(holds(&w, page));
	page.min = page.max = 4;
	assert_not(&w, page, "page a: pfn is 0, expected 4");
	page.field = "kind";
	page.string = "kernel";
	assert_true(holds(&w, page));
	page.string = "slab";
	assert_not(&w, page, "page a: kind is kernel, expected slab");
	page.path = "nobody";
	assert_not(&w, page, "nobody: there is no page nobody now");
	world_close(&w);
}

/* A page of an address space: absent, zero page, its own frame. */
static void test_virtual_pages(void **state)
{
	struct op exec = { .verb = OP_exec, .task = SLOT_DEMO };
	struct op map = {
		.verb = OP_mmap, .task = SLOT_DEMO, .out = SLOT_BUF,
		.arg = { 0, 65536, PROT_READ_ | PROT_WRITE_,
			 MAP_PRIVATE_ | MAP_ANONYMOUS_ },
	};
	struct op touch = { .verb = OP_access, .task = SLOT_DEMO,
			    .label = SLOT_BUF, .arg = { 4096 } };
	struct expect e = { .kind = EXPECT_PAGE, .path = "buf+4K",
			    .field = "flags" };
	struct machine_spec spec;
	struct world w;
	uint64_t place, base;

	(void)state;
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 16 << 20));
	spec.legible = 1;
	world_open(&w, &spec);
	memcpy(&exec.arg[3], "demo", 4);
	assert_true(step(&w, NULL, exec) > 0);
	assert_true(step(&w, &exec, map) > 0);
	assert_value(&w, "page(buf+4K.present)", 0);
	assert_value(&w, "delta(demo/status.VmSize)", 64);

	step(&w, &map, touch);
	assert_value(&w, "page(demo:buf+4K.present)", 1);
	assert_value(&w, "page(buf.present)", 0);
	assert_value(&w, "events(page_fault_user)", 1);
	e.min = e.max = INT64_MIN + 0x225;	/* NX, and the zero page's bits */
	assert_true(holds(&w, e));
	e.min = e.max = 0x225;
	assert_not(&w, e, "page buf+4K: flags is 0x8000000000000225, expected "
			  "0x225");

	touch.mode = MODE_WRITE;
	step(&w, NULL, touch);
	assert_value(&w, "page(buf+4K.mapcount)", 1);
	e = (struct expect){ .kind = EXPECT_PAGE, .path = "buf+4K",
			     .field = "kind", .string = "anonymous" };
	assert_true(holds(&w, e));

	assert_true(story_place(&w.story, &w.now, "buf", &base));
	assert_true(story_place(&w.story, &w.now, "buf+4K", &place));
	assert_int_equal(place, base + 4096);
	assert_true(story_place(&w.story, &w.now, "0x7000", &place));
	assert_int_equal(place, 0x7000);
	assert_false(story_place(&w.story, &w.now, "b", &place));
	e.task = "nobody";
	assert_not(&w, e, "buf+4K: no task nobody has an address space now");
	world_close(&w);
}

/* Paths of an expression, parted by blanks; "no" is one too many. */
static bool note(void *ctx, const char *path, struct diag *why)
{
	char *all = ctx;

	if (strcmp(path, "no") == 0) {
		diag_set(why, 0, 0, "not this one");
		diag_hint(why, "another");
		return false;
	}
	strcat(strcat(all, path), " ");
	return true;
}

static void test_paths(void **state)
{
	struct diag why = { 0 };
	char all[200] = "";

	(void)state;
	assert_true(expr_paths("sum(buddyinfo.Normal[3]) - delta(100/stat.rss) "
			       "* (sys/vm/page-cluster + result) >= 3 @ end",
			       note, all, &why));
	assert_string_equal(all, "buddyinfo.Normal[3] 100/stat.rss "
				 "sys/vm/page-cluster ");
	assert_false(expr_paths("3 + no", note, all, &why));
	assert_string_equal(why.what, "not this one");
	assert_string_equal(why.hint, "another");
	assert_false(expr_paths("3 +", note, all, &why));
	assert_true(expr_is_path("meminfo.Active(anon)"));
	assert_true(expr_is_path("sys/vm/page-cluster"));
	assert_true(expr_is_path("free.buff/cache"));
	assert_false(expr_is_path("a-b"));	/* a difference */
	assert_false(expr_is_path("result"));
	assert_false(expr_is_path("sum(buddyinfo.Normal)"));
	assert_false(expr_is_path(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_bad_form),
		cmocka_unit_test(test_no_value),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_expected_values),
		cmocka_unit_test(test_expected_events),
		cmocka_unit_test(test_expected_pages_and_lists),
		cmocka_unit_test(test_virtual_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
