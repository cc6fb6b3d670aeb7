#include "mm/watermark.h"

#include "mm/sysctl.h"
#include "mm/vmstat.h"

static uint64_t mult_frac(uint64_t x, uint64_t n, uint64_t d)
{
	return x / d * n + x % d * n / d;
}

static uint64_t isqrt(uint64_t x)
{
	uint64_t root = 0;

	for (uint64_t bit = UINT64_C(1) << 31; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= x)
			root += bit;
	return root;
}

static uint64_t clamp(uint64_t x, uint64_t low, uint64_t high)
{
	return x < low ? low : x > high ? high : x;
}

/*
 * What may be allocated for the kernel and its users without HighMem, less
 * the high marks, on the boot node's zonelist.
 *
 * Source: mm/page_alloc.c nr_free_buffer_pages(), nr_free_zone_pages() (6.1).
 */
static uint64_t nr_free_buffer_pages(const struct machine *m)
{
	const struct node *node = &m->s->node[0];
	uint64_t sum = 0;

	for (uint32_t i = 0; i < node->nr_zonelist; i++) {
		const struct zone *z = &m->s->zone[node->zonelist[i]];
		uint64_t high = z->watermark[WMARK_HIGH] + z->watermark_boost;

		if (z->type <= ZONE_NORMAL && z->managed > high)
			sum += z->managed - high;
	}
	return sum;
}

int64_t calculate_min_free_kbytes(const struct machine *m)
{
	uint64_t lowmem_kb = nr_free_buffer_pages(m) * (PAGE_SIZE / 1024);

	return (int64_t)clamp(isqrt(lowmem_kb * 16), 128, 262144);
}

/* Source: mm/khugepaged.c set_recommended_min_free_kbytes() (6.1). */
int64_t recommended_min_free_kbytes(const struct machine *m)
{
	uint64_t nr_zones = 0, pages, most;
	uint64_t pageblock = 1;

	if (m->s->thp_enabled == THP_NEVER)
		return 0;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (!zone_populated(z) || z->type > ZONE_NORMAL)
			continue;
		nr_zones++;
		pageblock = UINT64_C(1) << z->pageblock_order;
	}
	/* two free pageblocks, and nearly two for each pair of types */
	pages = pageblock * nr_zones * 2;
	pages += pageblock * nr_zones * MIGRATE_PCPTYPES * MIGRATE_PCPTYPES;
	most = nr_free_buffer_pages(m) / 20;
	return (int64_t)((pages < most ? pages : most) * (PAGE_SIZE / 1024));
}

/* min, low, high of one zone from its share of pages_min (PR2.3). */
static void zone_set_watermarks(struct machine *m, struct zone *z,
				uint64_t share)
{
	uint64_t scale = (uint64_t)m->s->sysctl[SYSCTL_watermark_scale_factor];
	uint64_t apart = mult_frac(z->managed, scale, 10000);

	if (share / 4 > apart)
		apart = share / 4;
	z->watermark[WMARK_MIN] = z->highmem ? clamp(z->managed / 1024, 32, 128) :
					       share;
	z->watermark_boost = 0;
	z->watermark[WMARK_LOW] = z->watermark[WMARK_MIN] + apart;
	z->watermark[WMARK_HIGH] = z->watermark[WMARK_LOW] + apart;
	z->watermark[WMARK_PROMO] = z->watermark[WMARK_HIGH] + apart;
	if (zone_populated(z))
		event_emit(m, EV_zone_watermarks, zone_nr(m, z),
			   z->watermark[WMARK_MIN], z->watermark[WMARK_LOW],
			   z->watermark[WMARK_HIGH]);
}

/*
 * Limits of the per-CPU lists follow the low mark.
 *
 * Source: mm/page_alloc.c zone_set_pageset_high_and_batch() (6.1).
 */
void setup_pcp_limits(struct machine *m)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		struct zone *z = zone_mut(m, i);

		z->pcp_batch = zone_batchsize(z->managed);
		if (!z->pcp_batch)
			z->pcp_batch = 1;
		z->pcp_high = zone_highsize(m, z, z->pcp_batch);
	}
}

/* Source: mm/page_alloc.c __setup_per_zone_wmarks() (6.1). */
void setup_per_zone_wmarks(struct machine *m)
{
	uint64_t pages_min = (uint64_t)m->s->sysctl[SYSCTL_min_free_kbytes] /
			     (PAGE_SIZE / 1024);
	uint64_t lowmem = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (!m->s->zone[i].highmem)
			lowmem += m->s->zone[i].managed;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		struct zone *z = zone_mut(m, i);

		zone_set_watermarks(m, z,
				    lowmem ? pages_min * z->managed / lowmem : 0);
	}
	setup_pcp_limits(m);
	calculate_totalreserve_pages(m);
}

/*
 * With the marks still 0 the free pages are all pages: so the first time, at
 * boot; later the present high marks are taken off.
 *
 * Source: mm/page_alloc.c init_per_zone_wmark_min(),
 * calculate_min_free_kbytes() (6.1).
 */
void init_per_zone_wmark_min(struct machine *m)
{
	int64_t kb = calculate_min_free_kbytes(m);

	if (kb > m->s->user_min_free_kbytes)
		m->s->sysctl[SYSCTL_min_free_kbytes] = kb;
	setup_per_zone_wmarks(m);
}

/* Source: mm/page_alloc.c setup_per_zone_lowmem_reserve() (6.1). */
void setup_per_zone_lowmem_reserve(struct machine *m)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		struct zone *z = zone_mut(m, i);
		uint32_t ratio = m->s->lowmem_reserve_ratio[z->type];
		uint64_t above = 0;

		for (unsigned k = i + 1; k < m->s->nr_zones; k++) {
			const struct zone *upper = &m->s->zone[k];

			if (upper->node != z->node)
				break;
			above += upper->managed;
			z->lowmem_reserve[upper->type] =
				ratio && z->managed ? above / ratio : 0;
			if (zone_populated(z) && zone_populated(upper))
				event_emit(m, EV_lowmem_reserve, i, upper->type,
					   z->lowmem_reserve[upper->type], above,
					   ratio);
		}
	}
	calculate_totalreserve_pages(m);
}

void calculate_totalreserve_pages(struct machine *m)
{
	uint64_t sum = 0;

	for (uint32_t n = 0; n < m->s->nr_nodes; n++)
		m->s->node[n].totalreserve_pages = 0;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];
		uint64_t most = 0;

		for (unsigned j = 0; j < MAX_NR_ZONES; j++)
			if (z->lowmem_reserve[j] > most)
				most = z->lowmem_reserve[j];
		most += z->watermark[WMARK_HIGH] + z->watermark_boost;
		most = most < z->managed ? most : z->managed;
		m->s->node[z->node].totalreserve_pages += most;
		sum += most;
	}
	m->s->totalreserve_pages = sum;
}

/* Source: mm/page_alloc.c zone_batchsize() (6.1). */
uint32_t zone_batchsize(uint64_t managed)
{
	uint64_t batch = managed >> 10;
	uint32_t pow2 = 1;

	if (batch > (1u << 20) / PAGE_SIZE)
		batch = (1u << 20) / PAGE_SIZE;
	batch /= 4;
	if (batch < 1)
		batch = 1;
	batch += batch / 2;
	while (pow2 * 2 <= batch)
		pow2 *= 2;
	return pow2 - 1;
}

/* CPU n belongs to node n, as far as there are nodes; the rest to the first. */
static uint32_t node_cpus(const struct machine *m, uint32_t node)
{
	uint32_t cpus = m->s->nr_cpus ? m->s->nr_cpus : 1;

	if (node)
		return node < cpus;
	return cpus > m->s->nr_nodes ? cpus - m->s->nr_nodes + 1 : 1;
}

/*
 * Shared among the CPUs of the zone's node; all of them if it has none.
 *
 * Source: mm/page_alloc.c zone_highsize() (6.1).
 */
uint64_t zone_highsize(const struct machine *m, const struct zone *z,
		       uint32_t batch)
{
	int64_t fraction = m->s->sysctl[SYSCTL_percpu_pagelist_high_fraction];
	uint64_t total = z->watermark[WMARK_LOW] + z->watermark_boost;
	uint32_t cpus = node_cpus(m, z->node);
	uint64_t high;

	if (fraction)
		total = z->managed / (uint64_t)fraction;
	if (!cpus)
		cpus = m->s->nr_cpus;
	high = total / cpus;
	return high > batch * 4u ? high : batch * 4u;
}

static bool has_block(const struct zone *z, unsigned order,
		      enum alloc_flags flags)
{
	for (unsigned o = order; o < MAX_ORDER; o++) {
		const struct free_area *area = &z->free_area[o];

		if (!area->nr_free)
			continue;
		for (unsigned t = 0; t < MIGRATE_PCPTYPES; t++)
			if (area->list[t].head)
				return true;
		if ((flags & (ALLOC_HIGHATOMIC | ALLOC_OOM)) &&
		    area->list[MIGRATE_HIGHATOMIC].head)
			return true;
	}
	return false;
}

/* Who may go below the mark, and how far (PR6.4). */
static int64_t cut_mark(int64_t mark, enum alloc_flags flags)
{
	if (flags & ALLOC_MIN_RESERVE) {
		mark -= mark / 2;
		if (flags & ALLOC_NON_BLOCK)
			mark -= mark / 4;
	}
	if (flags & ALLOC_OOM)
		mark -= mark / 2;
	return mark;
}

/* Source: mm/page_alloc.c __zone_watermark_ok() (6.1). Left out: CMA. */
struct watermark_check zone_watermark(const struct machine *m,
				      const struct zone *z, unsigned order,
				      enum zone_type highest,
				      enum alloc_flags flags)
{
	struct watermark_check c;
	uint64_t mark = z->watermark[flags & ALLOC_WMARK_MASK];

	(void)m;
	if (!(flags & ALLOC_NO_BOOST))
		mark += z->watermark_boost;
	c.free = (int64_t)z->nr_free - ((INT64_C(1) << order) - 1);
	if (!(flags & ALLOC_RESERVES))
		c.free -= (int64_t)z->nr_reserved_highatomic;
	c.mark = cut_mark((int64_t)mark, flags);
	c.reserve = (int64_t)z->lowmem_reserve[highest];
	c.block = order == 0 || has_block(z, order, flags);
	c.ok = (flags & ALLOC_NO_WATERMARKS) ||
	       (c.free > c.mark + c.reserve && c.block);
	return c;
}

bool zone_watermark_ok(struct machine *m, struct zone *z, unsigned order,
		       enum zone_type highest, enum alloc_flags flags)
{
	struct watermark_check c;

	if (zone_watermark_plain(m, z, order, highest, flags))
		return true;
	c = zone_watermark(m, z, order, highest, flags);
	if (c.ok)
		event_emit(m, EV_zone_watermark_ok, zone_nr(m, z), c.free,
			   c.mark, c.reserve, order);
	else
		event_emit(m, EV_zone_watermark_fail, zone_nr(m, z), c.free,
			   c.mark, c.reserve, order);
	return c.ok;
}

uint64_t nr_free_pages(const struct machine *m)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		sum += m->s->zone[i].nr_free;
	return sum;
}

uint64_t total_ram_pages(const struct machine *m)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		sum += m->s->zone[i].managed;
	return sum;
}

/*
 * Pages for new programs without swapping. Of the page cache, and of what can
 * be reclaimed of slab, half stays, or the low marks where that is less.
 *
 * Source: mm/page_alloc.c si_mem_available() (6.1).
 */
uint64_t mem_available(uint64_t free, uint64_t totalreserve, uint64_t pagecache,
		       uint64_t reclaimable, uint64_t low_marks)
{
	uint64_t rest = free + pagecache + reclaimable;
	uint64_t kept = totalreserve;

	kept += pagecache / 2 < low_marks ? pagecache / 2 : low_marks;
	kept += reclaimable / 2 < low_marks ? reclaimable / 2 : low_marks;
	return rest > kept ? rest - kept : 0;
}

uint64_t si_mem_available(const struct machine *m)
{
	uint64_t low_marks = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		low_marks += m->s->zone[i].watermark[WMARK_LOW] +
			     m->s->zone[i].watermark_boost;
	return mem_available(nr_free_pages(m), m->s->totalreserve_pages,
			     node_stat_sum(m, NR_ACTIVE_FILE) +
				     node_stat_sum(m, NR_INACTIVE_FILE),
			     node_stat_sum(m, NR_SLAB_RECLAIMABLE_B) +
				     node_stat_sum(m, NR_KERNEL_MISC_RECLAIMABLE),
			     low_marks);
}
