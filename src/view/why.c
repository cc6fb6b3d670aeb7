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
	[EV_vma_merge] = 1,
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

/*
 * Of the allocator and its lists: what a call came to on its way. The newest
 * event of one that wants memory for something else is not explained by it.
 */
static const bool of_allocator[NR_EVENTS] = {
	[EV_zone_watermark_ok] = true,
	[EV_buddy_split] = true,
	[EV_buddy_merge] = true,
	[EV_buddy_insert] = true,
	[EV_mm_page_alloc_zone_locked] = true,
	[EV_mm_page_alloc_extfrag] = true,
	[EV_mm_page_alloc] = true,
	[EV_mm_page_free] = true,
	[EV_mm_page_pcpu_drain] = true,
	[EV_pcp_add] = true,
	[EV_lowmem_reserve] = true,
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
	/* of all that writes entries only fork has something to explain */
	if (e->id == EV_set_pte && e->arg[3] == PTE_COW_SHARE)
		return 2;
	return weights[e->id];
}

static const struct event *newest(const struct facts *f)
{
	return &f->between->last[f->between->nr_last - 1];
}

/*
 * Is it about what the newest event is the end of? An earlier operation only
 * if it did the same, or was somebody's end: a stream of reads, but not the
 * exec before an open.
 */
static bool is_to_the_point(const struct facts *f, const struct reason *r)
{
	struct pos last = f->between->at[f->between->nr_last - 1];

	if (weight(r->event) >= DEADLY)
		return true;
	if (of_allocator[r->event->id] && !of_allocator[newest(f)->id])
		return false;
	return r->of_last_op ||
	       timeline_op(f->s->timeline, r->at.step, r->at.op).verb ==
		       timeline_op(f->s->timeline, last.step, last.op).verb;
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

	if (explains_more(best, &r) && is_wanted(f, e) &&
	    is_to_the_point(f, &r) && has_why(f->now, e))
		*best = r;
}

/* It only does what a look at the page found: that is the reason. */
static bool carries_out(const struct event *e)
{
	return e->id == EV_shrink_folio &&
	       (e->arg[1] == FATE_ACTIVATE || e->arg[1] == FATE_REFERENCED);
}

/*
 * The newest event's own reason, or that of the look it carries out, so many
 * events before it. No event: it had no choice.
 */
static struct reason own_reason(const struct facts *f)
{
	struct reason r = { .event = f->event, .of_last_op = true };
	uint32_t end = history_len(f);

	if (!f->event)
		return r;
	r.at = f->between->at[f->between->nr_last - 1];
	for (uint32_t i = end; carries_out(f->event) && i-- > 0;) {
		const struct event *look = history_at(f, i);

		if (look->id != EV_folio_check_references ||
		    look->arg[0] != f->event->arg[0])
			continue;
		r.event = look;
		r.at.event -= end - 1 - i;
		return r;
	}
	if (!has_why(f->now, f->event))
		r.event = NULL;
	return r;
}

struct reason why_choose(const struct facts *f)
{
	const struct summary *b = f->between;
	struct reason best = own_reason(f);

	if (best.event)
		return best;
	best = (struct reason){ 0 };
	for (uint32_t i = b->nr_last; i-- > 0;)
		consider(f, &best, &b->last[i], b->at[i]);
	/* what decided may lie further back than all that is kept in a row */
	for (unsigned id = 0; b->nr_last && id < NR_EVENTS; id++)
		if (b->count[id] && weights[id] >= DECISIVE)
			consider(f, &best, &b->newest[id].event,
				 b->newest[id].at);
	return best;
}
