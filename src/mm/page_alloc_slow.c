#include "mm/page_alloc_slow.h"

#include "mm/daemon.h"
#include "mm/direct_reclaim.h"
#include "mm/kswapd.h"
#include "mm/oom.h"
#include "mm/oom_report.h"
#include "mm/page_alloc.h"
#include "mm/pcp.h"
#include "mm/rmqueue.h"
#include "mm/watermark.h"

/* One request on its way. */
struct attempt {
	const struct alloc_context *ac;
	enum alloc_flags flags;
	uint64_t progress;	/* pages that the last reclaim has freed */
	unsigned no_progress_loops;
	unsigned fruitless;	/* calls of the OOM killer that killed nobody */
};

/* What becomes of it next. */
enum next { NEXT_RETRY, NEXT_GIVE_UP, NEXT_GOT_IT };

/*
 * PR6.4. An atomic request for one frame may go below the boost, which is for
 * kswapd to act on.
 *
 * Source: mm/page_alloc.c gfp_to_alloc_flags(), zone_watermark_fast() (6.1).
 */
static enum alloc_flags first_flags(gfp_t gfp, unsigned order)
{
	unsigned flags = ALLOC_WMARK_MIN;

	if (gfp & GFP_BIT_KSWAPD_RECLAIM)
		flags |= ALLOC_KSWAPD;
	if ((gfp & GFP_BIT_ATOMIC) && order == 0)
		flags |= ALLOC_NO_BOOST;
	if (gfp & GFP_BIT_HIGH)
		flags |= ALLOC_MIN_RESERVE;
	if (!(gfp & GFP_BIT_DIRECT_RECLAIM) && !(gfp & GFP_BIT_NOMEMALLOC)) {
		flags |= ALLOC_NON_BLOCK;
		if (order > 0 && (flags & ALLOC_MIN_RESERVE))
			flags |= ALLOC_HIGHATOMIC;
	}
	return (enum alloc_flags)flags;
}

static bool is_victim(const struct machine *m)
{
	handle_t task = current_task(m);

	return task && task_at(m, task)->oom_victim;
}

/*
 * Who may dig into the reserves: a request that says so, a task that is to
 * die. 0 = nobody special.
 *
 * Source: mm/page_alloc.c __gfp_pfmemalloc_flags() (6.1).
 */
static unsigned reserve_flags(const struct machine *m, gfp_t gfp)
{
	if (gfp & GFP_BIT_NOMEMALLOC)
		return 0;
	if (gfp & GFP_BIT_MEMALLOC)
		return ALLOC_NO_WATERMARKS;
	return is_victim(m) ? ALLOC_OOM : 0;
}

static pfn_t get_page_for(struct machine *m, const struct attempt *a)
{
	return get_page_from_freelist(m, a->ac, a->flags);
}

/*
 * PR6.3, 5. Pages that were freed may be pinned on per-CPU lists or kept for
 * others: those are given up once.
 *
 * Source: mm/page_alloc.c __alloc_pages_direct_reclaim() (6.1).
 */
static pfn_t direct_reclaim(struct machine *m, struct attempt *a)
{
	pfn_t pfn;

	daemons_run(m);
	a->progress = try_to_free_pages(m, a->ac->gfp, a->ac->order, a->ac->node);
	daemons_run(m);
	if (!a->progress)
		return PFN_NONE;
	pfn = get_page_for(m, a);
	if (pfn != PFN_NONE)
		return pfn;
	unreserve_highatomic_pageblock(m, a->ac->gfp, a->ac->node, false);
	drain_all_pages(m);
	return get_page_for(m, a);
}

/* Would the zone serve the request if all that can be had were free? */
static bool zone_worth_while(struct machine *m, const struct attempt *a,
			     unsigned nr)
{
	const struct zone *z = &m->s->zone[nr];
	uint64_t reclaimable = zone_reclaimable_pages(m, z);
	struct zone would = *z;
	bool ok;

	would.nr_free += reclaimable;
	ok = zone_watermark(m, &would, a->ac->order, a->ac->highest, a->flags).ok;
	event_emit(m, EV_reclaim_retry_zone, nr, reclaimable, would.nr_free,
		   z->watermark[WMARK_MIN] + z->watermark_boost,
		   a->no_progress_loops);
	return ok;
}

/* PR6.3, 8. Source: mm/page_alloc.c should_reclaim_retry() (6.1). */
static bool should_reclaim_retry(struct machine *m, struct attempt *a)
{
	const struct node *n = &m->s->node[a->ac->node];

	if (a->progress && a->ac->order <= PAGE_ALLOC_COSTLY_ORDER)
		a->no_progress_loops = 0;
	else
		a->no_progress_loops++;
	if (a->no_progress_loops > MAX_RECLAIM_RETRIES)
		return unreserve_highatomic_pageblock(m, a->ac->gfp, a->ac->node, true);
	for (uint32_t i = 0; i < n->nr_zonelist; i++)
		if (m->s->zone[n->zonelist[i]].type <= a->ac->highest &&
		    zone_worth_while(m, a, n->zonelist[i])) {
			daemons_run(m);
			return true;
		}
	return unreserve_highatomic_pageblock(m, a->ac->gfp, a->ac->node, true);
}

/* PR6.3, 10: for whom is nobody killed? */
static bool may_not_kill(const struct attempt *a)
{
	return a->ac->order > PAGE_ALLOC_COSTLY_ORDER ||
	       (a->ac->gfp & (GFP_BIT_RETRY_MAYFAIL | GFP_BIT_THISNODE)) ||
	       a->ac->highest < ZONE_NORMAL;
}

/*
 * Who must not enter the file system kills nobody and hopes that others make
 * room; the kernel lets it hope for ever, the model for so many ticks.
 */
static bool hope(struct machine *m, struct attempt *a)
{
	const uint64_t tick_ns = 4000000;

	if (a->fruitless++ == MAX_RECLAIM_RETRIES)
		return false;
	wait_until(m, m->s->now_ns + tick_ns);
	return true;
}

/*
 * Source: mm/page_alloc.c __alloc_pages_may_oom() (6.1). The last look is for
 * what somebody else's end has freed meanwhile.
 */
static enum next may_oom(struct machine *m, struct attempt *a, pfn_t *pfn)
{
	*pfn = get_page_from_freelist(m, a->ac, ALLOC_WMARK_HIGH);
	if (*pfn != PFN_NONE)
		return NEXT_GOT_IT;
	if (may_not_kill(a))
		return NEXT_GIVE_UP;
	if (!(a->ac->gfp & GFP_BIT_FS) ? !hope(m, a) :
				     !out_of_memory(m, a->ac->gfp, a->ac->order))
		return NEXT_GIVE_UP;
	/* what a victim may take is taken: it ends without the page */
	if (is_victim(m) && (a->flags & ALLOC_OOM || a->ac->gfp & GFP_BIT_NOMEMALLOC))
		return NEXT_GIVE_UP;
	a->no_progress_loops = 0;
	return NEXT_RETRY;
}

/*
 * A block of more than one frame needs luck where nothing is moved: as long as
 * single frames are there, reclaim may bring neighbours together.
 *
 * Source: mm/page_alloc.c should_compact_retry() without compaction (6.1). The
 * kernel sets no limit.
 */
static bool should_compact_retry(struct machine *m, struct attempt *a)
{
	const struct node *n = &m->s->node[a->ac->node];

	if (!a->progress || !a->ac->order || a->ac->order > PAGE_ALLOC_COSTLY_ORDER ||
	    a->fruitless++ >= MAX_RECLAIM_RETRIES)
		return false;
	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		const struct zone *z = &m->s->zone[n->zonelist[i]];

		if (z->type <= a->ac->highest &&
		    zone_watermark(m, z, 0, a->ac->highest, a->flags).ok)
			return true;
	}
	return false;
}

/* One round of the slow path, from its label `retry`. */
static enum next attempt(struct machine *m, struct attempt *a, pfn_t *pfn)
{
	unsigned reserve = reserve_flags(m, a->ac->gfp);

	if (a->flags & ALLOC_KSWAPD)
		wake_all_kswapds(m, a->ac->gfp, a->ac->order, a->ac->node);
	if (reserve)
		a->flags = (a->flags & ALLOC_KSWAPD) | reserve;
	*pfn = get_page_for(m, a);
	if (*pfn != PFN_NONE)
		return NEXT_GOT_IT;
	/* a daemon does not wait */
	if (!(a->ac->gfp & GFP_BIT_DIRECT_RECLAIM) || m->s->in_slice)
		return NEXT_GIVE_UP;
	*pfn = direct_reclaim(m, a);
	if (*pfn != PFN_NONE)
		return NEXT_GOT_IT;
	if (a->ac->gfp & GFP_BIT_NORETRY)
		return NEXT_GIVE_UP;
	if (a->ac->order > PAGE_ALLOC_COSTLY_ORDER &&
	    !(a->ac->gfp & GFP_BIT_RETRY_MAYFAIL))
		return NEXT_GIVE_UP;
	if (should_reclaim_retry(m, a) || should_compact_retry(m, a))
		return NEXT_RETRY;
	return may_oom(m, a, pfn);
}

/*
 * A request that must not fail may use half of what is kept back, then all of
 * it. The kernel would try for ever.
 */
static pfn_t last_resort(struct machine *m, const struct attempt *a)
{
	pfn_t pfn;

	if (!(a->ac->gfp & GFP_BIT_NOFAIL))
		return PFN_NONE;
	pfn = get_page_from_freelist(m, a->ac, ALLOC_MIN_RESERVE);
	if (pfn != PFN_NONE)
		return pfn;
	return get_page_from_freelist(m, a->ac, ALLOC_NO_WATERMARKS);
}

pfn_t alloc_pages_slow(struct machine *m, const struct alloc_context *ac)
{
	struct attempt a = {
		.ac = ac, .flags = first_flags(ac->gfp, ac->order),
	};
	enum next next = NEXT_RETRY;
	pfn_t pfn;

	if (a.flags & ALLOC_KSWAPD)
		wake_all_kswapds(m, ac->gfp, ac->order, ac->node);
	pfn = get_page_for(m, &a);
	if (pfn != PFN_NONE)
		return pfn;
	/* a large block that need not be tried hard for: no compaction */
	if (ac->order > PAGE_ALLOC_COSTLY_ORDER &&
	    (ac->gfp & GFP_BIT_NORETRY) && (ac->gfp & GFP_BIT_DIRECT_RECLAIM))
		next = NEXT_GIVE_UP;
	while (next == NEXT_RETRY)
		next = attempt(m, &a, &pfn);
	if (next == NEXT_GIVE_UP)
		pfn = last_resort(m, &a);
	if (pfn == PFN_NONE)
		warn_alloc(m, ac->gfp, ac->order, current_task(m));
	return pfn;
}
