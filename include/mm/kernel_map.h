/*
 * kernel_map - the half of every address space that belongs to the kernel,
 * with four-level tables and without randomisation
 *
 *  ffff888000000000  64 TiB  all of RAM, in order: the direct map
 *  ffffc90000000000  32 TiB  vmalloc
 *  ffffea0000000000   1 TiB  struct page of each frame, 64 bytes each
 *  ffffffff80000000 512 MiB  the kernel image; physical 0 and up
 *
 * Source: Documentation/x86/x86_64/mm.rst, arch/x86/include/asm/
 * pgtable_64_types.h (6.1).
 */
#ifndef MM_KERNEL_MAP_H
#define MM_KERNEL_MAP_H

#include "mm/types.h"

#define DIRECT_MAP_BASE UINT64_C(0xffff888000000000)
#define VMALLOC_BASE UINT64_C(0xffffc90000000000)
#define VMALLOC_LAST UINT64_C(0xffffe8ffffffffff)
#define VMEMMAP_BASE UINT64_C(0xffffea0000000000)
#define KERNEL_IMAGE_BASE UINT64_C(0xffffffff80000000)

enum { STRUCT_PAGE_BYTES = 64 };

/* Where the kernel finds a byte of RAM, at all times. */
static inline vaddr_t direct_map_va(uint64_t pa)
{
	return DIRECT_MAP_BASE + pa;
}

/* Where a byte of the kernel's own image is linked to. */
static inline vaddr_t kernel_image_va(uint64_t pa)
{
	return KERNEL_IMAGE_BASE + pa;
}

/* Where the kernel keeps its record of a frame. */
static inline vaddr_t struct_page_va(pfn_t pfn)
{
	return VMEMMAP_BASE + pfn * STRUCT_PAGE_BYTES;
}

#endif
