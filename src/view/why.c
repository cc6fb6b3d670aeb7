#include "view/why.h"

/* How much a reason explains of what was asked for; 0 = hardly anything. */
enum {
	DECISIVE = 3,		/* served or not */
	DEADLY = 5,		/* no other operation's reason tops it */
};

static const uint8_t weights[NR_EVENTS] = {
	[EV_page_fault_user] = 4,
	[EV_faultin_page] = 4,
	[EV_zone_watermark_fail] = 3,
	[EV_mm_page_alloc_extfrag] = 3,
	[EV_buddy_insert] = 2,
	[EV_mm_page_alloc_zone_locked] = 2,
	[EV_buddy_merge] = 1,
	[EV_buddy_split] = 1,
	[EV_pcp_add] = 1,
	[EV_mm_page_pcpu_drain] = 1,
	[EV_pgtable_alloc] = 1,
	[EV_pgtable_free] = 1,
	[EV_lowmem_reserve] = 1,
	[EV_workingset_refault] = 3,
	[EV_mark_page_accessed] = 2,
	[EV_lru_deactivate] = 2,
	[EV_mm_lru_activate] = 1,
	[EV_lru_rotate] = 1,
	[EV_workingset_eviction] = 1,
	[EV_balance_dirty_pages] = 4,
	[EV_page_cache_ra] = 3,
	[EV_writeback_wake] = 3,
	[EV_drop_caches] = 3,
	[EV_writeback_single_inode] = 2,
	[EV_folio_end_writeback] = 1,
	[EV_mm_filemap_delete_from_page_cache] = 1,
	[EV_swapin_readahead] = 3,
	[EV_folio_alloc_swap] = 2,
	[EV_delete_from_swap_cache] = 2,
	[EV_swap_free] = 1,
	[EV_swap_readpage] = 1,
	[EV_oom_kill] = 5,
	[EV_mm_vmscan_direct_reclaim_begin] = 3,
	[EV_mm_vmscan_wakeup_kswapd] = 3,
	[EV_folio_check_references] = 2,
	[EV_shrink_folio] = 2,
	[EV_get_scan_count] = 2,
	[EV_mm_vmscan_lru_shrink_active] = 2,
	[EV_mm_vmscan_lru_shrink_inactive] = 1,
	[EV_mm_vmscan_lru_isolate] = 1,
	[EV_mm_vmscan_write_folio] = 1,
	[EV_mm_vmscan_direct_reclaim_end] = 1,
	[EV_mm_vmscan_kswapd_wake] = 1,
	[EV_mm_vmscan_kswapd_sleep] = 1,
	[EV_reclaim_retry_zone] = 1,
	[EV_oom_badness] = 1,
	[EV_mark_victim] = 1,
	[EV_finish_task_reaping] = 1,
	[EV_mlock_folio] = 1,
	[EV_munlock_folio] = 1,
};

unsigned why_weight(enum event_id id)
{
	return weights[id];
}

static unsigned weight(const struct event *e)
{
	/* the wanted list had a block: nothing had to be decided */
	if (e->id == EV_mm_page_alloc_zone_locked && e->arg[4] == e->arg[1])
		return 0;
	return weights[e->id];
}

static bool has_why(const struct machine *m, const struct event *e)
{
	struct text words = { 0 };
	bool has;

	why_tell(m, e, LANG_EN, &words);
	has = words.len > 0;
	text_free(&words);
	return has;
}

/* Does anybody want to know? */
static bool is_wanted(const struct facts *f, const struct event *e)
{
	return !f->wanted || weight(e) >= DECISIVE ||
	       (event_views((enum event_id)e->id) & f->wanted);
}

/*
 * Does it explain more than the best so far? What the newest operation did
 * comes before what others did, unless that was somebody's end; of two that
 * weigh the same the newer one is told.
 */
static bool explains_more(const struct reason *best, const struct reason *r)
{
	bool first = r->of_last_op || weight(r->event) >= DEADLY, best_first;

	if (!best->event)
		return true;
	best_first = best->of_last_op || weight(best->event) >= DEADLY;
	if (first != best_first)
		return first;
	if (weight(r->event) != weight(best->event))
		return weight(r->event) > weight(best->event);
	return pos_order(r->at, best->at) > 0;
}

static void consider(const struct facts *f, struct reason *best,
		     const struct event *e, struct pos at)
{
	struct pos last = f->between->at[f->between->nr_last - 1];
	struct reason r = { e, at, at.step == last.step && at.op == last.op };

	if (explains_more(best, &r) && is_wanted(f, e) && has_why(f->now, e))
		*best = r;
}

struct reason why_choose(const struct facts *f)
{
	const struct summary *b = f->between;
	struct reason best = { 0 };

	if (f->event && has_why(f->now, f->event))
		return (struct reason){ f->event, b->at[b->nr_last - 1], true };
	for (uint32_t i = b->nr_last; i-- > 0;)
		consider(f, &best, &b->last[i], b->at[i]);
	/* what decided may lie further back than all that is kept in a row */
	for (unsigned id = 0; b->nr_last && id < NR_EVENTS; id++)
		if (b->count[id] && weights[id] >= DECISIVE)
			consider(f, &best, &b->newest[id].event,
				 b->newest[id].at);
	return best;
}
