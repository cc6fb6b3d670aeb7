/*
 * workingset - how long ago was a page dropped? PR7.9, PR7.10
 *
 * shadow  what stays in a page's slot when it is evicted: age, node, whether
 *         it was of the working set; an opaque value below 2^62, never 0
 *
 * Source: mm/workingset.c (6.1).
 */
#ifndef MM_WORKINGSET_H
#define MM_WORKINGSET_H

#include "mm/lru.h"

/* The page is about to go. Return: its shadow. */
uint64_t workingset_eviction(struct machine *m, pfn_t pfn);
/* A page comes to a slot where a shadow lay: is it to start active? */
void workingset_refault(struct machine *m, pfn_t pfn, uint64_t shadow);

/* What a shadow says now; `file`: of a page with a disk behind it. */
struct refault {
	uint64_t evicted, now;	/* age of the node then, and now */
	uint64_t distance, size;
	unsigned node;
	bool	 workingset;	/* it was of it */
	bool	 activate;	/* distance <= size: it would start active */
};
struct refault workingset_look(const struct machine *m, uint64_t shadow,
			       bool file);
/* A page was activated: the inactive list's clock goes on. */
void workingset_activation(struct machine *m, pfn_t pfn);
void workingset_age_nonresident(struct machine *m, unsigned node,
				uint64_t pages);

#endif
