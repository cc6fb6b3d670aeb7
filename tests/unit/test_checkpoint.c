/*
 * Checkpoints against whole copies of the arena: taken, thinned and restored
 * in any order, each gives back the bytes that were there
 */
#include "mm_fixture.h"

#include "base/hash.h"
#include "time/checkpoint.h"

enum { MOST_OPS = 600 };

/* A machine that walks over a fixed row of operations, like a walker. */
struct walk_rig {
	struct rig	    r;
	struct checkpoints *s;
	uint32_t	    op;			/* operations done */
	uint32_t	    based;
	unsigned char	   *copy[MOST_OPS + 1];	/* of the arena, where taken */
	uint64_t	    bytes[MOST_OPS + 1];
};

static struct pos at(uint32_t op)
{
	return (struct pos){ 1, op, 0 };
}

static void walk_open(struct walk_rig *w, uint64_t budget)
{
	memset(w, 0, sizeof(*w));
	rig_open_ram(&w->r, 17);	/* not checked after each operation */
	w->r.log.mask = EVENT_NONE;
	rig_exec(&w->r, LAYOUT_STATIC);
	w->s = checkpoints_open(budget);
	w->based = CHECKPOINT_NONE;
}

static void walk_close(struct walk_rig *w)
{
	for (uint32_t i = 0; i <= MOST_OPS; i++)
		if (w->copy[i])
			test_free(w->copy[i]);
	checkpoints_close(w->s);
	rig_close(&w->r);
}

static void assert_as_copied(const struct walk_rig *w, uint32_t op)
{
	const struct arena *a = &w->r.m.arena;

	assert_non_null(w->copy[op]);
	assert_int_equal(a->used_bytes, w->bytes[op]);
	assert_memory_equal(a->base, w->copy[op], a->used_bytes);
}

static void take(struct walk_rig *w)
{
	struct arena *a = &w->r.m.arena;

	if (!w->copy[w->op]) {
		w->copy[w->op] = test_malloc(a->used_bytes);
		w->bytes[w->op] = a->used_bytes;
		memcpy(w->copy[w->op], a->base, a->used_bytes);
	}
	assert_as_copied(w, w->op);
	if (checkpoint_work(w->s, w->based) == UINT64_MAX)
		w->based = CHECKPOINT_NONE;	/* it was dropped */
	w->based = checkpoint_take(w->s, &w->r.m, w->based, at(w->op), w->op);
	assert_as_copied(w, w->op);
}

/* One operation on; where a checkpoint is, it becomes the base. */
static void step(struct walk_rig *w)
{
	uint32_t there;

	rig_random(&w->r, hash_word(w->op));
	w->op++;
	there = checkpoint_at(w->s, at(w->op));
	if (!there)
		return;
	assert_as_copied(w, w->op);
	arena_clean(&w->r.m.arena);
	w->based = there;
}

static void jump(struct walk_rig *w, uint32_t op)
{
	struct pos found;
	uint32_t number = checkpoint_find(w->s, at(op), &found);

	assert_true(number != CHECKPOINT_NONE);
	assert_true(pos_order(found, at(op)) <= 0);
	checkpoint_restore(w->s, &w->r.m, w->based, number);
	w->based = number;
	w->op = found.op;
	assert_as_copied(w, w->op);
	assert_int_equal(checkpoint_work(w->s, number), w->op);
}

/* Many rounds: walk a little, keep or go elsewhere. Return: most kept. */
static uint32_t rounds(uint64_t budget)
{
	struct walk_rig w;
	uint32_t most = 0;

	walk_open(&w, budget);
	take(&w);
	for (uint64_t i = 0; i < 700; i++) {
		uint64_t chance = hash_word(i + 12345);
		uint32_t nr = (uint32_t)(chance >> 8) % 12;
		struct pos found;

		while (nr-- && w.op < MOST_OPS)
			step(&w);
		/* the base must be the newest before */
		if (chance % 3 == 0 && !checkpoint_at(w.s, at(w.op)) &&
		    (checkpoint_find(w.s, at(w.op), &found) == w.based ||
		     checkpoint_work(w.s, w.based) == UINT64_MAX))
			take(&w);
		else if (chance % 3 == 1 || w.op == MOST_OPS)
			jump(&w, (uint32_t)(chance >> 20) % (MOST_OPS + 1));
		if (checkpoints_count(w.s) > most)
			most = checkpoints_count(w.s);
	}
	/* all that are left, newest first */
	for (uint32_t op = MOST_OPS + 1; op-- > 0;)
		if (checkpoint_at(w.s, at(op)))
			jump(&w, op);
	assert_int_equal(w.op, 0);
	walk_close(&w);
	return most;
}

static void test_against_copies(void **state)
{
	(void)state;
	assert_true(rounds(64 * MIB) > 60);
}

/* Thinned all the time: what is dropped passes its lines on. */
static void test_thinned(void **state)
{
	(void)state;
	assert_true(rounds(3 * MIB) > 3);
	assert_true(rounds(2 * MIB) > 2);
	assert_int_equal(rounds(1), 2);	/* the first and the newest stay */
}

/* Take one of the same machine at an operation, which is its work too. */
static void take_at(struct walk_rig *w, uint32_t op)
{
	struct pos found;

	w->based = checkpoint_find(w->s, at(op), &found);
	w->based = checkpoint_take(w->s, &w->r.m, w->based, at(op), op);
	assert_int_equal(checkpoint_at(w->s, at(op)), w->based);
}

/*
 * There is no room for more, and somebody steps back in one of the gaps: each
 * half he leaves stays, and those far from him give way.
 */
static void test_close_ones_stay(void **state)
{
	enum { FAR = 40, ROOM = 30, HERE = 20 * CHECKPOINT_INTERVAL };
	struct walk_rig w;
	uint64_t first, one;
	uint32_t half;

	(void)state;
	walk_open(&w, 64 * MIB);
	take_at(&w, 0);
	first = checkpoints_bytes(w.s);
	take_at(&w, 1);
	one = checkpoints_bytes(w.s) - first;
	walk_close(&w);

	walk_open(&w, first + ROOM * one);
	for (uint32_t i = 0; i <= FAR; i++)
		take_at(&w, i * CHECKPOINT_INTERVAL);
	assert_true(checkpoints_count(w.s) <= ROOM + 1);
	for (half = CHECKPOINT_INTERVAL / 2; half > 16; half /= 2)
		take_at(&w, HERE - half);
	for (half = CHECKPOINT_INTERVAL / 2; half > 16; half /= 2)
		assert_true(checkpoint_at(w.s, at(HERE - half)));
	assert_true(checkpoints_bytes(w.s) <= first + ROOM * one);
	walk_close(&w);
}

/* What one costs is what changed, not all that is there. */
static void test_small_changes_cost_little(void **state)
{
	struct walk_rig w;
	uint64_t first;

	(void)state;
	walk_open(&w, 64 * MIB);
	take(&w);
	first = checkpoints_bytes(w.s);
	assert_true(first >= w.r.m.arena.used_bytes);
	for (int i = 0; i < 20; i++) {
		step(&w);
		take(&w);
	}
	assert_true(checkpoints_bytes(w.s) - first < 20 * first / 2);
	walk_close(&w);
}

/* Where checkpoints are, from both sides. */
static void test_finding(void **state)
{
	struct walk_rig w;
	struct pos found;
	uint64_t work;

	(void)state;
	walk_open(&w, 64 * MIB);
	take(&w);
	while (w.op < 40) {
		step(&w);
		if (w.op % 10 == 0)
			take(&w);
	}
	for (uint32_t op = 0; op <= 45; op++) {
		uint32_t number = checkpoint_find(w.s, at(op), &found);

		assert_true(number != CHECKPOINT_NONE);
		assert_int_equal(found.op, op > 40 ? 40 : op / 10 * 10);
		assert_int_equal(checkpoint_at(w.s, at(op)) == number,
				 op % 10 == 0 && op <= 40);
		assert_int_equal(checkpoint_ahead(w.s, at(op), &work), op < 40);
		if (op < 40)
			assert_int_equal(work, op / 10 * 10 + 10);
	}
	assert_int_equal(checkpoint_find(w.s, (struct pos){ 0, 9, 9 }, &found),
			 CHECKPOINT_NONE);
	walk_close(&w);
}

/*
 * The last page of a checkpoint may hold bytes from before somebody went back.
 * Where it is restored they are not taken for fresh ones.
 */
static void test_behind_the_end(void **state)
{
	static const unsigned char clear[ARENA_ALIGN];
	struct walk_rig a, b;
	struct arena *to = &b.r.m.arena;
	uint64_t used;
	uint32_t nr;
	handle_t h;

	(void)state;
	walk_open(&a, UINT64_MAX);
	walk_open(&b, UINT64_MAX);
	used = a.r.m.arena.used_bytes;
	h = arena_grow(&a.r.m.arena, ARENA_ALIGN);
	memset(arena_mut(&a.r.m.arena, h, ARENA_ALIGN), 0x6b, ARENA_ALIGN);
	a.r.m.arena.used_bytes = used;
	nr = checkpoint_take(a.s, &a.r.m, CHECKPOINT_NONE, at(1), 1);
	checkpoint_restore(a.s, &b.r.m, CHECKPOINT_NONE, nr);
	assert_int_equal(to->used_bytes, used);
	h = arena_grow(to, ARENA_ALIGN);
	assert_memory_equal(arena_get(to, h), clear, sizeof(clear));
	to->used_bytes = used;
	walk_close(&a);
	walk_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_behind_the_end),
		cmocka_unit_test(test_against_copies),
		cmocka_unit_test(test_thinned),
		cmocka_unit_test(test_close_ones_stay),
		cmocka_unit_test(test_small_changes_cost_little),
		cmocka_unit_test(test_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
