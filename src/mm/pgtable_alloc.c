#include "mm/pgtable_alloc.h"

#include "mm/page_alloc.h"

/* A frame and its content, for a table of that level. PFN_NONE: none left. */
static pfn_t table_new(struct machine *m, enum pt_level level)
{
	pfn_t pfn = alloc_pages(m, GFP_PGTABLE_USER, 0, 0, KIND_PGTABLE);
	struct frame *f;

	if (pfn == PFN_NONE)
		return PFN_NONE;
	f = frame_mut(m, pfn);
	f->mapping = object_new(m, &m->s->pool_table);
	f->index = level;
	return pfn;
}

/*
 * Go down to the table of that level, filling in what is missing on the way.
 * Return: its handle; 0 if no frame could be had.
 *
 * Source: mm/memory.c __pud_alloc(), __pmd_alloc(), __pte_alloc() (6.1).
 */
static handle_t fill_to(struct machine *m, handle_t mm, vaddr_t addr,
			enum pt_level wanted)
{
	pfn_t parent = mm_at(m, mm)->pgd;

	for (int level = LEVEL_PGD; level > (int)wanted; level--) {
		unsigned index = pt_index(addr, (enum pt_level)level);
		pte_t e = pgtable_of(m, parent)->entry[index];
		pfn_t pfn = pte_pfn(e);

		if (!e) {
			pfn = table_new(m, (enum pt_level)(level - 1));
			if (pfn == PFN_NONE)
				return 0;
			pgtable_hang(m, mm, parent, (enum pt_level)level, addr,
				     pfn);
		}
		parent = pfn;
	}
	return frame_at(m, parent)->mapping;
}

handle_t pgtable_fill_in(struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t h = fill_to(m, mm, addr, LEVEL_PTE);

	if (h) {
		struct mm *to = mm_mut(m, mm);

		to->walk_base = addr & PMD_MASK;
		to->walk_table = h;
	}
	return h;
}

/* Level of the lowest table on the way to addr. */
static enum pt_level lowest_level(const struct machine *m, handle_t mm,
				  vaddr_t addr)
{
	pfn_t pfn = mm_at(m, mm)->pgd;
	int level = LEVEL_PGD;

	for (; level > LEVEL_PTE; level--) {
		pte_t e = pgtable_of(m, pfn)->entry[pt_index(addr, (enum pt_level)level)];

		if (!e)
			break;
		pfn = pte_pfn(e);
	}
	return (enum pt_level)level;
}

vaddr_t pgtable_copy_tables(struct machine *m, handle_t to, handle_t from,
			    vaddr_t addr, vaddr_t end, unsigned *budget)
{
	while (addr < end && *budget) {
		enum pt_level level = lowest_level(m, from, addr);
		unsigned span = pt_shift(level == LEVEL_PTE ? LEVEL_PMD : level);
		vaddr_t stop = (addr | ((UINT64_C(1) << span) - 1)) + 1;
		uint64_t tables = mm_at(m, to)->nr_tables;
		vaddr_t used;

		if (!fill_to(m, to, addr, level))
			return VADDR_NONE;
		if (mm_at(m, to)->nr_tables != tables)
			--*budget;
		stop = stop < end ? stop : end;
		used = level == LEVEL_PTE ?
			       pgtable_next_used(m, from, addr, stop) :
			       stop;
		if (used < stop)
			return used;
		addr = stop;
	}
	return addr;
}

bool pgtable_move_slot(struct machine *m, handle_t mm, vaddr_t from, vaddr_t to)
{
	handle_t old = table_down_to(m, mm, from, LEVEL_PMD);
	handle_t new = fill_to(m, mm, to, LEVEL_PMD);

	if (!old || !new || table_at(m, new)->entry[pt_index(to, LEVEL_PMD)])
		return false;
	pgtable_rehang(m, mm, old, from, new, to);
	return true;
}

bool pgtable_new(struct machine *m, handle_t mm)
{
	pfn_t pfn = table_new(m, LEVEL_PGD);

	if (pfn == PFN_NONE)
		return false;
	mm_mut(m, mm)->pgd = pfn;
	return true;
}
