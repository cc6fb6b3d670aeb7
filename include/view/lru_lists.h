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
/*
 * Pages in the batches of the CPU: those that are on no list yet, and those of
 * a list that wait to leave for the active one, or for another place.
 */
struct lru_waiting {
	uint64_t new, to_active, to_move;
};
struct lru_waiting lru_in_batches(const struct machine *m);
/*
 * "not yet on a list: 2", "to be active: 1"; but for the first "" if none is.
 * `brief`: "waiting 2", "to active 1".
 */
enum { LRU_WAITS = 3, WAITS_BYTES = 64 };
void lru_waiting_words(const struct facts *f, bool brief,
		       char out[LRU_WAITS][WAITS_BYTES]);
/* In the unit. */
bool lru_waiting_changed(const struct facts *f);

#endif
