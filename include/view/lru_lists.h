/*
 * lru_lists - how long the lists of a node are
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

#endif
