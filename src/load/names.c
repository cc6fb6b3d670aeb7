#include "load/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "base/xmalloc.h"

enum { FIRST_BUCKETS = 64 };

void names_init(struct names *n)
{
	memset(n, 0, sizeof(*n));
	n->name = xgrow(NULL, 0, &n->cap, sizeof(*n->name));
	n->name[n->nr++] = "";
	n->nr_buckets = FIRST_BUCKETS;
	n->bucket = xcalloc(n->nr_buckets, sizeof(*n->bucket));
}

void names_free(struct names *n)
{
	free(n->name);
	free(n->bucket);
	memset(n, 0, sizeof(*n));
}

static inline bool is_word(const char *name, const char *s, size_t len)
{
	return strncmp(name, s, len) == 0 && !name[len];
}

/* Where the word stands, or the free bucket where it would. */
static uint32_t bucket_of(const struct names *n, const char *s, size_t len)
{
	uint32_t mask = n->nr_buckets - 1;
	uint32_t b = (uint32_t)hash_bytes(s, len, 0) & mask;

	while (n->bucket[b] && !is_word(n->name[n->bucket[b]], s, len))
		b = (b + 1) & mask;
	return b;
}

uint32_t names_find(struct names *n, const char *s, size_t len)
{
	if (!n->last || !is_word(n->name[n->last], s, len))
		n->last = n->bucket[bucket_of(n, s, len)];
	return n->last;
}

static void buckets_double(struct names *n)
{
	free(n->bucket);
	n->nr_buckets *= 2;
	n->bucket = xcalloc(n->nr_buckets, sizeof(*n->bucket));
	for (uint32_t i = 1; i < n->nr; i++)
		n->bucket[bucket_of(n, n->name[i], strlen(n->name[i]))] = i;
}

uint32_t names_add(struct names *n, const char *s)
{
	if (n->nr * 2 > n->nr_buckets)
		buckets_double(n);
	n->name = xgrow(n->name, n->nr, &n->cap, sizeof(*n->name));
	n->name[n->nr] = s;
	n->bucket[bucket_of(n, s, strlen(s))] = n->nr;
	return n->nr++;
}

const char *names_nearest(const struct names *n, const char *s)
{
	const char *nearest = NULL;

	for (uint32_t i = 1; i < n->nr; i++)
		nearest = nearer(s, nearest, n->name[i]);
	return nearest;
}

const char *word_nearest(const char *const *words, const char *s)
{
	const char *nearest = NULL;

	for (; *words; words++)
		nearest = nearer(s, nearest, *words);
	return nearest;
}
