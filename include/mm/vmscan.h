/*
 * vmscan - reclaim: which lists, how many pages of each, in which order
 *
 * pass      the lists of a node, once, at one priority
 * round     of a pass: a cluster of each list
 * cluster   at most 32 pages of one list, from its tail; what becomes of each
 *           is mm/reclaim.h
 * priority  12 to 0: a pass looks at 1 / 2^priority of a list
 *
 * Source: mm/vmscan.c (6.1). PR8.1 to PR8.12. kswapd itself is mm/kswapd.h.
 */
#ifndef MM_VMSCAN_H
#define MM_VMSCAN_H

#include "mm/gfp.h"
#include "mm/reclaim.h"
#include "mm/scan_count.h"

enum { DEF_PRIORITY = 12, MAX_RECLAIM_RETRIES = 16 };

/*
 * A pass: begin it (PR8.2, PR8.3), do one cluster of it (PR8.5), end it.
 * scan_cluster() returns false when there is nothing left to do; pass_end()
 * whether the pass is to be repeated (PR8.12).
 */
void pass_begin(struct machine *m, struct scan_control *s);
bool scan_cluster(struct machine *m, struct scan_control *s);
bool pass_end(struct machine *m, struct scan_control *s);

/* Would a page of an active list stay there if it was looked at now? */
bool would_stay_active(const struct machine *m, pfn_t pfn);

/* A cluster of active anonymous pages moves down if few are below (PR8.11). */
void age_anon(struct machine *m, struct scan_control *s);

/*
 * madvise(MADV_PAGEOUT) and others: judge these pages (isolated by the caller
 * from their lists); what stays goes back. Return: pages freed.
 */
uint64_t reclaim_pages(struct machine *m, const pfn_t *pfns, unsigned nr);

/*
 * A scenario wants nr pages of the node judged, each once, from the tails of
 * its inactive lists, whatever the marks say: those of files first, then, if a
 * swap slot is free, anonymous ones. Their fates are those of PR8.7; the active
 * lists are left alone. The phase WORK_RECLAIM; the result is the number of
 * pages freed. The kernel's nearest: a write to memory.reclaim of a cgroup,
 * which is counted as direct reclaim, too.
 */
void judge_tails_begin(struct machine *m, unsigned node, uint64_t nr);
bool judge_tails_step(struct machine *m, unsigned *budget);
void judge_tails_after(struct machine *m);

#endif
