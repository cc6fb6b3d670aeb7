#include "mm/pgtable.h"

#include <string.h>

#include "mm/clock.h"
#include "mm/page_free.h"
#include "mm/vmstat.h"

/* _PAGE_TABLE: present, writable, user, accessed, dirty */
#define TABLE_BITS UINT64_C(0x067)

static const char *const level_names[] = { "PTE", "PMD", "PUD", "PGD" };

const char *pt_level_name(enum pt_level level)
{
	return level < NR_LEVELS ? level_names[level] : "?";
}

/*
 * A hidden entry stores its frame inverted, so that no speculative read can
 * use it: bits 12..51 flip with the present bit.
 *
 * Source: arch/x86/include/asm/pgtable-invert.h (6.1).
 */
pfn_t pte_pfn(pte_t e)
{
	if (!(e & PTE_PRESENT))
		e = ~e;
	return (e & PTE_PFN_MASK) >> PAGE_SHIFT;
}

#define PAGE_NONE     (PTE_GLOBAL | PTE_ACCESSED)
#define PAGE_EXEC     (PTE_PRESENT | PTE_USER | PTE_ACCESSED)
#define PAGE_READONLY (PAGE_EXEC | PTE_NX)

/*
 * Private and writable is read-only until the first write copies.
 *
 * Source: arch/x86/mm/pgprot.c protection_map (6.1).
 */
const pte_t protection_map[] = {
	[0] = PAGE_NONE,
	[VM_READ] = PAGE_READONLY,
	[VM_WRITE] = PAGE_READONLY,
	[VM_WRITE | VM_READ] = PAGE_READONLY,
	[VM_EXEC] = PAGE_EXEC,
	[VM_EXEC | VM_READ] = PAGE_EXEC,
	[VM_EXEC | VM_WRITE] = PAGE_EXEC,
	[VM_EXEC | VM_WRITE | VM_READ] = PAGE_EXEC,
	[VM_SHARED] = PAGE_NONE,
	[VM_SHARED | VM_READ] = PAGE_READONLY,
	[VM_SHARED | VM_WRITE] = PAGE_READONLY | PTE_RW,
	[VM_SHARED | VM_WRITE | VM_READ] = PAGE_READONLY | PTE_RW,
	[VM_SHARED | VM_EXEC] = PAGE_EXEC,
	[VM_SHARED | VM_EXEC | VM_READ] = PAGE_EXEC,
	[VM_SHARED | VM_EXEC | VM_WRITE] = PAGE_EXEC | PTE_RW,
	[VM_SHARED | VM_EXEC | VM_WRITE | VM_READ] = PAGE_EXEC | PTE_RW,
};

void pgtable_walk(const struct machine *m, handle_t mm, vaddr_t addr,
		  struct walk *w)
{
	pfn_t table = mm_at(m, mm)->pgd;

	w->nr = 0;
	w->present = false;
	for (int level = LEVEL_PGD; level >= LEVEL_PTE; level--) {
		struct walk_step *s = &w->step[w->nr++];

		s->level = (enum pt_level)level;
		s->index = pt_index(addr, s->level);
		s->table = table;
		s->entry = pgtable_of(m, table)->entry[s->index];
		if (!(s->entry & PTE_PRESENT))
			return;
		table = pte_pfn(s->entry);
	}
	w->present = true;
}

static handle_t table_handle(const struct machine *m, pte_t entry)
{
	return frame_at(m, pte_pfn(entry))->mapping;
}

handle_t table_down_to(const struct machine *m, handle_t mm, vaddr_t addr,
		       enum pt_level lowest)
{
	handle_t h = frame_at(m, mm_at(m, mm)->pgd)->mapping;

	for (int level = LEVEL_PGD; level > (int)lowest; level--) {
		pte_t e = table_at(m, h)->entry[pt_index(addr, (enum pt_level)level)];

		if (!e)
			return 0;
		h = table_handle(m, e);
	}
	return h;
}

static pte_t *entry_mut(struct machine *m, handle_t table, unsigned index)
{
	pte_t *pair = arena_mut_small(&m->arena, table + index / 2);

	return pair + index % 2;
}

static void table_delete(struct machine *m, pfn_t pfn)
{
	pool_free(&m->arena, &m->s->pool_table, frame_at(m, pfn)->mapping);
	free_pages(m, pfn, 0);
}

/* PUD, PMD and PTE tables count for VmPTE; the last two for PageTables. */
static void count_table(struct machine *m, handle_t mm, enum pt_level level,
			int by)
{
	mm_mut(m, mm)->nr_tables += (uint64_t)(int64_t)by;
	if (level <= LEVEL_PMD)
		node_stat_add(m, 0, NR_PAGETABLE, by);
}

/* Source: mm/memory.c __pud_alloc(), __pmd_alloc(), __pte_alloc() (6.1). */
void pgtable_hang(struct machine *m, handle_t mm, pfn_t parent,
		  enum pt_level level, vaddr_t addr, pfn_t pfn)
{
	enum pt_level below = (enum pt_level)(level - 1);
	handle_t table = frame_at(m, parent)->mapping;
	pte_t e = pte_make(pfn, TABLE_BITS);

	*entry_mut(m, table, pt_index(addr, level)) = e;
	count_table(m, mm, below, 1);
	clock_pass(m, COST_pte);
	event_emit(m, EV_pgtable_alloc, below, pfn, addr, parent, e);
}

void pgtable_rehang(struct machine *m, handle_t mm, handle_t old, vaddr_t from,
		    handle_t new, vaddr_t to)
{
	unsigned index = pt_index(from, LEVEL_PMD);
	pte_t e = table_at(m, old)->entry[index];

	*entry_mut(m, old, index) = 0;
	*entry_mut(m, new, pt_index(to, LEVEL_PMD)) = e;
	mm_mut(m, mm)->walk_table = 0;
	event_emit(m, EV_set_pte, to, e, 0, PTE_MOVE);
}

void pgtable_set(struct machine *m, handle_t table, vaddr_t addr, pte_t entry,
		 enum pte_reason why)
{
	pte_t *e = entry_mut(m, table, pt_index(addr, LEVEL_PTE));
	pte_t old = *e;

	*e = entry;
	clock_pass(m, COST_pte);
	event_emit(m, EV_set_pte, addr, entry, old, why);
}

/* First address from addr on with an entry at that level; end if none. */
static vaddr_t next_entry(const struct machine *m, handle_t mm, vaddr_t addr,
			  vaddr_t end, enum pt_level lowest)
{
	while (addr < end) {
		handle_t h = frame_at(m, mm_at(m, mm)->pgd)->mapping;
		unsigned i;
		int level;
		pte_t e;

		for (level = LEVEL_PGD;; level--) {
			e = table_at(m, h)->entry[pt_index(addr,
							   (enum pt_level)level)];
			if (!e || level == (int)lowest)
				break;
			h = table_handle(m, e);
		}
		if (e)
			return addr;
		/* over the empty entries behind it in the same table */
		do {
			addr = (addr | ((UINT64_C(1) << pt_shift((enum pt_level)level)) - 1)) + 1;
			i = pt_index(addr, (enum pt_level)level);
		} while (i && addr < end && !table_at(m, h)->entry[i]);
		if (!addr)
			break;
	}
	return end;
}

vaddr_t pgtable_next_used(const struct machine *m, handle_t mm, vaddr_t addr,
			  vaddr_t end)
{
	return next_entry(m, mm, addr, end, LEVEL_PTE);
}

vaddr_t pgtable_next_table(const struct machine *m, handle_t mm, vaddr_t addr,
			   vaddr_t end)
{
	return next_entry(m, mm, addr, end, LEVEL_PMD);
}

void pgtable_delete(struct machine *m, handle_t mm)
{
	table_delete(m, mm_at(m, mm)->pgd);
	mm_mut(m, mm)->pgd = 0;
}

struct free_range {
	handle_t  mm;
	vaddr_t	  floor, ceiling;
	unsigned *budget;
};

/* Does all that the entry at this level maps lie between the neighbours? */
static bool span_is_free(const struct free_range *r, enum pt_level level,
			 vaddr_t addr, vaddr_t end)
{
	uint64_t mask = (UINT64_C(1) << pt_shift(level)) - 1;
	vaddr_t ceiling = r->ceiling & ~mask;

	if ((addr & ~mask) < r->floor || (r->ceiling && !ceiling))
		return false;
	return end - 1 <= ceiling - 1;
}

static bool free_entry(struct machine *m, const struct free_range *r,
		       handle_t table, enum pt_level level, vaddr_t addr,
		       vaddr_t end);

/* Tables below the entries of one table. Return: false if the budget is out. */
static bool free_level(struct machine *m, const struct free_range *r,
		       handle_t table, enum pt_level level, vaddr_t addr,
		       vaddr_t end)
{
	uint64_t mask = (UINT64_C(1) << pt_shift(level)) - 1;

	while (addr < end) {
		vaddr_t next = (addr | mask) + 1;

		next = next && next < end ? next : end;
		if (table_at(m, table)->entry[pt_index(addr, level)] &&
		    !free_entry(m, r, table, level, addr, next))
			return false;
		addr = next;
	}
	return true;
}

static bool free_entry(struct machine *m, const struct free_range *r,
		       handle_t table, enum pt_level level, vaddr_t addr,
		       vaddr_t end)
{
	enum pt_level below = (enum pt_level)(level - 1);
	unsigned index = pt_index(addr, level);
	pfn_t pfn = pte_pfn(table_at(m, table)->entry[index]);

	if (below > LEVEL_PTE) {
		if (!free_level(m, r, frame_at(m, pfn)->mapping, below, addr,
				end))
			return false;
		if (!span_is_free(r, level, addr, end))
			return true;
	}
	if (!*r->budget)
		return false;
	--*r->budget;
	*entry_mut(m, table, index) = 0;
	count_table(m, r->mm, below, -1);
	event_emit(m, EV_pgtable_free, below, pfn, addr);
	table_delete(m, pfn);
	return true;
}

bool pgtable_free_range(struct machine *m, handle_t mm, vaddr_t start,
			vaddr_t end, vaddr_t floor, vaddr_t ceiling,
			unsigned *budget)
{
	struct free_range r = { mm, floor, ceiling, budget };
	vaddr_t top = ceiling & PMD_MASK;

	start &= PMD_MASK;
	if (start < floor)
		start += PMD_SIZE;
	if (ceiling && !top)
		return true;
	if (end - 1 > top - 1)
		end -= PMD_SIZE;
	if (start > end - 1)
		return true;
	mm_mut(m, mm)->walk_table = 0;
	return free_level(m, &r, frame_at(m, mm_at(m, mm)->pgd)->mapping,
			  LEVEL_PGD, start, end);
}

void pte_letters(pte_t e, char out[sizeof(PTE_LETTERS)])
{
	static const char letters[] = PTE_LETTERS;
	static const pte_t bits[] = {
		PTE_NX, PTE_SOFT_DIRTY, PTE_SPECIAL, PTE_PSE, PTE_GLOBAL,
		PTE_DIRTY, PTE_ACCESSED, PTE_USER, PTE_RW, PTE_PRESENT,
	};

	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		out[i] = e & bits[i] ? letters[i] : '-';
	out[sizeof(letters) - 1] = '\0';
}

/* Tables reached from this one, itself not counted; -1 if one is not sound. */
static int64_t count_below(const struct machine *m, pfn_t pfn,
			   enum pt_level level)
{
	const struct frame *f = frame_at(m, pfn);
	int64_t nr = 0;

	if (!f || frame_kind(f) != KIND_PGTABLE || f->index != level)
		return -1;
	for (unsigned i = 0; level > LEVEL_PTE && i < PTRS_PER_TABLE; i++) {
		pte_t e = pgtable_of(m, pfn)->entry[i];
		int64_t below;

		if (!e)
			continue;
		below = count_below(m, pte_pfn(e), (enum pt_level)(level - 1));
		if (below < 0)
			return -1;
		nr += below + 1;
	}
	return nr;
}

/* The short way to a table leads where the long one does. */
static bool shortcut_sound(const struct machine *m, handle_t mm_h)
{
	const struct mm *mm = mm_at(m, mm_h);
	handle_t pmd;
	pte_t e;

	if (!mm->walk_table)
		return true;
	pmd = table_down_to(m, mm_h, mm->walk_base, LEVEL_PMD);
	e = pmd ? table_at(m, pmd)->entry[pt_index(mm->walk_base, LEVEL_PMD)] : 0;
	return e && !(mm->walk_base & ~PMD_MASK) &&
	       mm->walk_table == table_handle(m, e);
}

bool pgtable_check(const struct machine *m, handle_t mm, struct diag *why)
{
	int64_t nr = count_below(m, mm_at(m, mm)->pgd, LEVEL_PGD);

	if (nr >= 0 && (uint64_t)nr == mm_at(m, mm)->nr_tables &&
	    shortcut_sound(m, mm))
		return true;
	diag_set(why, 0, 0, "%lld page tables below the top, the books say %llu",
		 (long long)nr, (unsigned long long)mm_at(m, mm)->nr_tables);
	return false;
}
