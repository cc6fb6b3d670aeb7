/*
 * time_fixture - a run of a story and whoever walks on it: the state at each
 * place, to be held against the state at the same place on another way
 */
#ifndef TESTS_UNIT_TIME_FIXTURE_H
#define TESTS_UNIT_TIME_FIXTURE_H

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

static inline struct story *story_of(const char *json)
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

static inline void run_open(struct run *r, const char *json, uint64_t budget)
{
	struct diag why;

	memset(r, 0, sizeof(*r));
	r->story = story_of(json);
	r->t = timeline_open(r->story, budget, &why);
	assert_non_null(r->t);
	assert_true(walker_open(&r->w, r->t, &why));
}

static inline void run_close(struct run *r)
{
	walker_close(&r->w);
	timeline_close(r->t);
	story_free(r->story);
}

static inline uint64_t walker_hash(const struct walker *w)
{
	return arena_hash(&w->machine.arena);
}

static inline void assert_sound(const struct walker *w)
{
	struct diag why = { 0 };

	if (w->pos.event ? !machine_check_weak(&w->machine, &why) :
			   !machine_check(&w->machine, &why))
		fail_msg("at %u.%u.%llu: %s", w->pos.step, w->pos.op,
			 (unsigned long long)w->pos.event, why.what);
}

/* The walker goes there. Return: the hash of the state. */
static inline uint64_t hash_at(struct walker *w, struct pos pos)
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

static inline void trail_make(struct trail *trail, struct run *r, enum unit unit)
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

static inline void trail_free(struct trail *trail)
{
	free(trail->pos);
	free(trail->hash);
}

static inline void assert_at_trail(struct walker *w, const struct trail *trail,
			    size_t i)
{
	if (hash_at(w, trail->pos[i]) != trail->hash[i])
		fail_msg("another state at %u.%u.%llu", trail->pos[i].step,
			 trail->pos[i].op,
			 (unsigned long long)trail->pos[i].event);
}

#endif
