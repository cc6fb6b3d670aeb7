#include "mm/fault_wp.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/fault_anon.h"
#include "mm/lru.h"
#include "mm/page_alloc.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/swap.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

/*
 * May a page that is not marked as exclusive be taken over by whoever writes
 * to it? Only if all references but those that can be dropped are its own.
 *
 * Source: mm/memory.c do_wp_page() (6.1). Left out: KSM.
 */
static bool may_be_last(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	unsigned in_batches = f->flags & PG_LRU ? 0 : lru_batched(m, pfn);

	if (f->refcount > 3)
		return false;
	if (f->refcount - (int)in_batches > 1 + (f->swap != 0))
		return false;
	/* its slot goes first: nobody else may have the same page there */
	return !f->swap ||
	       (!swap_count(m, f->swap) && !(f->flags & PG_WRITEBACK));
}

enum fault_reason reason_wp(const struct machine *m, const struct vm_fault *f)
{
	pfn_t pfn = vm_normal_page(m, f->entry);
	const struct frame *frame;

	if (vma_at(m, f->vma)->flags & (VM_SHARED | VM_MAYSHARE))
		return FAULT_WP_SHARED;
	if (f->entry & PTE_SPECIAL)
		return FAULT_WP_ZERO;
	frame = pfn == PFN_NONE ? NULL : frame_at(m, pfn);
	if (!frame || frame_kind(frame) != KIND_ANON)
		return FAULT_WP_COPY;
	if ((frame->flags & PG_ANON_EXCLUSIVE) || may_be_last(m, pfn))
		return FAULT_WP_REUSE;
	return FAULT_WP_COPY;
}

/*
 * A page that nobody else has becomes this area's own again.
 *
 * Source: mm/memory.c wp_page_reuse() (6.1).
 */
static void wp_page_reuse(struct machine *m, struct vm_fault *f)
{
	const pte_t bits = PTE_RW | PTE_DIRTY | PTE_ACCESSED | PTE_SOFT_DIRTY;

	vm_event_add(m, PGREUSE, 1);
	pgtable_set(m, f->table, f->addr, f->entry | bits, PTE_REUSE);
}

/*
 * Can the page be made this area's own? The batches are emptied and its slot
 * given back, if that is all that is in the way.
 *
 * Source: mm/memory.c do_wp_page(), mm/rmap.c page_move_anon_rmap() (6.1).
 */
static bool take_over(struct machine *m, const struct vm_fault *f, pfn_t pfn)
{
	const struct frame *page = frame_at(m, pfn);

	if (page->flags & PG_ANON_EXCLUSIVE)
		return true;
	if (page->refcount > 3)
		return false;
	if (!(page->flags & PG_LRU))
		lru_add_drain(m);
	if (page->refcount > 1 + (page->swap != 0))
		return false;
	if (page->swap)
		folio_free_swap(m, pfn);
	if (page->refcount != 1)
		return false;
	frame_mut(m, pfn)->mapping = vma_at(m, f->vma)->anon_vma;
	frame_mut(m, pfn)->flags |= PG_ANON_EXCLUSIVE;
	return true;
}

/* The new page takes the old one's place; nothing else has happened there. */
static void wp_page_replace(struct machine *m, struct vm_fault *f, pfn_t old,
			    pfn_t pfn)
{
	if (old != PFN_NONE) {
		add_mm_counter(m, f->mm, mm_counter(frame_at(m, old)), -1);
		clock_pass(m, COST_copy_page);
		event_emit(m, EV_copy_page, old, pfn, f->addr);
	} else if (!(f->entry & PTE_SPECIAL)) {
		add_mm_counter(m, f->mm, MM_FILEPAGES, -1);	/* of the vdso */
	}
	map_new_anon(m, f, pfn, PTE_COW_BREAK);
	if (old != PFN_NONE) {
		page_remove_rmap(m, old, f->vma);
		free_swap_cache(m, old);
	}
}

/*
 * The old page is held meanwhile: to get a frame may mean to reclaim it, and
 * then the access is tried again.
 *
 * Source: mm/memory.c wp_page_copy() (6.1).
 */
static int64_t wp_page_copy(struct machine *m, struct vm_fault *f)
{
	bool zero = (f->entry & PTE_SPECIAL) != 0;
	pfn_t old = vm_normal_page(m, f->entry), pfn;
	bool same = false;

	if (old != PFN_NONE)
		get_page(m, old);
	anon_vma_prepare(m, f->vma);
	pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP |
				     (zero ? (gfp_t)GFP_BIT_ZERO : 0),
			  0, 0, KIND_ANON);
	if (pfn != PFN_NONE) {
		same = pgtable_get(m, f->mm, f->addr) == f->entry;
		if (same)
			wp_page_replace(m, f, old, pfn);
		else
			put_page(m, pfn);
	}
	if (old != PFN_NONE) {
		if (same)
			put_page(m, old);	/* of the mapping */
		put_page(m, old);
	}
	return pfn == PFN_NONE ? -ENOMEM : 0;
}

int64_t do_wp_page(struct machine *m, struct vm_fault *f)
{
	pfn_t pfn = vm_normal_page(m, f->entry);

	if (pfn != PFN_NONE && frame_kind(frame_at(m, pfn)) == KIND_ANON &&
	    take_over(m, f, pfn)) {
		wp_page_reuse(m, f);
		return 0;
	}
	return wp_page_copy(m, f);
}
