/*
 * pgtable - page tables of an address space: four levels of real frames with
 * real entries
 *
 *  47      39 38      30 29      21 20      12 11        0
 * |  PGD     |   PUD    |   PMD    |   PTE    |  offset   |
 *
 * Always: each entry above the PTE level is 0 or names a table frame;
 *         mm.nr_tables counts PUD, PMD and PTE tables (VR3.5).
 * A table never allocates: whoever fills one in brings the frame, see
 * mm/pgtable_alloc.h.
 */
#ifndef MM_PGTABLE_H
#define MM_PGTABLE_H

#include "mm/event.h"
#include "mm/zone.h"

enum pt_level { LEVEL_PTE, LEVEL_PMD, LEVEL_PUD, LEVEL_PGD, NR_LEVELS };

#define PTE_PRESENT UINT64_C(0x001)
#define PTE_RW UINT64_C(0x002)
#define PTE_USER UINT64_C(0x004)
#define PTE_ACCESSED UINT64_C(0x020)
#define PTE_DIRTY UINT64_C(0x040)
#define PTE_PSE UINT64_C(0x080)
#define PTE_GLOBAL UINT64_C(0x100)	/* PROT_NONE where not present */
#define PTE_SPECIAL UINT64_C(0x200)
#define PTE_SOFT_DIRTY UINT64_C(0x800)
#define PTE_PFN_MASK UINT64_C(0x000ffffffffff000)
#define PTE_NX (UINT64_C(1) << 63)

#define TASK_SIZE UINT64_C(0x7ffffffff000)
#define STACK_TOP TASK_SIZE

static inline unsigned pt_shift(enum pt_level level)
{
	return PAGE_SHIFT + 9 * (unsigned)level;
}

static inline unsigned pt_index(vaddr_t addr, enum pt_level level)
{
	return (unsigned)(addr >> pt_shift(level)) & (PTRS_PER_TABLE - 1);
}

/* What one page table maps. */
#define PMD_SIZE (UINT64_C(1) << (PAGE_SHIFT + 9))
#define PMD_MASK (~(PMD_SIZE - 1))

/* The next border of a page table; end if that is nearer. */
static inline vaddr_t pmd_addr_end(vaddr_t addr, vaddr_t end)
{
	vaddr_t border = (addr & PMD_MASK) + PMD_SIZE;

	return border < end ? border : end;
}

/* Mapped: present for the processor, or only hidden from it by PROT_NONE. */
static inline bool pte_present(pte_t e)
{
	return (e & (PTE_PRESENT | PTE_GLOBAL)) != 0;
}

/* The frame of a mapped entry; PROT_NONE stores it inverted (L1TF). */
pfn_t pte_pfn(pte_t e);
/*
 * The frame of a mapped entry that counts as somebody's page; PFN_NONE for the
 * page of zeros and for the kernel's own (vdso).
 * Source: mm/memory.c vm_normal_page() (6.1).
 */
static inline pfn_t vm_normal_page(const struct machine *m, pte_t e)
{
	const struct frame *f = e & PTE_SPECIAL ? NULL : frame_at(m, pte_pfn(e));

	return f && frame_kind(f) >= KIND_ANON ? pte_pfn(e) : PFN_NONE;
}

/* Entry for a frame with the rights of vm_page_prot; not yet A or D. */
static inline pte_t pte_make(pfn_t pfn, pte_t rights)
{
	pte_t bits = pfn << PAGE_SHIFT;

	if (!(rights & PTE_PRESENT))
		bits = ~bits & PTE_PFN_MASK;
	return bits | rights;
}

/* Rights by VM_READ, _WRITE, _EXEC and _SHARED. */
extern const pte_t protection_map[16];

/* vm_page_prot of private or shared flags, without PTE_RW where COW needs it. */
static inline pte_t vm_page_prot(uint32_t vm_flags)
{
	return protection_map[vm_flags & (VM_ACCESS_FLAGS | VM_SHARED)];
}

/* What the processor reads on its way, top down. */
struct walk_step {
	enum pt_level level;
	unsigned      index;
	pfn_t	      table;	/* frame of the table read */
	pte_t	      entry;
};

struct walk {
	struct walk_step step[NR_LEVELS];
	unsigned	 nr;		/* entries read: 4 if it went through */
	bool		 present;	/* all of them let it pass */
};

/* Only look: no bit is set, nothing is said. */
void pgtable_walk(const struct machine *m, handle_t mm, vaddr_t addr,
		  struct walk *w);

/* Content of the table in that frame. */
static inline const struct table *pgtable_of(const struct machine *m, pfn_t pfn)
{
	return table_at(m, frame_at(m, pfn)->mapping);
}

/* Table of that level on the way to addr; 0 if there is none. */
handle_t table_down_to(const struct machine *m, handle_t mm, vaddr_t addr,
		       enum pt_level level);

/* The PTE table that was filled in last, if it is that for addr; else 0. */
static inline handle_t pgtable_last(const struct machine *m, handle_t mm_h,
				    vaddr_t addr)
{
	const struct mm *mm = mm_at(m, mm_h);

	return mm->walk_base == (addr & PMD_MASK) ? mm->walk_table : 0;
}

/* The PTE table for addr; 0 if there is none. */
static inline handle_t pgtable_lookup(const struct machine *m, handle_t mm,
				      vaddr_t addr)
{
	handle_t h = pgtable_last(m, mm, addr);

	return h ? h : table_down_to(m, mm, addr, LEVEL_PTE);
}

/* The PTE in that table; 0 if there is no table. */
static inline pte_t pgtable_entry(const struct machine *m, handle_t table,
				  vaddr_t addr)
{
	return table ? table_at(m, table)->entry[pt_index(addr, LEVEL_PTE)] : 0;
}

/* The PTE; 0 if there is none or no table. */
static inline pte_t pgtable_get(const struct machine *m, handle_t mm,
				vaddr_t addr)
{
	return pgtable_entry(m, pgtable_lookup(m, mm, addr), addr);
}

/* Write a PTE; the table must be there. Emits set_pte. */
void pgtable_set(struct machine *m, handle_t table, vaddr_t addr, pte_t entry,
		 enum pte_reason why);

/* First address >= addr in [addr, end) that has an entry != 0; end if none. */
vaddr_t pgtable_next_used(const struct machine *m, handle_t mm, vaddr_t addr,
			  vaddr_t end);
/* The same, that lies in a 2 MiB slot with a PTE table, empty or not. */
vaddr_t pgtable_next_table(const struct machine *m, handle_t mm, vaddr_t addr,
			   vaddr_t end);

/*
 * A new, empty table frame goes below the entry for addr of the table in
 * frame `parent`, which is of that level. Emits pgtable_alloc.
 */
void pgtable_hang(struct machine *m, handle_t mm, pfn_t parent,
		  enum pt_level level, vaddr_t addr, pfn_t pfn);
/* The PTE table of `from` goes below another PMD table, for `to`. */
void pgtable_rehang(struct machine *m, handle_t mm, handle_t old, vaddr_t from,
		    handle_t new, vaddr_t to);

/* The end of a top table; all below must be gone. */
void pgtable_delete(struct machine *m, handle_t mm);

/*
 * Take out the tables whose whole span lies between floor and ceiling, for a
 * range [start, end) that is no longer mapped (VR3.7). ceiling 0 = the end of
 * the address space. *budget is the most tables to free now.
 * Return: true when all is done; false if the budget ran out: call again.
 * Source: mm/memory.c free_pgd_range() (6.1).
 */
bool pgtable_free_range(struct machine *m, handle_t mm, vaddr_t start,
			vaddr_t end, vaddr_t floor, vaddr_t ceiling,
			unsigned *budget);

/* A letter a bit, in fixed places; '-' for a clear one. */
#define PTE_LETTERS "XsShgDAUWP"
void pte_letters(pte_t e, char out[sizeof(PTE_LETTERS)]);

const char *pt_level_name(enum pt_level level);

bool pgtable_check(const struct machine *m, handle_t mm, struct diag *why);

#endif
