#include "mm/rmqueue.h"

#include "mm/sysctl.h"

/* PR4.3. Source: mm/page_alloc.c fallbacks[] (6.1). */
static const enum migratetype fallbacks[MIGRATE_PCPTYPES][2] = {
	[MIGRATE_UNMOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
	[MIGRATE_MOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
	[MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
};

/*
 * May such a request take the whole pageblock of a block of that order?
 *
 * Source: mm/page_alloc.c can_steal_fallback() (6.1).
 */
static bool can_steal(const struct zone *z, unsigned order,
		      enum migratetype wanted)
{
	return order >= z->pageblock_order || order >= z->pageblock_order / 2 ||
	       wanted == MIGRATE_RECLAIMABLE || wanted == MIGRATE_UNMOVABLE;
}

/* First fallback type with a free block of that order; MIGRATE_TYPES: none. */
static enum migratetype fallback_at(const struct zone *z, unsigned order,
				    enum migratetype wanted)
{
	for (unsigned i = 0; i < 2; i++)
		if (z->free_area[order].list[fallbacks[wanted][i]].head)
			return fallbacks[wanted][i];
	return MIGRATE_TYPES;
}

/*
 * More free pages to come: the marks rise for a while, so that kswapd makes
 * room before the next request has to mix types again. Return: false where
 * marks are not to rise.
 *
 * Source: mm/page_alloc.c boost_watermark() (6.1).
 */
static bool boost_watermark(struct machine *m, struct zone *z)
{
	uint64_t factor = (uint64_t)m->s->sysctl[SYSCTL_watermark_boost_factor];
	uint64_t high = z->watermark[WMARK_HIGH];
	uint64_t nr = UINT64_C(1) << z->pageblock_order;
	uint64_t max;

	if (!factor || nr * 4 > z->managed)
		return false;
	max = high / 10000 * factor + high % 10000 * factor / 10000;
	if (!max)
		return false;
	max = max > nr ? max : nr;
	z->watermark_boost += nr;
	if (z->watermark_boost > max)
		z->watermark_boost = max;
	return true;
}

/* What moves with a stolen pageblock. */
struct stolen {
	uint64_t free;		/* pages on free lists, moved */
	uint64_t movable;	/* pages that reclaim or migration could move */
};

/*
 * All free blocks of the pageblock of frame `of` go to the tails of the wanted
 * type's lists, by ascending frame. A page counts as movable while it is on an
 * LRU list, or if its owner could migrate it.
 *
 * Source: mm/page_alloc.c move_freepages_block(), move_freepages() (6.1).
 */
static struct stolen move_freepages(struct machine *m, struct zone *z,
				    pfn_t of, enum migratetype wanted)
{
	pfn_t pfn = of & ~((UINT64_C(1) << z->pageblock_order) - 1);
	pfn_t end = pfn + (UINT64_C(1) << z->pageblock_order);
	struct stolen stolen = { 0, 0 };

	/* a pageblock that begins before its zone does is taken from `of` on */
	if (pfn < z->start_pfn)
		pfn = of;
	if (end > zone_end_pfn(z))
		return stolen;
	while (pfn < end) {
		struct frame_block b = { .pfn = pfn };
		pfn_t next = pfn + 1;

		if (frame_block(m, pfn, &b))
			next = b.pfn + (UINT64_C(1) << b.order);
		next = next < end ? next : end;
		if (b.state == PG_BUDDY) {
			stolen.free += next - pfn;
			buddy_move(m, z, b.pfn, b.order, wanted);
		} else if (frame_at(m, b.pfn)->flags &
			   (PG_LRU | PG_MOVABLE_OWNER)) {
			stolen.movable += next - pfn;
		}
		pfn = next;
	}
	return stolen;
}

/* All pageblocks of a block that is one or more of them. */
static void change_range(struct machine *m, struct zone *z, pfn_t pfn,
			 unsigned order, enum migratetype type)
{
	pfn_t end = pfn + (UINT64_C(1) << order);

	for (; pfn < end; pfn += UINT64_C(1) << z->pageblock_order)
		pageblock_set_type(m, z, pfn, type);
}

/*
 * How much of the pageblock is like the request: movable pages for a movable
 * one; for another, what is neither free nor movable, if the block was.
 */
static uint64_t alike_pages(const struct zone *z, const struct stolen *s,
			    enum migratetype old, enum migratetype wanted)
{
	if (wanted == MIGRATE_MOVABLE)
		return s->movable;
	if (old == MIGRATE_MOVABLE)
		return (UINT64_C(1) << z->pageblock_order) - (s->free + s->movable);
	return 0;
}

/* Source: mm/page_alloc.c steal_suitable_fallback() (6.1). */
static void steal(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
		  enum migratetype wanted, bool whole, enum alloc_flags flags)
{
	enum migratetype old = pageblock_type(m, pfn);
	struct stolen stolen;

	if (old == MIGRATE_HIGHATOMIC)
		goto single;
	if (order >= z->pageblock_order) {
		change_range(m, z, pfn, order, wanted);
		goto single;
	}
	if (boost_watermark(m, z) && (flags & ALLOC_KSWAPD))
		z->boosted = 1;
	if (!whole)
		goto single;
	stolen = move_freepages(m, z, pfn, wanted);
	if (!stolen.free)
		goto single;
	if (stolen.free + alike_pages(z, &stolen, old, wanted) >=
	    UINT64_C(1) << (z->pageblock_order - 1))
		pageblock_set_type(m, z, pfn, wanted);
	return;
single:
	buddy_move(m, z, pfn, order, wanted);
}

/*
 * Find a block of another type: the largest, so that the mixing is done once;
 * but a movable request that may not take the pageblock takes the smallest.
 *
 * Return: false if no type has anything.
 * Source: mm/page_alloc.c __rmqueue_fallback() (6.1).
 */
static bool rmqueue_fallback(struct machine *m, struct zone *z, unsigned order,
			     enum migratetype wanted, enum alloc_flags flags)
{
	enum migratetype type = MIGRATE_TYPES;
	unsigned o, least = order;
	bool whole;
	pfn_t pfn;

	if ((flags & ALLOC_NOFRAGMENT) && least < z->pageblock_order)
		least = z->pageblock_order;
	for (o = MAX_ORDER; o-- > least;) {
		type = fallback_at(z, o, wanted);
		if (type != MIGRATE_TYPES)
			break;
	}
	if (type == MIGRATE_TYPES)
		return false;
	whole = can_steal(z, o, wanted);
	if (!whole && wanted == MIGRATE_MOVABLE && o > order)
		for (o = order; o < MAX_ORDER; o++) {
			type = fallback_at(z, o, wanted);
			if (type != MIGRATE_TYPES)
				break;
		}
	pfn = free_list_first(m, z, o, type);
	steal(m, z, pfn, o, wanted, can_steal(z, o, wanted) && whole, flags);
	event_emit(m, EV_mm_page_alloc_extfrag, pfn, order, o,
		   (uint64_t)wanted << 8 | type,
		   pageblock_type(m, pfn) == wanted);
	return true;
}

pfn_t rmqueue(struct machine *m, struct zone *z, unsigned order,
	      enum migratetype type, enum alloc_flags flags)
{
	pfn_t pfn;

	do {
		pfn = buddy_take(m, z, order, type);
	} while (pfn == PFN_NONE && type < MIGRATE_PCPTYPES &&
		 rmqueue_fallback(m, z, order, type, flags));
	return pfn;
}

pfn_t rmqueue_run(struct machine *m, struct zone *z, unsigned order,
		  enum migratetype type, enum alloc_flags flags, uint64_t *nr)
{
	pfn_t pfn;

	do {
		pfn = buddy_take_run(m, z, order, type, nr);
	} while (pfn == PFN_NONE &&
		 rmqueue_fallback(m, z, order, type, flags));
	return pfn;
}

pfn_t rmqueue_buddy(struct machine *m, struct zone *z, unsigned order,
		    enum migratetype type, enum alloc_flags flags)
{
	pfn_t pfn = PFN_NONE;

	if (flags & ALLOC_HIGHATOMIC)
		pfn = buddy_take(m, z, order, MIGRATE_HIGHATOMIC);
	if (pfn == PFN_NONE)
		pfn = rmqueue(m, z, order, type, flags);
	if (pfn == PFN_NONE && (flags & (ALLOC_OOM | ALLOC_NON_BLOCK)))
		pfn = buddy_take(m, z, order, MIGRATE_HIGHATOMIC);
	return pfn;
}

void reserve_highatomic_pageblock(struct machine *m, struct zone *z, pfn_t pfn)
{
	uint64_t nr = UINT64_C(1) << z->pageblock_order;

	if (z->nr_reserved_highatomic >= z->managed / 100 + nr ||
	    pageblock_type(m, pfn) >= MIGRATE_PCPTYPES)
		return;
	z->nr_reserved_highatomic += nr;
	pageblock_set_type(m, z, pfn, MIGRATE_HIGHATOMIC);
	move_freepages(m, z, pfn, MIGRATE_HIGHATOMIC);
}

/*
 * The pageblock of the smallest free block of the reserve goes to that type.
 * Return: whether free blocks came with it.
 */
static bool unreserve_one(struct machine *m, struct zone *z,
			  enum migratetype type)
{
	uint64_t nr = UINT64_C(1) << z->pageblock_order;

	for (unsigned o = 0; o < MAX_ORDER; o++) {
		pfn_t pfn = free_list_first(m, z, o, MIGRATE_HIGHATOMIC);

		if (pfn == PFN_NONE)
			continue;
		if (pageblock_type(m, pfn) == MIGRATE_HIGHATOMIC)
			z->nr_reserved_highatomic -=
				nr < z->nr_reserved_highatomic ?
					nr : z->nr_reserved_highatomic;
		pageblock_set_type(m, z, pfn, type);
		if (move_freepages(m, z, pfn, type).free)
			return true;
	}
	return false;
}

/* Source: mm/page_alloc.c unreserve_highatomic_pageblock() (6.1). */
bool unreserve_highatomic_pageblock(struct machine *m, gfp_t gfp, uint32_t node,
				    bool force)
{
	const struct node *n = &m->s->node[node];
	enum zone_type highest = gfp_zone(gfp, (enum arch)m->s->arch);

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		struct zone *z = zone_mut(m, n->zonelist[i]);

		if (z->type > highest ||
		    ((gfp & GFP_BIT_THISNODE) && z->node != node) ||
		    (!force && z->nr_reserved_highatomic <=
				       UINT64_C(1) << z->pageblock_order))
			continue;
		if (unreserve_one(m, z, gfp_migratetype(gfp)))
			return true;
	}
	return false;
}
