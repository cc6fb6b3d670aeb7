/*
 * When two areas become one: the rules of VR2.6-VR2.9.
 */
#include "mm/vma.h"

#include "mm/clock.h"
#include "mm/rmap.h"

/* Source: mm/mmap.c is_mergeable_vma() (6.1). */
static bool attributes_mergeable(const struct vma *v, uint32_t flags,
				 handle_t file)
{
	const uint32_t special = VM_IO | VM_DONTEXPAND | VM_PFNMAP;

	if ((flags | v->flags) & special)
		return false;
	return !((v->flags ^ flags) & ~(uint32_t)VM_SOFTDIRTY) &&
	       v->file == file;
}

bool vma_can_append(const struct machine *m, handle_t h, uint32_t flags,
		    handle_t anon_vma, handle_t file, uint64_t pgoff)
{
	const struct vma *v = vma_at(m, h);

	return attributes_mergeable(v, flags, file) &&
	       anon_vma_mergeable(m, anon_vma, v) &&
	       v->pgoff + vma_pages(v) == pgoff;
}

static bool can_prepend(const struct machine *m, handle_t h, uint32_t flags,
			handle_t anon_vma, handle_t file, uint64_t pgoff_end)
{
	const struct vma *v = vma_at(m, h);

	return attributes_mergeable(v, flags, file) &&
	       anon_vma_mergeable(m, anon_vma, v) && v->pgoff == pgoff_end;
}

/* A VMA that takes over another's pages needs an anon_vma if that had one. */
static void import_anon_vma(struct machine *m, handle_t to, handle_t from)
{
	handle_t anon_vma = vma_at(m, from)->anon_vma;

	if (!anon_vma || vma_at(m, to)->anon_vma)
		return;
	vma_mut(m, to)->anon_vma = anon_vma;
	vma_link_anon(m, to);
}

/* `into` grows over the whole of `from`, which goes. */
static void swallow(struct machine *m, handle_t into, handle_t from)
{
	import_anon_vma(m, into, from);
	vma_remove(m, from);
}

static void grow_to(struct machine *m, handle_t h, vaddr_t start, vaddr_t end)
{
	struct vma v = *vma_at(m, h);
	uint64_t pgoff = start < v.start ?
				 v.pgoff - ((v.start - start) >> PAGE_SHIFT) :
				 v.pgoff + ((start - v.start) >> PAGE_SHIFT);

	vma_set(m, h, start, end, pgoff, v.flags);
}

enum side { SIDE_NONE, SIDE_PREV, SIDE_NEXT, SIDE_BOTH };

static handle_t merged(struct machine *m, handle_t h, enum side side)
{
	clock_pass(m, COST_vma);
	event_emit(m, EV_vma_merge, vma_at(m, h)->start, vma_at(m, h)->end,
		   side);
	return h;
}

/* prev takes in the range; what lay there, `area`, goes or begins later. */
static handle_t merge_into_prev(struct machine *m, handle_t prev,
				handle_t area, vaddr_t end)
{
	vaddr_t start = vma_at(m, prev)->start;

	if (area && vma_at(m, area)->start < end) {
		if (vma_at(m, area)->end == end) {
			swallow(m, prev, area);
		} else {
			import_anon_vma(m, prev, area);
			grow_to(m, area, end, vma_at(m, area)->end);
		}
	}
	grow_to(m, prev, start, end);
	return merged(m, prev, SIDE_PREV);
}

/* next takes in the range, from prev's tail or from all of `area`. */
static handle_t merge_into_next(struct machine *m, handle_t prev,
				handle_t area, handle_t next, vaddr_t start)
{
	if (prev && start < vma_at(m, prev)->end) {
		import_anon_vma(m, next, prev);
		grow_to(m, prev, vma_at(m, prev)->start, start);
	} else if (area != next) {
		swallow(m, next, area);
	}
	grow_to(m, next, start, vma_at(m, next)->end);
	return merged(m, next, SIDE_NEXT);
}

handle_t vma_merge(struct machine *m, handle_t mm, handle_t prev,
		   vaddr_t start, vaddr_t end, uint32_t flags,
		   handle_t anon_vma, handle_t file, uint64_t pgoff)
{
	handle_t area = vma_find(m, mm, prev ? vma_at(m, prev)->end : 0);
	handle_t next = area;
	bool with_prev, with_next;

	if (next && vma_at(m, next)->end == end)
		next = vma_next(m, next);
	with_prev = prev && vma_at(m, prev)->end == start &&
		    vma_can_append(m, prev, flags, anon_vma, file, pgoff);
	with_next = next && vma_at(m, next)->start == end &&
		    can_prepend(m, next, flags, anon_vma, file,
				pgoff + ((end - start) >> PAGE_SHIFT));
	if (with_prev && with_next) {
		handle_t a = vma_at(m, prev)->anon_vma;
		handle_t b = vma_at(m, next)->anon_vma;

		if (!a || !b || a == b) {
			vaddr_t all = vma_at(m, next)->end;

			if (area != next)
				swallow(m, prev, area);
			swallow(m, prev, next);
			grow_to(m, prev, vma_at(m, prev)->start, all);
			return merged(m, prev, SIDE_BOTH);
		}
	}
	if (with_prev)
		return merge_into_prev(m, prev, area, end);
	if (with_next)
		return merge_into_next(m, prev, area, next, start);
	return 0;
}

/* Source: mm/mmap.c mmap_region(), vma_expand() (6.1). */
handle_t vma_expand_over(struct machine *m, handle_t mm, vaddr_t start,
			 vaddr_t end, uint32_t flags, handle_t file,
			 uint64_t pgoff)
{
	handle_t next = vma_find(m, mm, end);
	handle_t prev = vma_before(m, mm, start);
	bool with_next, with_prev;
	vaddr_t all;

	with_next = next && vma_at(m, next)->start == end &&
		    can_prepend(m, next, flags, 0, file,
				pgoff + ((end - start) >> PAGE_SHIFT));
	with_prev = prev && vma_at(m, prev)->end == start &&
		    vma_can_append(m, prev, flags,
				   with_next ? vma_at(m, next)->anon_vma : 0,
				   file, pgoff);
	if (!with_prev && !with_next)
		return 0;
	if (!with_prev) {
		grow_to(m, next, start, vma_at(m, next)->end);
		return merged(m, next, SIDE_NEXT);
	}
	all = with_next ? vma_at(m, next)->end : end;
	if (with_next)
		swallow(m, prev, next);
	grow_to(m, prev, vma_at(m, prev)->start, all);
	return merged(m, prev, with_next ? SIDE_BOTH : SIDE_PREV);
}

/* Could the two be one VMA but for rights? Then they may share an anon_vma. */
static bool anon_vma_compatible(const struct vma *a, const struct vma *b)
{
	return a->end == b->start && a->file == b->file &&
	       !((a->flags ^ b->flags) &
		 ~(uint32_t)(VM_ACCESS_FLAGS | VM_SOFTDIRTY)) &&
	       b->pgoff == a->pgoff + vma_pages(a);
}

/* Source: mm/mmap.c find_mergeable_anon_vma() (6.1). */
static handle_t reusable_anon_vma(const struct machine *m, handle_t h)
{
	const struct vma *v = vma_at(m, h);
	handle_t next = vma_next(m, h), prev = vma_prev(m, h);

	if (next && anon_vma_compatible(v, vma_at(m, next)) &&
	    anon_vma_singular(m, vma_at(m, next)))
		return vma_at(m, next)->anon_vma;
	if (prev && anon_vma_compatible(vma_at(m, prev), v) &&
	    anon_vma_singular(m, vma_at(m, prev)))
		return vma_at(m, prev)->anon_vma;
	return 0;
}

void anon_vma_find(struct machine *m, handle_t h)
{
	handle_t anon_vma = reusable_anon_vma(m, h);

	if (!anon_vma) {
		anon_vma = object_new(m, &m->s->pool_anon_vma);
		anon_vma_mut(m, anon_vma)->root = anon_vma;
	}
	vma_mut(m, h)->anon_vma = anon_vma;
	vma_link_anon(m, h);
}
