/*
 * filemap - the pages of a file that are in memory: the page cache
 *
 * slot    what the tree holds for a page of the file: a page, the shadow of an
 *         evicted one, or (shmem) the swap entry of one that is out
 * index   number of a page of the file
 *
 *  index 1000 = 15 * 64 + 40:   root -> node [15] -> node [40] -> page
 *
 * A file of which only page 0 is there has no node. A node knows by its marks
 * whether anything below is dirty or being written.
 *
 * Always: inode.nrpages is the number of slots that hold a page; a page in the
 *         tree has `mapping` = inode, `index`, and a reference for it; a mark
 *         is set for a slot of an upper node iff it is set somewhere below.
 *
 * Source: mm/filemap.c, lib/xarray.c (6.1). PR9.1, PR9.5.
 */
#ifndef MM_FILEMAP_H
#define MM_FILEMAP_H

#include "mm/event.h"
#include "mm/zone.h"

enum slot_kind { SLOT_EMPTY, SLOT_PAGE, SLOT_SHADOW, SLOT_SWAP };

struct slot {
	enum slot_kind kind;
	uint64_t       value;	/* pfn, shadow, or swap entry (mm/swap.h) */
};

/* What lies there, of whatever kind; the page alone (PFN_NONE: none). */
struct slot filemap_slot(const struct machine *m, handle_t inode,
			 uint64_t index);
pfn_t filemap_page(const struct machine *m, handle_t inode, uint64_t index);

/*
 * Nodes that the tree lacks to hold something there: the caller brings them by
 * kmem_preload(KMEM_XA_NODE) before it adds.
 */
unsigned filemap_nodes_missing(const struct machine *m, handle_t inode,
			       uint64_t index);

/*
 * The page becomes this page of the file: counted (file_pages, shmem), held by
 * a reference, refault looked at if a shadow lay there (not with `write`).
 * The slot must not hold a page. Return: 0, or -ENOMEM if the tree's nodes
 * are not there. The caller puts it on an LRU list.
 */
int64_t filemap_add(struct machine *m, handle_t inode, uint64_t index,
		    pfn_t pfn, bool write);
/*
 * The page leaves the tree; `left` (a shadow, or of shmem a swap entry) stays
 * in its place, and so do the nodes. Clean or dirty: the caller knows. Its
 * buffer heads go. The tree's reference is dropped by the caller (put_page()).
 */
void filemap_remove(struct machine *m, pfn_t pfn, struct slot left);
/* A slot without a page: what it holds is forgotten. */
void filemap_clear(struct machine *m, handle_t inode, uint64_t index);

void filemap_mark(struct machine *m, handle_t inode, uint64_t index,
		  enum xa_mark mark, bool set);

#define INDEX_NONE (~UINT64_C(0))
/* First index >= from whose slot has the mark, holds a page, holds anything;
 * INDEX_NONE if there is none. */
uint64_t filemap_next_marked(const struct machine *m, handle_t inode,
			     uint64_t from, enum xa_mark mark);
uint64_t filemap_next_page(const struct machine *m, handle_t inode,
			   uint64_t from);
uint64_t filemap_next_used(const struct machine *m, handle_t inode,
			   uint64_t from);
/* First index >= from without a page; from + max if the next `max` have one. */
uint64_t filemap_next_hole(const struct machine *m, handle_t inode,
			   uint64_t from, uint64_t max);
/* Pages in a row that are in memory just before index, `max` at most. */
uint64_t filemap_run_before(const struct machine *m, handle_t inode,
			    uint64_t index, uint64_t max);

/*
 * Nodes of shadows alone beyond those that are worth their memory: there may be
 * one for 8 pages on the LRU lists and in slabs.
 * Source: mm/workingset.c count_shadow_nodes() (6.1).
 */
uint64_t filemap_spare_shadow_nodes(const struct machine *m);
/*
 * The node that has held nothing but shadows for longest is taken out with
 * them. Return: shadows forgotten; 0 if there is no such node.
 * Source: mm/workingset.c shadow_lru_isolate() (6.1).
 */
unsigned filemap_forget_shadows(struct machine *m);

bool filemap_check(const struct machine *m, handle_t inode, struct diag *why);

#endif
