/*
 * kswapd - the daemon that keeps a node's zones above their high marks
 *
 * Source: mm/vmscan.c kswapd(), balance_pgdat(), wakeup_kswapd() (6.1).
 * PR6.5, PR8.11.
 */
#ifndef MM_KSWAPD_H
#define MM_KSWAPD_H

#include "mm/vmscan.h"

void wakeup_kswapd(struct machine *m, struct zone *z, gfp_t gfp,
		   unsigned order, enum zone_type highest);

/* One zone up to that type passes at its high mark (boost: none left). */
bool pgdat_balanced(const struct machine *m, unsigned node, unsigned order,
		    enum zone_type highest);

/* Its pair for mm/daemon.h: one slice is one cluster of 32, or one check. */
uint64_t kswapd_due(const struct machine *m);
void kswapd_slice(struct machine *m);

/* For the stage: "asleep", "reclaiming", "napping". */
const char *kswapd_state_name(const struct kswapd *k);

#endif
