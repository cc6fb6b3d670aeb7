/*
 * pcp - per-CPU lists of free blocks, between the buddy system and its users
 *
 * Always: zone.nr_pcp is the sum of the counts; a frame on a list has kind
 *         KIND_PCP (its block too), no reference, and remembers its migrate
 *         type.
 *
 * Source: mm/page_alloc.c rmqueue_pcplist(), free_unref_page_commit(),
 * free_pcppages_bulk() (6.1). Rules PR5.1 to PR5.8.
 */
#ifndef MM_PCP_H
#define MM_PCP_H

#include "mm/buddy.h"

const struct per_cpu_pages *pcp_at(const struct machine *m, unsigned zone,
				   unsigned cpu);

/* Orders 0 to 3, and 9. */
bool pcp_allowed_order(const struct machine *m, unsigned order);

/*
 * A block from this CPU's lists, filled up from the buddy system if the list
 * is empty. Return: its first frame, in hand; PFN_NONE if the zone has none.
 */
pfn_t pcp_alloc(struct machine *m, struct zone *z, unsigned order,
		enum migratetype type);
/* A block in hand goes to the head of its list; too many: some go home. */
void pcp_free(struct machine *m, struct zone *z, pfn_t pfn, unsigned order);

/* Everything on the lists of all CPUs goes home. */
void drain_all_pages(struct machine *m);
/* ... of one zone. */
void drain_zone_pages(struct machine *m, struct zone *z);

bool pcp_check(const struct machine *m, const struct zone *z, struct diag *why);

#endif
