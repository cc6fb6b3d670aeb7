/*
 * pcp - per-CPU lists of free blocks, between the buddy system and its users
 *
 * batch  blocks that one refill brings, pages that one bulk free takes at least
 * high   so many pages may stand on a CPU's lists of a zone; then some go home
 *
 * Always: zone.nr_pcp is the sum of the counts; the first frame of a block on
 *         a list has kind KIND_PCP and PG_HEAD, no reference, and remembers
 *         its migrate type; a block taken from a list or on its way to one is
 *         of that kind, too, but PG_INHAND.
 *
 * Source: mm/page_alloc.c rmqueue_pcplist(), free_unref_page_commit(),
 * free_pcppages_bulk() (6.1). Rules PR5.1 to PR5.8.
 */
#ifndef MM_PCP_H
#define MM_PCP_H

#include "mm/buddy.h"
#include "mm/gfp.h"

/* Boot: the table of all CPUs' lists, empty. Only where state.pcp_on is set. */
void pcps_set_up(struct machine *m);

/* NULL if the machine has no per-CPU lists. */
const struct per_cpu_pages *pcp_at(const struct machine *m, unsigned zone,
				   unsigned cpu);

/*
 * A block from this CPU's lists, filled up from the buddy system if the list
 * is empty. Return: its first frame, in hand; PFN_NONE if the zone has none.
 */
pfn_t pcp_alloc(struct machine *m, struct zone *z, unsigned order,
		enum migratetype type, enum alloc_flags flags);
/*
 * A block in hand, of kind KIND_PCP, whose pageblock has that type: to the
 * head of its list. If there are too many now, some go home.
 */
void pcp_free(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
	      enum migratetype type);

/* The lists of one zone, of all CPUs: everything goes home (PR5.7). */
void drain_zone_pages(struct machine *m, struct zone *z);
/* ... of all zones. */
void drain_all_pages(struct machine *m);

/*
 * The decisions and steps that these consist of, each on the lists of the CPU
 * on which the operation runs; a replay of recorded events goes by them.
 *
 * pcp_put()      a block in hand goes on the list of its order and type
 * pcp_take()     a block on a list comes into the hand
 * pcp_first()    what a request gets; PFN_NONE if the list must be refilled
 * pcp_surplus()  pages to go home, now that a block of that order was put
 * pcp_coldest()  what goes home next: from list *index on, in turn; *index is
 *                the list that it stands on; PFN_NONE if all are empty
 */
void pcp_put(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
	     enum migratetype type, bool to_tail);
void pcp_take(struct machine *m, struct zone *z, pfn_t pfn);
pfn_t pcp_first(const struct machine *m, const struct zone *z, unsigned order,
		enum migratetype type);
uint32_t pcp_surplus(struct machine *m, struct zone *z, unsigned order);
pfn_t pcp_coldest(const struct machine *m, const struct zone *z,
		  unsigned *index);

/* Number of a list: the place in struct per_cpu_pages (order_to_pindex()). */
unsigned pcp_list_index(unsigned order, enum migratetype type);

bool pcp_check(const struct machine *m, const struct zone *z, struct diag *why);

#endif
