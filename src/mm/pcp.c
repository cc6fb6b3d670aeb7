#include "mm/pcp.h"

#include "mm/clock.h"
#include "mm/rmqueue.h"

enum { PCP_BATCH_SCALE_MAX = 5 };	/* CONFIG_PCP_BATCH_SCALE_MAX */

/* Grains of one CPU's lists of a zone. */
enum { PCP_GRAINS = sizeof(struct per_cpu_pages) / ARENA_GRAIN };

const struct per_cpu_pages *pcp_at(const struct machine *m, unsigned zone,
				   unsigned cpu)
{
	handle_t first = m->s->zone[zone].pcp;

	return first ? arena_get(&m->arena, first + cpu * PCP_GRAINS) : NULL;
}

static inline struct per_cpu_pages *pcp_mut(struct machine *m,
					    const struct zone *z, unsigned cpu)
{
	return arena_mut_lines(&m->arena, z->pcp + cpu * PCP_GRAINS,
			       sizeof(struct per_cpu_pages) / ARENA_LINE_BYTES);
}

/* Of the CPU on which the operation runs. */
static const struct per_cpu_pages *pcp_here(const struct machine *m,
					    const struct zone *z)
{
	return arena_get(&m->arena, z->pcp + m->s->cpu * PCP_GRAINS);
}

void pcps_set_up(struct machine *m)
{
	uint64_t nr = (uint64_t)m->s->nr_zones * m->s->nr_cpus;

	m->s->pcps = arena_grow(&m->arena, nr * sizeof(struct per_cpu_pages));
	if (!m->s->pcps)
		machine_escape(m, ESCAPE_FULL);
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		zone_mut(m, i)->pcp = m->s->pcps + i * m->s->nr_cpus * PCP_GRAINS;
}

/*
 * Pageblocks of other types have no lists: their blocks stand among the
 * movable ones.
 */
static inline unsigned list_index(unsigned order, enum migratetype type)
{
	if (type >= MIGRATE_PCPTYPES)
		type = MIGRATE_MOVABLE;
	if (order > PAGE_ALLOC_COSTLY_ORDER)
		return NR_LOWORDER_PCP_LISTS + (type == MIGRATE_MOVABLE);
	return MIGRATE_PCPTYPES * order + type;
}

unsigned pcp_list_index(unsigned order, enum migratetype type)
{
	return list_index(order, type);
}

/* A block in hand goes on a list and remembers its type. */
static inline void list_add(struct machine *m, struct zone *z,
			    struct per_cpu_pages *pcp, pfn_t pfn,
			    unsigned order, enum migratetype type, bool to_tail)
{
	struct frame *f = frame_mut(m, pfn);

	frame_set_head(f, PG_HEAD, order, type);
	page_list_add(m, &pcp->list[list_index(order, type)], f, pfn,
		      to_tail);
	pcp->count += 1u << order;
	z->nr_pcp += UINT64_C(1) << order;
	z->nr_inhand -= UINT64_C(1) << order;
}

/* A block of a list comes into the hand. Return: its order. */
static inline unsigned list_del(struct machine *m, struct zone *z,
				struct per_cpu_pages *pcp,
				struct page_list *list, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);
	unsigned order = frame_order(f);

	page_list_del(m, list, f, pfn);
	f->flags ^= PG_HEAD | PG_INHAND;
	pcp->count -= 1u << order;
	z->nr_pcp -= UINT64_C(1) << order;
	z->nr_inhand += UINT64_C(1) << order;
	return order;
}

void pcp_put(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
	     enum migratetype type, bool to_tail)
{
	list_add(m, z, pcp_mut(m, z, m->s->cpu), pfn, order, type, to_tail);
}

void pcp_take(struct machine *m, struct zone *z, pfn_t pfn)
{
	struct per_cpu_pages *pcp = pcp_mut(m, z, m->s->cpu);
	const struct frame *f = frame_at(m, pfn);

	list_del(m, z, pcp, &pcp->list[list_index(frame_order(f),
						      frame_list_type(f))],
		 pfn);
}

pfn_t pcp_first(const struct machine *m, const struct zone *z, unsigned order,
		enum migratetype type)
{
	uint32_t link = pcp_here(m, z)->list[list_index(order, type)].head;

	return link ? link - 1 : PFN_NONE;
}

/*
 * Blocks side by side, in hand, go to the tail of their list, so that it runs
 * as the buddy system gave them: upwards within a block that was split.
 */
static void list_add_run(struct machine *m, struct zone *z,
			 struct per_cpu_pages *pcp, pfn_t pfn, uint64_t nr,
			 unsigned order, enum migratetype type)
{
	struct page_list *list = &pcp->list[list_index(order, type)];
	handle_t chunk = block_at(m, pfn >> BLOCK_SHIFT)->chunk;
	pfn_t end = pfn + (nr << order);
	uint32_t step = 1u << order, last = list->tail;

	frames_recount(m, z, pfn, nr << order, KIND_FREE, KIND_PCP);
	pcp->count += (uint32_t)(nr << order);
	z->nr_pcp += nr << order;
	z->nr_inhand -= nr << order;
	if (last)
		frame_mut(m, last - 1)->next = (uint32_t)pfn + 1;
	else
		list->head = (uint32_t)pfn + 1;
	for (; pfn < end; pfn += step) {
		struct frame *f = frame_in(m, chunk, pfn);

		frame_set_head(f, PG_HEAD, order, type);
		f->flags |= (uint32_t)KIND_PCP << FRAME_KIND_SHIFT;
		f->prev = last;
		last = (uint32_t)pfn + 1;
		f->next = last + step;
	}
	frame_in(m, chunk, last - 1)->next = 0;
	list->tail = last;
}

/* Source: mm/page_alloc.c rmqueue_bulk() (6.1). */
static void refill(struct machine *m, struct zone *z, struct per_cpu_pages *pcp,
		   unsigned order, enum migratetype type,
		   enum alloc_flags flags)
{
	uint64_t left = z->pcp_batch;

	if (left > 1)
		left = left >> order > 2 ? left >> order : 2;
	while (left) {
		uint64_t nr = left;
		pfn_t pfn = rmqueue_run(m, z, order, type, flags, &nr);

		if (pfn == PFN_NONE)
			break;
		list_add_run(m, z, pcp, pfn, nr, order, type);
		left -= nr;
	}
}

pfn_t pcp_alloc(struct machine *m, struct zone *z, unsigned order,
		enum migratetype type, enum alloc_flags flags)
{
	struct per_cpu_pages *pcp = pcp_mut(m, z, m->s->cpu);
	struct page_list *list = &pcp->list[list_index(order, type)];
	pfn_t pfn;

	pcp->free_factor >>= 1;
	if (!list->head)
		refill(m, z, pcp, order, type, flags);
	if (!list->head)
		return PFN_NONE;
	pfn = list->head - 1;
	list_del(m, z, pcp, list, pfn);
	return pfn;
}

/* What goes home next; see pcp_coldest(). */
static inline pfn_t coldest(const struct per_cpu_pages *pcp, unsigned *index)
{
	for (unsigned i = 0; i < NR_PCP_LISTS; i++) {
		if (pcp->list[*index].tail)
			return pcp->list[*index].tail - 1;
		*index = (*index + 1) % NR_PCP_LISTS;
	}
	return PFN_NONE;
}

pfn_t pcp_coldest(const struct machine *m, const struct zone *z,
		  unsigned *index)
{
	return coldest(pcp_here(m, z), index);
}

/*
 * So many pages go home, the coldest first: from the list just used until it
 * is empty, then from the others in turn.
 *
 * Source: mm/page_alloc.c free_pcppages_bulk() (6.1).
 */
static void bulk_free(struct machine *m, struct zone *z,
		      struct per_cpu_pages *pcp, int64_t nr, unsigned index)
{
	pfn_t pfn;

	while (nr > 0 && (pfn = coldest(pcp, &index)) != PFN_NONE) {
		unsigned order = list_del(m, z, pcp, &pcp->list[index], pfn);
		enum migratetype type =
			frame_list_type(block_set_kind(m, z, pfn, order,
						       KIND_FREE));

		nr -= INT64_C(1) << order;
		event_emit(m, EV_mm_page_pcpu_drain, pfn, order, type);
		buddy_free(m, z, pfn, order, type, false);
	}
}

/*
 * Little while kswapd balances the node; nothing of several pages while more
 * is freed than allocated.
 *
 * Source: mm/page_alloc.c nr_pcp_high(), free_unref_page_commit() (6.1).
 */
static uint64_t high_now(const struct zone *z, const struct per_cpu_pages *pcp,
			 unsigned order)
{
	uint64_t few = (uint64_t)z->pcp_batch * 4;

	if (pcp->free_factor && order && order <= PAGE_ALLOC_COSTLY_ORDER)
		return 0;
	return z->reclaim_active && few < z->pcp_high ? few : z->pcp_high;
}

/*
 * Twice as many each time that nothing was allocated in between, but a batch
 * stays.
 *
 * Source: mm/page_alloc.c nr_pcp_free() (6.1).
 */
static uint32_t surplus(struct zone *z, struct per_cpu_pages *pcp,
			unsigned order)
{
	uint64_t high = high_now(z, pcp, order), batch = z->pcp_batch;
	uint64_t nr = batch << pcp->free_factor;

	if (pcp->count < high)
		return 0;
	if (!high)
		return pcp->count;
	if (high < batch)
		return 1;
	if (nr < high - batch && pcp->free_factor < PCP_BATCH_SCALE_MAX)
		pcp->free_factor++;
	if (nr > high - batch)
		nr = high - batch;
	return (uint32_t)(nr < batch ? batch : nr);
}

uint32_t pcp_surplus(struct machine *m, struct zone *z, unsigned order)
{
	return surplus(z, pcp_mut(m, z, m->s->cpu), order);
}

/* Source: mm/page_alloc.c free_unref_page_commit() (6.1). */
void pcp_free(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
	      enum migratetype type)
{
	struct per_cpu_pages *pcp = pcp_mut(m, z, m->s->cpu);
	uint64_t high = high_now(z, pcp, order);

	list_add(m, z, pcp, pfn, order, type, false);
	clock_pass(m, COST_pcp);
	event_emit(m, EV_pcp_add, pfn, order, type, pcp->count, high);
	if (pcp->count >= high)
		bulk_free(m, z, pcp, surplus(z, pcp, order),
			  list_index(order, type));
}

void drain_zone_pages(struct machine *m, struct zone *z)
{
	if (!z->nr_pcp)
		return;
	for (uint32_t cpu = 0; cpu < m->s->nr_cpus; cpu++) {
		struct per_cpu_pages *pcp = pcp_mut(m, z, cpu);

		bulk_free(m, z, pcp, pcp->count, 0);
	}
}

void drain_all_pages(struct machine *m)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		drain_zone_pages(m, zone_mut(m, i));
}

/* One list: links both ways, each block what a list of that index holds. */
static bool list_check(const struct machine *m, const struct zone *z,
		       const struct page_list *list, unsigned index,
		       uint64_t *pages)
{
	uint32_t prev = 0;

	for (uint32_t link = list->head; link; ) {
		const struct frame *f = frame_at(m, link - 1);

		if (!f || !(f->flags & PG_HEAD) || frame_kind(f) != KIND_PCP ||
		    f->refcount || f->prev != prev ||
		    frame_zone(f) != zone_nr(m, z) ||
		    pcp_list_index(frame_order(f), frame_list_type(f)) != index)
			return false;
		*pages += UINT64_C(1) << frame_order(f);
		if (*pages > z->nr_pcp)
			return false;
		prev = link;
		link = f->next;
	}
	return list->tail == prev;
}

/* All lists of one CPU. Return: false, or their pages are added to *sum. */
static bool cpu_check(const struct machine *m, const struct zone *z,
		      uint32_t cpu, uint64_t *sum, struct diag *why)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone_nr(m, z), cpu);
	uint64_t pages = 0;

	for (unsigned i = 0; i < NR_PCP_LISTS; i++)
		if (!list_check(m, z, &pcp->list[i], i, &pages)) {
			diag_set(why, 0, 0, "zone %s: list %u of CPU %u is not sound",
				 z->name, i, cpu);
			return false;
		}
	*sum += pages;
	if (pages == pcp->count)
		return true;
	diag_set(why, 0, 0,
		 "zone %s: %llu pages are on the lists of CPU %u, its count says %u",
		 z->name, (unsigned long long)pages, cpu, pcp->count);
	return false;
}

bool pcp_check(const struct machine *m, const struct zone *z, struct diag *why)
{
	uint64_t sum = 0;

	for (uint32_t cpu = 0; z->pcp && cpu < m->s->nr_cpus; cpu++)
		if (!cpu_check(m, z, cpu, &sum, why))
			return false;
	if (sum == z->nr_pcp)
		return true;
	diag_set(why, 0, 0,
		 "zone %s: %llu pages are on per-CPU lists, nr_pcp says %llu",
		 z->name, (unsigned long long)sum, (unsigned long long)z->nr_pcp);
	return false;
}
