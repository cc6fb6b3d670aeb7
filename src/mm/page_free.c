#include "mm/page_free.h"

#include "mm/clock.h"
#include "mm/pcp.h"
#include "mm/vmstat.h"

/*
 * No flag outlives its user; the block is in hand. On its way to a per-CPU
 * list it has the kind of those already.
 *
 * Source: mm/page_alloc.c free_pages_prepare() (6.1).
 */
static void free_pages_prepare(struct machine *m, struct zone *z, pfn_t pfn,
			       unsigned order, enum frame_kind kind)
{
	const uint32_t flags = ~((1u << FRAME_PG_SHIFT) - 1);
	struct frame *f = block_turn(m, z, pfn, order, kind,
				     flags | FRAME_HEAD_MASK,
				     frame_head_bits(PG_INHAND, order,
						     MIGRATE_UNMOVABLE));

	f->next = 0;
	f->prev = 0;
	f->refcount = 0;
	f->mapcount = 0;
	f->mapping = 0;
	f->index = 0;
	f->swap = 0;
	z->nr_inhand += UINT64_C(1) << order;
	vm_event_add(m, PGFREE, UINT64_C(1) << order);
	event_emit(m, EV_mm_page_free, pfn, order);
}

void free_pages(struct machine *m, pfn_t pfn, unsigned order)
{
	struct zone *z = zone_mut(m, frame_zone(frame_at(m, pfn)));
	enum migratetype type = pageblock_type_in(m, z, pfn);
	bool pcp = pcp_allowed_order(m, z, order) && type != MIGRATE_ISOLATE;

	free_pages_prepare(m, z, pfn, order, pcp ? KIND_PCP : KIND_FREE);
	if (pcp) {
		pcp_free(m, z, pfn, order, type);
		return;
	}
	clock_pass(m, COST_free);
	buddy_free(m, z, pfn, order, type, false);
}
