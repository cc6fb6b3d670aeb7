/*
 * anon_vma - which areas may map a page: lists of areas, by whose anonymous
 * pages they may have and by the file behind them
 *
 * An area gets an anon_vma with its first private page (mm/vma.h). A child's
 * areas get one of their own below the parent's; the chain of an area is its
 * own anon_vma and all above it. So the areas that may map a page of anon_vma A
 * are those of A and of everything below it.
 *
 * Always: nr_links counts the areas of an anon_vma and the anon_vmas right
 *         below it; it goes when there are none. An area with a file hangs on
 *         its inode (i_mmap).
 *
 * Source: mm/rmap.c, mm/mmap.c (6.1).
 */
#ifndef MM_ANON_VMA_H
#define MM_ANON_VMA_H

#include "mm/machine.h"

/* A child's VMA: a new anon_vma below the parent's. */
void anon_vma_fork(struct machine *m, handle_t child, handle_t parent);
/* Does the VMA's chain have exactly one link? */
bool anon_vma_singular(const struct machine *m, const struct vma *v);

/*
 * May pages of anon_vma `ours` (0 = none yet) go into VMA v?
 * Source: mm/mmap.c is_mergeable_anon_vma() (6.1).
 */
bool anon_vma_mergeable(const struct machine *m, handle_t ours,
			const struct vma *v);

/*
 * The VMA joins and leaves the list of its anon_vma, of its inode (i_mmap).
 * Its anon_vma has one user more or less with it, and may go with the last.
 */
void vma_link_anon(struct machine *m, handle_t vma);
void vma_unlink_anon(struct machine *m, handle_t vma);
void vma_link_file(struct machine *m, handle_t vma);
void vma_unlink_file(struct machine *m, handle_t vma);

#endif
