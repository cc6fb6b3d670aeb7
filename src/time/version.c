#include "time/version.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/xmalloc.h"

enum { LINES = ARENA_PAGE_BYTES / ARENA_LINE_BYTES };

size_t version_bytes(uint64_t lines)
{
	return sizeof(struct version) +
	       (size_t)__builtin_popcountll(lines) * ARENA_LINE_BYTES;
}

/* Where the bytes of line i stand in a version that has it. */
static size_t offset_of(const struct version *v, unsigned i)
{
	uint64_t below = v->lines & ((UINT64_C(1) << i) - 1);

	return (size_t)__builtin_popcountll(below) * ARENA_LINE_BYTES;
}

static struct version *version_of(uint64_t lines)
{
	struct version *v = xmalloc(version_bytes(lines));

	v->lines = lines;
	return v;
}

struct version *version_new(const unsigned char *page, uint64_t lines)
{
	struct version *v = version_of(lines);
	unsigned char *to = v->bytes;

	for (; lines; lines &= lines - 1, to += ARENA_LINE_BYTES)
		memcpy(to, page + __builtin_ctzll(lines) * ARENA_LINE_BYTES,
		       ARENA_LINE_BYTES);
	return v;
}

void version_restore(const struct version *v, unsigned char *page,
		     uint64_t lines)
{
	for (lines &= v->lines; lines; lines &= lines - 1) {
		unsigned i = (unsigned)__builtin_ctzll(lines);

		memcpy(page + i * ARENA_LINE_BYTES, v->bytes + offset_of(v, i),
		       ARENA_LINE_BYTES);
	}
}

struct version *version_join(struct version *older, struct version *newer)
{
	uint64_t lines = older->lines | newer->lines;
	struct version *v = newer;

	if (lines != newer->lines) {
		v = version_of(lines);
		for (unsigned i = 0; i < LINES; i++) {
			const struct version *from =
				newer->lines >> i & 1 ? newer : older;

			if (lines >> i & 1)
				memcpy(v->bytes + offset_of(v, i),
				       from->bytes + offset_of(from, i),
				       ARENA_LINE_BYTES);
		}
		free(newer);
	}
	free(older);
	return v;
}
