/*
 * vma - the areas of an address space, sorted by address
 *
 * Kept in a search tree that knows the largest gap below each node, as the
 * kernel's maple tree does. A VMA is named by its handle.
 *
 * Always: areas do not overlap; mm.map_count is their number;
 *         mm.total_vm, data_vm, exec_vm, stack_vm are the sums of their pages.
 */
#ifndef MM_VMA_H
#define MM_VMA_H

#include "mm/event.h"
#include "mm/machine.h"

/* First VMA whose end lies above the address; 0 = none. */
handle_t vma_find(const struct machine *m, handle_t mm, vaddr_t addr);
/* The VMA that holds the address; 0 = none. */
handle_t vma_lookup(const struct machine *m, handle_t mm, vaddr_t addr);
/* Last VMA that begins below the address; 0 = none. */
handle_t vma_before(const struct machine *m, handle_t mm, vaddr_t addr);
handle_t vma_first(const struct machine *m, handle_t mm);
handle_t vma_next(const struct machine *m, handle_t vma);
handle_t vma_prev(const struct machine *m, handle_t vma);

/* Does any VMA reach into [start, end)? */
bool vma_intersects(const struct machine *m, handle_t mm, vaddr_t start,
		    vaddr_t end);

/*
 * Highest gap below `high` of at least len bytes, above `low`; the guard gap
 * below a stack is no part of a gap (VR2.2).
 * Return: address of its last len bytes; 0 if there is none.
 */
vaddr_t vma_gap_topdown(const struct machine *m, handle_t mm, uint64_t len,
			vaddr_t low, vaddr_t high);
/* Lowest gap, first len bytes (VR2.3). */
vaddr_t vma_gap_bottomup(const struct machine *m, handle_t mm, uint64_t len,
			 vaddr_t low, vaddr_t high);

/* Begin of the VMA less its guard gap. */
vaddr_t vma_start_gap(const struct machine *m, const struct vma *v);

/* PAGE_ALIGN(); 0 if that does not fit. */
static inline uint64_t page_align(uint64_t bytes)
{
	return (bytes + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
}

static inline uint64_t vma_pages(const struct vma *v)
{
	return (v->end - v->start) >> PAGE_SHIFT;
}

/*
 * Page of its file, or of the anonymous area, at that address.
 * Source: include/linux/pagemap.h linear_page_index() (6.1).
 */
static inline uint64_t vma_pgoff(const struct vma *v, vaddr_t addr)
{
	return v->pgoff + ((addr - v->start) >> PAGE_SHIFT);
}

/*
 * Must the kernel see the first write to each page: a shared, writable
 * mapping of a file with a disk? Source: mm/mmap.c vma_wants_writenotify()
 * (6.1).
 */
bool vma_wants_writenotify(const struct machine *m, const struct vma *v);
/* vm_page_prot() of the area: without PTE_RW where writes are to be seen. */
pte_t vma_page_prot(const struct machine *m, const struct vma *v);

/*
 * A new VMA in the tree; the file, if any, gets one more reference. Counted
 * in map_count and the sizes. pgoff in pages. Emits vma_create.
 */
handle_t vma_create(struct machine *m, handle_t mm, vaddr_t start, vaddr_t end,
		    uint32_t flags, uint64_t pgoff, handle_t file);

/* Out of the tree and gone: file and anon_vma lose a reference. */
void vma_remove(struct machine *m, handle_t vma);

/* New edges or flags for a VMA; the tree and the sizes follow. */
void vma_set(struct machine *m, handle_t vma, vaddr_t start, vaddr_t end,
	     uint64_t pgoff, uint32_t flags);

/*
 * Cut at addr, which lies inside (VR2.10). Return: the upper part's handle;
 * 0 if max_map_count forbids it (-ENOMEM). Emits vma_split.
 */
handle_t vma_split(struct machine *m, handle_t vma, vaddr_t addr);
/* The same for who gives areas back in the end: never refused. */
handle_t vma_cut(struct machine *m, handle_t vma, vaddr_t addr);

/*
 * Join a changed range [start, end) with its neighbours, prev first (VR2.8):
 * the range is all or part of one VMA whose attributes become these.
 * Return: the VMA that holds the range afterwards; 0 if nothing fits.
 * Source: mm/mmap.c vma_merge() (6.1).
 */
handle_t vma_merge(struct machine *m, handle_t mm, handle_t prev,
		   vaddr_t start, vaddr_t end, uint32_t flags,
		   handle_t anon_vma, handle_t file, uint64_t pgoff);

/*
 * Join a new, free range: next first, then prev (mmap_region()).
 * Return: the VMA that grew over it; 0 if nothing fits.
 */
handle_t vma_expand_over(struct machine *m, handle_t mm, vaddr_t start,
			 vaddr_t end, uint32_t flags, handle_t file,
			 uint64_t pgoff);

/* May [.., addr) be followed by a fresh range with these attributes? */
bool vma_can_append(const struct machine *m, handle_t vma, uint32_t flags,
		    handle_t anon_vma, handle_t file, uint64_t pgoff);

/* A compatible neighbour's anon_vma, or a new one. See anon_vma_prepare(). */
void anon_vma_find(struct machine *m, handle_t vma);

/*
 * The VMA gets an anon_vma before its first private page.
 * Source: mm/rmap.c __anon_vma_prepare() (6.1).
 */
static inline void anon_vma_prepare(struct machine *m, handle_t vma)
{
	if (!vma_at(m, vma)->anon_vma)
		anon_vma_find(m, vma);
}
/* "rw-p" of maps; at least 5 bytes. */
void vma_flags_letters(uint32_t flags, char out[5]);

/* One word for what the area is: text rodata data bss heap anonymous ... */
const char *vma_word(const struct machine *m, handle_t vma);

bool vma_check(const struct machine *m, handle_t mm, struct diag *why);

#endif
