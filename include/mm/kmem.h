/*
 * kmem - kernel objects that stand for the slab allocator: how many there are,
 * and the frames that their slabs take
 *
 * An object itself lies in a pool of the arena; here it is counted, and slabs
 * of real frames are there for as many as are in use. Which object lies in
 * which slab is not modelled: as many slabs are empty as could be.
 *
 * Always: kmem_objects <= kmem_room; kmem_list has kmem_slabs blocks.
 *
 * Source: mm/slub.c (6.1); sizes as a booted amd64 kernel reported them.
 */
#ifndef MM_KMEM_H
#define MM_KMEM_H

#include "mm/zone.h"

struct kmem_info {
	const char *name;	/* as /proc/slabinfo says it */
	uint32_t object_bytes;
	uint32_t order;		/* of a slab */
	uint32_t per_slab;	/* objects */
	uint32_t min_order;	/* that a slab may have when frames are short */
};
extern const struct kmem_info kmem_infos[NR_KMEM_CACHES];

/* Objects for which there is room. */
uint64_t kmem_spare(const struct machine *m, enum kmem_cache cache);
/* One object more or less; slabs follow later. */
void kmem_count(struct machine *m, enum kmem_cache cache, int by);
/* A block of KIND_SLAB becomes a slab. */
void kmem_slab_add(struct machine *m, enum kmem_cache cache, pfn_t pfn);
/*
 * Slabs that are not needed go back, but for the few empty ones that a cache
 * keeps. Emits mm_page_free: for a place where everything is sound.
 * Return: pages.
 */
uint64_t kmem_reap(struct machine *m);

bool kmem_check(const struct machine *m, struct diag *why);

#endif
