#include "base/hash.h"

#include <string.h>

/* Little-endian words, so that the value does not depend on the host. */
static uint64_t word_at(const unsigned char *p, size_t len)
{
	uint64_t w = 0;

	for (size_t i = 0; i < len; i++)
		w |= (uint64_t)p[i] << 8 * i;
	return w;
}

uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t h = hash_word(seed ^ len);

	for (; len >= 8; p += 8, len -= 8)
		h = (h ^ word_at(p, 8)) * 0x9ddfea08eb382d69u, h ^= h >> 29;
	if (len)
		h = (h ^ word_at(p, len)) * 0x9ddfea08eb382d69u, h ^= h >> 29;
	return hash_word(h);
}
