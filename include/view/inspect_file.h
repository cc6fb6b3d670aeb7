/*
 * inspect_file - a page of a file: its place in the tree of the page cache, and
 * what is left of it there when it was evicted
 */
#ifndef VIEW_INSPECT_FILE_H
#define VIEW_INSPECT_FILE_H

#include "view/inspect.h"

inspect_fn inspect_file;	/* OBJ_FILE: a slot without a page */

/*
 * "[1][14][8]": the slot in each node on the way from the root down, as the
 * tree is now; "[root]" of page 0 alone. Return: false if the tree does not
 * reach so far.
 */
bool file_tree_way(const struct facts *f, handle_t inode, uint64_t index,
		   struct text *out);

/* "tree  [1][14][8]   marks  dirty" of a slot, whatever lies there. */
void file_tree_tell(const struct facts *f, handle_t inode, uint64_t index,
		    struct text *out);

#endif
