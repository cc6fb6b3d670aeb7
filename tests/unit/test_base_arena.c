/* The arena, its pools, and the map of what was written */
#include "mm_fixture.h"

#include "base/arena.h"
#include "base/hash.h"

/* An arena whose handle 0 is taken, as a machine's root takes it. */
static void arena_ready(struct arena *a)
{
	assert_true(arena_open(a, 64 * MIB));
	assert_int_equal(arena_grow(a, 4096), 0);
}

static bool all_zero(const unsigned char *s, uint64_t len)
{
	while (len && !*s)
		s++, len--;
	return !len;
}

static void test_open(void **state)
{
	struct arena a;

	(void)state;
	assert_true(arena_open(&a, UINT64_MAX));	/* halved until it fits */
	assert_true(a.reserved_bytes >= 16 * MIB);
	assert_true(a.reserved_bytes <= (uint64_t)ARENA_GRAIN << 32);
	assert_int_equal(a.used_bytes, 0);
	arena_close(&a);
	assert_false(arena_open(&a, 4096));		/* too small for anything */
}

static void test_grow(void **state)
{
	static const uint64_t bytes[] = { 1, 16, 63, 64, 65, 4096, 70000 };
	struct arena a;

	(void)state;
	arena_ready(&a);
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		uint64_t used = a.used_bytes;
		handle_t h = arena_grow(&a, bytes[i]);

		assert_true(h != 0);
		assert_true((uint64_t)h * ARENA_GRAIN >= used);
		assert_int_equal((uint64_t)h * ARENA_GRAIN % ARENA_ALIGN, 0);
		assert_true(a.used_bytes >= (uint64_t)h * ARENA_GRAIN + bytes[i]);
		assert_true(all_zero(arena_get(&a, h), bytes[i]));
		memset(arena_mut(&a, h, bytes[i]), 0xff, bytes[i]);
	}
	arena_close(&a);
}

/* Gone back over, the bytes are clear again, whatever stood there. */
static void test_grow_again(void **state)
{
	struct arena a;
	uint64_t used;
	handle_t h;

	(void)state;
	arena_ready(&a);
	used = a.used_bytes;
	h = arena_grow(&a, 10000);
	memset(arena_mut(&a, h, 10000), 0xee, 10000);
	a.used_bytes = used;			/* as a restore does */
	arena_clean(&a);
	assert_int_equal(arena_grow(&a, 10000), h);
	assert_true(all_zero(arena_get(&a, h), 10000));
	/* what came new counts as written */
	for (uint64_t p = used >> ARENA_PAGE_SHIFT;
	     p < (used + 10000) >> ARENA_PAGE_SHIFT; p++)
		assert_true(arena_dirty_lines(&a, p) != 0);
	arena_close(&a);
}

static void test_exhausted(void **state)
{
	struct arena a;
	struct pool pool;
	uint64_t used;
	handle_t last = 0, h;

	(void)state;
	arena_ready(&a);
	a.max_bytes = 4096 + 3 * 65536;
	pool_init(&pool, 1000);
	while ((h = pool_alloc(&a, &pool)) != 0)
		last = h;
	used = a.used_bytes;
	assert_true(used <= a.max_bytes);
	assert_int_equal(arena_grow(&a, a.max_bytes), 0);
	assert_int_equal(arena_grow(&a, UINT64_MAX - 1000), 0);
	assert_int_equal(a.used_bytes, used);
	assert_int_equal(pool_alloc(&a, &pool), 0);
	/* nothing is lost: what is given back can be had */
	pool_free(&a, &pool, last);
	assert_int_equal(pool_alloc(&a, &pool), last);
	arena_close(&a);
}

static void test_pool(void **state)
{
	enum { NR = 300, BYTES = 80 };
	handle_t h[NR];
	struct pool pool;
	struct arena a;

	(void)state;
	arena_ready(&a);
	pool_init(&pool, BYTES - 5);		/* rounded up to 16 */
	assert_int_equal(pool.object_bytes, BYTES);
	for (unsigned i = 0; i < NR; i++) {
		h[i] = pool_alloc(&a, &pool);
		assert_true(h[i] != 0);
		assert_true(all_zero(arena_get(&a, h[i]), BYTES));
		memset(arena_mut(&a, h[i], BYTES), (int)i, BYTES);
	}
	assert_int_equal(pool.nr_used, NR);
	for (unsigned i = 0; i < NR; i++) {	/* none lies in another */
		const unsigned char *s = arena_get(&a, h[i]);

		assert_true(s[0] == (unsigned char)i);
		assert_true(s[BYTES - 1] == (unsigned char)i);
	}
	arena_close(&a);
}

/* What is free is filled with 6b, but for its link; the last freed is next. */
static void test_poison(void **state)
{
	const unsigned char *s;
	struct pool pool;
	handle_t one, two;
	struct arena a;

	(void)state;
	arena_ready(&a);
	pool_init(&pool, 64);
	one = pool_alloc(&a, &pool);
	two = pool_alloc(&a, &pool);
	pool_free(&a, &pool, one);
	pool_free(&a, &pool, two);
	s = arena_get(&a, two);
	assert_memory_equal(s, &one, sizeof(one));
	for (unsigned i = sizeof(handle_t); i < 64; i++)
		assert_int_equal(s[i], 0x6b);
	assert_int_equal(pool.nr_used, 0);
	assert_int_equal(pool_alloc(&a, &pool), two);
	assert_int_equal(pool_alloc(&a, &pool), one);
	assert_true(all_zero(arena_get(&a, one), 64));
	arena_close(&a);
}

/* An object larger than a slab has one of its own. */
static void test_large_objects(void **state)
{
	struct pool pool;
	struct arena a;
	handle_t h;

	(void)state;
	arena_ready(&a);
	pool_init(&pool, 100000);
	h = pool_alloc(&a, &pool);
	assert_true(h != 0);
	memset(arena_mut(&a, h, 100000), 1, 100000);
	assert_true(pool_alloc(&a, &pool) != h);
	assert_int_equal(pool.nr_slabs, 2);
	arena_close(&a);
}

/* One byte makes another hash; the same history makes the same one. */
static void test_hash(void **state)
{
	struct arena a, b;
	struct pool pa, pb;

	(void)state;
	arena_ready(&a);
	arena_ready(&b);
	pool_init(&pa, 96);
	pool_init(&pb, 96);
	for (unsigned i = 0; i < 100; i++) {
		handle_t h = pool_alloc(&a, &pa);

		assert_int_equal(pool_alloc(&b, &pb), h);
		if (i % 3 == 0) {
			pool_free(&a, &pa, h);
			pool_free(&b, &pb, h);
		}
		assert_int_equal(arena_hash(&a), arena_hash(&b));
		((unsigned char *)arena_mut(&b, h, 96))[i % 96] ^= 1;
		assert_true(arena_hash(&a) != arena_hash(&b));
		((unsigned char *)arena_mut(&b, h, 96))[i % 96] ^= 1;
	}
	arena_close(&a);
	arena_close(&b);
}

/*
 * The oracle of the dirty map is a compare of all bytes: each line that
 * differs from what it was must be dirty.
 */
static void assert_changes_known(const struct arena *a,
				 const unsigned char *before,
				 uint64_t before_bytes)
{
	for (uint64_t at = 0; at < a->used_bytes; at += ARENA_LINE_BYTES) {
		uint64_t line = at >> ARENA_LINE_SHIFT;
		uint64_t lines = arena_dirty_lines(a, at >> ARENA_PAGE_SHIFT);

		if (lines >> (line % 64) & 1)
			continue;
		if (at + ARENA_LINE_BYTES > before_bytes ||
		    memcmp(a->base + at, before + at, ARENA_LINE_BYTES) != 0)
			fail_msg("line %llx changed and is not dirty",
				 (unsigned long long)at);
	}
}

static void test_dirty_map(void **state)
{
	unsigned char *before;
	uint64_t bytes, dirty = 0;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 17);		/* not checked after each operation */
	rig_exec(&r, LAYOUT_STATIC);
	before = test_malloc(64 * MIB);
	for (uint64_t i = 0; i < 600; i++) {
		bytes = r.m.arena.used_bytes;
		memcpy(before, r.m.arena.base, bytes);
		arena_clean(&r.m.arena);
		rig_random(&r, hash_word(i));
		assert_changes_known(&r.m.arena, before, bytes);
		for (uint64_t p = 0; p < arena_nr_pages(bytes); p++)
			dirty += (uint64_t)__builtin_popcountll(
				arena_dirty_lines(&r.m.arena, p));
	}
	/* and it is not just everything that counts as dirty */
	assert_true(dirty / 600 < 1000);
	test_free(before);
	rig_close(&r);
}

/* The same operations give the same bytes, whatever the host gave. */
static void test_equal_runs(void **state)
{
	struct machine_spec spec;
	struct rig a, b;

	(void)state;
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 17 * MIB));
	rig_open(&a, &spec);
	spec.arena_bytes = 96 * MIB;
	rig_open(&b, &spec);
	b.log.mask = EVENT_NONE;
	rig_exec(&a, LAYOUT_PIE);
	rig_exec(&b, LAYOUT_PIE);
	for (uint64_t i = 0; i < 400; i++) {
		rig_random(&a, hash_word(i));
		rig_random(&b, hash_word(i));
		assert_int_equal(arena_hash(&a.m.arena), arena_hash(&b.m.arena));
	}
	rig_close(&a);
	rig_close(&b);
}

/* A copy of the bytes is a machine, at any address. */
static void test_copy_is_a_machine(void **state)
{
	struct arena home;
	struct rig r;
	uint64_t hash;

	(void)state;
	rig_open_ram(&r, 17);
	rig_exec(&r, LAYOUT_STATIC);
	for (uint64_t i = 0; i < 100; i++)
		rig_random(&r, hash_word(i));
	assert_true(arena_open(&home, 64 * MIB));
	assert_true(home.base != r.m.arena.base);
	arena_grow(&home, r.m.arena.used_bytes);
	home.root_bytes = r.m.arena.root_bytes;
	memcpy(home.base, r.m.arena.base, r.m.arena.used_bytes);
	/* one goes on at home, one at the new address */
	for (uint64_t i = 100; i < 200; i++)
		rig_random(&r, hash_word(i));
	hash = arena_hash(&r.m.arena);
	arena_close(&r.m.arena);
	r.m.arena = home;
	r.m.s = (struct state *)(void *)home.base;
	for (uint64_t i = 100; i < 200; i++)
		rig_random(&r, hash_word(i));
	assert_int_equal(arena_hash(&r.m.arena), hash);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_grow_again),
		cmocka_unit_test(test_exhausted),
		cmocka_unit_test(test_pool),
		cmocka_unit_test(test_poison),
		cmocka_unit_test(test_large_objects),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_dirty_map),
		cmocka_unit_test(test_equal_runs),
		cmocka_unit_test(test_copy_is_a_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
