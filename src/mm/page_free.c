#include "mm/page_free.h"

#include "mm/buddy.h"
#include "mm/clock.h"
#include "mm/vmstat.h"

/* Source: mm/page_alloc.c free_unref_page(), __free_pages_ok() (6.1). */
void free_pages(struct machine *m, pfn_t pfn, unsigned order)
{
	struct frame *f = frame_mut(m, pfn);
	struct zone *z = zone_mut(m, frame_zone(f));

	f->refcount = 0;
	f->mapcount = 0;
	f->mapping = 0;
	f->index = 0;
	f->flags &= (1u << FRAME_PG_SHIFT) - 1;	/* no PG_ flag outlives its user */
	block_set_kind(m, pfn, order, KIND_FREE);
	buddy_take_back(m, z, pfn, order);
	vm_event_add(m, PGFREE, UINT64_C(1) << order);
	clock_pass(m, COST_free);
	event_emit(m, EV_mm_page_free, pfn, order);
	buddy_free(m, z, pfn, order, pageblock_type(m, pfn), false);
}
