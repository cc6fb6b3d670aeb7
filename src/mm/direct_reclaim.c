#include "mm/direct_reclaim.h"

#include "mm/compaction.h"
#include "mm/daemon.h"
#include "mm/disk.h"
#include "mm/kswapd.h"
#include "mm/vmstat.h"

/* A clock tick of the kernel, 1/250 s: the shortest nap of a task. */
static const uint64_t jiffy_ns = 4000000;

/*
 * So little is free that only kswapd may touch it: half of the min marks of
 * the zones that it can do something about.
 *
 * Source: mm/vmscan.c allow_direct_reclaim() (6.1).
 */
static bool allow_direct_reclaim(const struct machine *m, unsigned node)
{
	const struct kswapd *k = &m->s->node[node].kswapd;
	uint64_t reserve = 0, free = 0;

	if (k->failures >= MAX_RECLAIM_RETRIES || k->held)
		return true;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node != node || z->type > ZONE_NORMAL || !z->managed ||
		    !zone_reclaimable_pages(m, z))
			continue;
		reserve += z->watermark[WMARK_MIN] + z->watermark_boost;
		free += z->nr_free;
	}
	return !reserve || free > reserve / 2;
}

/* The first zone of the node's zonelist up to Normal; NULL if there is none. */
static struct zone *throttling_zone(struct machine *m, uint32_t node,
				    uint32_t reclaim_idx)
{
	const struct node *n = &m->s->node[node];

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);

		if (z->type <= ZONE_NORMAL && z->type <= reclaim_idx)
			return z;
	}
	return NULL;
}

/*
 * The task waits until kswapd has freed something.
 *
 * Source: mm/vmscan.c throttle_direct_reclaim() (6.1).
 */
static void throttle(struct machine *m, const struct scan_control *s)
{
	const uint64_t longest_ns = 250 * jiffy_ns;
	struct zone *z = throttling_zone(m, s->node, s->reclaim_idx);
	uint64_t until = s->gfp & GFP_BIT_FS ? NEVER_NS :
					       m->s->now_ns + longest_ns;

	if (!z || allow_direct_reclaim(m, z->node))
		return;
	vm_event_add(m, PGSCAN_DIRECT_THROTTLE, 1);
	wakeup_kswapd(m, z, s->gfp, 0, ZONE_NORMAL);
	while (!allow_direct_reclaim(m, z->node) &&
	       kswapd_due(m) != NEVER_NS && wait_slice(m, until))
		;
}

/* Most of what could be reclaimed is dirty: then a nap may help. */
static bool much_write_pending(const struct machine *m, unsigned node)
{
	uint64_t reclaimable = 0, pending = 0;

	if (m->s->node[node].kswapd.failures >= MAX_RECLAIM_RETRIES)
		return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node != node || !z->managed)
			continue;
		reclaimable += zone_reclaimable_pages(m, z);
		pending += z->nr_write_pending;
	}
	return 2 * pending > reclaimable;
}

/* Source: mm/vmscan.c reclaim_throttle() (6.1), no progress or congested. */
static void nap(struct machine *m, unsigned node)
{
	if (much_write_pending(m, node))
		wait_until(m, m->s->now_ns + jiffy_ns);
}

/* Source: mm/vmscan.c shrink_node() (6.1). */
static void shrink_node(struct machine *m, struct scan_control *s)
{
	do {
		pass_begin(m, s);
		while (scan_cluster(m, s))
			wait_until(m, disk_write_room_ns(m, false));
		if (m->s->node[s->node].lruvec.congested)
			nap(m, s->node);
	} while (pass_end(m, s));
}

/*
 * Enough is free for compaction, with a buffer: nothing to do here.
 *
 * Source: mm/vmscan.c compaction_ready() (6.1).
 */
static bool compaction_ready(const struct machine *m, const struct zone *z,
			     const struct scan_control *s)
{
	enum zone_type highest = (enum zone_type)s->reclaim_idx;

	if (s->order <= PAGE_ALLOC_COSTLY_ORDER)
		return false;
	return watermark_ok_above(m, z, s->order, highest, WMARK_MIN, 0) ||
	       watermark_ok_above(m, z, 0, highest, WMARK_HIGH,
				  compact_gap(s->order));
}

/* Each node of the zonelist once. Source: mm/vmscan.c shrink_zones() (6.1). */
static void shrink_zones(struct machine *m, struct scan_control *s,
			 uint32_t node)
{
	const struct node *n = &m->s->node[node];
	unsigned first = MAX_NODES, last = MAX_NODES;

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		const struct zone *z = &m->s->zone[n->zonelist[i]];

		if (z->type > s->reclaim_idx)
			continue;
		if (compaction_ready(m, z, s)) {
			s->compaction_ready = 1;
			continue;
		}
		if (first == MAX_NODES)
			first = z->node;
		if (z->node == last)
			continue;
		last = z->node;
		s->node = z->node;
		shrink_node(m, s);
	}
	if (first != MAX_NODES && s->priority == 1 && !s->nr_reclaimed)
		nap(m, first);
}

/* The zone of that type counts the stall, populated or not. */
static void count_stall(struct machine *m, uint32_t node, uint32_t type)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == node && m->s->zone[i].type == type)
			zone_mut(m, i)->allocstall++;
}

/* All priorities, until the goal is reached. */
static void try_priorities(struct machine *m, struct scan_control *s,
			   uint32_t node)
{
	count_stall(m, node, s->reclaim_idx);
	for (s->priority = DEF_PRIORITY; s->priority >= 0; s->priority--) {
		s->nr_scanned = 0;
		shrink_zones(m, s, node);
		if (s->nr_reclaimed >= s->nr_to_reclaim || s->compaction_ready)
			break;
	}
	for (unsigned i = 0; i < m->s->nr_nodes; i++)
		snapshot_refaults(m, i);
}

/* Source: mm/vmscan.c do_try_to_free_pages() (6.1). */
static uint64_t do_try_to_free_pages(struct machine *m, struct scan_control *s,
				     uint32_t node)
{
	try_priorities(m, s, node);
	if (!s->nr_reclaimed && !s->compaction_ready && s->skipped_deactivate) {
		s->force_deactivate = 1;
		s->skipped_deactivate = 0;
		try_priorities(m, s, node);
	}
	return s->nr_reclaimed ? s->nr_reclaimed : s->compaction_ready;
}

uint64_t try_to_free_pages(struct machine *m, gfp_t gfp, unsigned order,
			   uint32_t node)
{
	struct scan_control s = {
		.nr_to_reclaim = SWAP_CLUSTER_MAX, .gfp = gfp, .order = order,
		.reclaim_idx = gfp_zone(gfp, (enum arch)m->s->arch),
		.node = (uint8_t)node, .may_writepage = 1, .may_swap = 1,
	};
	uint64_t reclaimed;

	throttle(m, &s);
	event_emit(m, EV_mm_vmscan_direct_reclaim_begin, order, gfp);
	reclaimed = do_try_to_free_pages(m, &s, node);
	event_emit(m, EV_mm_vmscan_direct_reclaim_end, reclaimed);
	return reclaimed;
}
