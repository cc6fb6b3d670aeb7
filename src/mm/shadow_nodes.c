#include "mm/shadow_nodes.h"

#include "mm/inode.h"
#include "mm/vmstat.h"
#include "mm/xarray.h"

/* Off the list of nodes that hold shadows alone, or on it, as it is. */
static void shadow_list_del(struct machine *m, struct xa_node *n)
{
	if (n->shadow_prev)
		xa_node_mut(m, n->shadow_prev)->shadow_next = n->shadow_next;
	else
		m->s->shadow_first = n->shadow_next;
	if (n->shadow_next)
		xa_node_mut(m, n->shadow_next)->shadow_prev = n->shadow_prev;
	else
		m->s->shadow_last = n->shadow_prev;
	n->shadow_next = 0;
	n->shadow_prev = 0;
}

static void shadow_list_add(struct machine *m, handle_t h, struct xa_node *n)
{
	n->shadow_prev = m->s->shadow_last;
	if (n->shadow_prev)
		xa_node_mut(m, n->shadow_prev)->shadow_next = h;
	else
		m->s->shadow_first = h;
	m->s->shadow_last = h;
}

void shadow_node_update(struct machine *m, handle_t node)
{
	struct xa_node *n = xa_node_mut(m, node);
	bool alone = n->count && n->count == n->nr_values &&
		     !inode_is_shmem(inode_at(m, n->inode));

	if (alone == (bool)n->on_shadow_list)
		return;
	if (alone)
		shadow_list_add(m, node, n);
	else
		shadow_list_del(m, n);
	n->on_shadow_list = alone;
	node_stat_add(m, 0, WORKINGSET_NODES, alone ? 1 : -1);
}

uint64_t shadow_nodes_spare(const struct machine *m)
{
	uint64_t nodes = node_stat_sum(m, WORKINGSET_NODES);
	uint64_t pages = node_stat_sum(m, NR_SLAB_RECLAIMABLE_B) +
			 node_stat_sum(m, NR_SLAB_UNRECLAIMABLE_B);

	for (unsigned lru = 0; lru < NR_LRU_LISTS; lru++)
		pages += node_stat_sum(
			m, (enum node_stat_item)(NR_INACTIVE_ANON + lru));
	return nodes > pages / 8 ? nodes - pages / 8 : 0;
}

unsigned shadow_nodes_forget(struct machine *m)
{
	handle_t oldest = m->s->shadow_first;
	unsigned nr;

	if (!oldest)
		return 0;
	nr = xa_leaf_drop(m, oldest);
	node_stat_add(m, 0, WORKINGSET_NODERECLAIM, 1);
	return nr;
}
