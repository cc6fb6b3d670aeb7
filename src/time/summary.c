#include "time/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static_assert((int)NR_FOLIO_FATES * (int)NR_JUDGED_LISTS <=
	      (int)SUMMARY_SORTS, "each fate on each list is a sort");

/* The field that parts a kind of events, from 1. */
static const uint8_t sort_field[NR_EVENTS] = {
	[EV_sys_enter] = 1,
	[EV_page_fault_user] = 3,
	[EV_faultin_page] = 2,
	[EV_set_pte] = 4,
	[EV_pgtable_alloc] = 1,
	[EV_pgtable_free] = 1,
	[EV_mm_lru_insertion] = 2,
	[EV_mm_lru_activate] = 2,
};

unsigned summary_sort(const struct event *e)
{
	uint8_t field = sort_field[e->id];

	if (e->id == EV_shrink_folio)
		return (unsigned)(e->arg[1] * NR_JUDGED_LISTS + e->arg[2]) %
		       SUMMARY_SORTS;
	return field ? (unsigned)e->arg[field - 1] % SUMMARY_SORTS : 0;
}

/* The field that says how many pages, from 1: their number, or the order. */
static const struct {
	uint8_t field;
	bool	is_order;
} page_field[NR_EVENTS] = {
	[EV_mm_page_alloc] = { 2, true },
	[EV_mm_page_alloc_zone_locked] = { 2, true },
	[EV_mm_page_alloc_failed] = { 1, true },
	[EV_mm_page_free] = { 2, true },
	[EV_pcp_add] = { 2, true },
	[EV_mm_page_pcpu_drain] = { 2, true },
	[EV_stack_grow] = { 3, false },
	[EV_filemap_map_pages] = { 3, false },
	[EV_page_cache_ra] = { 4, false },
	[EV_swapin_readahead] = { 4, false },
	[EV_writeback_single_inode] = { 3, false },
	[EV_block_rq_issue] = { 4, false },
	[EV_block_rq_complete] = { 4, false },
	[EV_mm_vmscan_direct_reclaim_end] = { 1, false },
	[EV_mm_vmscan_lru_isolate] = { 5, false },
	[EV_mm_vmscan_lru_shrink_inactive] = { 2, false },
	[EV_mm_vmscan_lru_shrink_active] = { 2, false },
	[EV_drop_caches] = { 2, false },
	[EV_vm_enough_memory] = { 1, false },
};

static uint64_t pages_of(const struct event *e)
{
	uint8_t field = page_field[e->id].field;
	uint64_t value = field ? e->arg[field - 1] : 1;

	return page_field[e->id].is_order ? UINT64_C(1) << value : value;
}

enum try_kind summary_try(const struct event *e)
{
	static const uint8_t kinds[NR_EVENTS] = {
		[EV_zone_watermark_ok] = TRY_CHECKS,
		[EV_zone_watermark_fail] = TRY_CHECKS,
		[EV_mm_vmscan_wakeup_kswapd] = TRY_WAKE,
		[EV_mm_vmscan_direct_reclaim_begin] = TRY_RECLAIM,
		[EV_mm_vmscan_direct_reclaim_end] = TRY_RECLAIM,
		[EV_reclaim_retry_zone] = TRY_AGAIN,
		[EV_oom_kill] = TRY_KILL,
		[EV_mm_page_alloc] = TRY_PAGE,
		[EV_mm_page_alloc_failed] = TRY_FAILED,
	};

	return (enum try_kind)kinds[e->id];
}

bool summary_answers(const struct event *e)
{
	return e->id == EV_mm_page_alloc || e->id == EV_mm_page_alloc_failed;
}

void summary_open(struct summary *s, uint32_t max_last)
{
	memset(s, 0, sizeof(*s));
	s->max_last = max_last;
	s->last = xcalloc(max_last, sizeof(*s->last));
	s->at = xcalloc(max_last, sizeof(*s->at));
	s->newest = xcalloc(NR_EVENTS, sizeof(*s->newest));
	s->past = xcalloc(max_last, sizeof(*s->past));
	s->asked = xcalloc(1, sizeof(*s->asked));
	s->refused = xcalloc(1, sizeof(*s->refused));
	s->of_sort = xcalloc(NR_EVENTS * SUMMARY_SORTS, sizeof(*s->of_sort));
}

void summary_close(struct summary *s)
{
	free(s->last);
	free(s->at);
	free(s->newest);
	free(s->past);
	free(s->asked);
	free(s->refused);
	free(s->of_sort);
	memset(s, 0, sizeof(*s));
}

void summary_clear(struct summary *s)
{
	memset(s->count, 0, sizeof(s->count));
	memset(s->pages, 0, sizeof(s->pages));
	if (s->of_sort)
		memset(s->of_sort, 0, NR_EVENTS * SUMMARY_SORTS *
					      sizeof(*s->of_sort));
	s->nr = 0;
	s->nr_last = 0;
	s->nr_past = 0;
	if (s->asked)
		s->asked->nr = s->refused->nr = 0;
	s->nr_ops = 0;
	memset(&s->op, 0, sizeof(s->op));
	s->op_result = 0;
	s->op_signal = 0;
}

/*
 * Room for one more in a list of `nr`: of a full one the older half goes at
 * once, not one by one. Return: how many go.
 */
static uint32_t older_half(const struct summary *s, uint32_t nr)
{
	return nr == s->max_last ? nr - nr / 2 : 0;
}

/* The older half of a full one goes at once. */
static void asked_add(struct asked_for *r, const struct event *e)
{
	if (r->nr == REQUEST_EVENTS) {
		r->nr /= 2;
		memmove(r->event, r->event + r->nr, r->nr * sizeof(*e));
	}
	r->event[r->nr++] = *e;
}

/* Its events alone, not the room for more of them. */
static void asked_copy(struct asked_for *to, const struct asked_for *from)
{
	to->nr = from->nr;
	memcpy(to->event, from->event, from->nr * sizeof(*from->event));
}

/* It was refused, and goes on; so far its last event was one of its own. */
static bool goes_on(const struct asked_for *r, const struct event *e)
{
	const struct event *last = r->nr ? &r->event[r->nr - 1] : NULL;

	return last && !summary_answers(last) && last->pid == e->pid;
}

/* A refusal is kept however many requests are served after it. */
static void note_request(struct summary *s, const struct event *e)
{
	if (summary_try(e) == TRY_NONE)
		return;
	asked_add(s->asked, e);
	if (e->id == EV_oom_kill || e->id == EV_mm_page_alloc_failed)
		asked_copy(s->refused, s->asked);
	else if (goes_on(s->refused, e))
		asked_add(s->refused, e);
}

void summary_add(struct summary *s, const struct event *e, struct pos at)
{
	uint32_t gone;

	s->count[e->id]++;
	s->pages[e->id] += pages_of(e);
	s->nr++;
	s->of_sort[e->id * SUMMARY_SORTS + summary_sort(e)]++;
	if (!s->max_last)
		return;
	s->newest[e->id] = (struct heard){ *e, at };
	note_request(s, e);
	gone = older_half(s, s->nr_last);
	s->nr_last -= gone;
	if (gone) {
		memmove(s->last, s->last + gone, s->nr_last * sizeof(*s->last));
		memmove(s->at, s->at + gone, s->nr_last * sizeof(*s->at));
	}
	s->last[s->nr_last] = *e;
	s->at[s->nr_last++] = at;
}

void summary_add_past(struct summary *s, const struct event *e)
{
	uint32_t gone;

	if (!s->max_last)
		return;
	gone = older_half(s, s->nr_past);
	s->nr_past -= gone;
	if (gone)
		memmove(s->past, s->past + gone, s->nr_past * sizeof(*s->past));
	s->past[s->nr_past++] = *e;
}
