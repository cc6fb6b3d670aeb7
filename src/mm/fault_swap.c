#include "mm/fault_swap.h"

#include <errno.h>

#include "mm/disk.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/swapin.h"
#include "mm/vmstat.h"

/*
 * Is the slot to be given back at once? For a write only if it is likely that
 * the page then belongs to this area alone.
 *
 * Source: mm/memory.c should_try_to_free_swap() (6.1).
 */
static bool should_free_slot(const struct machine *m, const struct vm_fault *f,
			     pfn_t pfn)
{
	const struct frame *page = frame_at(m, pfn);

	if (vm_swap_full(m) || (vma_at(m, f->vma)->flags & VM_LOCKED) ||
	    (page->flags & PG_MLOCKED))
		return true;
	return (f->code & PF_WRITE) && page->refcount == 2;
}

/* The page of the slot, being read perhaps; PFN_NONE: no frame. */
static pfn_t get_slot_page(struct machine *m, struct vm_fault *f,
			   uint32_t entry)
{
	pfn_t pfn = swap_cache_get(m, entry, f->vma, f->addr);

	if (pfn != PFN_NONE)
		return pfn;
	pfn = swapin_readahead(m, entry, f->vma, f->addr);
	if (pfn != PFN_NONE) {
		f->major = true;
		vm_event_add(m, PGMAJFAULT, 1);
	}
	return pfn;
}

/* Wait until the page is there. Return: it is still what the entry means. */
static bool settle(struct machine *m, const struct vm_fault *f, pfn_t pfn)
{
	wait_on_page_read(m, pfn);
	/* a batch holds a reference, which would look like another owner */
	if ((f->code & PF_WRITE) && !(frame_at(m, pfn)->flags & PG_LRU))
		lru_add_drain(m);
	return frame_at(m, pfn)->swap == pte_swap(f->entry) &&
	       pgtable_get(m, f->mm, f->addr) == f->entry;
}

/* The caller's reference becomes the mapping's. */
static void map_page(struct machine *m, const struct vm_fault *f, pfn_t pfn)
{
	const struct vma *v = vma_at(m, f->vma);
	bool alone = (f->entry & SWP_EXCLUSIVE) ||
		     frame_at(m, pfn)->refcount == 1;
	pte_t e = pte_make(pfn, vm_page_prot(v->flags)) | PTE_ACCESSED;

	if (f->entry & SWP_SOFT_DIRTY)
		e |= PTE_SOFT_DIRTY;
	if (alone && (f->code & PF_WRITE))
		e |= PTE_DIRTY | PTE_SOFT_DIRTY |
		     (v->flags & VM_WRITE ? PTE_RW : 0);
	add_mm_counter(m, f->mm, MM_ANONPAGES, 1);
	add_mm_counter(m, f->mm, MM_SWAPENTS, -1);
	page_add_anon_rmap(m, pfn, f->vma, vm_fault_page(f), alone);
	pgtable_set(m, f->table, f->addr, e, PTE_SWAP_IN);
}

bool swap_fault_is_major(const struct machine *m, const struct vm_fault *f)
{
	return swap_cache_page(m, pte_swap(f->entry)) == PFN_NONE;
}

/*
 * Left out: migration and other special entries, the way past the swap cache
 * of devices that answer at once, KSM.
 */
int64_t do_swap_page(struct machine *m, struct vm_fault *f)
{
	uint32_t entry = pte_swap(f->entry);
	pfn_t pfn = get_slot_page(m, f, entry);

	if (pfn == PFN_NONE)
		return pgtable_get(m, f->mm, f->addr) == f->entry ? -ENOMEM : 0;
	if (!settle(m, f, pfn)) {
		put_page(m, pfn);
		return 0;
	}
	swap_free(m, entry);
	if (should_free_slot(m, f, pfn))
		folio_free_swap(m, pfn);
	map_page(m, f, pfn);
	return 0;
}
