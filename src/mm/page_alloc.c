#include "mm/page_alloc.h"

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/kswapd.h"
#include "mm/page_alloc_slow.h"
#include "mm/pcp.h"
#include "mm/rmqueue.h"
#include "mm/watermark.h"
#include "mm/writeback.h"

/* May the request look into that zone? */
static bool zone_allowed(const struct zone *z, const struct alloc_context *ac)
{
	return z->type <= ac->highest &&
	       (!(ac->gfp & GFP_BIT_THISNODE) || z->node == ac->node);
}

/*
 * Where Normal memory has DMA32 below it, a request rather goes there than
 * into a pageblock of another type.
 *
 * Source: mm/page_alloc.c alloc_flags_nofragment() (6.1).
 */
static bool avoids_fragments(const struct machine *m, const struct zone *z)
{
	return z->type == ZONE_NORMAL && zone_nr(m, z) > 0 &&
	       z[-1].type == ZONE_DMA32 && z[-1].node == z->node &&
	       zone_populated(z - 1);
}

/*
 * Where the walk begins. Return: false if the request may use no zone.
 *
 * Source: mm/page_alloc.c prepare_alloc_pages() (6.1).
 */
static bool prepare_alloc_pages(struct machine *m, struct alloc_context *ac)
{
	const struct node *n = m->s->node + ac->node;

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);

		if (!zone_allowed(z, ac))
			continue;
		ac->preferred = i;
		ac->best = z;
		return true;
	}
	return false;
}

/* Out of the zone, by this CPU's lists where they have such blocks. */
static pfn_t take(struct machine *m, struct zone *z,
		  const struct alloc_context *ac, enum alloc_flags flags)
{
	enum migratetype type = gfp_migratetype(ac->gfp);
	pfn_t pfn = PFN_NONE;

	if (pcp_allowed_order(m, z, ac->order))
		pfn = pcp_alloc(m, z, ac->order, type, flags);
	if (pfn == PFN_NONE)
		pfn = rmqueue_buddy(m, z, ac->order, type, flags);
	if (__builtin_expect(z->boosted != 0, 0)) {
		z->boosted = 0;
		wakeup_kswapd(m, z, 0, 0, (enum zone_type)z->type);
	}
	if (pfn != PFN_NONE && (flags & ALLOC_HIGHATOMIC))
		reserve_highatomic_pageblock(m, z, pfn);
	return pfn;
}

/* Pages whose owner is the model's user himself: no LRU list tells of them. */
static bool lone_movable(const struct alloc_context *ac)
{
	return (ac->gfp & GFP_BIT_MOVABLE) && ac->kind == KIND_KERNEL;
}

/* CPU n belongs to node n if there is one, the others to the first. */
static uint32_t cpu_node(const struct machine *m)
{
	return m->s->cpu < m->s->nr_nodes ? m->s->cpu : 0;
}

/* PR6.7. Source: mm/page_alloc.c zone_statistics() (6.1). */
static void zone_statistics(struct machine *m, struct zone *best,
			    struct zone *z)
{
	if (z->node == best->node) {
		z->numa_hit++;
	} else {
		z->numa_miss++;
		best->numa_foreign++;
	}
	if (z->node == cpu_node(m))
		z->numa_local++;
	else
		z->numa_other++;
}

/* The block gets its user: kinds, references, counters. */
static void prep_new_page(struct machine *m, struct zone *z, pfn_t pfn,
			  const struct alloc_context *ac)
{
	uint32_t set = frame_head_bits(PG_HEAD, ac->order, MIGRATE_UNMOVABLE) |
		       (lone_movable(ac) ? PG_MOVABLE_OWNER : 0);
	struct frame *f = block_turn(m, z, pfn, ac->order, ac->kind,
				     FRAME_HEAD_MASK, set);

	z->nr_inhand -= UINT64_C(1) << ac->order;
	f->refcount = 1;
	f->mapcount = 0;
	f->mapping = 0;
	f->index = 0;
	z->pgalloc += UINT64_C(1) << ac->order;
	zone_statistics(m, ac->best, z);
	clock_pass(m, COST_alloc);
	event_emit(m, EV_mm_page_alloc, pfn, ac->order,
		   gfp_migratetype(ac->gfp), ac->gfp, zone_nr(m, z));
}

/*
 * PR9.7: who asks for a page to write to is served from a node that is not too
 * dirty, as long as that is easily done.
 */
static bool too_dirty(const struct machine *m, const struct zone *z, gfp_t gfp,
		      enum alloc_flags flags)
{
	return (gfp & GFP_BIT_WRITE) &&
	       (flags & ALLOC_WMARK_MASK) == ALLOC_WMARK_LOW &&
	       !node_dirty_ok(m, z->node);
}

/* A walk with the flags as they are. */
static pfn_t walk_zonelist(struct machine *m, const struct alloc_context *ac,
			   enum alloc_flags flags)
{
	const struct node *n = m->s->node + ac->node;

	for (uint32_t i = ac->preferred; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);
		pfn_t pfn;

		if (!zone_allowed(z, ac) || too_dirty(m, z, ac->gfp, flags))
			continue;
		/* near memory is worth more than unmixed pageblocks */
		if ((flags & ALLOC_NOFRAGMENT) && z->node != ac->node)
			return PFN_NONE;
		if (!zone_watermark_plain(m, z, ac->order, ac->highest, flags) &&
		    !zone_watermark_ok(m, z, ac->order, ac->highest, flags))
			continue;
		pfn = take(m, z, ac, flags);
		if (pfn == PFN_NONE)
			continue;
		prep_new_page(m, z, pfn, ac);
		return pfn;
	}
	return PFN_NONE;
}

pfn_t get_page_from_freelist(struct machine *m, const struct alloc_context *ac,
			     enum alloc_flags flags)
{
	for (;;) {
		pfn_t pfn = walk_zonelist(m, ac, flags);

		if (pfn != PFN_NONE || !(flags & ALLOC_NOFRAGMENT))
			return pfn;
		flags &= ~(unsigned)ALLOC_NOFRAGMENT;
	}
}

/* A scarcity test refuses the n-th request. */
static bool refused(struct machine *m)
{
	return m->s->fail_nth && --m->s->fail_nth == 0;
}

static enum alloc_flags fast_path_flags(const struct machine *m, gfp_t gfp,
					const struct zone *best)
{
	unsigned flags = ALLOC_WMARK_LOW;

	if (gfp & GFP_BIT_KSWAPD_RECLAIM)
		flags |= ALLOC_KSWAPD;
	if (avoids_fragments(m, best))
		flags |= ALLOC_NOFRAGMENT;
	return (enum alloc_flags)flags;
}

/* Out of the zones that the request may use; PFN_NONE. */
static inline pfn_t take_from_zones(struct machine *m,
				    const struct alloc_context *ac)
{
	pfn_t pfn;

	if (refused(m))
		return PFN_NONE;
	pfn = get_page_from_freelist(m, ac,
				     fast_path_flags(m, ac->gfp, ac->best));
	return pfn != PFN_NONE ? pfn : alloc_pages_slow(m, ac);
}

pfn_t alloc_pages(struct machine *m, gfp_t gfp, unsigned order, uint32_t node,
		  enum frame_kind kind)
{
	struct alloc_context ac = {
		.gfp = gfp, .order = order, .node = node, .kind = kind,
		.highest = gfp_zone(gfp, (enum arch)m->s->arch),
	};
	bool somewhere = prepare_alloc_pages(m, &ac);
	pfn_t pfn;

	/* who may wait may be interrupted, too: might_sleep() */
	if (gfp & GFP_BIT_DIRECT_RECLAIM)
		daemons_run(m);
	pfn = somewhere ? take_from_zones(m, &ac) : PFN_NONE;
	if (pfn == PFN_NONE) {
		event_emit(m, EV_mm_page_alloc_failed, order, gfp);
		return PFN_NONE;
	}
	if (gfp & GFP_BIT_ZERO) {
		m->s->now_ns += (uint64_t)cost_ns[COST_clear_page] << order;
		event_emit(m, EV_clear_page, pfn);
	}
	return pfn;
}
