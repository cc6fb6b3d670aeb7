/*
 * The next and previous stop of a run: from every position, both ways, the
 * same as by looking at every place one after the other
 */
#include "time/hunt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load/scenario.h"
#include "mm/kernel.h"

static const char toy[] =
	"{\"framewalk\": 1, \"title\": \"toy\", \"machine\": {\"zones\": [{\"name\":"
	" \"Normal\", \"start\": 0, \"frames\": 32, \"pageblock_order\": 5}],"
	" \"legible\": true, \"sysctl\": {\"vm.min_free_kbytes\": 0}}, \"steps\": ["
	"{\"do\": [{\"alloc_pages\": {\"as\": \"a\"}}]},"
	"{\"do\": [{\"alloc_pages\": {\"as\": \"b\"}, \"x\": 3}]},"
	"{\"do\": []},"
	"{\"do\": [{\"alloc_pages\": {\"order\": 5}, \"error\": \"ENOMEM\"}, {\"sleep\": 5}]},"
	"{\"do\": [{\"free_pages\": \"b\", \"x\": 3}, {\"free_pages\": \"a\"}]},"
	"{\"do\": [{\"alloc_pages\": {\"order\": 1, \"as\": \"c\"},"
	"  \"until\": \"sum(buddyinfo.Normal) == 1\"}, {\"free_pages\": \"c\"}]}]}";

/* Many operations, so that a hunt takes several stretches. */
static const char many[] =
	"{\"framewalk\": 1, \"title\": \"pc\", \"machine\": {\"ram\": \"64M\"}, \"steps\": ["
	"{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"8M\", \"as\": \"buf\"}}]},"
	"{\"do\": [{\"access\": {\"at\": \"buf\", \"mode\": \"write\"}}, {\"munmap\": \"buf\"}]}]}";

enum { MOST = 1 << 16 };

struct place {
	struct pos pos;
	bool	   stop;
};

struct run {
	struct story	*story;
	struct timeline *t;
	struct walker	 look, hunter;
	struct summary	 between;
	struct place	*place;		/* every one of them, by events */
	size_t		 nr;
};

static struct story *story_of(const char *text)
{
	struct diags faults;
	struct story *s;

	diags_init(&faults, "test");
	s = scenario_parse(text, strlen(text), "test.json", &faults);
	assert_non_null(s);
	diags_free(&faults);
	return s;
}

/* All its places; the timeline is the run's from now on. */
static void run_take(struct run *r, struct timeline *t)
{
	struct diag why;

	assert_non_null(t);
	r->t = t;
	assert_true(walker_open(&r->look, r->t, &why));
	assert_true(walker_open(&r->hunter, r->t, &why));
	summary_open(&r->between, 16);
	r->place = calloc(MOST, sizeof(*r->place));
	r->nr = 0;
	for (struct pos p = { 0, 0, 0 };; p = timeline_next(r->t, p, UNIT_EVENT)) {
		if (r->nr && !pos_compare(r->t, p, r->place[r->nr - 1].pos))
			break;
		assert_true(r->nr < MOST);
		r->place[r->nr++].pos = p;
	}
}

static void run_open(struct run *r, const char *text)
{
	struct diag why;

	r->story = story_of(text);
	run_take(r, timeline_open(r->story, 1 << 26, &why));
}

static void run_close(struct run *r)
{
	free(r->place);
	summary_close(&r->between);
	walker_close(&r->hunter);
	walker_close(&r->look);
	timeline_close(r->t);
	story_free(r->story);
}

static void assert_pos(const struct run *r, struct pos a, struct pos b,
		       size_t i, const char *which)
{
	if (a.step != b.step || a.op != b.op || a.event != b.event)
		fail_msg("%s from %u.%u.%llu: %u.%u.%llu, not %u.%u.%llu", which,
			 r->place[i].pos.step, r->place[i].pos.op,
			 (unsigned long long)r->place[i].pos.event, a.step, a.op,
			 (unsigned long long)a.event, b.step, b.op,
			 (unsigned long long)b.event);
}

static enum hunt_outcome hunt_all(struct hunt *h, struct pos from, int way)
{
	enum hunt_outcome outcome;
	struct diag why;

	hunt_start(h, from, way);
	do
		outcome = hunt_go(h, &why);
	while (outcome == HUNT_ON);
	return outcome;
}

/* Hunts from every `stride`-th place, held against r->place[].stop. */
static void assert_stops(struct run *r, struct hunt *h, size_t stride)
{
	for (size_t i = 0; i < r->nr; i += stride) {
		size_t on = i + 1, back = i;

		h->walker = &r->hunter;
		while (on < r->nr && !r->place[on].stop)
			on++;
		if (hunt_all(h, r->place[i].pos, 1) == HUNT_FOUND)
			assert_pos(r, h->found, on < r->nr ? r->place[on].pos :
				   (struct pos){ 0 }, i, "on");
		else
			assert_true(on == r->nr);
		while (back > 0 && !r->place[back - 1].stop)
			back--;
		if (hunt_all(h, r->place[i].pos, -1) == HUNT_FOUND)
			assert_pos(r, h->found, back ? r->place[back - 1].pos :
				   (struct pos){ UINT32_MAX, 0, 0 }, i, "back");
		else
			assert_true(back == 0);
	}
}

static size_t nr_stops(const struct run *r)
{
	size_t nr = 0;

	for (size_t i = 0; i < r->nr; i++)
		nr += r->place[i].stop;
	return nr;
}

static bool is_kind(void *ctx, const struct machine *m, const struct event *e)
{
	(void)m;
	return e->id == *(enum event_id *)ctx;
}

static void mark_events(struct run *r, enum event_id id)
{
	struct diag why;

	for (size_t i = 1; i < r->nr; i++) {
		assert_true(walker_seek_from(&r->look, r->place[i - 1].pos,
					     r->place[i].pos, &r->between, &why));
		r->place[i].stop = r->between.nr &&
			r->between.last[r->between.nr_last - 1].id == id;
	}
}

static void test_events(void **state)
{
	static const enum event_id kinds[] = {
		EV_buddy_split, EV_mm_page_alloc, EV_mm_page_alloc_failed,
		EV_buddy_merge, EV_mmu_walk,
	};
	size_t stops = 0;
	struct run r;

	(void)state;
	run_open(&r, toy);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		enum event_id id = kinds[k];
		struct hunt h = { .event = is_kind, .ctx = &id };

		mark_events(&r, id);
		stops += nr_stops(&r);
		assert_stops(&r, &h, 1);
	}
	assert_true(stops > 20);
	run_close(&r);
}

static bool few_free(void *ctx, const struct machine *m, const uint64_t *count)
{
	(void)count;
	return m->s->zone[0].nr_free < *(uint64_t *)ctx;
}

/* Where it becomes true, at operations or at events. */
static void mark_few(struct run *r, uint64_t limit, bool each_event)
{
	bool was = false;
	struct diag why;

	for (size_t i = 0; i < r->nr; i++) {
		bool now;

		r->place[i].stop = false;
		if (r->place[i].pos.event && !each_event)
			continue;
		assert_true(walker_seek(&r->look, r->place[i].pos, &why));
		now = few_free(&limit, &r->look.machine, NULL);
		r->place[i].stop = now && !was;
		was = now;
	}
}

static void test_conditions(void **state)
{
	static const uint64_t limits[] = { 33, 32, 31, 29, 28, 8, 1 };
	size_t stops = 0;
	struct run r;

	(void)state;
	run_open(&r, toy);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		for (int each = 0; each < 2; each++) {
			uint64_t limit = limits[i];
			struct hunt h = { .holds = few_free, .ctx = &limit,
					  .each_event = each };

			mark_few(&r, limit, each);
			stops += nr_stops(&r);
			assert_stops(&r, &h, 1);
		}
	}
	assert_true(stops > 10);
	run_close(&r);
}

static bool third_split(void *ctx, const struct machine *m,
			const uint64_t *count)
{
	(void)ctx;
	(void)m;
	return count[EV_buddy_split] >= 3;
}

/* Counted over the step: true once in step 1, and once in the last one. */
static void test_counts(void **state)
{
	struct hunt h = { .holds = third_split, .counts = true };
	uint32_t step = 0;
	uint64_t splits = 0;
	bool was = false;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, toy);
	for (size_t i = 1; i < r.nr; i++) {
		struct pos at = r.place[i].pos;

		if (at.step != step)
			was = false, splits = 0;
		step = at.step;
		assert_true(walker_seek_from(&r.look, r.place[i - 1].pos, at,
					     &r.between, &why));
		splits += r.between.count[EV_buddy_split];
		if (at.event)
			continue;
		r.place[i].stop = splits >= 3 && !was;
		was = splits >= 3;
	}
	assert_int_equal(nr_stops(&r), 2);
	assert_stops(&r, &h, 1);
	run_close(&r);
}

static void test_many(void **state)
{
	enum event_id id = EV_pgtable_alloc;
	struct hunt h = { .event = is_kind, .ctx = &id };
	struct run r;

	(void)state;
	run_open(&r, many);
	assert_true(timeline_nr_ops(r.t, 2) > 2000);
	mark_events(&r, id);
	assert_true(nr_stops(&r) >= 5);
	assert_stops(&r, &h, r.nr / 12);
	run_close(&r);
}

/* Counted over the step and looked at by events, from inside, too. */
static void test_counts_by_events(void **state)
{
	struct hunt h = { .holds = third_split, .counts = true,
			  .each_event = true };
	uint32_t step = 0;
	uint64_t splits = 0;
	bool was = false;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, toy);
	for (size_t i = 1; i < r.nr; i++) {
		struct pos at = r.place[i].pos;

		if (at.step != step)
			was = false, splits = 0;
		step = at.step;
		assert_true(walker_seek_from(&r.look, r.place[i - 1].pos, at,
					     &r.between, &why));
		splits += r.between.count[EV_buddy_split];
		r.place[i].stop = splits >= 3 && !was;
		was = splits >= 3;
	}
	assert_int_equal(nr_stops(&r), 2);
	assert_stops(&r, &h, 1);
	run_close(&r);
}

/* On a what-if typed in the middle, which decides how often it is repeated. */
static void test_in_a_branch(void **state)
{
	static const char put_in[] =
		"{\"framewalk\": 1, \"title\": \"toy\", \"machine\": {\"ram\": \"16M\"},"
		" \"steps\": [{\"do\": [{\"alloc_pages\": {\"order\": 1},"
		"  \"until\": \"meminfo.MemFree < 90\"}]}]}";
	enum event_id id = EV_buddy_split;
	uint64_t limit = 24;
	struct hunt by_kind = { .event = is_kind, .ctx = &id };
	struct hunt by_value = { .holds = few_free, .ctx = &limit };
	struct story *trunk = story_of(toy), *op = story_of(put_in);
	struct timeline *t;
	struct diag why;

	(void)state;
	t = timeline_open(trunk, 1 << 26, &why);
	for (uint32_t at = 0; at <= 3; at++) {
		struct run r = { 0 };

		run_take(&r, timeline_insert(t, (struct pos){ 2, at, 0 }, op,
					     &why));
		mark_events(&r, id);
		assert_true(nr_stops(&r) > 4);
		assert_stops(&r, &by_kind, 1);
		for (int each = 0; each < 2; each++) {
			by_value.each_event = each;
			mark_few(&r, limit, each);
			assert_true(nr_stops(&r) > 0);
			assert_stops(&r, &by_value, 1);
		}
		run_close(&r);
	}
	timeline_close(t);
	story_free(op);
	story_free(trunk);
}

/*
 * Calls of many stretches, in which checkpoints come to stand while they are
 * walked by events: hunts begin at their first, inner and last events.
 */
static void test_in_a_long_call(void **state)
{
	static const char calls[] =
		"{\"framewalk\": 1, \"title\": \"pc\", \"machine\": {\"ram\": \"32M\"}, \"steps\": ["
		"{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"5M\","
		"  \"flags\": [\"populate\"], \"as\": \"buf\"}}]},"
		"{\"do\": [{\"munmap\": \"buf\"}]}]}";
	enum event_id id = EV_pgtable_alloc;
	uint64_t limit;
	struct hunt by_kind = { .event = is_kind, .ctx = &id };
	struct hunt by_value = { .holds = few_free, .ctx = &limit,
				 .each_event = true };
	struct run r;

	(void)state;
	run_open(&r, calls);
	assert_true(timeline_nr_events(r.t, 1, 1) > 8000);
	mark_events(&r, id);
	assert_true(nr_stops(&r) >= 4);
	assert_stops(&r, &by_kind, r.nr / 19);
	assert_true(walker_seek(&r.look, (struct pos){ 1, 1, 4000 },
				&(struct diag){ 0 }));
	limit = r.look.machine.s->zone[0].nr_free;
	mark_few(&r, limit, true);
	assert_true(nr_stops(&r) > 0);
	assert_stops(&r, &by_value, r.nr / 19);
	run_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_counts_by_events),
		cmocka_unit_test(test_in_a_branch),
		cmocka_unit_test(test_in_a_long_call),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
