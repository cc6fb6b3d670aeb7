#include "mm/madvise_pages.h"

#include "mm/inode.h"
#include "mm/lru.h"
#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/readahead.h"
#include "mm/rss.h"
#include "mm/swapin.h"
#include "mm/vma.h"
#include "mm/vmscan.h"

/* What is looked at together: a page table's pages. */
enum { PAGEOUT_PAGES = 512 };

/* One stretch of the walk, in one area. */
struct advice {
	handle_t mm, vma;
	unsigned nr;
	pfn_t	 page[PAGEOUT_PAGES];	/* isolated, to be reclaimed */
};

void advise_start(struct machine *m, handle_t task, vaddr_t start, vaddr_t end,
		  unsigned advice)
{
	struct work *w = &m->s->work;

	w->task = task;
	w->phase = WORK_ADVISE;
	w->at = start;
	w->start = start;
	w->end = end;
	w->to = start;
	w->write = advice;
}

static void set_entry(struct machine *m, handle_t mm, vaddr_t addr, pte_t e,
		      enum pte_reason why)
{
	pgtable_set(m, pgtable_lookup(m, mm, addr), addr, e, why);
}

/* A page with a slot, or marked dirty, becomes as if never written. */
static bool make_clean(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!f->swap && !(f->flags & PG_DIRTY))
		return true;
	/* others may still want what is in it */
	if (f->mapcount != 1 || (f->swap && !folio_free_swap(m, pfn)))
		return false;
	frame_mut(m, pfn)->flags &= ~PG_DIRTY;
	return true;
}

/*
 * The content may be forgotten: a slot is given back at once, a page when
 * memory is short, unless it is written to before.
 */
static void free_entry(struct machine *m, struct advice *a, vaddr_t addr,
		       pte_t e)
{
	const pte_t used = PTE_ACCESSED | PTE_DIRTY;
	pfn_t pfn;

	if (!pte_present(e)) {
		set_entry(m, a->mm, addr, 0, PTE_ZAP);
		add_mm_counter(m, a->mm, MM_SWAPENTS, -1);
		free_swap_and_cache(m, pte_swap(e));
		return;
	}
	pfn = vm_normal_page(m, e);
	if (pfn == PFN_NONE || !make_clean(m, pfn))
		return;
	if (e & used)
		set_entry(m, a->mm, addr, e & ~used, PTE_YOUNG);
	mark_page_lazyfree(m, pfn);
}

/* Off its list, to be judged; an unevictable one stays where it is. */
static void isolate(struct machine *m, struct advice *a, pfn_t pfn)
{
	if (frame_at(m, pfn)->flags & PG_UNEVICTABLE)
		return;
	get_page(m, pfn);
	lruvec_del(m, pfn);
	a->page[a->nr++] = pfn;
}

/* Not to be used soon: a page that others map too is none of ours. */
static void cold_entry(struct machine *m, struct advice *a, vaddr_t addr,
		       pte_t e)
{
	bool pageout = m->s->work.write == MADV_PAGEOUT_;
	pfn_t pfn = pte_present(e) ? vm_normal_page(m, e) : PFN_NONE;
	const struct frame *f = pfn == PFN_NONE ? NULL : frame_at(m, pfn);

	if (!f || !(f->flags & PG_LRU) || f->mapcount != 1)
		return;
	if (e & PTE_ACCESSED)
		set_entry(m, a->mm, addr, e & ~PTE_ACCESSED, PTE_YOUNG);
	frame_mut(m, pfn)->flags &= ~PG_REFERENCED;
	if (pageout)
		isolate(m, a, pfn);
	else
		deactivate_page(m, pfn);
}

static void willneed_entry(struct machine *m, struct advice *a, vaddr_t addr,
			   pte_t e)
{
	(void)a;
	(void)addr;
	if (!pte_present(e))
		swapin_willneed(m, pte_swap(e));
}

/* Shared memory that is out is read; of a file what a window may hold. */
static void willneed_file(struct machine *m, const struct vma *v, vaddr_t from,
			  vaddr_t to)
{
	handle_t inode = file_at(m, v->file)->inode;
	uint64_t index = vma_pgoff(v, from), end = vma_pgoff(v, to);

	if (!inode_is_shmem(inode_at(m, inode))) {
		force_page_cache_ra(m, v->file, index, end - index);
		return;
	}
	for (; (index = xa_find(m, inode, index, WANT_USED)) < end; index++) {
		struct slot slot = filemap_slot(m, inode, index);

		if (slot.kind == SLOT_SWAP)
			swapin_willneed(m, (uint32_t)slot.value);
	}
	lru_add_drain(m);
}

/* What the batches hold is not seen on the lists. */
static void enter_area(struct machine *m, handle_t vma)
{
	struct work *w = &m->s->work;
	const struct vma *v = vma_at(m, vma);

	w->at = v->start > w->at ? v->start : w->at;
	w->to = v->end < w->end ? v->end : w->end;
	if (w->write != MADV_WILLNEED_) {
		lru_add_drain(m);
	} else if (v->file) {
		willneed_file(m, v, w->at, w->to);
		w->at = w->to;
	}
}

/* Entries up to work.to, within the budget and one page table. */
static void advise_entries(struct machine *m, struct advice *a,
			   unsigned *budget)
{
	struct work *w = &m->s->work;
	vaddr_t stop = pmd_addr_end(w->at, w->to);

	while (*budget) {
		pte_t e;

		w->at = pgtable_next_used(m, a->mm, w->at, stop);
		if (w->at >= stop)
			break;
		--*budget;
		e = pgtable_get(m, a->mm, w->at);
		if (w->write == MADV_FREE_)
			free_entry(m, a, w->at, e);
		else if (w->write == MADV_WILLNEED_)
			willneed_entry(m, a, w->at, e);
		else
			cold_entry(m, a, w->at, e);
		w->at += PAGE_SIZE;
	}
	if (a->nr)
		reclaim_pages(m, a->page, a->nr);
	a->nr = 0;
}

bool advise_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	struct advice a = { .mm = task_at(m, w->task)->mm };

	while (w->at < w->end) {
		if (!*budget)
			return false;
		if (w->at >= w->to) {
			handle_t h = vma_find(m, a.mm, w->at);

			if (!h || vma_at(m, h)->start >= w->end)
				break;
			--*budget;
			enter_area(m, h);
		}
		advise_entries(m, &a, budget);
		if (w->at >= w->to && w->write == MADV_WILLNEED_)
			lru_add_drain(m);
	}
	return true;
}
