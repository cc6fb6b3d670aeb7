#include "mm/vmscan.h"

#include "mm/clock.h"
#include "mm/compaction.h"
#include "mm/rmap.h"
#include "mm/shrinker.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

/* The pages of one cluster on their way from a list and back. */
struct cluster {
	enum lru_list lru;
	bool	      file;
	uint64_t      nr_scanned;	/* those of other zones too */
	unsigned      nr_taken;
	pfn_t	      page[SWAP_CLUSTER_MAX];
};

static inline bool is_active_lru(enum lru_list lru)
{
	return lru == LRU_ACTIVE_ANON || lru == LRU_ACTIVE_FILE;
}

/*
 * Taking pages from a list
 */

/* It is met, but lies above the zones that are wanted: to the head. */
static void skip_page(struct machine *m, pfn_t pfn)
{
	zone_mut(m, frame_zone(frame_at(m, pfn)))->pgskip++;
	get_page(m, pfn);
	lruvec_del(m, pfn);
	lruvec_add(m, pfn);
}

/* PR8.6. Source: mm/vmscan.c isolate_lru_folios() (6.1). */
static void isolate_pages(struct machine *m, const struct scan_control *s,
			  enum lru_list lru, uint64_t wanted,
			  struct cluster *c)
{
	uint64_t left = lru_size(m, s->node, lru);

	*c = (struct cluster){ .lru = lru, .file = is_file_lru(lru) };
	for (; left && c->nr_taken < wanted; left--) {
		pfn_t pfn = lru_tail(m, s->node, lru);
		unsigned zone = frame_zone(frame_at(m, pfn));

		c->nr_scanned++;
		if (m->s->zone[zone].type > s->reclaim_idx) {
			skip_page(m, pfn);
			continue;
		}
		get_page(m, pfn);
		lruvec_del(m, pfn);
		c->page[c->nr_taken++] = pfn;
	}
	node_stat_add(m, s->node, NR_ISOLATED_ANON + c->file, c->nr_taken);
	event_emit(m, EV_mm_vmscan_lru_isolate, lru, wanted, c->nr_scanned,
		   c->nr_scanned - c->nr_taken, c->nr_taken);
}

/*
 * The active lists
 */

/* Executable code that was used makes one more round on top. */
static bool is_used_code(const struct frame *f, unsigned young,
			 uint32_t vm_flags)
{
	return young && (vm_flags & VM_EXEC) && page_is_file_lru(f);
}

static bool stays_active(struct machine *m, pfn_t pfn)
{
	uint32_t vm_flags = 0;
	unsigned young = page_referenced(m, pfn, &vm_flags);

	return is_used_code(frame_at(m, pfn), young, vm_flags);
}

bool would_stay_active(const struct machine *m, pfn_t pfn)
{
	uint32_t vm_flags = 0;
	unsigned young = page_referenced_look(m, pfn, &vm_flags);

	return is_used_code(frame_at(m, pfn), young, vm_flags);
}

static void move_down(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	f->flags &= ~PG_ACTIVE;
	f->flags |= PG_WORKINGSET;
}

/* PR7.7. Source: mm/vmscan.c shrink_active_list() (6.1). */
static void shrink_active_list(struct machine *m, struct scan_control *s,
			       enum lru_list lru, uint64_t nr_to_scan)
{
	pfn_t up[SWAP_CLUSTER_MAX], down[SWAP_CLUSTER_MAX];
	unsigned nr_up = 0, nr_down = 0;
	struct cluster c;

	lru_add_drain(m);
	isolate_pages(m, s, lru, nr_to_scan, &c);
	vm_event_add(m, PGREFILL, c.nr_scanned);
	clock_pass_times(m, COST_scan_page, c.nr_taken);
	for (unsigned i = 0; i < c.nr_taken; i++) {
		if (!page_evictable(frame_at(m, c.page[i]))) {
			putback_pages(m, &c.page[i], 1);
		} else if (stays_active(m, c.page[i])) {
			up[nr_up++] = c.page[i];
		} else {
			move_down(m, c.page[i]);
			down[nr_down++] = c.page[i];
		}
	}
	putback_pages(m, up, nr_up);
	vm_event_add(m, PGDEACTIVATE, putback_pages(m, down, nr_down));
	node_stat_add(m, s->node, NR_ISOLATED_ANON + c.file,
		      -(int64_t)c.nr_taken);
	event_emit(m, EV_mm_vmscan_lru_shrink_active, lru, c.nr_taken, nr_down,
		   nr_up, s->priority);
}

void age_anon(struct machine *m, struct scan_control *s)
{
	if (m->s->total_swap_pages &&
	    inactive_list_is_low(m, s->node, LRU_INACTIVE_ANON))
		shrink_active_list(m, s, LRU_ACTIVE_ANON, SWAP_CLUSTER_MAX);
}

/*
 * The inactive lists
 */

/* One task alone never isolates more than it may, but it may wait for I/O. */
static bool too_many_isolated(const struct machine *m,
			      const struct scan_control *s, bool file)
{
	const uint64_t *stat = m->s->node[s->node].stat;
	uint64_t inactive = stat[file ? NR_INACTIVE_FILE : NR_INACTIVE_ANON];
	const gfp_t full = GFP_BIT_IO | GFP_BIT_FS;

	if (s->kswapd)
		return false;
	if ((s->gfp & full) == full)
		inactive >>= 3;
	return stat[NR_ISOLATED_ANON + file] > inactive;
}

static void count_scanned(struct machine *m, const struct scan_control *s,
			  const struct cluster *c)
{
	vm_event_add(m, s->kswapd ? PGSCAN_KSWAPD : PGSCAN_DIRECT,
		     c->nr_scanned);
	vm_event_add(m, c->file ? PGSCAN_FILE : PGSCAN_ANON, c->nr_scanned);
}

static void count_reclaimed(struct machine *m, struct scan_control *s,
			    const struct cluster *c,
			    const struct reclaim_stat *stat)
{
	vm_event_add(m, s->kswapd ? PGSTEAL_KSWAPD : PGSTEAL_DIRECT,
		     stat->nr_reclaimed);
	vm_event_add(m, c->file ? PGSTEAL_FILE : PGSTEAL_ANON,
		     stat->nr_reclaimed);
	s->pass_reclaimed += stat->nr_reclaimed;
	s->nr_dirty += stat->nr_dirty;
	s->nr_unqueued_dirty += stat->nr_unqueued_dirty;
	s->nr_congested += stat->nr_congested;
	s->nr_writeback += stat->nr_writeback;
	s->nr_immediate += stat->nr_immediate;
	s->nr_taken += c->nr_taken;
	s->nr_file_taken += c->file ? c->nr_taken : 0;
}

/* PR8.6. Source: mm/vmscan.c shrink_inactive_list() (6.1). */
static void shrink_inactive_list(struct machine *m, struct scan_control *s,
				 enum lru_list lru, uint64_t nr_to_scan)
{
	struct reclaim_stat stat;
	struct cluster c;
	unsigned left;

	if (too_many_isolated(m, s, is_file_lru(lru)))
		return;
	lru_add_drain(m);
	isolate_pages(m, s, lru, nr_to_scan, &c);
	count_scanned(m, s, &c);
	if (!c.nr_taken)
		return;
	left = shrink_page_list(m, s, c.page, c.nr_taken, &stat);
	putback_pages(m, c.page, left);
	node_stat_add(m, s->node, NR_ISOLATED_ANON + c.file,
		      -(int64_t)c.nr_taken);
	count_reclaimed(m, s, &c, &stat);
	lru_note_cost(m, s->node, c.file, stat.nr_pageout);
	if (stat.nr_unqueued_dirty == c.nr_taken)
		wakeup_flusher(m, WB_REASON_VMSCAN);
	event_emit(m, EV_mm_vmscan_lru_shrink_inactive, lru, c.nr_scanned,
		   stat.nr_reclaimed, stat.nr_activate, s->priority);
}

static void shrink_list(struct machine *m, struct scan_control *s,
			enum lru_list lru, uint64_t nr_to_scan)
{
	unsigned kind = is_file_lru(lru) ? DEACTIVATE_FILE : DEACTIVATE_ANON;

	if (!is_active_lru(lru))
		shrink_inactive_list(m, s, lru, nr_to_scan);
	else if (s->may_deactivate & kind)
		shrink_active_list(m, s, lru, nr_to_scan);
	else
		s->skipped_deactivate = 1;
}

/*
 * A pass
 */

void pass_begin(struct machine *m, struct scan_control *s)
{
	s->nr_dirty = 0;
	s->nr_unqueued_dirty = 0;
	s->nr_congested = 0;
	s->nr_writeback = 0;
	s->nr_immediate = 0;
	s->nr_taken = 0;
	s->nr_file_taken = 0;
	s->pass_reclaimed = 0;
	s->reclaimed_before = s->nr_reclaimed;
	s->list = 0;
	prepare_scan_count(m, s);
	get_scan_count(m, s);
}

/* So many pages of a pair of lists, or less: as far as the other kind came. */
static void trim(struct scan_control *s, enum lru_list lru, uint64_t percent)
{
	uint64_t scanned = s->targets[lru] - s->nr[lru];
	uint64_t goal = s->targets[lru] * (100 - percent) / 100;

	s->nr[lru] = goal > scanned ? goal - scanned : 0;
}

/*
 * The goal is reached. The kind with less to do stops; the other one goes on
 * until it has been scanned as far in proportion.
 *
 * Source: mm/vmscan.c shrink_lruvec() (6.1).
 */
static void adjust_targets(struct scan_control *s)
{
	uint64_t anon = s->nr[LRU_INACTIVE_ANON] + s->nr[LRU_ACTIVE_ANON];
	uint64_t file = s->nr[LRU_INACTIVE_FILE] + s->nr[LRU_ACTIVE_FILE];
	enum lru_list less = file > anon ? LRU_INACTIVE_ANON : LRU_INACTIVE_FILE;
	enum lru_list more = file > anon ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
	uint64_t target = s->targets[less] + s->targets[less + 1] + 1;
	uint64_t percent = (file > anon ? anon : file) * 100 / target;

	s->nr[less] = 0;
	s->nr[less + 1] = 0;
	if (!anon || !file)
		percent = 100;	/* nothing of the other kind either */
	trim(s, more, percent);
	trim(s, more + 1, percent);
}

/* Direct reclaim does all of its first pass: kswapd is behind, it seems. */
static bool goal_reached(const struct scan_control *s)
{
	return s->pass_reclaimed >= s->nr_to_reclaim &&
	       (s->kswapd || s->priority < DEF_PRIORITY);
}

/* A list whose only work left is to move down does not keep a pass going. */
static bool round_wanted(const struct scan_control *s)
{
	return s->nr[LRU_INACTIVE_ANON] || s->nr[LRU_ACTIVE_FILE] ||
	       s->nr[LRU_INACTIVE_FILE];
}

bool scan_cluster(struct machine *m, struct scan_control *s)
{
	uint64_t nr = 0;
	enum lru_list lru = LRU_INACTIVE_ANON;

	while (!nr) {
		if (s->list == NR_EVICTABLE_LRU_LISTS) {
			s->list = 0;
			if (goal_reached(s))
				adjust_targets(s);
		}
		if (s->list == 0 && !round_wanted(s))
			return false;
		lru = (enum lru_list)s->list++;
		nr = s->nr[lru] < SWAP_CLUSTER_MAX ? s->nr[lru] :
						     SWAP_CLUSTER_MAX;
	}
	s->nr[lru] -= nr;
	shrink_list(m, s, lru, nr);
	return true;
}

/* PR8.8: what kswapd has met says whether it may write files itself. */
static void note_congestion(struct machine *m, const struct scan_control *s)
{
	struct lruvec *vec = &m->s->node[s->node].lruvec;

	if (s->nr_writeback && s->nr_writeback == s->nr_taken)
		vec->writeback = 1;
	if (s->nr_unqueued_dirty == s->nr_file_taken)
		vec->dirty = 1;
	if (s->nr_dirty && s->nr_dirty == s->nr_congested)
		vec->congested = 1;
}

/* PR8.12. Source: mm/vmscan.c should_continue_reclaim() (6.1). */
static bool should_continue(const struct machine *m,
			    const struct scan_control *s)
{
	uint64_t inactive = lru_size(m, s->node, LRU_INACTIVE_FILE);

	if (!s->order || (s->order <= PAGE_ALLOC_COSTLY_ORDER &&
			  s->priority >= DEF_PRIORITY - 2))
		return false;
	if (s->nr_reclaimed == s->reclaimed_before)
		return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->node == s->node && z->managed &&
		    z->type <= s->reclaim_idx &&
		    compaction_suitable(m, z, s->order,
					(enum zone_type)s->reclaim_idx))
			return false;
	}
	if (m->s->nr_swap_pages)
		inactive += lru_size(m, s->node, LRU_INACTIVE_ANON);
	return inactive > compact_gap(s->order);
}

/* The end of shrink_lruvec(), shrink_slab(), and of shrink_node(). */
bool pass_end(struct machine *m, struct scan_control *s)
{
	struct node *n = &m->s->node[s->node];

	s->nr_reclaimed += s->pass_reclaimed;
	age_anon(m, s);
	s->nr_reclaimed += shrink_slab(m, (unsigned)s->priority);
	if (s->kswapd)
		note_congestion(m, s);
	if (should_continue(m, s))
		return true;
	if (s->nr_reclaimed != s->reclaimed_before)
		n->kswapd.failures = 0;
	return false;
}

uint64_t reclaim_pages(struct machine *m, const pfn_t *pfns, unsigned nr)
{
	struct scan_control s = {
		.gfp = GFP_KERNEL, .may_writepage = 1, .may_swap = 1,
	};
	uint64_t freed = 0;

	for (unsigned from = 0, n; from < nr; from += n) {
		pfn_t page[SWAP_CLUSTER_MAX];
		struct reclaim_stat stat;

		n = nr - from < SWAP_CLUSTER_MAX ? nr - from : SWAP_CLUSTER_MAX;
		for (unsigned i = 0; i < n; i++) {
			page[i] = pfns[from + i];
			frame_mut(m, page[i])->flags &= ~PG_ACTIVE;
		}
		s.node = (uint8_t)frame_node(m, frame_at(m, page[0]));
		putback_pages(m, page,
			      shrink_page_list(m, &s, page, n, &stat));
		freed += stat.nr_reclaimed;
	}
	return freed;
}

/*
 * A scenario's own reclaim
 */

/* state.work: how many of each list are still to be judged, and of which node. */
void judge_tails_begin(struct machine *m, unsigned node, uint64_t nr)
{
	struct work *w = &m->s->work;
	uint64_t file, anon;

	lru_add_drain(m);
	file = lru_size(m, node, LRU_INACTIVE_FILE);
	anon = m->s->nr_swap_pages ? lru_size(m, node, LRU_INACTIVE_ANON) : 0;
	w->at = nr < file ? nr : file;
	w->end = nr - w->at < anon ? nr - w->at : anon;
	w->to = node;
	w->phase = WORK_RECLAIM;
}

/* Return: pages freed. */
static uint64_t judge_tail(struct machine *m, enum lru_list lru, unsigned nr)
{
	struct scan_control s = {
		.node = (uint8_t)m->s->work.to, .gfp = GFP_KERNEL,
		.reclaim_idx = MAX_NR_ZONES - 1, .priority = DEF_PRIORITY,
		.may_writepage = 1, .may_swap = 1,
	};

	shrink_inactive_list(m, &s, lru, nr);
	return s.pass_reclaimed;
}

bool judge_tails_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	while (*budget && (w->at || w->end)) {
		enum lru_list lru = w->at ? LRU_INACTIVE_FILE :
					    LRU_INACTIVE_ANON;
		uint64_t *left = w->at ? &w->at : &w->end;
		unsigned nr = SWAP_CLUSTER_MAX;

		nr = *left < nr ? (unsigned)*left : nr;
		nr = *budget < nr ? *budget : nr;
		*left -= nr;
		*budget -= nr;
		m->s->op_result += (int64_t)judge_tail(m, lru, nr);
	}
	return !w->at && !w->end;
}

void judge_tails_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}
