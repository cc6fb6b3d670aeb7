/*
 * guest_blocks - pageblocks that are not Movable, and what is free in them,
 * as a guest's pagetypeinfo told them before the experiment
 *
 * Where they lie is not recorded: they are laid over the frames that the
 * kernel holds, type by type, each free block between two that are held.
 */
#ifndef GUEST_BLOCKS_H
#define GUEST_BLOCKS_H

#include "guest.h"

/* Pages of that zone that are free in such blocks; 0 if it is not recorded. */
uint64_t guest_blocks_free(const cJSON *before, const cJSON *zone);

/* Return: false if pagetypeinfo was not recorded, and nothing is done. */
bool guest_blocks_lay(struct guest *g, struct zone *z, const cJSON *before,
		      const cJSON *zone);

#endif
