/*
 * version - the bytes of one page of an arena as they were at some time: the
 * lines (64 bytes) that changed since the version before, or all of them
 */
#ifndef TIME_VERSION_H
#define TIME_VERSION_H

#include <stddef.h>
#include <stdint.h>

struct version {
	uint64_t      lines;		/* bit i: line i stands here */
	unsigned char bytes[];		/* the lines, lowest first */
};

#define ALL_LINES UINT64_MAX

/* With these lines of a page in use. */
struct version *version_new(const unsigned char *page, uint64_t lines);

/* Those of the lines that it has, back into the page. */
void version_restore(const struct version *v, unsigned char *page,
		     uint64_t lines);

/*
 * Both in one: what the newer lacks is the older's. Both are gone; what is
 * returned may be the newer one.
 */
struct version *version_join(struct version *older, struct version *newer);

/* What one of so many lines takes. */
size_t version_bytes(uint64_t lines);

#endif
