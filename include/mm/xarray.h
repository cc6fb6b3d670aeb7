/*
 * xarray - the tree of a file's slots, 64 a node
 *
 * index   number of a slot; of a file's tree that of a page
 * entry   what a slot holds, as one word: see below; struct slot is the same
 *         thing read
 * leaf    a node of shift 0: its slots are entries, those of others are nodes
 *
 *  index 1000 = 15 * 64 + 40:   root -> node [15] -> node [40] -> entry
 *
 * A tree that holds index 0 alone has no node: the entry is the root itself.
 * A node knows by its marks whether anything below it has them.
 *
 * Always: a node but the topmost is never empty, and the topmost not one that
 *         holds index 0 alone; `count` is the number of slots in use; a mark
 *         is set for a slot of an upper node iff it is set somewhere below.
 *
 * For mm/filemap and those who look at the tree itself; others ask filemap.h.
 *
 * Source: lib/xarray.c (6.1).
 */
#ifndef MM_XARRAY_H
#define MM_XARRAY_H

#include "mm/machine.h"

enum slot_kind { SLOT_EMPTY, SLOT_PAGE, SLOT_SHADOW, SLOT_SWAP };

struct slot {
	enum slot_kind kind;
	uint64_t       value;	/* pfn, shadow, or swap entry (mm/swap.h) */
};

#define INDEX_NONE (~UINT64_C(0))

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

/* The entry at index; 0: nothing is there. */
uint64_t xa_load(const struct machine *m, handle_t inode, uint64_t index);

/*
 * Nodes that the tree lacks to hold something there: the caller brings them by
 * kmem_preload(KMEM_XA_NODE) before it stores.
 */
unsigned xa_nodes_missing(const struct machine *m, handle_t inode,
			  uint64_t index);

/*
 * The entry takes the place of what is there; with 0 the slot becomes empty,
 * and nodes that are so thereby go. Marks stay as they are.
 */
void xa_store(struct machine *m, handle_t inode, uint64_t index,
	      uint64_t entry);

/* A leaf is emptied and goes, with the nodes above that are empty thereby.
 * Return: slots of it that were in use. */
unsigned xa_leaf_drop(struct machine *m, handle_t leaf);

/* The mark of an entry, and those above that say the same of it. */
void xa_mark_set(struct machine *m, handle_t inode, uint64_t index,
		 enum xa_mark mark, bool set);

/* What a search looks for: a mark, or what a slot holds. */
enum xa_want { WANT_PAGE = NR_XA_MARKS, WANT_USED };

/* First index >= from that has it (`want`: of enum xa_mark or xa_want);
 * INDEX_NONE if there is none. */
uint64_t xa_find(const struct machine *m, handle_t inode, uint64_t from,
		 unsigned want);

#endif
