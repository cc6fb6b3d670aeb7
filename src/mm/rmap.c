#include "mm/rmap.h"

bool anon_vma_singular(const struct machine *m, const struct vma *v)
{
	return v->anon_vma && !anon_vma_at(m, v->anon_vma)->parent;
}

/* If one has none, only where v's chain has one link: not after a fork (VR2.7). */
bool anon_vma_mergeable(const struct machine *m, handle_t ours,
			const struct vma *v)
{
	if ((!ours || !v->anon_vma) && anon_vma_singular(m, v))
		return true;
	return ours == v->anon_vma;
}

/*
 * Source: mm/rmap.c anon_vma_fork() (6.1). Left out: taking over an ancestor's
 * anon_vma that no VMA uses any more.
 */
void anon_vma_fork(struct machine *m, handle_t child, handle_t parent)
{
	handle_t above = vma_at(m, parent)->anon_vma;
	handle_t own;

	if (!above)
		return;
	own = object_new(m, &m->s->pool_anon_vma);
	anon_vma_mut(m, own)->parent = above;
	anon_vma_mut(m, own)->root = anon_vma_at(m, above)->root;
	anon_vma_mut(m, own)->nr_links = 1;
	anon_vma_mut(m, above)->nr_links++;
	vma_mut(m, child)->anon_vma = own;
}

void anon_vma_put(struct machine *m, handle_t h)
{
	while (h && --anon_vma_mut(m, h)->nr_links == 0) {
		handle_t parent = anon_vma_at(m, h)->parent;

		pool_free(&m->arena, &m->s->pool_anon_vma, h);
		h = parent;
	}
}
