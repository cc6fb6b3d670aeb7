/*
 * shadow_nodes - nodes of files' trees that hold nothing but shadows
 *
 * They lie in a list, and go from its oldest end when memory is short.
 *
 * Source: mm/workingset.c (6.1).
 */
#ifndef MM_SHADOW_NODES_H
#define MM_SHADOW_NODES_H

#include "mm/machine.h"

/*
 * What the node holds has changed: onto the list, or off it. A leaf of shadows
 * alone may go; one of shmem's swap entries may not.
 * Source: mm/workingset.c workingset_update_node() (6.1).
 */
void shadow_node_update(struct machine *m, handle_t node);

/*
 * Nodes of shadows alone beyond those that are worth their memory: there may be
 * one for 8 pages on the LRU lists and in slabs.
 * Source: mm/workingset.c count_shadow_nodes() (6.1).
 */
uint64_t shadow_nodes_spare(const struct machine *m);
/*
 * The node that has held nothing but shadows for longest is taken out with
 * them. Return: shadows forgotten; 0 if there is no such node.
 * Source: mm/workingset.c shadow_lru_isolate() (6.1).
 */
unsigned shadow_nodes_forget(struct machine *m);

#endif
