/*
 * aslr - how far chance moves the parts of a new address space
 *
 * Every distance of one program start comes from one stream, in one order, so
 * that the same seed gives the same layout always and everywhere.
 *
 * Source: mm/util.c randomize_stack_top(), randomize_page(); arch/x86/mm/
 * mmap.c arch_rnd(), stack_maxrandom_size(); arch/x86/kernel/process.c
 * arch_align_stack(), arch_randomize_brk() (6.1). Left out: settings for the
 * number of bits, the second use of arch_align_stack(), by which one stack in
 * two begins a page lower.
 */
#ifndef MM_ASLR_H
#define MM_ASLR_H

#include "mm/machine.h"

struct aslr {
	bool	 heap;			/* the heap leaves the end of bss */
	uint64_t stack_max_pages;	/* most that stack_pages can be */
	uint64_t stack_pages;		/* 22 bits; 11 for a 32-bit program */
	uint64_t mmap_pages;		/* 28 bits; 8 */
	uint64_t dyn_pages;		/* 28 bits: of a dynamic program */
	uint64_t sp_bytes;		/* 13 bits */
	uint64_t vdso;			/* 32 bits, for aslr_below() */
	uint64_t brk_pages;		/* within 1 GiB; 32 MiB */
};

/*
 * The distances of one start. seed 0 leaves everything in its place, and so
 * does kernel.randomize_va_space 0; with 1 the heap stays at the end of bss.
 * salt tells apart starts that share a seed.
 */
struct aslr aslr_draw(const struct machine *m, uint64_t seed, uint64_t salt,
		      bool ia32);

/* A number below `nr` out of 32 random bits (prandom_u32_max()). */
static inline uint64_t aslr_below(uint64_t bits32, uint64_t nr)
{
	return bits32 * nr >> 32;
}

#endif
