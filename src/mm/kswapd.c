#include "mm/kswapd.h"

#include "mm/compaction.h"
#include "mm/disk.h"
#include "mm/vmstat.h"

static const uint64_t nap_ns = 100000000;
static const uint64_t longest_pause_ns = 100000000;

static const char *const state_names[NR_KSWAPD_STATES] = {
	[DAEMON_ASLEEP] = "asleep", [KSWAPD_START] = "reclaiming",
	[KSWAPD_CHECK] = "reclaiming", [KSWAPD_SCAN] = "reclaiming",
	[KSWAPD_PAUSE] = "pausing", [KSWAPD_NAP] = "napping",
};

const char *kswapd_state_name(const struct kswapd *k)
{
	return k->state < NR_KSWAPD_STATES ? state_names[k->state] : "?";
}

static struct kswapd *kswapd_of(struct machine *m, unsigned node)
{
	return &m->s->node[node].kswapd;
}

static bool is_hopeless(const struct kswapd *k)
{
	return k->failures >= MAX_RECLAIM_RETRIES;
}

/* A zone of the node that may be balanced for that type; walks upwards. */
static struct zone *next_zone(struct machine *m, unsigned node,
			      uint32_t highest, unsigned *i)
{
	while (*i < m->s->nr_zones) {
		struct zone *z = zone_mut(m, (*i)++);

		if (z->node == node && z->type <= highest && z->managed)
			return z;
	}
	return NULL;
}

/* Zone that is balanced, lowest first; MAX_ZONES if none is. */
static unsigned balanced_zone(const struct machine *m, unsigned node,
			      unsigned order, uint32_t highest)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node == node && z->type <= highest && z->managed &&
		    zone_watermark(m, z, order, (enum zone_type)highest,
				   ALLOC_WMARK_HIGH).ok)
			return i;
	}
	return MAX_ZONES;
}

static bool has_zone(const struct machine *m, unsigned node, uint32_t highest)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node == node && z->type <= highest && z->managed)
			return true;
	}
	return false;
}

bool pgdat_balanced(const struct machine *m, unsigned node, unsigned order,
		    enum zone_type highest)
{
	return balanced_zone(m, node, order, highest) != MAX_ZONES ||
	       !has_zone(m, node, highest);
}

static bool watermark_boosted(struct machine *m, unsigned node,
			      uint32_t highest)
{
	unsigned i = 0;

	for (struct zone *z; (z = next_zone(m, node, highest, &i));)
		if (z->watermark_boost)
			return true;
	return false;
}

/*
 * Going to sleep and being woken
 */

/* PR8.8: what was met at the tails is no news any more. */
static void clear_congested(struct machine *m, unsigned node)
{
	struct lruvec *vec = &m->s->node[node].lruvec;

	vec->dirty = 0;
	vec->writeback = 0;
	vec->congested = 0;
}

/* Source: mm/vmscan.c prepare_kswapd_sleep() (6.1). */
static bool may_sleep(struct machine *m, unsigned node)
{
	const struct kswapd *k = kswapd_of(m, node);

	if (is_hopeless(k))
		return true;
	if (!pgdat_balanced(m, node, k->sleep_order,
			    (enum zone_type)k->run_zoneidx))
		return false;
	clear_congested(m, node);
	return true;
}

/* No sleep: the node is not balanced any more, or not yet. */
static uint64_t run_again(struct machine *m, unsigned node)
{
	vm_event_add(m, KSWAPD_HIGH_WMARK_HIT_QUICKLY, 1);
	kswapd_of(m, node)->state = KSWAPD_START;
	return 0;
}

/* Return: how long to nap. */
static uint64_t try_to_sleep(struct machine *m, unsigned node)
{
	if (!may_sleep(m, node))
		return run_again(m, node);
	kswapd_of(m, node)->state = KSWAPD_NAP;
	return nap_ns;
}

static uint64_t nap_over(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	unsigned nr;

	if (!may_sleep(m, node))
		return run_again(m, node);
	k->state = DAEMON_ASLEEP;
	m->s->kswapds_awake &= ~(1u << node);
	nr = balanced_zone(m, node, k->sleep_order, k->run_zoneidx);
	if (nr == MAX_ZONES)	/* hopeless */
		event_emit(m, EV_mm_vmscan_kswapd_sleep, node, 0, 0);
	else
		event_emit(m, EV_mm_vmscan_kswapd_sleep, node,
			   m->s->zone[nr].nr_free,
			   m->s->zone[nr].watermark[WMARK_HIGH] +
				   m->s->zone[nr].watermark_boost);
	return 0;
}

/* It is asked for more than it was told so far. */
static void note_request(struct kswapd *k, unsigned order,
			 enum zone_type highest)
{
	if (k->zoneidx <= highest)
		k->zoneidx = highest + 1;
	if (k->order < order)
		k->order = order;
}

void wakeup_kswapd(struct machine *m, struct zone *z, gfp_t gfp,
		   unsigned order, enum zone_type highest)
{
	struct kswapd *k = kswapd_of(m, z->node);

	if (!z->managed)
		return;
	note_request(k, order, highest);
	if (k->state != DAEMON_ASLEEP && k->state != KSWAPD_NAP)
		return;
	if (is_hopeless(k) || (pgdat_balanced(m, z->node, order, highest) &&
			       !watermark_boosted(m, z->node, highest)))
		return;
	if (k->state == KSWAPD_NAP) {
		/* too short a nap: the run before has not done asking */
		if (k->order < k->sleep_order)
			k->order = k->sleep_order;
		vm_event_add(m, KSWAPD_LOW_WMARK_HIT_QUICKLY, 1);
	}
	k->state = KSWAPD_START;
	k->next_ns = m->s->now_ns;
	m->s->kswapds_awake |= 1u << z->node;
	event_emit(m, EV_mm_vmscan_wakeup_kswapd, z->node, highest, order, gfp,
		   z->nr_free);
}

void wake_all_kswapds(struct machine *m, gfp_t gfp, unsigned order,
		      uint32_t node)
{
	enum zone_type highest = gfp_zone(gfp, (enum arch)m->s->arch);
	const struct node *n = &m->s->node[node];
	unsigned last = MAX_NODES;

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);

		if (z->type > highest || !z->managed || z->node == last)
			continue;
		last = z->node;
		wakeup_kswapd(m, z, gfp, order, highest);
	}
}

void kswapd_hold(struct machine *m, bool hold)
{
	for (unsigned i = 0; i < m->s->nr_nodes; i++) {
		struct kswapd *k = kswapd_of(m, i);

		k->held = hold;
		if (k->next_ns < m->s->now_ns)
			k->next_ns = m->s->now_ns;
	}
}

/*
 * A run
 */

/* The fast path of free_pages() keeps less on per-CPU lists meanwhile. */
static void set_reclaim_active(struct machine *m, unsigned node, bool active)
{
	const struct kswapd *k = kswapd_of(m, node);
	unsigned i = 0;

	for (struct zone *z; (z = next_zone(m, node, k->run_zoneidx, &i));)
		z->reclaim_active = active;
}

static void note_boosts(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	unsigned i = 0;

	k->nr_boost_reclaim = 0;
	for (unsigned type = 0; type < MAX_NR_ZONES; type++)
		k->boosts[type] = 0;
	for (struct zone *z; (z = next_zone(m, node, k->run_zoneidx, &i));) {
		k->boosts[z->type] = z->watermark_boost;
		k->nr_boost_reclaim += z->watermark_boost;
	}
	k->boosted = k->nr_boost_reclaim != 0;
}

static uint64_t start_run(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);

	k->run_order = k->order;
	if (k->zoneidx)
		k->run_zoneidx = k->zoneidx - 1;
	k->order = 0;
	k->zoneidx = 0;
	k->scan = (struct scan_control){
		.node = (uint8_t)node, .kswapd = 1, .gfp = GFP_KERNEL,
		.order = k->run_order, .reclaim_idx = k->run_zoneidx,
		.priority = DEF_PRIORITY,
	};
	note_boosts(m, node);
	set_reclaim_active(m, node, true);
	vm_event_add(m, PAGEOUTRUN, 1);
	k->state = KSWAPD_CHECK;
	event_emit(m, EV_mm_vmscan_kswapd_wake, node, k->run_zoneidx,
		   k->run_order);
	return 0;
}

static void drop_boosts(struct machine *m, unsigned node)
{
	const struct kswapd *k = kswapd_of(m, node);
	unsigned i = 0;

	for (struct zone *z; (z = next_zone(m, node, k->run_zoneidx, &i));)
		z->watermark_boost -= z->watermark_boost < k->boosts[z->type] ?
					      z->watermark_boost :
					      k->boosts[z->type];
}

/*
 * A run for a large block that ended with single pages may sleep with them:
 * the block is compaction's business.
 */
static uint64_t end_run(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);

	set_reclaim_active(m, node, false);
	if (k->boosted)
		drop_boosts(m, node);
	snapshot_refaults(m, node);
	k->sleep_order = k->scan.order;
	if (k->scan.order == k->run_order) {
		k->sleep_order = k->order;
		if (k->zoneidx)
			k->run_zoneidx = k->zoneidx - 1;
	}
	return try_to_sleep(m, node);
}

static uint64_t run_failed(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);

	if (!k->scan.nr_reclaimed)
		k->failures++;
	return end_run(m, node);
}

static uint64_t pages_wanted(struct machine *m, unsigned node)
{
	const struct kswapd *k = kswapd_of(m, node);
	uint64_t sum = 0;
	unsigned i = 0;

	for (struct zone *z; (z = next_zone(m, node, k->run_zoneidx, &i));) {
		uint64_t high = z->watermark[WMARK_HIGH] + z->watermark_boost;

		sum += high > SWAP_CLUSTER_MAX ? high : SWAP_CLUSTER_MAX;
	}
	return sum;
}

/* The head of balance_pgdat()'s loop. */
static uint64_t check(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	struct scan_control *s = &k->scan;
	bool balanced = pgdat_balanced(m, node, s->order,
				       (enum zone_type)k->run_zoneidx);

	if (balanced && !k->nr_boost_reclaim)
		return end_run(m, node);
	if (!balanced && k->nr_boost_reclaim) {
		/* not the boost, the mark itself: begin anew */
		k->nr_boost_reclaim = 0;
		s->priority = DEF_PRIORITY;
	}
	s->may_writepage = !k->nr_boost_reclaim ||
			   s->priority < DEF_PRIORITY - 2;
	s->may_swap = !k->nr_boost_reclaim;
	age_anon(m, s);
	s->nr_scanned = 0;
	s->nr_to_reclaim = pages_wanted(m, node);
	k->reclaimed = s->nr_reclaimed;
	k->state = KSWAPD_SCAN;
	pass_begin(m, s);
	return 0;
}

/* Is it to be tried harder? Return: false if there is no harder. */
static bool next_priority(struct kswapd *k)
{
	struct scan_control *s = &k->scan;
	uint64_t reclaimed = s->nr_reclaimed - k->reclaimed;
	bool gentle = k->nr_boost_reclaim && s->priority == DEF_PRIORITY - 2;

	k->nr_boost_reclaim -= reclaimed < k->nr_boost_reclaim ?
				       reclaimed : k->nr_boost_reclaim;
	if (k->nr_boost_reclaim && !reclaimed)
		return false;
	if (!reclaimed || (!gentle && s->nr_scanned < s->nr_to_reclaim))
		s->priority--;
	return s->priority >= 1;
}

/* The rest of balance_pgdat()'s loop, after shrink_node(). */
static uint64_t pass_over(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	struct scan_control *s = &k->scan;
	uint64_t immediate = s->nr_immediate;

	if (pass_end(m, s)) {
		pass_begin(m, s);
		return 0;
	}
	if (s->order && s->nr_reclaimed >= compact_gap(s->order))
		s->order = 0;
	if (!next_priority(k))
		return run_failed(m, node);
	k->state = KSWAPD_CHECK;
	if (immediate) {
		k->state = KSWAPD_PAUSE;
		k->written = m->s->node[node].stat[NR_WRITTEN];
		k->pause_end_ns = k->next_ns + longest_pause_ns;
	}
	return 0;
}

/* One cluster; then it waits if the disk has no room for more. */
static uint64_t scan(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	uint64_t room;

	if (!scan_cluster(m, &k->scan))
		return pass_over(m, node);
	room = disk_write_room_ns(m, true);
	return room > k->next_ns ? room - k->next_ns : 0;
}

/* Until the disk has written a cluster. Source: reclaim_throttle(). */
static uint64_t pause(struct machine *m, unsigned node)
{
	struct kswapd *k = kswapd_of(m, node);
	uint64_t written = m->s->node[node].stat[NR_WRITTEN] - k->written;
	uint64_t due = disk_due(m);

	if (written <= SWAP_CLUSTER_MAX && due != NEVER_NS &&
	    due < k->pause_end_ns)
		return due > k->next_ns ? due - k->next_ns : 0;
	k->state = KSWAPD_CHECK;
	return 0;
}

/* Each does one thing. Return: how long to wait beyond what it took, ns. */
static uint64_t (*const steps[NR_KSWAPD_STATES])(struct machine *m,
						  unsigned node) = {
	[KSWAPD_START] = start_run, [KSWAPD_CHECK] = check,
	[KSWAPD_SCAN] = scan, [KSWAPD_PAUSE] = pause, [KSWAPD_NAP] = nap_over,
};

/* Node whose daemon is due first; MAX_NODES if all sleep or are held. */
static unsigned first_node(const struct machine *m)
{
	unsigned first = MAX_NODES;

	for (unsigned i = 0; i < m->s->nr_nodes; i++) {
		const struct kswapd *k = &m->s->node[i].kswapd;

		if (k->state == DAEMON_ASLEEP || k->held)
			continue;
		if (first == MAX_NODES ||
		    k->next_ns < m->s->node[first].kswapd.next_ns)
			first = i;
	}
	return first;
}

uint64_t kswapd_due(const struct machine *m)
{
	unsigned node = first_node(m);

	return node == MAX_NODES ? NEVER_NS : m->s->node[node].kswapd.next_ns;
}

void kswapd_slice(struct machine *m)
{
	unsigned node = first_node(m);
	struct kswapd *k;
	uint64_t more;

	if (node == MAX_NODES)
		return;
	k = kswapd_of(m, node);
	/* on the only CPU it cannot have run already */
	if (m->s->nr_cpus == 1 && k->next_ns < m->s->now_ns)
		k->next_ns = m->s->now_ns;
	more = steps[k->state](m, node);
	k->next_ns += m->s->slice_ns + more;
}
