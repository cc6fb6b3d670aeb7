#include "mm/rmap.h"

#include "mm/clock.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/vmstat.h"

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

/* The newest child is the last of the list below its parent. */
static void link_child(struct machine *m, handle_t h, handle_t parent)
{
	handle_t first = anon_vma_at(m, parent)->children;

	anon_vma_mut(m, h)->parent = parent;
	anon_vma_mut(m, h)->root = anon_vma_at(m, parent)->root;
	anon_vma_mut(m, parent)->nr_links++;
	if (first) {
		handle_t last = anon_vma_at(m, first)->sibling_prev;

		anon_vma_mut(m, last)->sibling = h;
		anon_vma_mut(m, h)->sibling_prev = last;
	} else {
		anon_vma_mut(m, parent)->children = first = h;
	}
	anon_vma_mut(m, first)->sibling_prev = h;
}

static void unlink_child(struct machine *m, handle_t h, handle_t parent)
{
	struct anon_vma gone = *anon_vma_at(m, h);
	handle_t first = anon_vma_at(m, parent)->children;

	if (first == h)
		anon_vma_mut(m, parent)->children = first = gone.sibling;
	else
		anon_vma_mut(m, gone.sibling_prev)->sibling = gone.sibling;
	if (gone.sibling)
		anon_vma_mut(m, gone.sibling)->sibling_prev = gone.sibling_prev;
	else if (first)
		anon_vma_mut(m, first)->sibling_prev = gone.sibling_prev;
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
	link_child(m, own, above);
	vma_mut(m, child)->anon_vma = own;
	vma_link_anon(m, child);
}

void anon_vma_put(struct machine *m, handle_t h)
{
	while (h && --anon_vma_mut(m, h)->nr_links == 0) {
		handle_t parent = anon_vma_at(m, h)->parent;

		if (parent)
			unlink_child(m, h, parent);
		pool_free(&m->arena, &m->s->pool_anon_vma, h);
		h = parent;
	}
}

void vma_link_anon(struct machine *m, handle_t h)
{
	handle_t anon_vma = vma_at(m, h)->anon_vma;
	handle_t first;

	if (!anon_vma)
		return;
	anon_vma_mut(m, anon_vma)->nr_links++;
	first = anon_vma_at(m, anon_vma)->vmas;
	vma_mut(m, h)->anon_next = 0;
	vma_mut(m, h)->anon_prev = h;
	if (first) {
		handle_t last = vma_at(m, first)->anon_prev;

		vma_mut(m, last)->anon_next = h;
		vma_mut(m, h)->anon_prev = last;
		vma_mut(m, first)->anon_prev = h;
	} else {
		anon_vma_mut(m, anon_vma)->vmas = h;
	}
}

void vma_unlink_anon(struct machine *m, handle_t h)
{
	handle_t anon_vma = vma_at(m, h)->anon_vma;
	handle_t next = vma_at(m, h)->anon_next, prev = vma_at(m, h)->anon_prev;
	handle_t first;

	if (!anon_vma)
		return;
	first = anon_vma_at(m, anon_vma)->vmas;
	if (first == h)
		anon_vma_mut(m, anon_vma)->vmas = first = next;
	else
		vma_mut(m, prev)->anon_next = next;
	if (next)
		vma_mut(m, next)->anon_prev = prev;
	else if (first)
		vma_mut(m, first)->anon_prev = prev;
	vma_mut(m, h)->anon_vma = 0;
	vma_mut(m, h)->anon_next = 0;
	vma_mut(m, h)->anon_prev = 0;
	anon_vma_put(m, anon_vma);
}

static handle_t vma_mapping(const struct machine *m, handle_t h)
{
	handle_t file = vma_at(m, h)->file;

	return file ? file_at(m, file)->inode : 0;
}

void vma_link_file(struct machine *m, handle_t h)
{
	handle_t inode = vma_mapping(m, h);
	handle_t first;

	if (!inode)
		return;
	first = inode_at(m, inode)->i_mmap;
	vma_mut(m, h)->i_mmap_next = 0;
	vma_mut(m, h)->i_mmap_prev = h;
	if (first) {
		handle_t last = vma_at(m, first)->i_mmap_prev;

		vma_mut(m, last)->i_mmap_next = h;
		vma_mut(m, h)->i_mmap_prev = last;
		vma_mut(m, first)->i_mmap_prev = h;
	} else {
		inode_mut(m, inode)->i_mmap = h;
	}
}

void vma_unlink_file(struct machine *m, handle_t h)
{
	handle_t inode = vma_mapping(m, h);
	handle_t next = vma_at(m, h)->i_mmap_next;
	handle_t prev = vma_at(m, h)->i_mmap_prev;
	handle_t first;

	if (!inode)
		return;
	first = inode_at(m, inode)->i_mmap;
	if (first == h)
		inode_mut(m, inode)->i_mmap = first = next;
	else
		vma_mut(m, prev)->i_mmap_next = next;
	if (next)
		vma_mut(m, next)->i_mmap_prev = prev;
	else if (first)
		vma_mut(m, first)->i_mmap_prev = prev;
	vma_mut(m, h)->i_mmap_next = 0;
	vma_mut(m, h)->i_mmap_prev = 0;
}

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

unsigned mm_counter(const struct frame *f)
{
	if (frame_kind(f) == KIND_ANON)
		return MM_ANONPAGES;
	return f->flags & PG_SWAPBACKED ? MM_SHMEMPAGES : MM_FILEPAGES;
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
	while (h != top && !anon_vma_at(m, h)->sibling)
		h = anon_vma_at(m, h)->parent;
	return h == top ? 0 : anon_vma_at(m, h)->sibling;
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
		it->vma = it->top ? vma_at(m, h)->anon_next :
				    vma_at(m, h)->i_mmap_next;
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

/* Source: mm/rmap.c folio_referenced_one() (6.1). */
static bool referenced_one(struct machine *m, void *ctx, handle_t vma,
			   vaddr_t addr)
{
	struct referenced *r = ctx;
	uint32_t flags = vma_at(m, vma)->flags;
	pte_t e = entry_of(m, vma, addr);

	if (flags & VM_LOCKED) {
		mlock_vma_page(m, r->pfn, vma);	/* it was missed */
		r->vm_flags |= VM_LOCKED;
		return false;
	}
	if (!(e & PTE_ACCESSED))
		return true;
	entry_set(m, vma, addr, e & ~PTE_ACCESSED, PTE_YOUNG);
	if (!(flags & VM_SEQ_READ)) {
		r->nr++;
		r->vm_flags |= flags;
	}
	return true;
}

unsigned page_referenced(struct machine *m, pfn_t pfn, uint32_t *vm_flags)
{
	struct referenced r = { .pfn = pfn };

	rmap_walk(m, pfn, referenced_one, &r);
	*vm_flags = r.vm_flags;
	return r.nr;
}

bool page_young(const struct machine *m, pfn_t pfn)
{
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;

	rmap_begin(m, pfn, &it);
	while (rmap_next(m, &it, &vma, &addr)) {
		const struct vma *v = vma_at(m, vma);

		if ((pgtable_get(m, v->mm, addr) & PTE_ACCESSED) &&
		    !(v->flags & VM_SEQ_READ))
			return true;
	}
	return false;
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

/* VmHWM before a decrease. Source: include/linux/mm.h update_hiwater_rss(). */
static void note_rss(struct mm *mm)
{
	uint64_t rss = mm->rss[MM_ANONPAGES] + mm->rss[MM_FILEPAGES] +
		       mm->rss[MM_SHMEMPAGES];

	if (rss > mm->hiwater_rss)
		mm->hiwater_rss = rss;
}

/*
 * One entry of a page: what becomes of it, and the counters of its task.
 * Return: false if it has to stay.
 */
static bool unmap_entry(struct machine *m, pfn_t pfn, handle_t vma,
			vaddr_t addr, pte_t was)
{
	struct frame *f = frame_mut(m, pfn);
	struct mm *mm = mm_mut(m, vma_at(m, vma)->mm);
	bool anon = frame_kind(f) == KIND_ANON;
	pte_t swp;

	if (anon && !(f->flags & PG_SWAPBACKED) && !may_discard(f)) {
		f->flags |= PG_SWAPBACKED;
		return false;
	}
	note_rss(mm);
	mm->rss[mm_counter(f)]--;
	if (!anon || !(f->flags & PG_SWAPBACKED)) {
		entry_set(m, vma, addr, 0, PTE_UNMAP);
		return true;
	}
	swp = swap_pte_of(f, was);
	f->flags &= ~PG_ANON_EXCLUSIVE;
	swap_duplicate(m, f->swap);
	mm->rss[MM_SWAPENTS]++;
	entry_set(m, vma, addr, swp, PTE_SWAP_OUT);
	return true;
}

/*
 * A file's page with a disk is marked dirty by the fault that makes an entry
 * writable; of others the entry may be the first to know.
 */
static void take_over_dirty(struct machine *m, pfn_t pfn, pte_t e)
{
	struct frame *f = frame_mut(m, pfn);

	if (!(e & PTE_DIRTY) || (f->flags & PG_DIRTY))
		return;
	f->flags |= PG_DIRTY;
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
	take_over_dirty(m, u->pfn, e);
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
