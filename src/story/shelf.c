#include "story/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

enum { CHUNK_BYTES = 16384 - 64 };

struct shelf {
	struct shelf *older;
	size_t	      used_bytes;
	size_t	      size_bytes;
	unsigned char bytes[];
};

static void *chunk_take(struct shelf *s, size_t rounded)
{
	size_t at = s->used_bytes;

	s->used_bytes = at + rounded;
	return s->bytes + at;
}

/* A chunk more, for what has no room in the newest. */
static void *chunk_add(struct shelf **s, size_t rounded)
{
	size_t size = rounded > CHUNK_BYTES ? rounded : CHUNK_BYTES;
	struct shelf *fresh = xcalloc(1, sizeof(*fresh) + size);

	fresh->older = *s;
	fresh->size_bytes = size;
	*s = fresh;
	return chunk_take(fresh, rounded);
}

void *shelf_take(struct shelf **s, size_t bytes)
{
	size_t rounded = (bytes + 7) & ~(size_t)7;
	struct shelf *newest = *s;

	if (!newest || newest->size_bytes - newest->used_bytes < rounded)
		return chunk_add(s, rounded);
	return chunk_take(newest, rounded);
}

char *shelf_string(struct shelf **s, const char *from, size_t len)
{
	char *copy = shelf_take(s, len + 1);

	memcpy(copy, from, len);
	return copy;
}

void shelf_rewind(struct shelf **s)
{
	struct shelf *newest = *s;

	if (!newest)
		return;
	shelf_free(newest->older);
	newest->older = NULL;
	memset(newest->bytes, 0, newest->used_bytes);
	newest->used_bytes = 0;
}

void shelf_free(struct shelf *s)
{
	while (s) {
		struct shelf *older = s->older;

		free(s);
		s = older;
	}
}
