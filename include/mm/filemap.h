/*
 * filemap - the pages of a file that are in memory: the page cache
 *
 * slot    what the tree holds for a page of the file: a page, the shadow of an
 *         evicted one, or (shmem) the swap entry of one that is out
 * index   number of a page of the file
 *
 * Always: inode.nrpages is the number of slots that hold a page; a page in the
 *         tree has `mapping` = inode, `index`, and a reference for it; a page of
 *         a disk is marked as its flags say.
 *
 * Source: mm/filemap.c (6.1). PR9.1, PR9.5. The tree itself: mm/xarray.h.
 */
#ifndef MM_FILEMAP_H
#define MM_FILEMAP_H

#include "mm/event.h"
#include "mm/xarray.h"
#include "mm/zone.h"

/* What lies there, of whatever kind; the page alone (PFN_NONE: none). */
struct slot filemap_slot(const struct machine *m, handle_t inode,
			 uint64_t index);
pfn_t filemap_page(const struct machine *m, handle_t inode, uint64_t index);

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

/* First index >= from without a page; from + max if the next `max` have one. */
uint64_t filemap_next_hole(const struct machine *m, handle_t inode,
			   uint64_t from, uint64_t max);
/* Pages in a row that are in memory just before index, `max` at most. */
uint64_t filemap_run_before(const struct machine *m, handle_t inode,
			    uint64_t index, uint64_t max);

bool filemap_check(const struct machine *m, handle_t inode, struct diag *why);

#endif
