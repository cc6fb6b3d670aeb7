/*
 * What must hold of the way back from a frame to its entries, walked.
 */
#include "mm/rmap.h"

#include "mm/vma.h"

static bool area_wrong(const struct machine *m, handle_t vma, const char *what,
		       struct diag *why)
{
	diag_set(why, 0, 0, "the area at %llx is not linked with the others %s",
		 (unsigned long long)vma_at(m, vma)->start, what);
	return false;
}

/*
 * One area's links, of either list: its neighbours know it, the first is the
 * list's first, whose prev is the last.
 */
static bool linked(const struct machine *m, handle_t vma, handle_t first,
		   bool anon)
{
	const struct vma *v = vma_at(m, vma);
	const struct links *l = anon ? &v->by_anon : &v->by_file;
	const struct vma *after, *before;

	if (!first || !l->prev)
		return false;
	after = vma_at(m, l->next ? l->next : first);
	before = vma_at(m, l->prev);
	if ((anon ? after->by_anon.prev : after->by_file.prev) != vma)
		return false;
	return first == vma ||
	       (anon ? before->by_anon.next : before->by_file.next) == vma;
}

/* Users of an anon_vma: its areas, and those below it. */
static bool links_counted(const struct machine *m, handle_t h,
			  struct diag *why)
{
	const struct anon_vma *a = anon_vma_at(m, h);
	uint32_t nr = 0;

	for (handle_t v = a->vmas; v && nr <= a->nr_links;
	     v = vma_at(m, v)->by_anon.next)
		nr++;
	for (handle_t c = a->children; c && nr <= a->nr_links;
	     c = anon_vma_at(m, c)->siblings.next) {
		if (anon_vma_at(m, c)->parent != h ||
		    anon_vma_at(m, c)->root != a->root)
			break;
		nr++;
	}
	if (nr == a->nr_links)
		return true;
	diag_set(why, 0, 0, "an anon_vma has %u users, it counts %u", nr,
		 a->nr_links);
	return false;
}

/*
 * An anon_vma is come by with its first area, or else with its first child:
 * with each exactly once.
 */
static bool anon_vma_check(const struct machine *m, handle_t h, uint64_t *nr,
			   struct diag *why)
{
	handle_t parent;

	for (;; h = parent) {
		++*nr;
		if (!links_counted(m, h, why))
			return false;
		parent = anon_vma_at(m, h)->parent;
		if (!parent || anon_vma_at(m, parent)->vmas ||
		    anon_vma_at(m, parent)->children != h)
			return true;
	}
}

static bool areas_check(const struct machine *m, handle_t mm, uint64_t *nr,
			struct diag *why)
{
	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		const struct inode *inode = vma_inode(m, v);
		handle_t first = v->anon_vma ?
					 anon_vma_at(m, v->anon_vma)->vmas : 0;

		if (inode && !linked(m, h, inode->i_mmap, false))
			return area_wrong(m, h, "of its file", why);
		if (!v->anon_vma)
			continue;
		if (!linked(m, h, first, true))
			return area_wrong(m, h, "of its anon_vma", why);
		if (first == h && !anon_vma_check(m, v->anon_vma, nr, why))
			return false;
	}
	return true;
}

static bool frame_found(const struct machine *m, pfn_t pfn, struct diag *why)
{
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;

	rmap_begin(m, pfn, &it);
	while (rmap_next(m, &it, &vma, &addr))
		;
	if (!it.left)
		return true;
	diag_set(why, 0, 0,
		 "page 0x%llx: %u of its %d mappings are not found by way of its areas",
		 (unsigned long long)pfn, it.left, frame_at(m, pfn)->mapcount);
	return false;
}

/* An address space that was lent (vfork) is looked at once. */
static bool first_of_its_mm(const struct machine *m, handle_t task)
{
	handle_t t = m->s->tasks;

	if (!task_at(m, task)->mm)
		return false;
	while (task_at(m, t)->mm != task_at(m, task)->mm)
		t = task_at(m, t)->next;
	return t == task;
}

bool rmap_check(const struct machine *m, struct diag *why)
{
	uint64_t nr = 0;

	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
		if (first_of_its_mm(m, t) &&
		    !areas_check(m, task_at(m, t)->mm, &nr, why))
			return false;
	if (nr != m->s->pool_anon_vma.nr_used) {
		diag_set(why, 0, 0, "%llu anon_vmas hang on areas, there are %llu",
			 (unsigned long long)nr,
			 (unsigned long long)m->s->pool_anon_vma.nr_used);
		return false;
	}
	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++)
			if (!frame_found(m, (n << BLOCK_SHIFT) + i, why))
				return false;
	return true;
}
