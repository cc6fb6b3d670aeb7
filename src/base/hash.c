#include "base/hash.h"

#include <string.h>

/* Little-endian words, so that the value does not depend on the host. */
static uint64_t word_at(const unsigned char *p, size_t len)
{
	uint64_t w = 0;

	memcpy(&w, p, len);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
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
