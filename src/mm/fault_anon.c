#include "mm/fault_anon.h"

#include <errno.h>

#include "mm/lru.h"
#include "mm/page_alloc.h"
#include "mm/pgtable_alloc.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/vma.h"

void map_new_anon(struct machine *m, const struct vm_fault *f, pfn_t pfn,
		  enum pte_reason why)
{
	const struct vma *v = vma_at(m, f->vma);
	pte_t entry = pte_make(pfn, vm_page_prot(v->flags));

	entry |= PTE_ACCESSED | PTE_DIRTY | PTE_SOFT_DIRTY;
	if (v->flags & VM_WRITE)
		entry |= PTE_RW;
	add_mm_counter(m, f->mm, MM_ANONPAGES, 1);
	page_add_new_anon_rmap(m, pfn, f->vma, f->addr);
	lru_add_inactive_or_unevictable(m, pfn, v->flags);
	pgtable_set(m, f->table, f->addr, entry, why);
}

int64_t do_anonymous_page(struct machine *m, struct vm_fault *f)
{
	pfn_t pfn;

	f->table = pgtable_fill(m, f->mm, f->addr);
	if (!f->table)
		return -ENOMEM;
	if (!(f->code & PF_WRITE)) {
		pte_t zero = pte_make(m->s->zero_pfn,
				      vm_page_prot(vma_at(m, f->vma)->flags));

		pgtable_set(m, f->table, f->addr, zero | PTE_SPECIAL, PTE_MAP);
		return 0;
	}
	anon_vma_prepare(m, f->vma);
	pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP | GFP_BIT_ZERO,
			  0, 0, KIND_ANON);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	map_new_anon(m, f, pfn, PTE_MAP);
	return 0;
}
