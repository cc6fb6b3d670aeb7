#include "mm/workingset.h"

#include "mm/vmstat.h"

/*
 * shadow
 *
 *  47            12 11    2   1   0
 * |  age           | node  | W | 1 |
 *
 * age  of the node at the eviction; 36 bits, what an entry of the kernel's
 *      tree has left beside the node and a control group
 * W    the page had PG_WORKINGSET
 *
 * Source: mm/workingset.c pack_shadow(), EVICTION_SHIFT (6.1, NODES_SHIFT 10).
 * Left out: control groups; buckets of several ages, which only machines of
 * 2^36 pages and more need.
 */
enum { SHADOW_WORKINGSET = 2, SHADOW_NODE_SHIFT = 2, SHADOW_AGE_SHIFT = 12 };
#define SHADOW_NODE_MASK UINT64_C(0x3ff)
#define SHADOW_AGE_MASK ((UINT64_C(1) << 36) - 1)

void workingset_age_nonresident(struct machine *m, unsigned node,
				uint64_t pages)
{
	lruvec_age_nonresident(m, node, pages);
}

void workingset_activation(struct machine *m, pfn_t pfn)
{
	lruvec_age_nonresident(m, frame_node(m, frame_at(m, pfn)), 1);
}

/* Source: mm/workingset.c workingset_eviction() (6.1). */
uint64_t workingset_eviction(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	unsigned node = frame_node(m, f);
	uint64_t age = m->s->node[node].lruvec.nonresident_age;
	uint64_t shadow = 1 | (age & SHADOW_AGE_MASK) << SHADOW_AGE_SHIFT |
			  (uint64_t)node << SHADOW_NODE_SHIFT;

	if (f->flags & PG_WORKINGSET)
		shadow |= SHADOW_WORKINGSET;
	lruvec_age_nonresident(m, node, 1);
	event_emit(m, EV_workingset_eviction, pfn, page_lru(f), age);
	return shadow;
}

/*
 * Pages that would have had to make room so that the page could have stayed:
 * those of the other lists, anonymous ones only if they can be swapped out.
 */
static uint64_t workingset_size(const struct machine *m, unsigned node,
				bool file)
{
	const uint64_t *stat = m->s->node[node].stat;
	uint64_t size = stat[NR_ACTIVE_FILE];

	if (!file)
		size += stat[NR_INACTIVE_FILE];
	if (m->s->nr_swap_pages > 0) {
		size += stat[NR_ACTIVE_ANON];
		if (file)
			size += stat[NR_INACTIVE_ANON];
	}
	return size;
}

/* It was away no longer than it could have stayed: it starts active. */
static void refault_activate(struct machine *m, pfn_t pfn, bool workingset)
{
	struct frame *f = frame_mut(m, pfn);
	bool file = page_is_file_lru(f);
	unsigned node = frame_node(m, f);

	f->flags |= PG_ACTIVE;
	lruvec_age_nonresident(m, node, 1);
	node_stat_add(m, node, file ? WORKINGSET_ACTIVATE_FILE :
				      WORKINGSET_ACTIVATE_ANON, 1);
	if (!workingset)
		return;
	f->flags |= PG_WORKINGSET;
	lru_note_cost(m, node, file, 1);
	node_stat_add(m, node, file ? WORKINGSET_RESTORE_FILE :
				      WORKINGSET_RESTORE_ANON, 1);
}

struct refault workingset_look(const struct machine *m, uint64_t shadow,
			       bool file)
{
	struct refault r = {
		.evicted = shadow >> SHADOW_AGE_SHIFT,
		.node = shadow >> SHADOW_NODE_SHIFT & SHADOW_NODE_MASK,
		.workingset = shadow & SHADOW_WORKINGSET,
	};

	r.now = m->s->node[r.node].lruvec.nonresident_age;
	r.distance = (r.now - r.evicted) & SHADOW_AGE_MASK;
	r.size = workingset_size(m, r.node, file);
	r.activate = r.distance <= r.size;
	return r;
}

/* Source: mm/workingset.c workingset_refault() (6.1). */
void workingset_refault(struct machine *m, pfn_t pfn, uint64_t shadow)
{
	const struct frame *f = frame_at(m, pfn);
	bool file = page_is_file_lru(f);
	struct refault r = workingset_look(m, shadow, file);

	node_stat_add(m, frame_node(m, f), file ? WORKINGSET_REFAULT_FILE :
						  WORKINGSET_REFAULT_ANON, 1);
	if (r.activate)
		refault_activate(m, pfn, r.workingset);
	event_emit(m, EV_workingset_refault, pfn, r.distance, r.size,
		   r.activate, page_lru(f));
}
