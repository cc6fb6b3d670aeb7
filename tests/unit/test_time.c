/*
 * Any position of a run, from either side: the bytes of the state are the same
 * whatever way led there
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "load/scenario.h"
#include "mm/kernel.h"
#include "mm/procfs.h"
#include "time/timeline.h"

enum { PLENTY = 64 << 20 };	/* bytes for checkpoints */

/* Stories are JSON with ' for ". */
#define TOY(frames)                                                            \
	"{'framewalk': 1, 'title': 'toy', 'machine': {'zones': [{'name': "     \
	"'Normal', 'start': 0, 'frames': " #frames ", 'pageblock_order': 5}]," \
	" 'legible': true, 'sysctl': {'vm.min_free_kbytes': 0}}, 'steps': ["
#define PC(mib)                                                                \
	"{'framewalk': 1, 'title': 'pc', 'machine': {'ram': '" #mib "M'},"     \
	" 'steps': ["
#define END "]}"

static const char buddy_story[] = TOY(32)
	"{'label': 'first', 'do': [{'alloc_pages': {'as': 'a', 'gfp': 'GFP_HIGHUSER_MOVABLE'}}]},"
	"{'do': [{'alloc_pages': {'as': 'b', 'gfp': 'GFP_HIGHUSER_MOVABLE'}, 'x': 3}]},"
	"{'label': 'empty', 'do': []},"
	"{'do': [{'alloc_pages': {'order': 5}, 'error': 'ENOMEM'}, {'sleep': 5}]},"
	"{'label': 'home', 'do': [{'free_pages': 'b', 'x': 3}, {'free_pages': 'a'}]}"
	END;

static const char task_story[] = PC(16)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '64K', 'as': 'buf'}}]},"
	"{'label': 'touch', 'do': ["
	"  {'access': {'at': 'buf', 'mode': 'write', 'pattern': 'random', 'seed': 3}},"
	"  {'access': {'at': 'buf'}}]},"
	"{'do': [{'fork': {'task': 'demo', 'child': 'kid'}},"
	"  {'access': {'task': 'kid', 'at': 'buf', 'mode': 'write'}},"
	"  {'mprotect': {'task': 'demo', 'at': 'buf+8K', 'length': '16K', 'prot': 'r'}},"
	"  {'access': {'task': 'demo', 'at': 'buf+8K', 'length': 1, 'mode': 'write'},"
	"   'signal': 'SIGSEGV'}]},"
	"{'do': [{'munmap': {'task': 'kid', 'at': 'buf'}}, {'exit': 'kid'},"
	"  {'wait': {'task': 'demo', 'child': 'kid'}}, {'exit': 'demo'}]}"
	END;

/* Calls of so many stretches that a checkpoint comes to stand inside. */
static const char long_story[] = PC(192)
	"{'do': [{'exec': 'demo'},"
	"  {'mmap': {'length': '96M', 'flags': ['populate'], 'as': 'buf'}}]},"
	"{'do': [{'fork': {'task': 'demo', 'child': 'kid'}}, {'munmap': {'task': 'kid', 'at': 'buf'}}]},"
	"{'do': [{'mprotect': {'task': 'demo', 'at': 'buf', 'prot': 'r'}}, {'exit': 'demo'}]}"
	END;

static const char until_story[] = TOY(32)
	"{'do': [{'alloc_pages': {'as': 'a', 'gfp': 'GFP_HIGHUSER_MOVABLE'},"
	"         'until': 'meminfo.MemFree <= 40'}, {'sleep': 1}]},"
	"{'do': [{'alloc_pages': {}, 'until': 'meminfo.MemFree < 100'}]},"
	"{'do': [{'sleep': 1}, {'free_pages': 'a', 'until': 'events(buddy_merge) >= 3'}]},"
	"{'do': [{'sleep': 2, 'until': '1 == 2', 'max': 7}, {'free_pages': 'a'}]}"
	END;

struct run {
	struct story	*story;
	struct timeline *t;
	struct walker	 w;
};

static struct story *story_of(const char *json)
{
	char *text = xstrdup(json);
	struct diags faults;
	struct story *s;

	for (char *c = text; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	diags_init(&faults, "story");
	s = scenario_parse(text, strlen(text), "story", &faults);
	if (!s)
		diags_print(&faults, stderr);
	assert_non_null(s);
	diags_free(&faults);
	free(text);
	return s;
}

static void run_open(struct run *r, const char *json, uint64_t budget)
{
	struct diag why;

	memset(r, 0, sizeof(*r));
	r->story = story_of(json);
	r->t = timeline_open(r->story, budget, &why);
	assert_non_null(r->t);
	assert_true(walker_open(&r->w, r->t, &why));
}

static void run_close(struct run *r)
{
	walker_close(&r->w);
	timeline_close(r->t);
	story_free(r->story);
}

static uint64_t walker_hash(const struct walker *w)
{
	return arena_hash(&w->machine.arena);
}

static void assert_sound(const struct walker *w)
{
	struct diag why = { 0 };

	if (w->pos.event ? !machine_check_weak(&w->machine, &why) :
			   !machine_check(&w->machine, &why))
		fail_msg("at %u.%u.%llu: %s", w->pos.step, w->pos.op,
			 (unsigned long long)w->pos.event, why.what);
}

/* The walker goes there. Return: the hash of the state. */
static uint64_t hash_at(struct walker *w, struct pos pos)
{
	struct diag why = { 0 };

	if (!walker_seek(w, pos, &why))
		fail_msg("%s", why.what);
	return walker_hash(w);
}

/* All positions by a unit, from 0 to the end, and the state at each. */
struct trail {
	struct pos *pos;
	uint64_t   *hash;
	size_t	    nr;
};

static void trail_make(struct trail *trail, struct run *r, enum unit unit)
{
	struct pos pos = { 0, 0, 0 }, next;
	size_t cap = 0, cap_hash = 0;
	struct walker w;
	struct diag why;

	memset(trail, 0, sizeof(*trail));
	assert_true(walker_open(&w, r->t, &why));
	for (;; pos = next) {
		trail->pos = xgrow(trail->pos, trail->nr, &cap,
				   sizeof(*trail->pos));
		trail->hash = xgrow(trail->hash, trail->nr, &cap_hash,
				    sizeof(*trail->hash));
		trail->pos[trail->nr] = pos;
		trail->hash[trail->nr++] = hash_at(&w, pos);
		assert_sound(&w);
		next = timeline_next(r->t, pos, unit);
		if (pos_compare(r->t, next, pos) == 0)
			break;
		assert_true(pos_compare(r->t, next, pos) > 0);
	}
	walker_close(&w);
}

static void trail_free(struct trail *trail)
{
	free(trail->pos);
	free(trail->hash);
}

static void assert_at_trail(struct walker *w, const struct trail *trail,
			    size_t i)
{
	if (hash_at(w, trail->pos[i]) != trail->hash[i])
		fail_msg("another state at %u.%u.%llu", trail->pos[i].step,
			 trail->pos[i].op,
			 (unsigned long long)trail->pos[i].event);
}

/* Every event of it: forward, backward, and by jumps from anywhere. */
static void assert_both_sides(const char *json, uint64_t budget)
{
	struct trail trail;
	struct run r;

	run_open(&r, json, budget);
	trail_make(&trail, &r, UNIT_EVENT);
	assert_true(trail.nr > 30);
	for (size_t i = trail.nr; i-- > 0;)
		assert_at_trail(&r.w, &trail, i);
	for (size_t i = 0; i < 300; i++)
		assert_at_trail(&r.w, &trail, hash_word(i) % trail.nr);
	trail_free(&trail);
	run_close(&r);
}

static void test_both_sides(void **state)
{
	(void)state;
	assert_both_sides(buddy_story, PLENTY);
	assert_both_sides(task_story, PLENTY);
	assert_both_sides(until_story, PLENTY);
}

/* Checkpoints that hardly may be: the same states, only later. */
static void test_tiny_budget(void **state)
{
	(void)state;
	assert_both_sides(buddy_story, 1);
	assert_both_sides(task_story, 1);
}

/* A run of many operations: checkpoints are taken, thinned, dropped. */
static void assert_long_run(uint64_t budget, uint32_t most)
{
	static const char json[] = PC(64)
		"{'do': [{'exec': 'demo'}, {'mmap': {'length': '16M', 'as': 'buf'}}]},"
		"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'pattern': 'random', 'count': 60000}}]},"
		"{'do': [{'access': {'at': 'buf', 'mode': 'read', 'count': 60000}}]},"
		"{'do': [{'munmap': 'buf'}, {'exit': 'demo'}]}"
		END;
	enum { PLACES = 24 };
	uint64_t hash[PLACES];
	struct pos pos[PLACES];
	struct walker fresh;
	struct diag why;
	struct run r;

	run_open(&r, json, budget);
	hash_at(&r.w, timeline_end(r.t));
	for (uint32_t i = 0; i < PLACES; i++) {
		pos[i] = (struct pos){ 2 + (uint32_t)hash_word(i) % 2,
				       (uint32_t)hash_word(i + 99) % 60000,
				       i % 3 ? 0 : 1 };
		hash[i] = hash_at(&r.w, pos[i]);
	}
	assert_true(timeline_nr_checkpoints(r.t) <= most);
	/* another walker, in another order */
	assert_true(walker_open(&fresh, r.t, &why));
	for (uint32_t i = PLACES; i-- > 0;)
		assert_int_equal(hash_at(&fresh, pos[i]), hash[i]);
	walker_close(&fresh);
	run_close(&r);

	/* and a timeline that never had a checkpoint but the first */
	run_open(&r, json, PLENTY);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(hash_at(&r.w, pos[i]), hash[i]);
	run_close(&r);
}

static void test_long_run(void **state)
{
	(void)state;
	assert_long_run(PLENTY, 100);
	assert_long_run(1, 3);
}

/* Inside of calls that are cut into stretches. */
static void test_long_calls(void **state)
{
	enum { PLACES = 40 };
	uint64_t hash[PLACES];
	struct pos pos[PLACES];
	struct walker fresh;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, long_story, PLENTY);
	assert_true(timeline_nr_events(r.t, 1, 1) > 100000);
	assert_true(timeline_nr_checkpoints(r.t) > 1);
	for (uint32_t i = 0; i < PLACES; i++) {
		uint32_t step = 1 + i % 3, op = step == 1 ? 1 : i / 3 % 2;

		pos[i] = (struct pos){ step, op, 1 + hash_word(i) %
			(timeline_nr_events(r.t, step, op) - 1) };
		hash[i] = hash_at(&r.w, pos[i]);
		assert_int_equal(r.w.pos.event, pos[i].event);
		assert_sound(&r.w);
	}
	assert_true(walker_open(&fresh, r.t, &why));
	for (uint32_t i = PLACES; i-- > 0;)
		assert_int_equal(hash_at(&fresh, pos[i]), hash[i]);
	/* to stop in the middle leaves nothing behind */
	assert_int_equal(hash_at(&fresh, timeline_end(r.t)),
			 hash_at(&r.w, timeline_end(r.t)));
	assert_sound(&fresh);
	walker_close(&fresh);
	run_close(&r);
}

/* The state there, by a timeline on which nobody has been before. */
static uint64_t fresh_hash(const char *json, struct pos pos)
{
	uint64_t hash;
	struct run r;

	run_open(&r, json, PLENTY);
	hash = hash_at(&r.w, pos);
	run_close(&r);
	return hash;
}

/*
 * How many events each stretch of a call ended with, the last one apart, on a
 * machine without a walker. Return: how many stretches.
 */
static size_t stretch_ends(struct run *r, struct pos call, uint64_t *ends,
			   size_t most)
{
	struct event_log log;
	struct machine m;
	struct diag why;
	bool last = false;
	size_t nr = 0;

	event_log_open(&log, 1);
	assert_true(machine_boot(&m, &r->story->machine, &log, &why));
	machine_slots(&m, r->story->nr_names);
	log.mask = EVENT_ALL;
	for (struct pos at = { 1, 0, 0 }; !last;) {
		struct op op = timeline_op(r->t, at.step, at.op);

		last = at.step == call.step && at.op == call.op;
		log.seen = 0;
		for (bool done = op_begin(&m, &op); !done; done = op_go_on(&m)) {
			assert_true(nr < most);
			ends[nr] = log.seen;
			nr += last;
		}
		if (++at.op == timeline_nr_ops(r->t, at.step))
			at = (struct pos){ at.step + 1, 0, 0 };
	}
	machine_close(&m);
	event_log_close(&log);
	return nr;
}

/* Back over a call, twice at each place: checkpoints come to stand in it. */
static void leave_checkpoints(struct run *r, struct pos call,
			      const uint64_t *ends, size_t nr)
{
	uint32_t before = timeline_nr_checkpoints(r->t);

	for (size_t i = nr; i-- > 0;)
		for (uint64_t e = 3; e > 0; e--)
			hash_at(&r->w, (struct pos){ call.step, call.op,
						     ends[i] + e });
	assert_true(timeline_nr_checkpoints(r->t) > before + 4);
}

/* An event behind the end of a stretch knows those before it up to there. */
static void led_here(struct run *r, struct pos end, struct summary *heard)
{
	struct pos second = end, third = end;
	struct event first;
	struct diag why;

	assert_int_equal(heard->nr_past, 0);
	first = heard->last[0];
	second.event += 1;
	third.event += 2;
	assert_true(walker_seek_from(&r->w, second, third, heard, &why));
	assert_int_equal(heard->nr, 1);
	assert_int_equal(heard->nr_past, 1);
	assert_memory_equal(&heard->past[0], &first, sizeof(first));
}

/*
 * A checkpoint between two stretches is further than the last event before it:
 * that event is reached from elsewhere. What is said behind it is heard.
 */
static void test_between_stretches(void **state)
{
	static const struct pos calls[] = {
		{ 1, 1, 0 }, { 2, 0, 0 }, { 2, 1, 0 }, { 3, 1, 0 },
	};
	struct summary heard;
	struct diag why;

	(void)state;
	summary_open(&heard, 16);
	for (size_t c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
		uint64_t ends[512];
		struct run r;
		size_t nr;

		run_open(&r, long_story, PLENTY);
		nr = stretch_ends(&r, calls[c], ends, 512);
		assert_true(nr > 20);
		leave_checkpoints(&r, calls[c], ends, nr);
		for (size_t i = 0; i < nr; i += nr / 8) {
			struct pos end = calls[c], behind = calls[c];

			end.event = ends[i];
			behind.event = ends[i] + 2;
			assert_int_equal(hash_at(&r.w, end),
					 fresh_hash(long_story, end));
			assert_true(walker_seek_from(&r.w, end, behind, &heard,
						     &why));
			assert_int_equal(walker_hash(&r.w),
					 fresh_hash(long_story, behind));
			assert_int_equal(heard.nr, 2);
			assert_int_equal(heard.at[0].event, ends[i] + 1);
			led_here(&r, end, &heard);
		}
		run_close(&r);
	}
	summary_close(&heard);
}

/* Whoever goes back and back leaves checkpoints; one step back leaves none. */
static void test_halves(void **state)
{
	static const char json[] = PC(64)
		"{'do': [{'exec': 'demo'}, {'sleep': 1, 'x': 10000}]}" END;
	struct run r;

	(void)state;
	run_open(&r, json, PLENTY);
	hash_at(&r.w, (struct pos){ 1, 10000, 0 });
	hash_at(&r.w, (struct pos){ 1, 9999, 0 });
	assert_int_equal(timeline_nr_checkpoints(r.t), 1);
	for (uint32_t op = 9998; op > 9900; op--)
		hash_at(&r.w, (struct pos){ 1, op, 0 });
	assert_true(timeline_nr_checkpoints(r.t) > 5);
	assert_true(timeline_nr_checkpoints(r.t) < 30);
	run_close(&r);
}

/*
 * Two walkers on one timeline without room for checkpoints: one stands on what
 * the other thins out, and goes on through a long call that it hears.
 */
static void test_dropped_base(void **state)
{
	static const char json[] = PC(192)
		"{'do': [{'exec': 'demo'}]}, {'do': [{'sleep': 1, 'x': 20000}]},"
		"{'do': [{'mmap': {'length': '96M', 'flags': ['populate'], 'as': 'buf'}}]},"
		"{'do': [{'sleep': 1, 'x': 40000}]}"
		END;
	const struct pos places[] = { { 3, 0, 150000 }, { 3, 0, 120000 },
				      { 3, 0, 90000 }, { 3, 1, 0 } };
	struct walker other;
	struct diag why;
	struct run r, plenty;

	(void)state;
	run_open(&r, json, 1);
	run_open(&plenty, json, PLENTY);
	hash_at(&r.w, (struct pos){ 2, 19000, 0 });
	assert_true(walker_open(&other, r.t, &why));
	hash_at(&other, (struct pos){ 4, 40000, 0 });
	assert_int_equal(timeline_nr_checkpoints(r.t), 2);
	assert_true(walker_seek_from(&r.w, (struct pos){ 2, 19500, 0 },
				     (struct pos){ 3, 1, 0 }, NULL, &why));
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		assert_int_equal(hash_at(&other, places[i]),
				 hash_at(&plenty.w, places[i]));
		assert_int_equal(hash_at(&r.w, places[i]),
				 walker_hash(&plenty.w));
	}
	walker_close(&other);
	run_close(&plenty);
	run_close(&r);
}

/* Back is the exact inverse of forward, by each unit. */
static void test_next_and_prev(void **state)
{
	static const char *const stories[] = { buddy_story, task_story,
					       until_story };

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		for (unsigned unit = UNIT_STEP; unit <= UNIT_EVENT; unit++) {
			struct trail trail;
			struct pos pos;
			struct run r;

			run_open(&r, stories[i], PLENTY);
			trail_make(&trail, &r, (enum unit)unit);
			assert_int_equal(pos_compare(r.t, trail.pos[trail.nr - 1],
						     timeline_end(r.t)), 0);
			pos = timeline_end(r.t);
			for (size_t k = trail.nr; k-- > 0;) {
				assert_int_equal(pos_compare(r.t, pos,
							     trail.pos[k]), 0);
				pos = timeline_prev(r.t, pos, (enum unit)unit);
			}
			/* at the start it stays */
			assert_int_equal(pos_compare(r.t, pos, trail.pos[0]), 0);
			trail_free(&trail);
			run_close(&r);
		}
}

/* "3.2.17" of a place, and back. */
static void test_print_and_parse(void **state)
{
	struct trail trail;
	struct run r;

	(void)state;
	run_open(&r, task_story, PLENTY);
	trail_make(&trail, &r, UNIT_EVENT);
	for (size_t i = 0; i < trail.nr; i++) {
		struct text t = { 0 };
		struct pos back;
		struct diag why = { 0 };

		timeline_print_pos(r.t, trail.pos[i], &t);
		if (!timeline_parse_pos(r.t, text_str(&t), &back, &why))
			fail_msg("%s: %s", text_str(&t), why.what);
		assert_int_equal(pos_compare(r.t, back, trail.pos[i]), 0);
		text_free(&t);
	}
	trail_free(&trail);
	run_close(&r);
}

static void test_parse_positions(void **state)
{
	static const struct {
		const char *s;
		struct pos  pos;
	} good[] = {
		{ "0", { 0, 0, 0 } },
		{ "1", { 1, 1, 0 } },
		{ "first", { 1, 1, 0 } },
		{ "2", { 2, 3, 0 } },
		{ "2.0", { 2, 0, 0 } },
		{ "2.1", { 2, 1, 0 } },
		{ "1.1.0", { 1, 0, 0 } },
		{ "1.1.2", { 1, 0, 2 } },
		{ "empty", { 3, 0, 0 } },
		{ "home.4", { 5, 4, 0 } },
		{ "end", { 5, 4, 0 } },
		/* split, split, split, split, split, taken, given */
		{ "first.1.buddy_split", { 1, 0, 2 } },
		{ "1.1.buddy_split#5", { 1, 0, 6 } },
	};
	static const char *const bad[] = {
		"", "6", "-1", "1.2", "1.x", "1.1.99", "1.1.x", "1.0.1", "nobody",
		"1.1.buddy_split#6", "1.1.buddy_split#0", "1.1.buddy_split#",
		"1.1.buddy_split#x", "first.", "first.1.", "1.1.1.1", "end.1",
		"99999999999999999999", "1.4294967297", " 1", "1 ",
	};
	struct run r;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct diag why = { 0 };
		struct pos pos;

		if (!timeline_parse_pos(r.t, good[i].s, &pos, &why))
			fail_msg("%s: %s", good[i].s, why.what);
		if (pos.step != good[i].pos.step || pos.op != good[i].pos.op ||
		    pos.event != good[i].pos.event)
			fail_msg("%s is %u.%u.%llu", good[i].s, pos.step, pos.op,
				 (unsigned long long)pos.event);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct diag why = { 0 };
		struct pos pos;

		if (timeline_parse_pos(r.t, bad[i], &pos, &why))
			fail_msg("'%s' is no position", bad[i]);
		assert_string_not_equal(why.what, "");
	}
	run_close(&r);
}

/* Positions that do not exist are pulled to the nearest that does. */
static void test_pulled(void **state)
{
	struct run r;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	assert_int_equal(hash_at(&r.w, (struct pos){ 99, 0, 0 }),
			 hash_at(&r.w, timeline_end(r.t)));
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 99, 0 }),
			 hash_at(&r.w, (struct pos){ 2, 3, 0 }));
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 0, 9999 }),
			 hash_at(&r.w, (struct pos){ 2, 1, 0 }));
	/* the end of a step and the start of the next are one machine */
	assert_int_equal(hash_at(&r.w, (struct pos){ 2, 0, 0 }),
			 hash_at(&r.w, (struct pos){ 1, 1, 0 }));
	run_close(&r);
}

static int64_t value_at(struct run *r, struct pos pos, const char *path)
{
	struct diag why = { 0 };
	int64_t value = 0;

	hash_at(&r->w, pos);
	assert_int_equal(procfs_values(&r->w.machine, path, &value, 1, &why), 1);
	return value;
}

static void test_until(void **state)
{
	struct run r;

	(void)state;
	run_open(&r, until_story, PLENTY);
	/* 32 pages, until 10 are free; then the sleep */
	assert_int_equal(timeline_nr_ops(r.t, 1), 22 + 1);
	assert_int_equal(value_at(&r, (struct pos){ 1, 22, 0 },
				  "meminfo.MemFree"), 40);
	assert_int_equal(value_at(&r, (struct pos){ 1, 21, 0 },
				  "meminfo.MemFree"), 44);
	/* holds already: looked at after the first time */
	assert_int_equal(timeline_nr_ops(r.t, 2), 1);
	/*
	 * The newest goes first: 21 joins nothing, 20 joins 21, 19 nothing,
	 * 18 joins 19, 17 nothing, 16 joins 17: the third of three and more.
	 */
	assert_int_equal(timeline_nr_ops(r.t, 3), 1 + 6);
	/* its bound ends it */
	assert_int_equal(timeline_nr_ops(r.t, 4), 7 + 1);
	assert_int_equal(timeline_op(r.t, 4, 6).verb, OP_sleep);
	assert_int_equal(timeline_op(r.t, 4, 7).verb, OP_free_pages);
	run_close(&r);

	/* a walker that gets there first knows the same lengths */
	run_open(&r, until_story, PLENTY);
	hash_at(&r.w, (struct pos){ 4, 8, 0 });
	assert_int_equal(timeline_nr_ops(r.t, 1), 23);
	assert_int_equal(timeline_nr_ops(r.t, 4), 8);
	run_close(&r);
}

/*
 * A branch is what a story would be that was written so from the start. The
 * names of both are the same, in the same order.
 */
static const char trunk_story[] = PC(16)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '64K', 'as': 'buf'}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write'}}],"
	" 'try': {'name': 'other', 'steps': ["
	"   {'do': [{'munmap': {'at': 'buf', 'length': '8K'}}]},"
	"   {'label': 'tail', 'do': [{'access': {'at': 'buf+32K', 'length': '16K'}},"
	"     {'exit': 'demo'}]}]}},"
	"{'do': [{'mprotect': {'at': 'buf', 'prot': 'r'}}, {'exit': 'demo'}]}"
	END;

/* Step 2 of the trunk up to so many accesses, then the tail. */
static const char written_out[] = PC(16)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '64K', 'as': 'buf'}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'count': %u}}]},"
	"{'do': [{'munmap': {'at': 'buf', 'length': '8K'}}]},"
	"{'do': [{'access': {'at': 'buf+32K', 'length': '16K'}}, {'exit': 'demo'}]}"
	END;

static void assert_branch(struct pos at, unsigned accesses)
{
	char json[1024];
	struct trail trunk, full;
	struct run r, other;
	struct run branch;
	struct diag why;

	snprintf(json, sizeof(json), written_out, accesses);
	run_open(&r, trunk_story, PLENTY);
	run_open(&other, json, PLENTY);
	assert_int_equal(r.story->nr_what_ifs, 1);
	assert_int_equal(r.story->what_ifs[0].at_step, 2);
	branch.t = timeline_branch(r.t, at, r.story->what_ifs[0].story, &why);
	assert_non_null(branch.t);
	assert_true(walker_open(&branch.w, branch.t, &why));
	assert_int_equal(timeline_nr_steps(branch.t), at.step + 2);
	trail_make(&full, &other, UNIT_EVENT);
	trail_make(&trunk, &branch, UNIT_EVENT);
	assert_int_equal(trunk.nr, full.nr);
	for (size_t i = full.nr; i-- > 0;) {
		assert_int_equal(trunk.hash[i], full.hash[i]);
		assert_at_trail(&branch.w, &full, i);
	}
	trail_free(&trunk);
	trail_free(&full);
	walker_close(&branch.w);
	timeline_close(branch.t);
	run_close(&other);
	run_close(&r);
}

static void test_branches(void **state)
{
	(void)state;
	assert_branch((struct pos){ 2, 16, 0 }, 16);	/* after the step */
	assert_branch((struct pos){ 2, 5, 0 }, 5);	/* in the middle */
	assert_branch((struct pos){ 2, 5, 4 }, 6);	/* its event is taken as 0,
							   its operation as done */
}

/* Operations of two steps, each by itself, so that one can be put in anywhere. */
static const char *const written[2][5] = {
	{ "{'alloc_pages': {'as': 'a'}}", "{'alloc_pages': {'as': 'b'}}",
	  "{'alloc_pages': {'as': 'b'}}", "{'sleep': 5}", NULL },
	{ "{'free_pages': 'b'}", "{'free_pages': 'b'}", "{'free_pages': 'a'}",
	  NULL },
};
/* The same in groups. */
static const char grouped[] = TOY(32)
	"{'do': [{'alloc_pages': {'as': 'a'}}, {'alloc_pages': {'as': 'b'}, 'x': 2}, {'sleep': 5}]},"
	"{'do': [{'free_pages': 'b', 'x': 2}, {'free_pages': 'a'}]}" END;
static const char put_in[] = TOY(32)
	"{'do': [{'alloc_pages': {'order': 1}, 'x': 2}]}" END;

/* A place in the list as written; UINT32_MAX = nothing is put in. */
struct spot {
	uint32_t step, op;
};

static void spell(struct text *out, const struct spot *in, size_t nr)
{
	text_puts(out, TOY(32));
	for (uint32_t step = 1; step <= 2; step++) {
		const char *comma = "";

		text_puts(out, step == 1 ? "{'do': [" : ", {'do': [");
		for (uint32_t op = 0;; op++) {
			for (size_t i = 0; i < nr; i++) {
				if (in[i].step != step || in[i].op != op)
					continue;
				text_printf(out, "%s%s", comma,
					    "{'alloc_pages': {'order': 1}, 'x': 2}");
				comma = ", ";
			}
			if (!written[step - 1][op])
				break;
			text_printf(out, "%s%s", comma, written[step - 1][op]);
			comma = ", ";
		}
		text_puts(out, "]}");
	}
	text_puts(out, END);
}

/* The branch is the story that has it written there, at every event. */
static void assert_same_run(struct timeline *t, const struct spot *in, size_t nr)
{
	struct run branch = { .t = t }, other;
	struct trail here, there;
	struct text json = { 0 };
	struct diag why;

	spell(&json, in, nr);
	run_open(&other, json.s, PLENTY);
	assert_true(walker_open(&branch.w, t, &why));
	trail_make(&here, &branch, UNIT_EVENT);
	trail_make(&there, &other, UNIT_EVENT);
	assert_int_equal(here.nr, there.nr);
	for (size_t i = here.nr; i-- > 0;) {
		assert_int_equal(pos_compare(t, here.pos[i], there.pos[i]), 0);
		assert_int_equal(here.hash[i], there.hash[i]);
		assert_at_trail(&branch.w, &there, i);
	}
	trail_free(&here);
	trail_free(&there);
	walker_close(&branch.w);
	run_close(&other);
	text_free(&json);
}

static void test_insert(void **state)
{
	struct story *op = story_of(put_in);
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	for (uint32_t step = 1; step <= 2; step++) {
		uint32_t last = timeline_nr_ops(r.t, step);

		for (uint32_t at = 0; at <= last; at++) {
			struct spot in = { step, at };
			struct timeline *b = timeline_insert(r.t,
				(struct pos){ step, at, 0 }, op, &why);

			assert_same_run(b, &in, 1);
			timeline_close(b);
		}
	}
	run_close(&r);
	story_free(op);
}

/* One on top of the other, in any order; and where each place lies. */
static void test_insert_twice(void **state)
{
	static const struct {
		struct pos  first, second;	/* the second on the first's branch */
		struct spot in[2];
	} cases[] = {
		{ { 2, 1, 0 }, { 1, 2, 0 }, { { 1, 2 }, { 2, 1 } } },
		{ { 1, 2, 0 }, { 1, 1, 0 }, { { 1, 1 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 3, 0 }, { { 1, 2 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 4, 0 }, { { 1, 2 }, { 1, 2 } } },
		{ { 1, 2, 0 }, { 1, 5, 0 }, { { 1, 2 }, { 1, 3 } } },
		{ { 1, 4, 0 }, { 1, 6, 0 }, { { 1, 4 }, { 1, 4 } } },
		{ { 0, 0, 0 }, { 0, 0, 0 }, { { 1, 0 }, { 1, 0 } } },
	};
	struct story *op = story_of(put_in);
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct timeline *b = timeline_insert(r.t, cases[i].first, op, &why);
		struct timeline *c = timeline_insert(b, cases[i].second, op, &why);

		timeline_close(b);
		assert_same_run(c, cases[i].in, 2);
		timeline_close(c);
	}
	run_close(&r);
	story_free(op);
}

static void assert_places(const struct timeline *t, struct pos numbered,
			  struct pos as_written, struct pos back)
{
	struct pos a = timeline_to_written(t, numbered);
	struct pos b = timeline_from_written(t, as_written);

	assert_int_equal(a.step, as_written.step);
	assert_int_equal(a.op, as_written.op);
	assert_int_equal(a.event, as_written.event);
	assert_int_equal(b.step, back.step);
	assert_int_equal(b.op, back.op);
	assert_int_equal(b.event, back.event);
}

#define AT(step, op, event) ((struct pos){ step, op, event })

/* Inside of what was put in, its place is meant; coming back, behind it. */
static void test_insert_places(void **state)
{
	struct story *op = story_of(put_in);
	struct timeline *b;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, grouped, PLENTY);
	b = timeline_insert(r.t, AT(1, 2, 0), op, &why);
	assert_places(b, AT(0, 0, 0), AT(0, 0, 0), AT(0, 0, 0));
	assert_places(b, AT(1, 0, 0), AT(1, 0, 0), AT(1, 0, 0));
	assert_places(b, AT(1, 1, 2), AT(1, 1, 2), AT(1, 1, 2));
	assert_places(b, AT(1, 2, 0), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 2, 3), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 3, 0), AT(1, 2, 0), AT(1, 4, 0));
	assert_places(b, AT(1, 4, 3), AT(1, 2, 3), AT(1, 4, 3));
	assert_places(b, AT(1, 6, 0), AT(1, 4, 0), AT(1, 6, 0));
	assert_places(b, AT(2, 1, 1), AT(2, 1, 1), AT(2, 1, 1));
	timeline_close(b);
	run_close(&r);
	story_free(op);
}

/* An `until` behind or around it takes as often as it then needs. */
static void test_insert_until(void **state)
{
	struct story *op = story_of(put_in);
	struct trail trail;
	struct run r, b = { 0 };
	struct diag why;

	(void)state;
	run_open(&r, until_story, PLENTY);
	assert_int_equal(timeline_nr_ops(r.t, 1), 23);
	for (uint32_t at = 0; at <= 23; at += at < 21 ? 7 : 1) {
		b.t = timeline_insert(r.t, AT(1, at, 0), op, &why);
		/* two blocks of two frames save four of one, of those to come */
		assert_int_equal(timeline_nr_ops(b.t, 1), at < 21 ? 2 + 23 - 4 :
							    2 + 23);
		assert_true(walker_open(&b.w, b.t, &why));
		trail_make(&trail, &b, UNIT_EVENT);
		for (size_t i = trail.nr; i-- > 0;)
			assert_at_trail(&b.w, &trail, i);
		trail_free(&trail);
		walker_close(&b.w);
		timeline_close(b.t);
	}
	run_close(&r);
	story_free(op);
}

/* Labels of a tail are positions too; the trunk is as it was. */
static void test_branch_positions(void **state)
{
	struct timeline *b;
	uint32_t number;
	struct diag why;
	struct pos pos;
	struct run r;

	(void)state;
	run_open(&r, trunk_story, PLENTY);
	b = timeline_branch(r.t, (struct pos){ 2, 16, 0 },
			    r.story->what_ifs[0].story, &why);
	assert_ptr_equal(timeline_story(b, 2, &number), r.story);
	assert_int_equal(number, 2);
	assert_ptr_equal(timeline_story(b, 4, &number),
			 r.story->what_ifs[0].story);
	assert_int_equal(number, 2);
	assert_true(timeline_parse_pos(b, "4.2", &pos, &why));
	assert_int_equal(timeline_nr_ops(b, 4), 4 + 1);
	assert_int_equal(timeline_nr_ops(r.t, 3), 2);
	assert_int_equal(timeline_nr_steps(r.t), 3);
	timeline_close(b);
	run_close(&r);
}

/* The story that needs more than 16 MiB of state. */
static const char hungry_story[] = PC(512)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '16G', 'as': 'buf', 'flags': ['noreserve']}}]},"
	"{'do': [{'access': {'at': 'buf', 'mode': 'write', 'stride': '2M'}}]},"
	"{'do': [{'munmap': 'buf'}, {'exit': 'demo'}]}"
	END;

static void test_arena_too_small(void **state)
{
	struct diag why = { 0 };
	struct walker again;
	struct pos last;
	uint64_t hash;
	struct run r;

	(void)state;
	memset(&r, 0, sizeof(r));
	r.story = story_of(hungry_story);
	r.story->machine.arena_bytes = 16 << 20;
	r.t = timeline_open(r.story, PLENTY, &why);
	assert_non_null(r.t);
	assert_true(walker_open(&r.w, r.t, &why));
	assert_false(walker_seek(&r.w, (struct pos){ 3, 2, 0 }, &why));
	assert_non_null(strstr(why.what, "16 MiB"));
	/* it stands before the operation that did not fit */
	last = r.w.pos;
	assert_int_equal(last.step, 2);
	assert_true(last.op > 100);
	assert_int_equal(last.event, 0);
	assert_sound(&r.w);
	hash = walker_hash(&r.w);
	assert_true(walker_open(&again, r.t, &why));
	assert_int_equal(hash_at(&again, last), hash);
	last.op++;
	assert_false(walker_seek(&again, last, &why));
	assert_int_equal(walker_hash(&again), hash);
	/* and walks on, backwards and forwards */
	assert_true(hash_at(&again, (struct pos){ 1, 2, 0 }) != hash);
	last.op--;
	assert_int_equal(hash_at(&again, last), hash);
	walker_close(&again);
	run_close(&r);
}

/* The same when it is full in the middle of a long call. */
static void test_arena_full_in_a_call(void **state)
{
	struct diag why = { 0 };
	uint64_t before;
	struct run r;

	(void)state;
	run_open(&r, long_story, PLENTY);
	before = hash_at(&r.w, (struct pos){ 1, 1, 0 });
	r.w.machine.arena.max_bytes = r.w.machine.arena.used_bytes + 100000;
	assert_false(walker_seek(&r.w, timeline_end(r.t), &why));
	assert_string_not_equal(why.what, "");
	assert_int_equal(r.w.pos.step, 1);
	assert_int_equal(r.w.pos.op, 1);
	assert_int_equal(r.w.pos.event, 0);
	assert_int_equal(walker_hash(&r.w), before);
	assert_sound(&r.w);
	/* given room, it goes on */
	r.w.machine.arena.max_bytes = r.w.machine.arena.reserved_bytes;
	hash_at(&r.w, timeline_end(r.t));
	assert_sound(&r.w);
	run_close(&r);
}

static void test_cannot_boot(void **state)
{
	struct diag why = { 0 };
	struct story *s;

	(void)state;
	s = story_of(PC(4194304) "{'do': [{'sleep': 1}]}" END);
	s->machine.arena_bytes = 16 << 20;
	assert_null(timeline_open(s, PLENTY, &why));
	assert_string_not_equal(why.what, "");
	story_free(s);
}

/* What happened between two places is counted, and the newest of it kept. */
static void test_summary(void **state)
{
	struct summary all, part, inside;
	struct diag why;
	struct run r;
	uint64_t sum = 0;

	(void)state;
	run_open(&r, task_story, PLENTY);
	summary_open(&all, 64);
	summary_open(&part, 4096);
	summary_open(&inside, 4096);
	assert_true(walker_seek_from(&r.w, (struct pos){ 0, 0, 0 },
				     timeline_end(r.t), &all, &why));
	for (unsigned i = 0; i < NR_EVENTS; i++)
		sum += all.count[i];
	assert_int_equal(sum, all.nr);
	assert_true(all.nr > 64);
	assert_true(all.nr_last <= 64);
	assert_true(all.nr_last >= 32);
	sum = 0;
	for (uint32_t step = 1; step <= timeline_nr_steps(r.t); step++)
		for (uint32_t op = 0; op < timeline_nr_ops(r.t, step); op++) {
			struct pos from = { step, op, 0 };
			struct pos to = { step, op + 1, 0 };
			uint64_t nr = timeline_nr_events(r.t, step, op);

			assert_true(walker_seek_from(&r.w, from, to, &part, &why));
			assert_int_equal(part.nr, nr);
			assert_int_equal(part.nr_last, nr);
			assert_int_equal(part.nr_ops, 1);
			assert_int_equal(part.op.verb,
					 timeline_op(r.t, step, op).verb);
			sum += nr;
			if (nr < 3)
				continue;
			/* from one event to another in the same operation */
			from.event = 1;
			to = (struct pos){ step, op, nr - 1 };
			assert_true(walker_seek_from(&r.w, from, to, &inside,
						     &why));
			assert_int_equal(inside.nr, nr - 2);
			assert_memory_equal(&inside.last[0], &part.last[1],
					    sizeof(struct event));
			assert_int_equal(inside.at[0].event, 2);
		}
	assert_int_equal(sum, all.nr);
	summary_close(&all);
	summary_close(&part);
	summary_close(&inside);
	run_close(&r);
}

struct watched {
	struct timeline *t;
	uint32_t step, op;
	uint64_t nr, heard;
};

static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *g, const struct op *did)
{
	struct watched *x = ctx;
	struct op expected = timeline_op(x->t, step, op - 1);

	assert_true(step > x->step || (step == x->step && op == x->op + 1));
	assert_memory_equal(did, &expected, sizeof(expected));
	assert_int_equal(g->op.verb, did->verb);
	assert_int_equal(w->pos.step, step);
	assert_int_equal(w->pos.op, op);
	assert_sound(w);
	x->step = step;
	x->op = op;
	x->nr++;
}

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct watched *x = ctx;

	(void)m;
	(void)e;
	x->heard++;
}

/* Each operation once, in order, and all its events. */
static void test_watch(void **state)
{
	struct watched x = { 0 };
	struct summary all;
	struct diag why;
	uint64_t nr = 0;
	struct run r;

	(void)state;
	run_open(&r, task_story, PLENTY);
	x.t = r.t;
	r.w.log.hear = hear;
	r.w.log.ctx = &x;
	assert_true(walker_run(&r.w, timeline_end(r.t), watch, &x, &why));
	r.w.log.hear = NULL;
	r.w.log.mask = EVENT_NONE;
	for (uint32_t step = 1; step <= timeline_nr_steps(r.t); step++)
		nr += timeline_nr_ops(r.t, step);
	assert_int_equal(x.nr, nr);
	summary_open(&all, 1);
	assert_true(walker_seek_from(&r.w, (struct pos){ 0, 0, 0 },
				     timeline_end(r.t), &all, &why));
	assert_int_equal(x.heard, all.nr);
	summary_close(&all);
	run_close(&r);
}

/* op_at() is pure; a random pattern takes each page once in a pass. */
static void test_op_at(void **state)
{
	static const unsigned patterns[] = { PATTERN_UP, PATTERN_DOWN,
					     PATTERN_RANDOM };

	(void)state;
	for (uint32_t nr = 1; nr < 130; nr += 9)
		for (unsigned p = 0; p < 3; p++) {
			struct group g = { .count = 3 * nr };
			unsigned char seen[130] = { 0 };

			g.op.verb = OP_access;
			g.op.mode = (uint8_t)(patterns[p] << MODE_PATTERN_SHIFT |
					      MODE_WRITE);
			g.op.arg[0] = 4096;
			g.op.arg[1] = nr * 4096;
			g.op.arg[2] = 4096;
			g.op.arg[3] = 3 * nr;
			g.op.arg[4] = 5;
			for (uint32_t i = 0; i < 3 * nr; i++) {
				struct op op = op_at(&g, i), same = op_at(&g, i);

				assert_memory_equal(&op, &same, sizeof(op));
				assert_int_equal(op.mode, MODE_WRITE);
				seen[op.arg[0] / 4096 - 1]++;
				if (p == 0)
					assert_int_equal(op.arg[0] / 4096,
							 1 + i % nr);
			}
			for (uint32_t i = 0; i < nr; i++)
				assert_int_equal(seen[i], 3);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_sides),
		cmocka_unit_test(test_tiny_budget),
		cmocka_unit_test(test_long_run),
		cmocka_unit_test(test_long_calls),
		cmocka_unit_test(test_between_stretches),
		cmocka_unit_test(test_halves),
		cmocka_unit_test(test_dropped_base),
		cmocka_unit_test(test_next_and_prev),
		cmocka_unit_test(test_print_and_parse),
		cmocka_unit_test(test_parse_positions),
		cmocka_unit_test(test_pulled),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_branch_positions),
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_insert_twice),
		cmocka_unit_test(test_insert_places),
		cmocka_unit_test(test_insert_until),
		cmocka_unit_test(test_arena_too_small),
		cmocka_unit_test(test_arena_full_in_a_call),
		cmocka_unit_test(test_cannot_boot),
		cmocka_unit_test(test_summary),
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_op_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
