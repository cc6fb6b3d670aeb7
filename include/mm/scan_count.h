/*
 * scan_count - how many pages of each LRU list a pass of reclaim looks at
 *
 * Source: mm/vmscan.c (6.1). PR7.8, PR8.2, PR8.3.
 */
#ifndef MM_SCAN_COUNT_H
#define MM_SCAN_COUNT_H

#include "mm/event.h"

enum { DEACTIVATE_ANON = 1, DEACTIVATE_FILE = 2 };

static inline bool is_file_lru(enum lru_list lru)
{
	return lru == LRU_INACTIVE_FILE || lru == LRU_ACTIVE_FILE;
}

/* Pages of a node's list, of all its zones. */
static inline uint64_t lru_size(const struct machine *m, unsigned node,
				enum lru_list lru)
{
	return m->s->node[node].stat[NR_INACTIVE_ANON + lru];
}

/* Are too few pages below, so that some must move down (PR7.8)? */
bool inactive_is_low(uint64_t inactive, uint64_t active);
bool inactive_list_is_low(const struct machine *m, unsigned node,
			  enum lru_list inactive);

/* Pages that reclaim could get from a zone (PR6.3 step 8). */
uint64_t zone_reclaimable_pages(const struct machine *m, const struct zone *z);

/* What was activated until now is no news for the next reclaim. */
void snapshot_refaults(struct machine *m, unsigned node);

/* PR8.2: what may move down, and what the lists are like. */
void prepare_scan_count(const struct machine *m, struct scan_control *s);
/* PR8.3: nr[] and targets[]. Emits get_scan_count if there is anything to do. */
void get_scan_count(struct machine *m, struct scan_control *s);

/* The arithmetic of PR8.3: sizes and costs -> pages to scan of each list. */
struct scan_input {
	uint64_t size[NR_EVICTABLE_LRU_LISTS];
	uint64_t anon_cost, file_cost;
	unsigned swappiness;
	int	 priority;
	enum scan_balance balance;
};
void scan_fractions(const struct scan_input *in,
		    uint64_t nr[NR_EVICTABLE_LRU_LISTS]);

#endif
