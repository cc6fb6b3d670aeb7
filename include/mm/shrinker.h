/*
 * shrinker - kernel objects that go when memory is short
 *
 * There is one shrinker: nodes of files' trees in which nothing but shadows is
 * left, as far as they are too many (PR8.9). What is free in the slabs then
 * goes back to the allocator.
 *
 * Source: mm/vmscan.c do_shrink_slab(), mm/workingset.c (6.1). Left out:
 * dentries, inodes, and all others, which are no objects here.
 */
#ifndef MM_SHRINKER_H
#define MM_SHRINKER_H

#include "mm/machine.h"

/* Once a pass over a node's lists. Return: pages that went back. */
uint64_t shrink_slab(struct machine *m, unsigned priority);

#endif
