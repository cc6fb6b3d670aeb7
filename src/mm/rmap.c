#include "mm/rmap.h"

#include <limits.h>

#include "mm/clock.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/rss.h"
#include "mm/swap.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

/* Source: include/linux/pagemap.h linear_page_index() (6.1). */
static uint64_t linear_page_index(const struct vma *v, vaddr_t addr)
{
	return v->pgoff + ((addr - v->start) >> PAGE_SHIFT);
}

/* Source: mm/rmap.c page_add_new_anon_rmap() (6.1). */
void page_add_new_anon_rmap(struct machine *m, pfn_t pfn, handle_t vma,
			    vaddr_t addr)
{
	const struct vma *v = vma_at(m, vma);
	struct frame *f = frame_mut(m, pfn);

	f->mapping = v->anon_vma;
	frame_set_index(f, linear_page_index(v, addr));
	f->mapcount = 1;
	f->flags |= PG_ANON_EXCLUSIVE | PG_SWAPBACKED | PG_UPTODATE;
	node_stat_add(m, frame_node(m, f), NR_ANON_MAPPED, 1);
}

/* Source: mm/internal.h mlock_vma_folio() (6.1). */
static void mlock_vma_page(struct machine *m, pfn_t pfn, handle_t vma)
{
	uint32_t flags = vma_at(m, vma)->flags;

	if ((flags & (VM_LOCKED | VM_SPECIAL)) == VM_LOCKED)
		mlock_page(m, pfn);
}

/*
 * A page that several areas may name belongs to the oldest anon_vma, below
 * which all of them are found.
 *
 * Source: mm/rmap.c page_add_anon_rmap(), __page_set_anon_rmap() (6.1).
 */
void page_add_anon_rmap(struct machine *m, pfn_t pfn, handle_t vma,
			vaddr_t addr, bool exclusive)
{
	const struct vma *v = vma_at(m, vma);
	struct frame *f = frame_mut(m, pfn);

	if (f->mapcount++ == 0) {
		node_stat_add(m, frame_node(m, f), NR_ANON_MAPPED, 1);
		if (!f->mapping) {
			f->mapping = exclusive ?
					     v->anon_vma :
					     anon_vma_at(m, v->anon_vma)->root;
			frame_set_index(f, linear_page_index(v, addr));
		}
		if (exclusive)
			f->flags |= PG_ANON_EXCLUSIVE;
	}
	mlock_vma_page(m, pfn, vma);
}

/* Source: mm/rmap.c page_add_file_rmap() (6.1). */
void page_add_file_rmap(struct machine *m, pfn_t pfn, handle_t vma)
{
	struct frame *f = frame_mut(m, pfn);

	if (f->mapcount++ == 0)
		node_stat_add(m, frame_node(m, f), NR_FILE_MAPPED, 1);
	mlock_vma_page(m, pfn, vma);
}

/*
 * An anonymous page keeps `mapping`, as in the kernel: it may be mapped again
 * out of the swap cache.
 *
 * Source: mm/rmap.c page_remove_rmap() (6.1).
 */
void page_remove_rmap(struct machine *m, pfn_t pfn, handle_t vma)
{
	struct frame *f = frame_mut(m, pfn);
	bool anon = frame_kind(f) == KIND_ANON;

	bug_on(f->mapcount <= 0);
	if (--f->mapcount == 0)
		node_stat_add(m, frame_node(m, f),
			      anon ? NR_ANON_MAPPED : NR_FILE_MAPPED, -1);
	if (vma_at(m, vma)->flags & VM_LOCKED)
		munlock_page(m, pfn);
}

/*
 * Areas of one anon_vma, or of one inode, by the links of that list. An
 * unmapped page's `mapping` may be gone: it is not looked at.
 */
void rmap_begin(const struct machine *m, pfn_t pfn, struct rmap_iter *it)
{
	const struct frame *f = frame_at(m, pfn);

	*it = (struct rmap_iter){ .pfn = pfn };
	if (!f || f->mapcount <= 0)
		return;
	it->index = f->index;
	it->left = (uint32_t)f->mapcount;
	if (!f->mapping)
		return;
	if (frame_kind(f) == KIND_ANON) {
		it->top = it->anon_vma = f->mapping;
		it->vma = anon_vma_at(m, f->mapping)->vmas;
	} else {
		it->vma = inode_at(m, f->mapping)->i_mmap;
	}
}

/* The next one of all below `top`: children first, then siblings. */
static handle_t anon_vma_next(const struct machine *m, handle_t h,
			      handle_t top)
{
	if (anon_vma_at(m, h)->children)
		return anon_vma_at(m, h)->children;
	while (h != top && !anon_vma_at(m, h)->siblings.next)
		h = anon_vma_at(m, h)->parent;
	return h == top ? 0 : anon_vma_at(m, h)->siblings.next;
}

/* The area that is looked at next; 0 = there is none. */
static handle_t next_area(const struct machine *m, struct rmap_iter *it)
{
	handle_t h = it->vma;

	while (!h && it->anon_vma) {
		it->anon_vma = anon_vma_next(m, it->anon_vma, it->top);
		if (it->anon_vma)
			h = anon_vma_at(m, it->anon_vma)->vmas;
	}
	if (h)
		it->vma = it->top ? vma_at(m, h)->by_anon.next :
				    vma_at(m, h)->by_file.next;
	return h;
}

/* Where the area has that page of its file or of itself; false if nowhere. */
static bool address_of(const struct vma *v, uint64_t index, vaddr_t *addr)
{
	if (index < v->pgoff ||
	    index - v->pgoff >= (v->end - v->start) >> PAGE_SHIFT)
		return false;
	*addr = v->start + ((index - v->pgoff) << PAGE_SHIFT);
	return true;
}

/* Source: mm/rmap.c rmap_walk_anon(), rmap_walk_file(); page_vma_mapped.c (6.1). */
bool rmap_next(const struct machine *m, struct rmap_iter *it, handle_t *vma,
	       vaddr_t *addr)
{
	while (it->left && (*vma = next_area(m, it)) != 0) {
		const struct vma *v = vma_at(m, *vma);
		pte_t e;

		if (!address_of(v, it->index, addr))
			continue;
		e = pgtable_get(m, v->mm, *addr);
		if (!pte_present(e) || (e & PTE_SPECIAL) ||
		    pte_pfn(e) != it->pfn)
			continue;
		it->left--;
		return true;
	}
	return false;
}

bool rmap_walk(struct machine *m, pfn_t pfn,
	       bool (*fn)(struct machine *m, void *ctx, handle_t vma,
			  vaddr_t addr),
	       void *ctx)
{
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;

	rmap_begin(m, pfn, &it);
	while (rmap_next(m, &it, &vma, &addr))
		if (!fn(m, ctx, vma, addr))
			return false;
	return true;
}

/* The entry that maps the page, and a new one in its place. */
static pte_t entry_of(const struct machine *m, handle_t vma, vaddr_t addr)
{
	return pgtable_get(m, vma_at(m, vma)->mm, addr);
}

static void entry_set(struct machine *m, handle_t vma, vaddr_t addr, pte_t e,
		      enum pte_reason why)
{
	pgtable_set(m, pgtable_lookup(m, vma_at(m, vma)->mm, addr), addr, e,
		    why);
}

struct referenced {
	pfn_t	 pfn;
	unsigned nr;
	uint32_t vm_flags;
};

/*
 * What an entry adds. Return: false if no other one counts any more.
 *
 * Source: mm/rmap.c folio_referenced_one() (6.1).
 */
static bool count_referenced(struct referenced *r, uint32_t vm_flags, pte_t e)
{
	if (vm_flags & VM_LOCKED) {
		r->vm_flags |= VM_LOCKED;
		return false;
	}
	if ((e & PTE_ACCESSED) && !(vm_flags & VM_SEQ_READ)) {
		r->nr++;
		r->vm_flags |= vm_flags;
	}
	return true;
}

static bool referenced_one(struct machine *m, void *ctx, handle_t vma,
			   vaddr_t addr)
{
	struct referenced *r = ctx;
	pte_t e = entry_of(m, vma, addr);
	bool more = count_referenced(r, vma_at(m, vma)->flags, e);

	if (!more)
		mlock_vma_page(m, r->pfn, vma);		/* it was missed */
	else if (e & PTE_ACCESSED)
		entry_set(m, vma, addr, e & ~PTE_ACCESSED, PTE_YOUNG);
	return more;
}

unsigned page_referenced(struct machine *m, pfn_t pfn, uint32_t *vm_flags)
{
	struct referenced r = { .pfn = pfn };

	rmap_walk(m, pfn, referenced_one, &r);
	*vm_flags = r.vm_flags;
	return r.nr;
}

/* Only a look, until so many are found. */
static struct referenced look_referenced(const struct machine *m, pfn_t pfn,
					 unsigned most)
{
	struct referenced r = { .pfn = pfn };
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;

	rmap_begin(m, pfn, &it);
	while (r.nr < most && rmap_next(m, &it, &vma, &addr) &&
	       count_referenced(&r, vma_at(m, vma)->flags,
				entry_of(m, vma, addr)))
		;
	return r;
}

unsigned page_referenced_look(const struct machine *m, pfn_t pfn,
			      uint32_t *vm_flags)
{
	struct referenced r = look_referenced(m, pfn, UINT_MAX);

	*vm_flags = r.vm_flags;
	return r.nr;
}

bool page_young(const struct machine *m, pfn_t pfn)
{
	return look_referenced(m, pfn, 1).nr > 0;
}

struct unmapping {
	pfn_t pfn;
	bool  refused;
};

/* Entry of a page table that names the page's slot. */
static pte_t swap_pte_of(const struct frame *f, pte_t was)
{
	pte_t e = swap_pte(f->swap);

	if (f->flags & PG_ANON_EXCLUSIVE)
		e |= SWP_EXCLUSIVE;
	if (was & PTE_SOFT_DIRTY)
		e |= SWP_SOFT_DIRTY;
	return e;
}

/*
 * MADV_FREE gave the page away: it goes without a trace if nobody wrote to it
 * or holds it since. Whoever unmaps holds one reference.
 */
static bool may_discard(const struct frame *f)
{
	return f->refcount == 1 + f->mapcount && !(f->flags & PG_DIRTY);
}

/*
 * One entry of a page: what becomes of it, and the counters of its task.
 * Return: false if it has to stay.
 */
static bool unmap_entry(struct machine *m, pfn_t pfn, handle_t vma,
			vaddr_t addr, pte_t was)
{
	struct frame *f = frame_mut(m, pfn);
	handle_t mm = vma_at(m, vma)->mm;
	bool anon = frame_kind(f) == KIND_ANON;
	pte_t swp;

	if (anon && !(f->flags & PG_SWAPBACKED) && !may_discard(f)) {
		f->flags |= PG_SWAPBACKED;
		return false;
	}
	update_hiwater_rss(m, mm);
	add_mm_counter(m, mm, mm_counter(f), -1);
	if (!anon || !(f->flags & PG_SWAPBACKED)) {
		entry_set(m, vma, addr, 0, PTE_UNMAP);
		return true;
	}
	swp = swap_pte_of(f, was);
	f->flags &= ~PG_ANON_EXCLUSIVE;
	swap_duplicate(m, f->swap);
	add_mm_counter(m, mm, MM_SWAPENTS, 1);
	entry_set(m, vma, addr, swp, PTE_SWAP_OUT);
	return true;
}

static bool unmap_one(struct machine *m, void *ctx, handle_t vma, vaddr_t addr)
{
	struct unmapping *u = ctx;
	pte_t e = entry_of(m, vma, addr);

	if (vma_at(m, vma)->flags & VM_LOCKED) {
		mlock_vma_page(m, u->pfn, vma);
		u->refused = true;
		return false;
	}
	if (e & PTE_DIRTY)
		set_page_dirty(m, u->pfn);
	if (!unmap_entry(m, u->pfn, vma, addr, e)) {
		u->refused = true;
		return false;
	}
	clock_pass(m, COST_unmap);
	page_remove_rmap(m, u->pfn, vma);
	put_page(m, u->pfn);
	return true;
}

bool try_to_unmap(struct machine *m, pfn_t pfn)
{
	struct unmapping u = { .pfn = pfn };

	rmap_walk(m, pfn, unmap_one, &u);
	return !u.refused && frame_at(m, pfn)->mapcount == 0;
}

/* Source: mm/rmap.c page_vma_mkclean_one() (6.1). */
static bool mkclean_one(struct machine *m, void *ctx, handle_t vma,
			vaddr_t addr)
{
	unsigned *nr = ctx;
	pte_t e = entry_of(m, vma, addr);

	/* a private mapping has copies of its own to write to */
	if (!(vma_at(m, vma)->flags & VM_SHARED) ||
	    !(e & (PTE_RW | PTE_DIRTY)))
		return true;
	++*nr;
	entry_set(m, vma, addr, e & ~(PTE_RW | PTE_DIRTY), PTE_CLEAN);
	return true;
}

unsigned page_mkclean(struct machine *m, pfn_t pfn)
{
	unsigned nr = 0;

	rmap_walk(m, pfn, mkclean_one, &nr);
	return nr;
}
