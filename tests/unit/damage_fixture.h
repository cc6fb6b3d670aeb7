/*
 * damage_fixture - a sound machine is damaged at one place after the other, and
 * the check has to notice each
 *
 * The places are a list `DAMAGES(DAMAGE)` of `DAMAGE(what, statement)`; the
 * statement finds what it damages in `struct parts *p`, the program's own.
 */
#ifndef TESTS_UNIT_DAMAGE_FIXTURE_H
#define TESTS_UNIT_DAMAGE_FIXTURE_H

#include "mm_fixture.h"

struct parts;

struct damage {
	const char *what;
	void (*damage)(struct parts *p);
};

#define DAMAGE_FUNCTION(what, statement)                                       \
	static void damage_##what(struct parts *p)                             \
	{                                                                      \
		statement;                                                     \
	}
#define DAMAGE_ROW(what, statement) { #what, damage_##what },

/* Those that are not noticed are all told. The machine is as before. */
static inline void assert_damages(struct rig *r, struct parts *p,
				  const struct damage *damages, size_t nr)
{
	uint64_t bytes = r->m.arena.used_bytes;
	unsigned char *sound = test_malloc(bytes);
	unsigned missed = 0;

	memcpy(sound, r->m.arena.base, bytes);
	for (size_t i = 0; i < nr; i++) {
		struct diag why = { 0 };

		damages[i].damage(p);
		if (machine_check(&r->m, &why)) {
			print_error("%s was not noticed\n", damages[i].what);
			missed++;
		} else {
			assert_string_not_equal(why.what, "");
		}
		memcpy(r->m.arena.base, sound, bytes);
		rig_check(r);
	}
	assert_int_equal(missed, 0);
	test_free(sound);
}

#endif
