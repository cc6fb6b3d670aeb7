/*
 * swap_entry - an entry of a page table whose page lies in a swap area
 *
 *  63  59 58                        9   8   7  4   3   2   1   0
 * |  type | offset, every bit turned  |  0 |  0  | E | F | S | 0 |
 *
 * type    number of the swap area, below SWP_SPECIAL
 * offset  slot in it, in pages; turned, so that the upper bits of an address
 *         are set and no speculative read finds memory there (L1TF)
 * E       the page belonged to this address space alone
 * F       write-protected by userfaultfd
 * S       soft-dirty
 *
 * Bits 0 and 8 are clear: neither present nor hidden by PROT_NONE.
 *
 * Source: arch/x86/include/asm/pgtable_64.h __swp_entry(), pgtable_types.h,
 * include/linux/swap.h (6.1).
 */
#ifndef MM_SWAP_ENTRY_H
#define MM_SWAP_ENTRY_H

#include "mm/types.h"

enum {
	SWP_TYPE_BITS = 5,
	SWP_OFFSET_FIRST_BIT = 9,
	SWP_OFFSET_BITS = 64 - SWP_TYPE_BITS - SWP_OFFSET_FIRST_BIT,
	/* ten types are none of a swap area: migration, devices, poison ... */
	SWP_SPECIAL = (1 << SWP_TYPE_BITS) - 10,
};

#define SWP_SOFT_DIRTY UINT64_C(0x2)
#define SWP_UFFD_WP UINT64_C(0x4)
#define SWP_EXCLUSIVE UINT64_C(0x8)
#define SWP_LOW_BITS UINT64_C(0xf)
#define SWP_OFFSET_MAX ((UINT64_C(1) << SWP_OFFSET_BITS) - 1)

/* The entry of a slot, without E, F and S; offset is at most SWP_OFFSET_MAX. */
static inline pte_t swap_entry_make(unsigned type, uint64_t offset)
{
	return (pte_t)type << (64 - SWP_TYPE_BITS) |
	       (~offset & SWP_OFFSET_MAX) << SWP_OFFSET_FIRST_BIT;
}

static inline unsigned swap_entry_type(pte_t e)
{
	return (unsigned)(e >> (64 - SWP_TYPE_BITS));
}

/* Not empty and not mapped, by whatever rights: the page is in a swap area. */
static inline bool pte_is_swap(pte_t e)
{
	return e != 0 && !(e & 0x101);
}

static inline uint64_t swap_entry_offset(pte_t e)
{
	return ~e >> SWP_OFFSET_FIRST_BIT & SWP_OFFSET_MAX;
}

#endif
