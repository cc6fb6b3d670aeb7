/* Versions of a page: what was put in comes back, and two become one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "time/version.h"

enum { LINES = ARENA_PAGE_BYTES / ARENA_LINE_BYTES };

struct page {
	unsigned char bytes[ARENA_PAGE_BYTES];
};

static void fill(struct page *p, uint64_t salt)
{
	for (size_t i = 0; i < sizeof(p->bytes); i++)
		p->bytes[i] = (unsigned char)hash_word(i ^ salt << 20);
}

/* Line by line: those of `lines` are `a`'s, the rest `b`'s. */
static void assert_lines(const struct page *p, uint64_t lines,
			 const struct page *a, const struct page *b)
{
	for (unsigned i = 0; i < LINES; i++) {
		const struct page *from = lines >> i & 1 ? a : b;
		size_t at = (size_t)i * ARENA_LINE_BYTES;

		assert_memory_equal(p->bytes + at, from->bytes + at,
				    ARENA_LINE_BYTES);
	}
}

static uint64_t lines_at_random(uint64_t i)
{
	switch (i % 5) {
	case 0:
		return ALL_LINES;
	case 1:
		return UINT64_C(1) << hash_word(i) % LINES;
	case 2:
		return hash_word(i) & hash_word(i + 77);
	default:
		return hash_word(i);
	}
}

static void test_there_and_back(void **state)
{
	struct page was, now, p;

	(void)state;
	fill(&was, 1);
	fill(&now, 2);
	for (uint64_t i = 0; i < 200; i++) {
		uint64_t lines = lines_at_random(i);
		uint64_t wanted = lines_at_random(hash_word(i) % 100);
		struct version *v = version_new(was.bytes, lines);

		assert_int_equal(v->lines, lines);
		p = now;
		version_restore(v, p.bytes, wanted);
		assert_lines(&p, lines & wanted, &was, &now);
		free(v);
	}
}

/* Whoever asks for the newer one gets it, else the older. */
static void test_join(void **state)
{
	struct page older, newer, none, p, both;

	(void)state;
	fill(&older, 3);
	fill(&newer, 4);
	fill(&none, 5);
	for (uint64_t i = 0; i < 200; i++) {
		uint64_t a = lines_at_random(i), b = lines_at_random(i / 5);
		struct version *v = version_join(version_new(older.bytes, a),
						 version_new(newer.bytes, b));

		assert_int_equal(v->lines, a | b);
		p = both = none;
		version_restore(v, p.bytes, ALL_LINES);
		for (unsigned k = 0; k < LINES; k++) {
			const struct page *from = b >> k & 1 ? &newer :
						  a >> k & 1 ? &older : &none;

			memcpy(both.bytes + k * ARENA_LINE_BYTES,
			       from->bytes + k * ARENA_LINE_BYTES,
			       ARENA_LINE_BYTES);
		}
		assert_memory_equal(p.bytes, both.bytes, sizeof(p.bytes));
		free(v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
