#include "mm/xarray.h"

#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/shadow_nodes.h"

/* The lowest node on the way to index; 0 if there is none at all. */
static handle_t lowest_node(const struct machine *m, handle_t inode,
			    uint64_t index)
{
	handle_t h = tree_top(inode_at(m, inode));

	if (!h || index > node_last(xa_node_at(m, h)->shift))
		return 0;
	for (;;) {
		const struct xa_node *n = xa_node_at(m, h);

		if (!n->shift || !n->slot[node_digit(index, n->shift)])
			return h;
		h = (handle_t)n->slot[node_digit(index, n->shift)];
	}
}

/* The node whose slots are entries; 0 if there is none. */
static handle_t leaf_of(const struct machine *m, handle_t inode, uint64_t index)
{
	handle_t h = lowest_node(m, inode, index);

	return h && !xa_node_at(m, h)->shift ? h : 0;
}

uint64_t xa_load(const struct machine *m, handle_t inode, uint64_t index)
{
	const struct inode *i = inode_at(m, inode);
	handle_t leaf;

	if (!tree_top(i))
		return index ? 0 : i->root;
	leaf = leaf_of(m, inode, index);
	return leaf ? xa_node_at(m, leaf)->slot[node_digit(index, 0)] : 0;
}

/* Shift of a top node that reaches index. */
static unsigned top_shift(uint64_t index)
{
	unsigned shift = 0;

	while (index > node_last(shift))
		shift += XA_CHUNK_SHIFT;
	return shift;
}

unsigned xa_nodes_missing(const struct machine *m, handle_t inode,
			  uint64_t index)
{
	const struct inode *i = inode_at(m, inode);
	unsigned height = top_shift(index) / XA_CHUNK_SHIFT + 1;
	handle_t top = tree_top(i), low;
	unsigned has;

	if (!i->root || !top) {
		if (!index)
			return 0;
		/* what the root holds needs its own way down */
		return height + (i->root ? height - 1 : 0);
	}
	has = xa_node_at(m, top)->shift / XA_CHUNK_SHIFT + 1;
	if (height > has)
		return height - has + height - 1;
	low = lowest_node(m, inode, index);
	return xa_node_at(m, low)->shift / XA_CHUNK_SHIFT;
}

static handle_t node_new(struct machine *m, handle_t inode, unsigned shift)
{
	handle_t h = object_new(m, &m->s->pool_xa_node);

	xa_node_mut(m, h)->shift = shift;
	xa_node_mut(m, h)->inode = inode;
	kmem_count(m, KMEM_XA_NODE, 1);
	return h;
}

/* A node goes below another, or with parent 0 to the root. */
static void node_hang(struct machine *m, handle_t inode, handle_t parent,
		      unsigned offset, handle_t node)
{
	struct xa_node *n = xa_node_mut(m, node);

	n->parent = parent;
	n->offset = offset;
	if (!parent) {
		inode_mut(m, inode)->root = (uint64_t)node << TAG_BITS;
		return;
	}
	xa_node_mut(m, parent)->slot[offset] = node;
	xa_node_mut(m, parent)->count++;
	for (unsigned mark = 0; mark < NR_XA_MARKS; mark++)
		if (n->mark[mark])
			xa_node_mut(m, parent)->mark[mark] |= UINT64_C(1)
							      << offset;
}

/* The root's own entry, page 0, goes down into a first node. */
static void root_lower(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);
	uint64_t e = i->root;
	handle_t h = node_new(m, inode, 0);
	struct xa_node *n = xa_node_mut(m, h);

	n->slot[0] = e;
	n->count = 1;
	n->nr_values = entry_is_value(e);
	for (unsigned mark = 0; mark < NR_XA_MARKS; mark++)
		n->mark[mark] = i->root_marks >> mark & 1;
	i->root_marks = 0;
	node_hang(m, inode, 0, 0, h);
}

/* The tree becomes so high that it reaches index. */
static handle_t tree_grow(struct machine *m, handle_t inode, uint64_t index)
{
	handle_t top = tree_top(inode_at(m, inode));

	if (!top && inode_at(m, inode)->root) {
		root_lower(m, inode);
		top = tree_top(inode_at(m, inode));
	}
	if (!top) {
		top = node_new(m, inode, top_shift(index));
		node_hang(m, inode, 0, 0, top);
	}
	while (index > node_last(xa_node_at(m, top)->shift)) {
		handle_t above = node_new(
			m, inode, xa_node_at(m, top)->shift + XA_CHUNK_SHIFT);

		node_hang(m, inode, 0, 0, above);
		node_hang(m, inode, above, 0, top);
		top = above;
	}
	return top;
}

/* The leaf of index, with all nodes above it, which the caller has brought. */
static handle_t leaf_make(struct machine *m, handle_t inode, uint64_t index)
{
	handle_t h = tree_grow(m, inode, index);

	while (xa_node_at(m, h)->shift) {
		unsigned shift = xa_node_at(m, h)->shift;
		unsigned offset = node_digit(index, shift);
		handle_t below = (handle_t)xa_node_at(m, h)->slot[offset];

		if (!below) {
			below = node_new(m, inode, shift - XA_CHUNK_SHIFT);
			node_hang(m, inode, h, offset, below);
		}
		h = below;
	}
	return h;
}

/* As long as the top has only its first slot, that takes its place. */
static void tree_shrink(struct machine *m, handle_t inode)
{
	handle_t top;

	while ((top = tree_top(inode_at(m, inode)))) {
		const struct xa_node *n = xa_node_at(m, top);
		uint64_t first = n->slot[0];
		uint32_t marks = 0;

		if (n->count != 1 || !first)
			return;
		for (unsigned mark = 0; mark < NR_XA_MARKS; mark++)
			marks |= (uint32_t)(n->mark[mark] & 1) << mark;
		if (n->shift) {
			node_hang(m, inode, 0, 0, (handle_t)first);
		} else {
			inode_mut(m, inode)->root = first;
			inode_mut(m, inode)->root_marks = marks;
			/* before it goes it must leave its list */
			xa_node_mut(m, top)->count = 0;
			shadow_node_update(m, top);
		}
		pool_free(&m->arena, &m->s->pool_xa_node, top);
		kmem_count(m, KMEM_XA_NODE, -1);
	}
}

/* An empty node goes, and those above it that become empty thereby. */
static void node_delete(struct machine *m, handle_t inode, handle_t h)
{
	while (h && !xa_node_at(m, h)->count) {
		handle_t parent = xa_node_at(m, h)->parent;
		unsigned offset = xa_node_at(m, h)->offset;

		pool_free(&m->arena, &m->s->pool_xa_node, h);
		kmem_count(m, KMEM_XA_NODE, -1);
		if (parent) {
			xa_node_mut(m, parent)->slot[offset] = 0;
			xa_node_mut(m, parent)->count--;
		} else {
			inode_mut(m, inode)->root = 0;
		}
		h = parent;
	}
	tree_shrink(m, inode);
}

void xa_store(struct machine *m, handle_t inode, uint64_t index, uint64_t entry)
{
	handle_t leaf;
	struct xa_node *n;
	uint64_t old;

	if (!tree_top(inode_at(m, inode)) && !index) {
		inode_mut(m, inode)->root = entry;
		if (!entry)
			inode_mut(m, inode)->root_marks = 0;
		return;
	}
	leaf = entry ? leaf_make(m, inode, index) : leaf_of(m, inode, index);
	if (!leaf)
		return;
	n = xa_node_mut(m, leaf);
	old = n->slot[node_digit(index, 0)];
	n->slot[node_digit(index, 0)] = entry;
	n->count += (entry != 0) - (unsigned)(old != 0);
	n->nr_values += entry_is_value(entry) - (unsigned)entry_is_value(old);
	shadow_node_update(m, leaf);
	if (!entry)
		node_delete(m, inode, leaf);
}

unsigned xa_leaf_drop(struct machine *m, handle_t leaf)
{
	struct xa_node *n = xa_node_mut(m, leaf);
	handle_t inode = n->inode;
	unsigned nr = n->count;

	for (unsigned i = 0; i < XA_CHUNK_SIZE; i++)
		n->slot[i] = 0;
	n->count = 0;
	n->nr_values = 0;
	shadow_node_update(m, leaf);
	node_delete(m, inode, leaf);
	return nr;
}

void xa_mark_set(struct machine *m, handle_t inode, uint64_t index,
		 enum xa_mark mark, bool set)
{
	handle_t h = leaf_of(m, inode, index);

	if (!h && !index && !tree_top(inode_at(m, inode))) {
		uint32_t *marks = &inode_mut(m, inode)->root_marks;

		*marks = set ? *marks | 1u << mark : *marks & ~(1u << mark);
		return;
	}
	for (; h; h = xa_node_at(m, h)->parent) {
		struct xa_node *n = xa_node_mut(m, h);
		uint64_t bit = UINT64_C(1) << node_digit(index, n->shift);
		bool was = (n->mark[mark] & bit) != 0;

		n->mark[mark] = set ? n->mark[mark] | bit :
				      n->mark[mark] & ~bit;
		if (was == set || (!set && n->mark[mark]))
			return;
	}
}

static bool entry_wanted(uint64_t e, unsigned want)
{
	return want == WANT_PAGE ? (e & TAG_MASK) == TAG_PAGE : e != 0;
}

/* Slots of a node behind which something wanted is, or (upper) may be. */
static uint64_t wanted_slots(const struct xa_node *n, unsigned want)
{
	uint64_t bits = 0;

	if (want < NR_XA_MARKS)
		return n->mark[want];
	if (n->count == XA_CHUNK_SIZE && !n->nr_values)
		return ~UINT64_C(0);
	for (unsigned i = 0; i < XA_CHUNK_SIZE; i++)
		if (entry_wanted(n->slot[i], n->shift ? WANT_USED : want))
			bits |= UINT64_C(1) << i;
	return bits;
}

static uint64_t root_next(const struct inode *i, uint64_t from, unsigned want)
{
	bool there = want < NR_XA_MARKS ? (i->root_marks >> want & 1) :
					  entry_wanted(i->root, want);

	return from || !there ? INDEX_NONE : 0;
}

/*
 * First wanted index >= from: down where the node has something at or after
 * it, else on behind the node's last slot, seen from the parent.
 */
uint64_t xa_find(const struct machine *m, handle_t inode, uint64_t from,
		 unsigned want)
{
	handle_t h = tree_top(inode_at(m, inode));

	if (!h)
		return root_next(inode_at(m, inode), from, want);
	if (from > node_last(xa_node_at(m, h)->shift))
		return INDEX_NONE;
	for (;;) {
		const struct xa_node *n = xa_node_at(m, h);
		unsigned at = node_digit(from, n->shift), found;
		uint64_t bits = wanted_slots(n, want) >> at << at;

		if (!bits) {
			while (n->parent && n->offset == XA_CHUNK_SIZE - 1)
				n = xa_node_at(m, n->parent);
			if (!n->parent)
				return INDEX_NONE;
			from = (from | node_last(n->shift)) + 1;
			h = n->parent;
			continue;
		}
		found = (unsigned)__builtin_ctzll(bits);
		if (found != at)
			from = (from & ~node_last(n->shift)) |
			       (uint64_t)found << n->shift;
		if (!n->shift)
			return from;
		h = (handle_t)n->slot[found];
	}
}
