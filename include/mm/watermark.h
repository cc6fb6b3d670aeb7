/*
 * watermark - how much of a zone is kept free, and for whom
 *
 * mark      min, low, high: pages; readers add the boost
 * reserve   lowmem_reserve: what a zone keeps back from a request that could
 *           have been served from zone type j above it; printed "protection"
 *
 * Source: mm/page_alloc.c (6.1).
 */
#ifndef MM_WATERMARK_H
#define MM_WATERMARK_H

#include "mm/event.h"
#include "mm/gfp.h"
#include "mm/zone.h"

/* The numbers of one check: it passes iff free > mark + reserve, and a block. */
struct watermark_check {
	int64_t free;	/* less what an order > 0 cannot use */
	int64_t mark;	/* boost added, then the cuts of PR6.4 */
	int64_t reserve;
	bool	block;	/* a list of the order or above has one */
	bool	ok;
};

/* PR2.8, PR6.4 */
struct watermark_check zone_watermark(const struct machine *m,
				      const struct zone *z, unsigned order,
				      enum zone_type highest,
				      enum alloc_flags flags);

/* The same as an answer, told by an event. */
bool zone_watermark_ok(struct machine *m, struct zone *z, unsigned order,
		       enum zone_type highest, enum alloc_flags flags);

/* The common case at a glance: far above, and nobody wants to hear it. */
static inline bool zone_watermark_plain(const struct machine *m,
					const struct zone *z, unsigned order,
					enum zone_type highest,
					enum alloc_flags flags)
{
	return order == 0 && !event_heard(m, EV_zone_watermark_ok) &&
	       z->nr_free > z->watermark[flags & ALLOC_WMARK_MASK] +
				    z->watermark_boost +
				    z->lowmem_reserve[highest] +
				    z->nr_reserved_highatomic;
}

/* PR2.1, kB, without regard to what a user wrote. */
int64_t calculate_min_free_kbytes(const struct machine *m);

/* PR2.2: what khugepaged asks for, kB; 0 if it does not run. */
int64_t recommended_min_free_kbytes(const struct machine *m);

/* min_free_kbytes from RAM, as at boot and when THP is switched off. */
void init_per_zone_wmark_min(struct machine *m);
/* PR2.3, and what follows from it: totalreserve, per-CPU limits (PR2.7). */
void setup_per_zone_wmarks(struct machine *m);
/* The last part of it alone: the marks stay. */
void setup_pcp_limits(struct machine *m);
/* PR2.5, PR2.6 */
void setup_per_zone_lowmem_reserve(struct machine *m);
void calculate_totalreserve_pages(struct machine *m);

/* PR5.2, PR5.3: limits of the per-CPU lists. */
uint32_t zone_batchsize(uint64_t managed);
uint64_t zone_highsize(const struct machine *m, const struct zone *z,
		       uint32_t batch);

/* Free pages of all zones; PR13.2 MemAvailable in pages, and its formula. */
uint64_t nr_free_pages(const struct machine *m);
uint64_t total_ram_pages(const struct machine *m);
uint64_t si_mem_available(const struct machine *m);
uint64_t mem_available(uint64_t free, uint64_t totalreserve, uint64_t pagecache,
		       uint64_t reclaimable, uint64_t low_marks);

#endif
