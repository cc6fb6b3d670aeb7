/*
 * filemap_node - how a file's tree lies in the arena: slots, nodes, digits
 *
 * For mm/filemap.c and those who look at the tree itself; others ask filemap.h.
 */
#ifndef MM_FILEMAP_NODE_H
#define MM_FILEMAP_NODE_H

#include "mm/filemap.h"

/*
 * A slot in two bits and the rest:
 *
 *  63                       2 1   0
 * | link of a page            | 0 1 |
 * | shadow                    | 1 0 |
 * | swap entry                | 1 1 |
 * | handle, in inode.root     | 0 0 |	 0 = empty
 */
enum { TAG_NODE, TAG_PAGE, TAG_SHADOW, TAG_SWAP, TAG_MASK = 3, TAG_BITS = 2 };

static inline uint64_t entry_make(struct slot s)
{
	switch (s.kind) {
	case SLOT_PAGE:
		return (s.value + 1) << TAG_BITS | TAG_PAGE;
	case SLOT_SHADOW:
		return s.value << TAG_BITS | TAG_SHADOW;
	case SLOT_SWAP:
		return s.value << TAG_BITS | TAG_SWAP;
	default:
		return 0;
	}
}

static inline struct slot entry_read(uint64_t e)
{
	switch (e & TAG_MASK) {
	case TAG_PAGE:
		return (struct slot){ SLOT_PAGE, (e >> TAG_BITS) - 1 };
	case TAG_SHADOW:
		return (struct slot){ SLOT_SHADOW, e >> TAG_BITS };
	case TAG_SWAP:
		return (struct slot){ SLOT_SWAP, e >> TAG_BITS };
	default:
		return (struct slot){ SLOT_EMPTY, 0 };
	}
}

static inline bool entry_is_value(uint64_t e)
{
	return (e & TAG_MASK) >= TAG_SHADOW;
}

/* The topmost node; 0 if the root holds page 0 itself, or nothing. */
static inline handle_t tree_top(const struct inode *i)
{
	return (i->root & TAG_MASK) == TAG_NODE ?
		       (handle_t)(i->root >> TAG_BITS) : 0;
}

/* Slot of a node of that shift, on the way to index: six bits of it. */
static inline unsigned node_digit(uint64_t index, unsigned shift)
{
	return (unsigned)(index >> shift) & (XA_CHUNK_SIZE - 1);
}

/* Last index below a node of that shift, if it begins at 0. */
static inline uint64_t node_last(unsigned shift)
{
	return (UINT64_C(1) << (shift + XA_CHUNK_SHIFT)) - 1;
}

#endif
