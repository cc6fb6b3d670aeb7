/*
 * rmap - from a page back to the areas and entries that name it, and the
 * counts of its mappings
 *
 * Source: mm/rmap.c, mm/memory.c (6.1).
 */
#ifndef MM_RMAP_H
#define MM_RMAP_H

#include "mm/anon_vma.h"
#include "mm/event.h"
#include "mm/rss.h"

/*
 * Counts of a mapping, mapcount and node_stat (VR5.4); references, rss and the
 * entry are the caller's. A page of a locked area is locked and unlocked with
 * it, but for a new anonymous one: lru_add_inactive_or_unevictable() does that.
 * A new page counts as up to date: its content was made by the caller.
 */
void page_add_new_anon_rmap(struct machine *m, pfn_t pfn, handle_t vma,
			    vaddr_t addr);
/* swap-in: the page may be mapped already. */
void page_add_anon_rmap(struct machine *m, pfn_t pfn, handle_t vma,
			vaddr_t addr, bool exclusive);
void page_add_file_rmap(struct machine *m, pfn_t pfn, handle_t vma);
void page_remove_rmap(struct machine *m, pfn_t pfn, handle_t vma);

/*
 * The entries that map a page, one after the other: areas of its anon_vma,
 * oldest first, then of those below; or of its inode. Entries may be changed
 * on the way, areas may not.
 */
struct rmap_iter {
	pfn_t	 pfn;
	uint64_t index;		/* of the page */
	uint32_t left;		/* entries not found yet */
	handle_t top;		/* anon_vma of the page; 0 = a file's */
	handle_t anon_vma;	/* the one whose areas are looked at */
	handle_t vma;		/* looked at next */
};
void rmap_begin(const struct machine *m, pfn_t pfn, struct rmap_iter *it);
/* Return: false if there are no more; else its area and address. */
bool rmap_next(const struct machine *m, struct rmap_iter *it, handle_t *vma,
	       vaddr_t *addr);

/* All of them. fn returns false to stop. Return: false if it was stopped. */
bool rmap_walk(struct machine *m, pfn_t pfn,
	       bool (*fn)(struct machine *m, void *ctx, handle_t vma,
			  vaddr_t addr),
	       void *ctx);

/*
 * PR7.5: mappings whose entry was young; the bits are cleared. *vm_flags gets
 * those of the areas where it was, VM_LOCKED of any.
 */
unsigned page_referenced(struct machine *m, pfn_t pfn, uint32_t *vm_flags);

/* What it would return now. Only a look: nothing changes. */
unsigned page_referenced_look(const struct machine *m, pfn_t pfn,
			      uint32_t *vm_flags);
/* Would it return any? Stops at the first one. */
bool page_young(const struct machine *m, pfn_t pfn);

/*
 * Take the page out of all page tables; an anonymous one leaves swap entries
 * (its slot gets a user each). Return: it is not mapped any more.
 * Source: mm/rmap.c try_to_unmap_one() (6.1).
 */
bool try_to_unmap(struct machine *m, pfn_t pfn);
/* Entries lose PTE_RW and PTE_DIRTY. Return: entries changed. */
unsigned page_mkclean(struct machine *m, pfn_t pfn);

/*
 * Between operations: the lists of areas agree with the areas, and each page
 * is found in as many entries as its mapcount says.
 */
bool rmap_check(const struct machine *m, struct diag *why);

#endif
