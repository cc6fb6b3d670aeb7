/*
 * cache_hits - of the pages that read() asked for in the unit, how many lay in
 * the page cache when it came
 */
#ifndef VIEW_CACHE_HITS_H
#define VIEW_CACHE_HITS_H

#include "view/facts.h"

struct cache_hits {
	unsigned asked, found;
	bool	 all;	/* else: of the last ones, whose events are known */
};

struct cache_hits cache_hits(const struct facts *f);

/* "hit 4 of 5 read"; "" if nothing was read. */
void cache_hit_words(const struct facts *f, char *out, size_t len);

#endif
