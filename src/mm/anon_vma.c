#include "mm/anon_vma.h"

/* The lists that areas and anon_vmas stand in. */
enum ring { RING_BY_ANON, RING_BY_FILE, RING_SIBLINGS };

static struct links *links_mut(struct machine *m, enum ring ring, handle_t h)
{
	if (ring == RING_SIBLINGS)
		return &anon_vma_mut(m, h)->siblings;
	return ring == RING_BY_ANON ? &vma_mut(m, h)->by_anon :
				      &vma_mut(m, h)->by_file;
}

/* The newest comes last. */
static void ring_add(struct machine *m, enum ring ring, handle_t *first,
		     handle_t h)
{
	struct links *l = links_mut(m, ring, h), *top;

	l->next = 0;
	l->prev = h;
	if (!*first) {
		*first = h;
		return;
	}
	top = links_mut(m, ring, *first);
	links_mut(m, ring, top->prev)->next = h;
	l->prev = top->prev;
	top->prev = h;
}

static void ring_del(struct machine *m, enum ring ring, handle_t *first,
		     handle_t h)
{
	struct links *l = links_mut(m, ring, h);

	if (*first == h)
		*first = l->next;
	else
		links_mut(m, ring, l->prev)->next = l->next;
	if (l->next)
		links_mut(m, ring, l->next)->prev = l->prev;
	else if (*first)
		links_mut(m, ring, *first)->prev = l->prev;
	*l = (struct links){ 0, 0 };
}

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
	anon_vma_mut(m, above)->nr_links++;
	ring_add(m, RING_SIBLINGS, &anon_vma_mut(m, above)->children, own);
	vma_mut(m, child)->anon_vma = own;
	vma_link_anon(m, child);
}

/* One user less; the last one frees it, and perhaps those above. */
static void anon_vma_put(struct machine *m, handle_t h)
{
	while (h && --anon_vma_mut(m, h)->nr_links == 0) {
		handle_t parent = anon_vma_at(m, h)->parent;

		if (parent)
			ring_del(m, RING_SIBLINGS,
				 &anon_vma_mut(m, parent)->children, h);
		pool_free(&m->arena, &m->s->pool_anon_vma, h);
		h = parent;
	}
}

void vma_link_anon(struct machine *m, handle_t vma)
{
	handle_t h = vma_at(m, vma)->anon_vma;

	if (!h)
		return;
	anon_vma_mut(m, h)->nr_links++;
	ring_add(m, RING_BY_ANON, &anon_vma_mut(m, h)->vmas, vma);
}

void vma_unlink_anon(struct machine *m, handle_t vma)
{
	handle_t h = vma_at(m, vma)->anon_vma;

	if (!h)
		return;
	ring_del(m, RING_BY_ANON, &anon_vma_mut(m, h)->vmas, vma);
	vma_mut(m, vma)->anon_vma = 0;
	anon_vma_put(m, h);
}

/* The first area of the file behind this one; NULL: it has none. */
static handle_t *i_mmap_mut(struct machine *m, handle_t vma)
{
	handle_t file = vma_at(m, vma)->file;

	return file ? &inode_mut(m, file_at(m, file)->inode)->i_mmap : NULL;
}

void vma_link_file(struct machine *m, handle_t vma)
{
	handle_t *first = i_mmap_mut(m, vma);

	if (first)
		ring_add(m, RING_BY_FILE, first, vma);
}

void vma_unlink_file(struct machine *m, handle_t vma)
{
	handle_t *first = i_mmap_mut(m, vma);

	if (first)
		ring_del(m, RING_BY_FILE, first, vma);
}
