#include "view/touch.h"

#include "mm/fault.h"
#include "mm/pgtable.h"

/*
 * What each event touches: the numbers of its fields, from 1; 0 = none. A
 * frame without an order field is one frame.
 */
#define ON(view) (1u << VIEW_##view)
struct touch_rule {
	uint32_t views;
	uint8_t	 pfn, order;
	uint8_t	 pfn2;
	uint8_t	 row;		/* order of the free list */
	uint8_t	 zone;
	uint8_t	 level;
	uint8_t	 start, end;	/* addresses; end 0 = one page */
};

static const struct touch_rule rules[NR_EVENTS] = {
	[EV_mmu_walk] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			  .start = 5 },
	[EV_mmu_access] = { .views = ON(WALK) | ON(SPACE) | ON(FRAMES), .start = 1,
			    .pfn = 2 },
	[EV_page_fault_user] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_faultin_page] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_zone_watermark_ok] = { .views = ON(ZONES) | ON(OVERVIEW), .zone = 1 },
	[EV_zone_watermark_fail] = { .views = ON(ZONES) | ON(OVERVIEW), .zone = 1 },
	[EV_buddy_split] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			     .row = 2 },
	[EV_mm_page_alloc_zone_locked] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
					   .order = 2, .row = 2 },
	[EV_mm_page_alloc_extfrag] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
				       .order = 3, .row = 3 },
	[EV_mm_page_alloc] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			       .zone = 5 },
	[EV_mm_page_alloc_failed] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_page_free] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			      .row = 2 },
	[EV_buddy_merge] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			     .row = 2 },
	[EV_buddy_insert] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			      .row = 2 },
	[EV_clear_page] = { .views = ON(FRAMES), .pfn = 1 },
	[EV_copy_page] = { .views = ON(FRAMES) | ON(SPACE), .pfn = 2, .pfn2 = 1,
			   .start = 3 },
	[EV_pgtable_alloc] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			       .start = 3 },
	[EV_pgtable_free] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			      .start = 3 },
	[EV_set_pte] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_vma_create] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_merge] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_split] = { .views = ON(SPACE), .start = 1, .end = 3 },
	[EV_vma_adjust] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_remove] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_stack_grow] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_signal_generate] = { .views = ON(SPACE) | ON(WALK), .start = 3 },
	[EV_task_newtask] = { .views = ON(OVERVIEW) },
	[EV_sched_process_exec] = { .views = ON(OVERVIEW) },
	[EV_sched_process_exit] = { .views = ON(OVERVIEW) },
	[EV_sysctl_write] = { .views = ON(ZONES) },
	[EV_zone_watermarks] = { .views = ON(ZONES), .zone = 1 },
	[EV_lowmem_reserve] = { .views = ON(ZONES), .zone = 1 },
	[EV_pcp_add] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2 },
	[EV_mm_page_pcpu_drain] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
				    .order = 2 },
	[EV_mm_lru_insertion] = { .views = ON(LRU), .pfn = 1 },
	[EV_mm_lru_activate] = { .views = ON(LRU), .pfn = 1 },
	[EV_lru_deactivate] = { .views = ON(LRU), .pfn = 1 },
	[EV_lru_rotate] = { .views = ON(LRU), .pfn = 1 },
	[EV_mark_page_accessed] = { .views = ON(LRU), .pfn = 1 },
	[EV_workingset_eviction] = { .views = ON(LRU) | ON(CACHE), .pfn = 1 },
	[EV_workingset_refault] = { .views = ON(LRU) | ON(CACHE), .pfn = 1 },
	[EV_mm_vmscan_wakeup_kswapd] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_kswapd_wake] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_kswapd_sleep] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_direct_reclaim_begin] = { .views = ON(ZONES) | ON(LRU) |
							 ON(OVERVIEW) },
	[EV_mm_vmscan_direct_reclaim_end] = { .views = ON(ZONES) | ON(LRU) |
						       ON(OVERVIEW) },
	[EV_get_scan_count] = { .views = ON(LRU) },
	[EV_mm_vmscan_lru_isolate] = { .views = ON(LRU) },
	[EV_folio_check_references] = { .views = ON(LRU) | ON(FRAMES), .pfn = 1 },
	[EV_shrink_folio] = { .views = ON(LRU) | ON(FRAMES), .pfn = 1 },
	[EV_mm_vmscan_lru_shrink_inactive] = { .views = ON(LRU) },
	[EV_mm_vmscan_lru_shrink_active] = { .views = ON(LRU) },
	[EV_mm_vmscan_write_folio] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_folio_alloc_swap] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swap_free] = { .views = ON(SWAP) },
	[EV_delete_from_swap_cache] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swap_readpage] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swapin_readahead] = { .views = ON(SWAP) },
	[EV_mm_filemap_add_to_page_cache] = { .views = ON(CACHE) | ON(FRAMES),
					      .pfn = 1 },
	[EV_mm_filemap_delete_from_page_cache] = { .views = ON(CACHE) |
							    ON(FRAMES), .pfn = 1 },
	[EV_page_cache_ra] = { .views = ON(CACHE) },
	[EV_filemap_map_pages] = { .views = ON(CACHE) | ON(SPACE), .start = 1 },
	[EV_writeback_dirty_folio] = { .views = ON(CACHE) },
	[EV_writeback_wake] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_writeback_single_inode] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_folio_start_writeback] = { .views = ON(CACHE) | ON(FRAMES), .pfn = 1 },
	[EV_folio_end_writeback] = { .views = ON(CACHE) | ON(FRAMES), .pfn = 1 },
	[EV_balance_dirty_pages] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_block_rq_issue] = { .views = ON(CACHE) | ON(SWAP) | ON(OVERVIEW) },
	[EV_block_rq_complete] = { .views = ON(CACHE) | ON(SWAP) | ON(OVERVIEW) },
	[EV_drop_caches] = { .views = ON(CACHE) },
	[EV_reclaim_retry_zone] = { .views = ON(ZONES) | ON(OOM), .zone = 1 },
	[EV_oom_badness] = { .views = ON(OOM) },
	[EV_oom_kill] = { .views = ON(OOM) | ON(OVERVIEW) | ON(ZONES) },
	[EV_mark_victim] = { .views = ON(OOM) | ON(OVERVIEW) },
	[EV_finish_task_reaping] = { .views = ON(OOM) | ON(OVERVIEW) },
	[EV_mlock_folio] = { .views = ON(LRU), .pfn = 1 },
	[EV_munlock_folio] = { .views = ON(LRU), .pfn = 1 },
	[EV_vm_enough_memory] = { .views = ON(OVERVIEW) },
};

uint32_t event_views(enum event_id id)
{
	return rules[id].views;
}

static uint64_t field(const struct event *e, uint8_t nr)
{
	return e->arg[nr - 1];
}

static void touch_pages(struct touch *t, vaddr_t start, vaddr_t end)
{
	t->has_address = true;
	t->address = start;
	t->end = end > start ? end :
			       (start & ~(vaddr_t)(PAGE_SIZE - 1)) + PAGE_SIZE;
}

/* A general protection fault tells the task no address. */
static bool no_address(const struct event *e)
{
	return e->id == EV_signal_generate && e->arg[1] == SI_KERNEL_;
}

struct touch event_touch(const struct event *e)
{
	const struct touch_rule *r = &rules[e->id];
	struct touch t = { .views = r->views, .row = -1, .zone = -1,
			   .level = -1 };

	if (r->pfn)
		t.frames[t.nr_frames++] = (struct pfn_range){
			field(e, r->pfn),
			r->order ? UINT64_C(1) << field(e, r->order) : 1,
		};
	if (r->pfn2)
		t.frames[t.nr_frames++] =
			(struct pfn_range){ field(e, r->pfn2), 1 };
	if (e->id == EV_set_pte && pte_present(e->arg[1]))
		t.frames[t.nr_frames++] =
			(struct pfn_range){ pte_pfn(e->arg[1]), 1 };
	if (r->row)
		t.row = (int)field(e, r->row);
	if (r->zone)
		t.zone = (int)field(e, r->zone);
	if (r->level)
		t.level = (int)field(e, r->level);
	if (r->start && !no_address(e))
		touch_pages(&t, field(e, r->start),
			    r->end ? field(e, r->end) : 0);
	return t;
}

int event_order(const struct event *e)
{
	const struct touch_rule *r = &rules[e->id];

	return (r->views & ON(BUDDY)) && r->order ? (int)field(e, r->order) :
						    -1;
}
