/*
 * vmstat - the kernel's counters: of a node, of a zone's LRU pages, of events
 *
 * Amounts are pages unless the name says kB. The kernel keeps them per CPU and
 * lets readers lag; the model's are exact.
 */
#ifndef MM_VMSTAT_H
#define MM_VMSTAT_H

#include "mm/machine.h"

/* A node's counter goes up or down by `by` (mod_node_page_state()). */
static inline void node_stat_add(struct machine *m, unsigned node,
				 enum node_stat_item item, int64_t by)
{
	m->s->node[node].stat[item] += (uint64_t)by;
}

/* Sum over all nodes (global_node_page_state()). */
static inline uint64_t node_stat_sum(const struct machine *m,
				     enum node_stat_item item)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < m->s->nr_nodes; i++)
		sum += m->s->node[i].stat[item];
	return sum;
}

/* count_vm_events() */
static inline void vm_event_add(struct machine *m, enum vm_event event,
				uint64_t by)
{
	m->s->vm_event[event] += by;
}

extern const char *const node_stat_names[NR_VM_NODE_STAT_ITEMS];
extern const char *const vm_event_names[NR_VM_EVENTS];

#endif
