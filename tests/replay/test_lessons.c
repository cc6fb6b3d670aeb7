/*
 * Every lesson, at each event of each operation: the machine is sound in a run
 * that nobody stops, on a machine that no walker has touched, and it is the
 * same one
 *   going on event by event as the player does, and
 *   coming back event by event from the end.
 *
 * So many hashes can be had because a hash is a sum over lines: only lines
 * that may have changed since the last look are hashed again. Now and then it
 * is held against the hash of all bytes, and what a walker came to is checked
 * once more, though equal bytes are equally sound.
 */
#include <glob.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "load/scenario.h"
#include "time/timeline.h"

enum {
	PAGE_LINES = ARENA_PAGE_BYTES / ARENA_LINE_BYTES,
	WHOLE_EVERY = 64,	/* places from one whole hash to the next */
	CHECKPOINT_BYTES = 8 << 20,	/* a long lesson's are thinned out */
	LONG_CHECKPOINT_BYTES = 96 << 20,
	SOME_OPS = 100,	/* ... is walked through about so many of them */
	END_OPS = 2,		/* ... and those at both ends of a step, */
#ifdef __SANITIZE_ADDRESS__	/* five times as slow */
	ALL_OPS = 3000,
	MOST_EVENTS = 1000,
#else
	ALL_OPS = 17000,	/* a lesson of more operations ... */
	MOST_EVENTS = 100000,	/* of an operation: all of them */
#endif
	ALL_EVENTS = 100,	/* (in a long lesson, so many) at its begin */
	SOME_EVENTS = 100,	/* ... and then one of so many */
};

/* The hash of an arena, carried on from one look at it to the next. */
struct carried {
	struct arena was;	/* its bytes and its dirty map at the last look */
	uint64_t     sum;	/* their hash */
};

struct place {
	struct pos pos;
	uint64_t   hash;
};

struct lesson {
	struct story	*story;
	struct timeline *timeline;
	struct place	*places;	/* all there are, from first to last */
	size_t		 nr, cap;
	struct carried	 carried;
	struct machine	 alone;		/* runs from boot to end */
	struct event_log log;		/* ... and says all */
	struct pos	 op;		/* ... in this operation */
	uint64_t	 stride;	/* operations to one that is walked through */
	bool		 at_event;	/* the newest event has its place */
};

static void carry_line(struct carried *c, const struct arena *a, uint64_t line)
{
	uint64_t at = line << ARENA_LINE_SHIFT;

	if (at >= a->used_bytes ||
	    !memcmp(a->base + at, c->was.base + at, ARENA_LINE_BYTES))
		return;
	c->sum -= arena_hash_line(&c->was, line);
	c->sum += arena_hash_line(a, line);
	memcpy(c->was.base + at, a->base + at, ARENA_LINE_BYTES);
}

static void carry_page(struct carried *c, const struct arena *a, uint64_t page,
		       bool all)
{
	uint64_t lines = all ? UINT64_MAX : arena_dirty_lines(a, page) |
					    arena_dirty_lines(&c->was, page);

	for (; lines; lines &= lines - 1)
		carry_line(c, a, page * PAGE_LINES +
				 (uint64_t)__builtin_ctzll(lines));
}

/*
 * Look at the arena again. A line differs from what it was only if it is dirty
 * now, or was: both count from the same clean state, unless `all` is set.
 */
static uint64_t carry(struct carried *c, const struct arena *a, bool all)
{
	if (a->used_bytes != c->was.used_bytes) {
		memcpy(c->was.base, a->base, a->used_bytes);
		c->was.used_bytes = a->used_bytes;
		c->sum = arena_hash(a);
	} else {
		for (uint64_t p = 0; p < arena_nr_pages(a->used_bytes); p++)
			carry_page(c, a, p, all);
	}
	memcpy(c->was.dirty, a->dirty, a->used_bytes >> ARENA_LINE_SHIFT);
	return c->sum;
}

/* Nothing is looked at yet. */
static void carried_open(struct carried *c, const struct arena *a)
{
	memset(c, 0, sizeof(*c));
	assert_true(arena_open(&c->was, a->reserved_bytes));
}

static void carried_close(struct carried *c)
{
	arena_close(&c->was);
}

/* Say what is wrong, and where. */
#define fail_at(pos, ...)                                                      \
	do {                                                                   \
		print_error("at %u.%u.%" PRIu64 ": ", (pos).step, (pos).op,    \
			    (pos).event);                                      \
		fail_msg(__VA_ARGS__);                                         \
	} while (0)

static void assert_sound(const struct place *at, const struct machine *m)
{
	struct diag why;

	if (!machine_check_weak(m, &why))
		fail_at(at->pos, "%s", why.what);
}

/* Is the hash that was carried on the hash of all bytes? */
static void assert_carried(const struct lesson *l, const struct place *at,
			   const struct machine *m)
{
	if (arena_hash(&m->arena) != l->carried.sum)
		fail_at(at->pos, "a line changed and was not dirty");
}

static bool chosen(size_t i, uint64_t salt)
{
	return hash_word(i ^ salt << 32) % WHOLE_EVERY == 0;
}

static void place_add(struct lesson *l, struct pos pos)
{
	const struct machine *m = &l->alone;
	struct place *at;

	l->places = xgrow(l->places, l->nr, &l->cap, sizeof(*l->places));
	at = &l->places[l->nr++];
	*at = (struct place){ pos, carry(&l->carried, &m->arena, false) };
	assert_sound(at, m);
	if (chosen(l->nr, 0))
		assert_carried(l, at, m);
}

static bool event_taken(const struct lesson *l)
{
	return l->op.event <= (l->stride == 1 ? MOST_EVENTS : ALL_EVENTS) ||
	       hash_word(l->op.event ^ (uint64_t)l->op.op << 40) % SOME_EVENTS == 0;
}

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct lesson *l = ctx;

	(void)m;
	(void)e;
	l->op.event++;
	l->at_event = event_taken(l);
	if (l->at_event)
		place_add(l, l->op);
}

/*
 * Every operation; of a lesson that repeats some tens of thousands of times,
 * those that begin and end its steps and others here and there.
 */
static bool op_taken(const struct lesson *l, uint32_t step, uint32_t op)
{
	return op < END_OPS ||
	       op + END_OPS >= timeline_nr_ops(l->timeline, step) ||
	       hash_word((uint64_t)step << 32 | op) % l->stride == 0;
}

/*
 * Stretch by stretch; nobody but the hash asks what changed. The last event's
 * place is the end of the operation.
 */
static void run_op(struct lesson *l, uint32_t step, uint32_t op)
{
	struct op what = timeline_op(l->timeline, step, op);
	struct machine *m = &l->alone;
	bool done;

	if (!op_taken(l, step, op)) {
		l->log.mask = EVENT_NONE;
		op_run(m, &what);
		l->log.mask = EVENT_ALL;
		return;
	}
	l->op = (struct pos){ step, op, 0 };
	for (done = op_begin(m, &what); !done; done = op_go_on(m)) {
		carry(&l->carried, &m->arena, false);
		arena_clean(&m->arena);
	}
	assert_int_equal(timeline_nr_events(l->timeline, step, op), l->op.event);
	l->nr -= l->op.event != 0 && l->at_event;
	place_add(l, (struct pos){ step, op + 1, 0 });
	arena_clean(&m->arena);
}

/* Fill `places`: a run without a stop, on a machine of its own. */
static void run_alone(struct lesson *l)
{
	struct diag why;

	event_log_open(&l->log, 1);
	assert_true(machine_boot(&l->alone, &l->story->machine, &l->log, &why));
	machine_slots(&l->alone, l->story->nr_names);
	l->log.hear = hear;
	l->log.ctx = l;
	l->log.mask = EVENT_ALL;
	carried_open(&l->carried, &l->alone.arena);
	place_add(l, (struct pos){ 0, 0, 0 });
	for (uint32_t step = 1; step <= l->story->nr_steps; step++) {
		uint32_t nr = timeline_nr_ops(l->timeline, step);

		place_add(l, (struct pos){ step, 0, 0 });
		for (uint32_t op = 0; op < nr; op++)
			run_op(l, step, op);
		if (!machine_check(&l->alone, &why))
			fail_at(l->op, "%s", why.what);
	}
	carried_close(&l->carried);
	machine_close(&l->alone);
	event_log_close(&l->log);
}

static uint64_t find_stride(const struct lesson *l)
{
	uint64_t nr = 0;

	for (uint32_t step = 1; step <= l->story->nr_steps; step++)
		nr += timeline_nr_ops(l->timeline, step);
	return nr > ALL_OPS ? nr / SOME_OPS : 1;
}

static void lesson_open(struct lesson *l, const char *path)
{
	struct diags faults;
	struct diag why;

	memset(l, 0, sizeof(*l));
	diags_init(&faults, path);
	l->story = scenario_load(path, &faults);
	if (!l->story)
		diags_print(&faults, stderr);
	assert_non_null(l->story);
	diags_free(&faults);
	l->timeline = timeline_open(l->story, CHECKPOINT_BYTES, &why);
	assert_non_null(l->timeline);
	l->stride = find_stride(l);
	if (l->stride > 1) {
		/* so many pages, so large a machine */
		timeline_close(l->timeline);
		l->timeline = timeline_open(l->story, LONG_CHECKPOINT_BYTES, &why);
		assert_non_null(l->timeline);
	}
	run_alone(l);
	assert_true(l->nr > l->story->nr_steps);
}

static void lesson_close(struct lesson *l)
{
	timeline_close(l->timeline);
	story_free(l->story);
	free(l->places);
}

/* The walker went to place i, from one that is not far. */
static void assert_same(struct lesson *l, size_t i, const struct walker *w,
			uint32_t based, const char *going)
{
	const struct machine *m = &w->machine;
	const struct place *at = &l->places[i];

	if (carry(&l->carried, &m->arena, w->based != based) != at->hash)
		fail_at(at->pos, "another machine when %s", going);
	if (chosen(i, w->based)) {
		assert_sound(at, m);
		assert_carried(l, at, m);
	}
}

/* As the player does: one event on, which is heard. */
static void walk_on(struct lesson *l)
{
	struct pos from = { 0, 0, 0 };
	struct walker w;
	struct diag why;

	assert_true(walker_open(&w, l->timeline, &why));
	carried_open(&l->carried, &w.machine.arena);
	for (size_t i = 0; i < l->nr; i++) {
		struct pos to = l->places[i].pos;
		uint32_t based = w.based;

		assert_true(walker_seek_from(&w, from, to, NULL, &why));
		assert_same(l, i, &w, based, "going on");
		from = to;
	}
	carried_close(&l->carried);
	walker_close(&w);
}

static void walk_back(struct lesson *l)
{
	struct walker w;
	struct diag why;

	assert_true(walker_open(&w, l->timeline, &why));
	carried_open(&l->carried, &w.machine.arena);
	for (size_t i = l->nr; i-- > 0;) {
		uint32_t based = w.based;

		assert_true(walker_seek(&w, l->places[i].pos, &why));
		assert_same(l, i, &w, based, "coming back");
	}
	carried_close(&l->carried);
	walker_close(&w);
}

static void test_lesson(void **state)
{
	struct lesson l;

	lesson_open(&l, *state);
	walk_on(&l);
	walk_back(&l);
	lesson_close(&l);
}

/* A test for each file there is, by its name. */
static int test_all(char **paths, size_t nr)
{
	struct CMUnitTest tests[nr];

	for (size_t i = 0; i < nr; i++)
		tests[i] = (struct CMUnitTest){
			.name = paths[i],
			.test_func = test_lesson,
			.initial_state = paths[i],
		};
	return cmocka_run_group_tests_name("lessons", tests, NULL, NULL);
}

int main(void)
{
	glob_t found;
	int failed;

	if (glob("traces/*.json", 0, NULL, &found) != 0) {
		fprintf(stderr, "there is no lesson in traces/\n");
		return 1;
	}
	failed = test_all(found.gl_pathv, found.gl_pathc);
	globfree(&found);
	return failed;
}
