#include "mm/vma.h"

#include "base/hash.h"
#include "mm/clock.h"
#include "mm/file.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/sysctl.h"

/*
 * The tree is a treap: sorted by address, and a heap by a hash of the handle,
 * which keeps it balanced without any choice that could differ.
 */

vaddr_t vma_start_gap(const struct machine *m, const struct vma *v)
{
	uint64_t gap = (uint64_t)m->s->sysctl[SYSCTL_stack_guard_gap]
		       << PAGE_SHIFT;

	if (!(v->flags & VM_GROWSDOWN))
		return v->start;
	return v->start > gap ? v->start - gap : 0;
}

static uint64_t apart(vaddr_t from, vaddr_t to)
{
	return to > from ? to - from : 0;
}

struct sums {
	vaddr_t	 start, end;
	uint64_t gap;
};

/* What lies below a node, from its own range and its children's. */
static struct sums node_sums(const struct machine *m, const struct vma *v)
{
	struct sums s = { vma_start_gap(m, v), v->end, 0 };

	if (v->left) {
		const struct vma *l = vma_at(m, v->left);

		s.gap = apart(l->sub_end, s.start);
		s.gap = l->sub_gap > s.gap ? l->sub_gap : s.gap;
		s.start = l->sub_start;
	}
	if (v->right) {
		const struct vma *r = vma_at(m, v->right);
		uint64_t after = apart(v->end, r->sub_start);

		after = r->sub_gap > after ? r->sub_gap : after;
		s.gap = after > s.gap ? after : s.gap;
		s.end = r->sub_end;
	}
	return s;
}

static void node_update(struct machine *m, handle_t h)
{
	struct vma *v = vma_mut(m, h);
	struct sums s = node_sums(m, v);

	v->sub_start = s.start;
	v->sub_end = s.end;
	v->sub_gap = s.gap;
}

/* All of `a` lies below all of `b`. */
static handle_t tree_join(struct machine *m, handle_t a, handle_t b)
{
	handle_t top;

	if (!a || !b)
		return a ? a : b;
	if (vma_at(m, a)->heap_key > vma_at(m, b)->heap_key) {
		top = a;
		vma_mut(m, a)->right = tree_join(m, vma_at(m, a)->right, b);
	} else {
		top = b;
		vma_mut(m, b)->left = tree_join(m, a, vma_at(m, b)->left);
	}
	node_update(m, top);
	return top;
}

/* What begins below addr goes to *low, the rest to *high. */
static void tree_part(struct machine *m, handle_t h, vaddr_t addr,
		      handle_t *low, handle_t *high)
{
	handle_t rest;

	if (!h) {
		*low = 0;
		*high = 0;
	} else if (vma_at(m, h)->start < addr) {
		tree_part(m, vma_at(m, h)->right, addr, &rest, high);
		vma_mut(m, h)->right = rest;
		node_update(m, h);
		*low = h;
	} else {
		tree_part(m, vma_at(m, h)->left, addr, low, &rest);
		vma_mut(m, h)->left = rest;
		node_update(m, h);
		*high = h;
	}
}

static handle_t tree_take_out(struct machine *m, handle_t top, handle_t h)
{
	if (top == h)
		return tree_join(m, vma_at(m, h)->left, vma_at(m, h)->right);
	if (vma_at(m, h)->start < vma_at(m, top)->start)
		vma_mut(m, top)->left =
			tree_take_out(m, vma_at(m, top)->left, h);
	else
		vma_mut(m, top)->right =
			tree_take_out(m, vma_at(m, top)->right, h);
	node_update(m, top);
	return top;
}

/* Which of the sizes a VMA with these flags counts in (vm_stat_account()). */
static void sizes_add(struct mm *mm, uint32_t flags, uint64_t pages)
{
	mm->total_vm += pages;
	if (flags & VM_GROWSDOWN)
		mm->stack_vm += pages;
	else if ((flags & (VM_EXEC | VM_WRITE)) == VM_EXEC)
		mm->exec_vm += pages;
	else if ((flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		mm->data_vm += pages;
}

static void vma_link(struct machine *m, handle_t h)
{
	const struct vma *v = vma_at(m, h);
	struct mm *mm = mm_mut(m, v->mm);
	handle_t low, high;

	vma_mut(m, h)->left = 0;
	vma_mut(m, h)->right = 0;
	node_update(m, h);
	tree_part(m, mm->vmas, v->start, &low, &high);
	mm->vmas = tree_join(m, tree_join(m, low, h), high);
	mm->map_count++;
	sizes_add(mm, v->flags, vma_pages(v));
}

static void vma_unlink(struct machine *m, handle_t h)
{
	const struct vma *v = vma_at(m, h);
	struct mm *mm = mm_mut(m, v->mm);

	mm->vmas = tree_take_out(m, mm->vmas, h);
	mm->vma_cache = 0;
	mm->map_count--;
	sizes_add(mm, v->flags, 0 - vma_pages(v));
}

handle_t vma_find(const struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t h = mm_at(m, mm)->vmas, found = 0;

	while (h) {
		const struct vma *v = vma_at(m, h);

		if (v->end > addr) {
			found = h;
			if (v->start <= addr)
				break;
			h = v->left;
		} else {
			h = v->right;
		}
	}
	return found;
}

handle_t vma_lookup(const struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t h = vma_find(m, mm, addr);

	return h && vma_at(m, h)->start <= addr ? h : 0;
}

handle_t vma_before(const struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t h = mm_at(m, mm)->vmas, found = 0;

	while (h) {
		const struct vma *v = vma_at(m, h);

		if (v->start < addr) {
			found = h;
			h = v->right;
		} else {
			h = v->left;
		}
	}
	return found;
}

handle_t vma_first(const struct machine *m, handle_t mm)
{
	return vma_find(m, mm, 0);
}

handle_t vma_next(const struct machine *m, handle_t vma)
{
	const struct vma *v = vma_at(m, vma);

	return vma_find(m, v->mm, v->end);
}

handle_t vma_prev(const struct machine *m, handle_t vma)
{
	const struct vma *v = vma_at(m, vma);

	return vma_before(m, v->mm, v->start);
}

bool vma_intersects(const struct machine *m, handle_t mm, vaddr_t start,
		    vaddr_t end)
{
	handle_t h = vma_find(m, mm, start);

	return h && vma_at(m, h)->start < end;
}

struct gap_search {
	uint64_t len;
	vaddr_t	 low, high;
	bool	 topdown;
};

/* A gap [from, to) without a VMA in it, cut to what is asked for. */
static vaddr_t gap_fit(const struct gap_search *g, vaddr_t from, vaddr_t to)
{
	from = from > g->low ? from : g->low;
	to = to < g->high ? to : g->high;
	if (to < from || to - from < g->len)
		return 0;
	return g->topdown ? to - g->len : from;
}

/* The best gap among those in and around a subtree, between from and to. */
static vaddr_t gap_search(const struct machine *m, const struct gap_search *g,
			  handle_t h, vaddr_t from, vaddr_t to)
{
	const struct vma *v;
	vaddr_t found;

	if (!h)
		return gap_fit(g, from, to);
	v = vma_at(m, h);
	if (v->sub_gap < g->len && apart(from, v->sub_start) < g->len &&
	    apart(v->sub_end, to) < g->len)
		return 0;
	if (g->topdown) {
		found = gap_search(m, g, v->right, v->end, to);
		return found ? found : gap_search(m, g, v->left, from,
						  vma_start_gap(m, v));
	}
	found = gap_search(m, g, v->left, from, vma_start_gap(m, v));
	return found ? found : gap_search(m, g, v->right, v->end, to);
}

vaddr_t vma_gap_topdown(const struct machine *m, handle_t mm, uint64_t len,
			vaddr_t low, vaddr_t high)
{
	struct gap_search g = { len, low, high, true };

	return gap_search(m, &g, mm_at(m, mm)->vmas, 0, UINT64_MAX);
}

vaddr_t vma_gap_bottomup(const struct machine *m, handle_t mm, uint64_t len,
			 vaddr_t low, vaddr_t high)
{
	struct gap_search g = { len, low, high, false };

	return gap_search(m, &g, mm_at(m, mm)->vmas, 0, UINT64_MAX);
}

handle_t vma_create(struct machine *m, handle_t mm, vaddr_t start, vaddr_t end,
		    uint32_t flags, uint64_t pgoff, handle_t file)
{
	handle_t h = object_new(m, &m->s->pool_vma);
	struct vma *v = vma_mut(m, h);

	v->start = start;
	v->end = end;
	v->pgoff = pgoff;
	v->flags = flags;
	v->file = file;
	v->mm = mm;
	v->heap_key = (uint32_t)hash_word(h);
	if (file)
		file_get(m, file);
	vma_link(m, h);
	vma_link_file(m, h);
	clock_pass(m, COST_vma);
	event_emit(m, EV_vma_create, start, end, flags);
	return h;
}

void vma_remove(struct machine *m, handle_t h)
{
	struct vma v = *vma_at(m, h);

	vma_unlink(m, h);
	vma_unlink_anon(m, h);
	vma_unlink_file(m, h);
	if (v.file)
		file_put(m, v.file);
	pool_free(&m->arena, &m->s->pool_vma, h);
	event_emit(m, EV_vma_remove, v.start, v.end);
}

void vma_set(struct machine *m, handle_t h, vaddr_t start, vaddr_t end,
	     uint64_t pgoff, uint32_t flags)
{
	struct vma *v;

	vma_unlink(m, h);
	v = vma_mut(m, h);
	v->start = start;
	v->end = end;
	v->pgoff = pgoff;
	v->flags = flags;
	vma_link(m, h);
}

/* Source: mm/mmap.c split_vma() (6.1). */
handle_t vma_split(struct machine *m, handle_t h, vaddr_t addr)
{
	if (mm_at(m, vma_at(m, h)->mm)->map_count >=
	    (uint64_t)m->s->sysctl[SYSCTL_max_map_count])
		return 0;
	return vma_cut(m, h, addr);
}

/* Source: mm/mmap.c __split_vma() (6.1). */
handle_t vma_cut(struct machine *m, handle_t h, vaddr_t addr)
{
	struct vma old = *vma_at(m, h);
	handle_t upper;
	struct vma *v;

	bug_on(addr <= old.start || addr >= old.end);
	upper = object_new(m, &m->s->pool_vma);
	vma_set(m, h, old.start, addr, old.pgoff, old.flags);
	v = vma_mut(m, upper);
	*v = old;
	v->start = addr;
	v->pgoff = old.pgoff + ((addr - old.start) >> PAGE_SHIFT);
	v->heap_key = (uint32_t)hash_word(upper);
	if (old.file)
		file_get(m, old.file);
	vma_link_anon(m, upper);
	vma_link_file(m, upper);
	vma_link(m, upper);
	clock_pass(m, COST_vma);
	event_emit(m, EV_vma_split, old.start, addr, old.end);
	return upper;
}

bool vma_wants_writenotify(const struct machine *m, const struct vma *v)
{
	const uint32_t both = VM_WRITE | VM_SHARED;

	return (v->flags & both) == both && v->file &&
	       inode_has_disk(vma_inode(m, v));
}

/* Source: mm/mmap.c vma_set_page_prot() (6.1). */
pte_t vma_page_prot(const struct machine *m, const struct vma *v)
{
	uint32_t flags = v->flags;

	if (vma_wants_writenotify(m, v))
		flags &= ~(uint32_t)VM_SHARED;
	return vm_page_prot(flags);
}

void vma_flags_letters(uint32_t flags, char out[5])
{
	out[0] = flags & VM_READ ? 'r' : '-';
	out[1] = flags & VM_WRITE ? 'w' : '-';
	out[2] = flags & VM_EXEC ? 'x' : '-';
	out[3] = flags & VM_MAYSHARE ? 's' : 'p';
	out[4] = '\0';
}

const char *vma_word(const struct machine *m, handle_t h)
{
	const struct vma *v = vma_at(m, h);
	const struct mm *mm = mm_at(m, v->mm);

	if (v->file)
		return inode_word(vma_inode(m, v), v->flags);
	if (v->start <= mm->start_stack && v->end >= mm->start_stack)
		return "stack";
	if (v->end == mm->start_brk)
		return "bss";
	if (v->start >= mm->start_brk && v->end <= ((mm->brk + PAGE_SIZE - 1) &
						    ~(vaddr_t)(PAGE_SIZE - 1)))
		return "heap";
	return v->flags & VM_ACCESS_FLAGS ? "anonymous" : "guard";
}

struct tree_walk {
	handle_t  mm;
	uint32_t  nr;
	vaddr_t	  end;		/* of the area before */
	struct mm sum;
};

/* In the order of addresses; more nodes than areas would be a circle. */
static bool tree_check(const struct machine *m, handle_t h, handle_t above,
		       struct tree_walk *w)
{
	const struct vma *v;
	struct sums s;

	if (!h)
		return true;
	if (++w->nr > mm_at(m, w->mm)->map_count)
		return false;
	v = vma_at(m, h);
	if (!tree_check(m, v->left, h, w))
		return false;
	s = node_sums(m, v);
	if (v->start >= v->end || v->start < w->end || v->mm != w->mm ||
	    ((v->start | v->end) & (PAGE_SIZE - 1)) ||
	    (above && vma_at(m, above)->heap_key < v->heap_key) ||
	    s.start != v->sub_start || s.end != v->sub_end ||
	    s.gap != v->sub_gap)
		return false;
	w->end = v->end;
	sizes_add(&w->sum, v->flags, vma_pages(v));
	return tree_check(m, v->right, h, w);
}

bool vma_check(const struct machine *m, handle_t mm_h, struct diag *why)
{
	const struct mm *mm = mm_at(m, mm_h);
	struct tree_walk w = { .mm = mm_h };

	if (!tree_check(m, mm->vmas, 0, &w) ||
	    (mm->vma_cache &&
	     vma_find(m, mm_h, vma_at(m, mm->vma_cache)->start) != mm->vma_cache)) {
		diag_set(why, 0, 0,
			 "areas overlap, are empty, or the tree of them is not sound behind %llx",
			 (unsigned long long)w.end);
		return false;
	}
	if (w.nr == mm->map_count && w.sum.total_vm == mm->total_vm &&
	    w.sum.data_vm == mm->data_vm && w.sum.exec_vm == mm->exec_vm &&
	    w.sum.stack_vm == mm->stack_vm)
		return true;
	diag_set(why, 0, 0, "%u areas of %llu pages, the books say %u and %llu",
		 w.nr, (unsigned long long)w.sum.total_vm, mm->map_count,
		 (unsigned long long)mm->total_vm);
	return false;
}
