/*
 * paging - how the x86 processors cut an address, mode by mode
 *
 *                 63      56      47      38      29      20      11       0
 * i386                                    |   10    |   10    |     12     |
 * i386 with PAE                           | 2 |   9   |   9   |     12     |
 * x86-64                          |   9   |   9   |   9   |   9   |  12    |
 * x86-64, LA57            |   9   |   9   |   9   |   9   |   9   |  12    |
 *
 * The engine's tables (mm/pgtable.h) are those of x86-64; the others are for
 * comparing.
 *
 * Source: Intel SDM volume 3, chapter 4; arch/x86/include/asm/
 * pgtable-2level_types.h, pgtable-3level_types.h, pgtable_64_types.h (6.1).
 */
#ifndef MM_PAGING_H
#define MM_PAGING_H

#include "mm/types.h"

enum paging_mode {
	PAGING_I386,
	PAGING_PAE,
	PAGING_X86_64,
	PAGING_LA57,
	NR_PAGING_MODES,
};

enum { MAX_PAGING_LEVELS = 5 };

struct paging_level {
	const char *name;
	uint8_t	    shift;	/* its lowest bit of the address */
	uint8_t	    bits;
	bool	    vm_pte;	/* its tables are counted in VmPTE (VR3.5) */
};

struct paging {
	unsigned	    nr_levels;
	unsigned	    entry_bytes;
	struct paging_level level[MAX_PAGING_LEVELS];	/* top down */
};

extern const struct paging pagings[NR_PAGING_MODES];

/* Which entry of the level's table the address takes; level 0 is the top. */
unsigned paging_index(const struct paging *p, unsigned level, vaddr_t addr);

/*
 * Number of the level's table on the way to the address, counted as if every
 * table of that level were there: two addresses share a table if it is equal.
 */
uint64_t paging_table(const struct paging *p, unsigned level, vaddr_t addr);

/* Bytes of last-level tables that the whole address space would need. */
uint64_t paging_whole_bytes(const struct paging *p);

#endif
