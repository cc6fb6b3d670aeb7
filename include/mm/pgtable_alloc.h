/*
 * pgtable_alloc - page tables that are not there yet: each is a frame of its
 * own, asked for here
 */
#ifndef MM_PGTABLE_ALLOC_H
#define MM_PGTABLE_ALLOC_H

#include "mm/pgtable.h"

/* As pgtable_fill(), where it is not the table of the last time. */
handle_t pgtable_fill_in(struct machine *m, handle_t mm, vaddr_t addr);

/*
 * Make sure that the tables down to the PTE level are there.
 * Return: handle of the PTE table; 0 if no frame could be had.
 * Each missing one is a frame of its own (VR3.2). Emits pgtable_alloc.
 */
static inline handle_t pgtable_fill(struct machine *m, handle_t mm,
				    vaddr_t addr)
{
	handle_t h = pgtable_last(m, mm, addr);

	return h ? h : pgtable_fill_in(m, mm, addr);
}

#define VADDR_NONE (~(vaddr_t)0)

/*
 * fork: each table that `from` has in [addr, end), empty or not, gets its like
 * in `to`, up to the first entry of a page; *budget is the most tables now.
 * Return: where to go on: that entry, or where the budget ran out, or end;
 * VADDR_NONE if no frame could be had.
 * Source: mm/memory.c copy_p4d_range() ... copy_pte_range() (6.1).
 */
vaddr_t pgtable_copy_tables(struct machine *m, handle_t to, handle_t from,
			    vaddr_t addr, vaddr_t end, unsigned *budget);

/* The top table of a new address space. Return: false if no frame. */
bool pgtable_new(struct machine *m, handle_t mm);
/*
 * Hang the PTE table of a whole 2 MiB slot under another address; both are
 * aligned to it. Return: false if the target has a table already or its upper
 * tables cannot be had. Source: mm/mremap.c move_normal_pmd() (6.1).
 */
bool pgtable_move_slot(struct machine *m, handle_t mm, vaddr_t from,
		       vaddr_t to);

#endif
