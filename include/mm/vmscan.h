/*
 * vmscan - reclaim: which lists, how many pages of each, what becomes of each
 *
 * Source: mm/vmscan.c (6.1). PR8.1 to PR8.11. kswapd itself is mm/kswapd.h.
 */
#ifndef MM_VMSCAN_H
#define MM_VMSCAN_H

#include "mm/gfp.h"
#include "mm/lru.h"

enum { SWAP_CLUSTER_MAX = 32, DEF_PRIORITY = 12, MAX_RECLAIM_RETRIES = 16 };

/*
 * Direct reclaim for a request (PR8.10). Return: pages reclaimed; 0 = no
 * progress. Emits mm_vmscan_direct_reclaim_begin and _end.
 */
uint64_t try_to_free_pages(struct machine *m, gfp_t gfp, unsigned order,
			   uint32_t node);

/* Fill in the targets of one pass over a node's lists (PR8.2, PR8.3). */
void scan_prepare(struct machine *m, struct scan_control *s);
/*
 * One cluster (at most 32 pages of one list) of the pass (PR8.5).
 * Return: false when the pass is done.
 */
bool scan_cluster(struct machine *m, struct scan_control *s);

/* PR8.3, the arithmetic: sizes, costs -> pages to scan of each list. */
struct scan_input {
	uint64_t size[NR_EVICTABLE_LRU_LISTS];
	uint64_t anon_cost, file_cost;
	unsigned swappiness, priority;
	enum scan_balance balance;
};
void scan_fractions(const struct scan_input *in,
		    uint64_t nr[NR_EVICTABLE_LRU_LISTS]);
/* PR7.8 */
bool inactive_is_low(uint64_t inactive, uint64_t active);
/* Pages that reclaim could get from a zone (PR6.3 step 8). */
uint64_t zone_reclaimable_pages(const struct machine *m, const struct zone *z);

/*
 * madvise(MADV_PAGEOUT) and others: judge these pages (isolated by the caller
 * from their lists); what stays goes back. Return: pages freed.
 */
uint64_t reclaim_pages(struct machine *m, const pfn_t *pfns, unsigned nr);

#endif
