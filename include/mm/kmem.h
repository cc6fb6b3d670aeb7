/*
 * kmem - kernel objects that stand for the slab allocator: how many there are,
 * and the frames that their slabs take
 *
 * An object itself lies in a pool of the arena; here it is counted, and slabs
 * of real frames are there for as many as are in use. Which object lies in
 * which slab is not modelled.
 */
#ifndef MM_KMEM_H
#define MM_KMEM_H

#include "mm/zone.h"

/* One object more or less; slabs follow later. */
void kmem_count(struct machine *m, enum kmem_cache cache, int by);
/*
 * Above the allocator: bring slabs for `more` objects to come, and give back
 * those that are not needed. Return: 0 or -ENOMEM.
 */
int64_t kmem_preload(struct machine *m, enum kmem_cache cache, unsigned more);
void kmem_reap(struct machine *m);

#endif
