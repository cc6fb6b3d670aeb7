/*
 * lru_lists - how long the lists of a node are, and what came and went
 */
#ifndef VIEW_LRU_LISTS_H
#define VIEW_LRU_LISTS_H

#include "view/facts.h"

/* "inactive_anon" ..., as the kernel calls the list. */
const char *lru_name(enum lru_list lru);

/* The zone that the scene is about says which node is shown. */
unsigned lru_node(const struct facts *f);
/* Pages of that node's list. */
uint64_t lru_length(const struct facts *f, const struct machine *m,
		    enum lru_list lru);
/* Pages that are on no list yet, in the batches of the CPU. */
uint64_t lru_in_batches(const struct machine *m);

/*
 * How the unit changed a list: pages that reclaim freed from it, and what came
 * besides, less what went to another list. Return: false if one of the two is
 * 0 or not known (pages are in hand now, or several nodes share the counters):
 * then the difference of the lengths is all there is to say.
 */
bool lru_came_and_went(const struct facts *f, enum lru_list lru,
		       uint64_t *came, uint64_t *freed);

#endif
