/*
 * arena - all state of one machine in one run of bytes
 *
 * [0, used_bytes) is all there is: a copy of these bytes is a snapshot, valid
 * at any address, since nothing inside points anywhere; things refer to each
 * other by handles. The arena grows at its end and never moves.
 *
 * handle  where a thing lies: its offset / 16; 0 = none
 * page    4 KiB of the arena
 * line    64 bytes of the arena, the unit in which changes are remembered:
 *         an operation writes a few words here and there, so whole pages would
 *         make a checkpoint eight times as large
 *
 * Always: a line differs from what it was at the last arena_clean() only if
 *         its byte in `dirty` is set, or if it lies in the root, which every
 *         operation writes and which counts as dirty at all times;
 *         bytes from used_bytes up to high_bytes may be anything: they are
 *         cleared when the arena grows over them again.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/diag.h"

typedef uint32_t handle_t;

enum {
	ARENA_PAGE_SHIFT = 12,
	ARENA_PAGE_BYTES = 1 << ARENA_PAGE_SHIFT,
	ARENA_LINE_SHIFT = 6,
	ARENA_LINE_BYTES = 1 << ARENA_LINE_SHIFT,
	ARENA_GRAIN = 16,	/* bytes; what a handle counts */
	ARENA_ALIGN = 64,	/* what arena_grow() gives begins at such a byte */
};

struct arena {
	unsigned char *base;
	unsigned char *dirty;	 /* a byte a line, 1 = written */
	uint64_t used_bytes;
	uint64_t high_bytes;	 /* the most that was ever used */
	uint64_t root_bytes;	 /* [0, root_bytes) is always dirty */
	uint64_t reserved_bytes;
	uint64_t max_bytes;	 /* grows no further; a test may lower it */
};

/*
 * Reserve address space, no memory: at most wish_bytes, halved until the host
 * grants it. Return: false if not even 16 MiB could be had.
 */
bool arena_open(struct arena *a, uint64_t wish_bytes);
void arena_close(struct arena *a);

/*
 * `bytes` more at the end, cleared, on a boundary of ARENA_ALIGN bytes.
 * Return: handle of the first; 0 when the arena is exhausted.
 */
handle_t arena_grow(struct arena *a, uint64_t bytes);

static inline const void *arena_get(const struct arena *a, handle_t h)
{
	bug_on_debug((uint64_t)h * ARENA_GRAIN >= a->used_bytes);
	return a->base + (uint64_t)h * ARENA_GRAIN;
}

/* As arena_get(), to write to: the thing (of `bytes`) counts as changed. */
static inline void *arena_mut(struct arena *a, handle_t h, uint64_t bytes)
{
	uint64_t at = (uint64_t)h * ARENA_GRAIN;
	uint64_t first = at >> ARENA_LINE_SHIFT;
	uint64_t last = (at + bytes - 1) >> ARENA_LINE_SHIFT;

	bug_on_debug(at + bytes > a->used_bytes);
	for (uint64_t line = first; line <= last; line++)
		a->dirty[line] = 1;
	return a->base + at;
}

/*
 * As arena_mut() for a thing that does not cross a line: its size is a power
 * of two up to a line's, and it is aligned to its size.
 */
static inline void *arena_mut_small(struct arena *a, handle_t h)
{
	uint64_t at = (uint64_t)h * ARENA_GRAIN;

	a->dirty[at >> ARENA_LINE_SHIFT] = 1;
	return a->base + at;
}

/* What arena_get() gave, as arena_mut_small() would have. */
static inline void *arena_touch(struct arena *a, const void *thing)
{
	uint64_t at = (uint64_t)((const unsigned char *)thing - a->base);

	a->dirty[at >> ARENA_LINE_SHIFT] = 1;
	return a->base + at;
}

/* Adds to the 64-bit word of that number in a thing: only its line changes. */
static inline void arena_add(struct arena *a, handle_t h, unsigned word,
			     int64_t by)
{
	uint64_t *pair = arena_mut_small(a, h + word / 2);

	pair[word % 2] += (uint64_t)by;
}

/* As arena_mut() for a thing that begins with a line and fills `nr` of them. */
static inline void *arena_mut_lines(struct arena *a, handle_t h, unsigned nr)
{
	uint64_t at = (uint64_t)h * ARENA_GRAIN;

	bug_on_debug(at % ARENA_LINE_BYTES);
	memset(a->dirty + (at >> ARENA_LINE_SHIFT), 1, nr);
	return a->base + at;
}

static inline uint64_t arena_nr_pages(uint64_t bytes)
{
	return (bytes + ARENA_PAGE_BYTES - 1) >> ARENA_PAGE_SHIFT;
}

/*
 * Lines of a page that were written since the last arena_clean(): bit i is
 * line i of the page.
 */
uint64_t arena_dirty_lines(const struct arena *a, uint64_t page);

void arena_clean(struct arena *a);	/* nothing counts as changed from here */

/*
 * Over all bytes in use: two machines in the same state have the same hash. It
 * is the sum of the hashes of all lines, so whoever knows which lines changed
 * can carry it on. A line's own hash depends on where it lies.
 */
uint64_t arena_hash(const struct arena *a);
uint64_t arena_hash_line(const struct arena *a, uint64_t line);

/*
 * pool - objects of one size, in slabs of the arena
 *
 * A slab of 64 KiB (or one object, if that is larger) holds one type for
 * ever. A free object is filled with 0x6b but for its link, so that equal
 * states have equal bytes, and a use after free shows.
 */
struct pool {
	uint32_t object_bytes;	/* a multiple of 16 */
	handle_t free;		/* last freed first */
	handle_t fresh;		/* never used yet: [fresh, fresh_end) */
	handle_t fresh_end;
	uint64_t nr_used;
	uint64_t nr_slabs;
};

void pool_init(struct pool *p, uint32_t object_bytes);

/*
 * Return: a cleared object; 0 when the arena is exhausted. `p` lies in the
 * root of the same arena.
 */
handle_t pool_alloc(struct arena *a, struct pool *p);
void pool_free(struct arena *a, struct pool *p, handle_t h);

#endif
