#include "mm/scan_count.h"

#include "mm/clock.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"
#include "mm/watermark.h"

bool inactive_is_low(uint64_t inactive, uint64_t active)
{
	uint64_t gib = (inactive + active) >> (30 - PAGE_SHIFT);
	uint64_t ratio = 1;

	while (gib && (ratio + 1) * (ratio + 1) <= 10 * gib)
		ratio++;
	return inactive * ratio < active;
}

bool inactive_list_is_low(const struct machine *m, unsigned node,
			  enum lru_list inactive)
{
	return inactive_is_low(lru_size(m, node, inactive),
			       lru_size(m, node, inactive + 1));
}

/* Source: mm/vmscan.c zone_reclaimable_pages() (6.1.192). */
uint64_t zone_reclaimable_pages(const struct machine *m, const struct zone *z)
{
	uint64_t nr = z->nr_lru[LRU_INACTIVE_FILE] + z->nr_lru[LRU_ACTIVE_FILE];

	if (m->s->nr_swap_pages)
		nr += z->nr_lru[LRU_INACTIVE_ANON] + z->nr_lru[LRU_ACTIVE_ANON];
	return nr ? nr : z->nr_free;
}

void snapshot_refaults(struct machine *m, unsigned node)
{
	struct node *n = &m->s->node[node];

	n->lruvec.refaults[0] = n->stat[WORKINGSET_ACTIVATE_ANON];
	n->lruvec.refaults[1] = n->stat[WORKINGSET_ACTIVATE_FILE];
}

static bool may_deactivate(const struct machine *m, unsigned node, bool file)
{
	const struct node *n = &m->s->node[node];
	enum lru_list lru = file ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;

	return n->stat[WORKINGSET_ACTIVATE_ANON + file] !=
		       n->lruvec.refaults[file] ||
	       inactive_list_is_low(m, node, lru);
}

/* Would the files' pages, all of them, not even reach the high marks? */
static bool file_is_tiny(const struct machine *m, unsigned node)
{
	uint64_t have = lru_size(m, node, LRU_ACTIVE_FILE) +
			lru_size(m, node, LRU_INACTIVE_FILE);
	uint64_t high = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node != node || !z->managed)
			continue;
		have += z->nr_free;
		high += z->watermark[WMARK_HIGH] + z->watermark_boost;
	}
	return have <= high;
}

/* PR8.2. Source: mm/vmscan.c prepare_scan_count() (6.1). */
void prepare_scan_count(const struct machine *m, struct scan_control *s)
{
	unsigned node = s->node;

	s->may_deactivate = 0;
	if (s->force_deactivate || may_deactivate(m, node, false))
		s->may_deactivate |= DEACTIVATE_ANON;
	if (s->force_deactivate || may_deactivate(m, node, true))
		s->may_deactivate |= DEACTIVATE_FILE;
	s->cache_trim_mode =
		lru_size(m, node, LRU_INACTIVE_FILE) >> s->priority &&
		!(s->may_deactivate & DEACTIVATE_FILE);
	s->file_is_tiny =
		!(s->may_deactivate & DEACTIVATE_ANON) &&
		lru_size(m, node, LRU_INACTIVE_ANON) >> s->priority &&
		file_is_tiny(m, node);
}

/* PR8.3, the first rule that applies. */
static enum scan_balance scan_balance(const struct machine *m,
				      const struct scan_control *s)
{
	if (!s->may_swap || !m->s->nr_swap_pages)
		return SCAN_FILE;
	if (!s->priority && m->s->sysctl[SYSCTL_swappiness])
		return SCAN_EQUAL;
	if (s->file_is_tiny)
		return SCAN_ANON;
	if (s->cache_trim_mode)
		return SCAN_FILE;
	return SCAN_FRACT;
}

void scan_fractions(const struct scan_input *in,
		    uint64_t nr[NR_EVICTABLE_LRU_LISTS])
{
	uint64_t total = in->anon_cost + in->file_cost;
	uint64_t anon = total + in->anon_cost;
	uint64_t file = total + in->file_cost;
	uint64_t part[2];

	total = anon + file;
	part[0] = in->swappiness * (total + 1) / (anon + 1);
	part[1] = (200 - in->swappiness) * (total + 1) / (file + 1);
	for (unsigned i = 0; i < NR_EVICTABLE_LRU_LISTS; i++) {
		bool is_file = is_file_lru((enum lru_list)i);
		uint64_t scan = in->size[i] >> in->priority;

		if (in->balance == SCAN_FRACT)
			scan = scan * part[is_file] / (part[0] + part[1]);
		else if (in->balance == (is_file ? SCAN_ANON : SCAN_FILE))
			scan = 0;
		nr[i] = scan;
	}
}

/* Pages of a list in the zones that are wanted. */
static uint64_t lruvec_lru_size(const struct machine *m,
				const struct scan_control *s, enum lru_list lru)
{
	uint64_t size = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node == s->node && z->type <= s->reclaim_idx)
			size += z->nr_lru[lru];
	}
	return size;
}

/* Source: mm/vmscan.c get_scan_count() (6.1). */
void get_scan_count(struct machine *m, struct scan_control *s)
{
	const struct lruvec *vec = &m->s->node[s->node].lruvec;
	struct scan_input in = {
		.anon_cost = vec->anon_cost, .file_cost = vec->file_cost,
		.swappiness = (unsigned)m->s->sysctl[SYSCTL_swappiness],
		.priority = s->priority, .balance = scan_balance(m, s),
	};
	uint64_t any = 0;

	for (unsigned i = 0; i < NR_EVICTABLE_LRU_LISTS; i++)
		in.size[i] = lruvec_lru_size(m, s, (enum lru_list)i);
	scan_fractions(&in, s->nr);
	for (unsigned i = 0; i < NR_EVICTABLE_LRU_LISTS; i++) {
		s->targets[i] = s->nr[i];
		any += s->nr[i];
	}
	clock_pass(m, COST_scan_pass);
	if (any)
		event_emit(m, EV_get_scan_count, in.balance, s->priority,
			   s->nr[LRU_INACTIVE_ANON] + s->nr[LRU_ACTIVE_ANON],
			   s->nr[LRU_INACTIVE_FILE] + s->nr[LRU_ACTIVE_FILE],
			   in.swappiness);
}
