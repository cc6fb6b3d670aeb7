/*
 * rmap - whose private pages a frame may hold: anon_vma
 *
 * An area gets an anon_vma with its first private page. A child's areas get
 * one of their own below the parent's; the chain of an area is its own
 * anon_vma and all above it.
 */
#ifndef MM_RMAP_H
#define MM_RMAP_H

#include "mm/machine.h"

/* A child's VMA: a new anon_vma below the parent's. */
void anon_vma_fork(struct machine *m, handle_t child, handle_t parent);
/* One user less; the last one frees it, and perhaps those above. */
void anon_vma_put(struct machine *m, handle_t anon_vma);
/* Does the VMA's chain have exactly one link? */
bool anon_vma_singular(const struct machine *m, const struct vma *v);

/*
 * May pages of anon_vma `ours` (0 = none yet) go into VMA v?
 * Source: mm/mmap.c is_mergeable_anon_vma() (6.1).
 */
bool anon_vma_mergeable(const struct machine *m, handle_t ours,
			const struct vma *v);

#endif
