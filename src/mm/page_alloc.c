#include "mm/page_alloc.h"

#include "mm/clock.h"
#include "mm/rmqueue.h"
#include "mm/watermark.h"

/*
 * Source: mm/page_alloc.c get_page_from_freelist() (6.1). Left out: cpusets,
 * dirty limits of nodes, zone reclaim.
 */
static pfn_t get_page_from_freelist(struct machine *m, gfp_t gfp,
				    unsigned order, uint32_t node,
				    enum alloc_flags flags)
{
	const struct node *n = &m->s->node[node];
	enum zone_type highest = gfp_zone(gfp, (enum arch)m->s->arch);

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);
		pfn_t pfn;

		if (z->type > highest ||
		    ((gfp & GFP_BIT_THISNODE) && z->node != node))
			continue;
		if (!zone_watermark_ok(m, z, order, highest, flags))
			continue;
		pfn = rmqueue(m, z, order, gfp_migratetype(gfp));
		if (pfn != PFN_NONE)
			return pfn;
	}
	return PFN_NONE;
}

/*
 * PR6.4. An atomic request for one frame may go below the boost, which is for
 * kswapd to act on.
 *
 * Source: mm/page_alloc.c gfp_to_alloc_flags(), __gfp_pfmemalloc_flags(),
 * zone_watermark_fast() (6.1).
 */
static enum alloc_flags slow_path_flags(gfp_t gfp, unsigned order)
{
	unsigned flags = ALLOC_WMARK_MIN;

	if ((gfp & GFP_BIT_MEMALLOC) && !(gfp & GFP_BIT_NOMEMALLOC))
		flags |= ALLOC_NO_WATERMARKS;
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

/* A scarcity test refuses the n-th request. */
static bool refused(struct machine *m)
{
	return m->s->fail_nth && --m->s->fail_nth == 0;
}

/* The block gets its user: kinds, references, counters. */
static void prep_new_page(struct machine *m, pfn_t pfn, unsigned order,
			  gfp_t gfp, enum frame_kind kind)
{
	struct frame *f = frame_mut(m, pfn);
	struct zone *z = zone_mut(m, frame_zone(f));

	buddy_give(m, z, pfn, order);
	block_set_kind(m, pfn, order, kind);
	f->refcount = 1;
	f->mapcount = 0;
	f->mapping = 0;
	f->index = 0;
	if (gfp & GFP_BIT_MOVABLE)
		f->flags |= PG_MOVABLE_OWNER;
	z->pgalloc += UINT64_C(1) << order;
	z->numa_hit++;
	clock_pass(m, COST_alloc);
	event_emit(m, EV_mm_page_alloc, pfn, order, gfp_migratetype(gfp), gfp,
		   zone_nr(m, z));
}

pfn_t alloc_pages(struct machine *m, gfp_t gfp, unsigned order, uint32_t node,
		  enum frame_kind kind)
{
	pfn_t pfn = PFN_NONE;

	if (!refused(m)) {
		pfn = get_page_from_freelist(m, gfp, order, node,
					     ALLOC_WMARK_LOW);
		if (pfn == PFN_NONE)
			pfn = get_page_from_freelist(m, gfp, order, node,
						     slow_path_flags(gfp, order));
	}
	if (pfn == PFN_NONE) {
		event_emit(m, EV_mm_page_alloc_failed, order, gfp);
		return PFN_NONE;
	}
	prep_new_page(m, pfn, order, gfp, kind);
	if (gfp & GFP_BIT_ZERO) {
		m->s->now_ns += (uint64_t)cost_ns[COST_clear_page] << order;
		event_emit(m, EV_clear_page, pfn);
	}
	return pfn;
}
