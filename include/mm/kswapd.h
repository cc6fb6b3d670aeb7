/*
 * kswapd - the daemon that keeps a node's zones above their high marks
 *
 * run    from a wake-up until a zone is above its high mark, or all
 *        priorities are through
 * nap    0.1 s after a run: if the node stays balanced, kswapd falls asleep
 * pause  all that it meets is on its way to a disk: it lets the disk work
 *
 * Source: mm/vmscan.c kswapd(), balance_pgdat(), kswapd_try_to_sleep(),
 * wakeup_kswapd() (6.1). PR6.5, PR8.11. Left out: kcompactd, whom it wakes.
 */
#ifndef MM_KSWAPD_H
#define MM_KSWAPD_H

#include "mm/vmscan.h"

/* kswapd.state, when it is not DAEMON_ASLEEP */
enum {
	KSWAPD_START = DAEMON_ASLEEP + 1,	/* a run begins */
	KSWAPD_CHECK,		/* a pass is to begin, if it is wanted */
	KSWAPD_SCAN,
	KSWAPD_PAUSE,
	KSWAPD_NAP,
	NR_KSWAPD_STATES,
};

/*
 * A request for that zone type found `z` below its low mark. Emits
 * mm_vmscan_wakeup_kswapd if somebody was there to be woken.
 */
void wakeup_kswapd(struct machine *m, struct zone *z, gfp_t gfp,
		   unsigned order, enum zone_type highest);
/* Those of all nodes that the request may go to, once a node. */
void wake_all_kswapds(struct machine *m, gfp_t gfp, unsigned order,
		      uint32_t node);

/* One zone up to that type passes at its high mark (boost: none left). */
bool pgdat_balanced(const struct machine *m, unsigned node, unsigned order,
		    enum zone_type highest);

/* Its pair for mm/daemon.h: one slice is one cluster of 32, or one check. */
uint64_t kswapd_due(const struct machine *m);
void kswapd_slice(struct machine *m);

/* A scenario keeps it from running, or lets it go on. */
void kswapd_hold(struct machine *m, bool hold);

/* For the stage: "asleep", "reclaiming", "napping", "pausing". */
const char *kswapd_state_name(const struct kswapd *k);

#endif
