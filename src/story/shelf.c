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

static struct shelf *chunk_new(struct shelf *older, size_t at_least)
{
	size_t size = at_least > CHUNK_BYTES ? at_least : CHUNK_BYTES;
	struct shelf *s = xcalloc(1, sizeof(*s) + size);

	s->older = older;
	s->size_bytes = size;
	return s;
}

void *shelf_take(struct shelf **s, size_t bytes)
{
	size_t rounded = (bytes + 7) & ~(size_t)7;
	void *taken;

	if (!*s || (*s)->size_bytes - (*s)->used_bytes < rounded)
		*s = chunk_new(*s, rounded);
	taken = (*s)->bytes + (*s)->used_bytes;
	(*s)->used_bytes += rounded;
	return taken;
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
