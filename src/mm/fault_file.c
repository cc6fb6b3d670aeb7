#include "mm/fault_file.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/fault_anon.h"
#include "mm/inode.h"
#include "mm/kmem_preload.h"
#include "mm/page_alloc.h"
#include "mm/pgtable_alloc.h"
#include "mm/readahead.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/shmem.h"
#include "mm/swap.h"
#include "mm/vma.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

enum { FAULT_AROUND_PAGES = 16 };	/* fault_around_bytes, 64 KiB */

static const struct inode *fault_inode(const struct machine *m,
				       const struct vm_fault *f)
{
	return vma_inode(m, vma_at(m, f->vma));
}

static uint64_t fault_index(const struct machine *m, const struct vm_fault *f)
{
	return vma_pgoff(vma_at(m, f->vma), f->addr);
}

/* The kernel's own pages: they are no file's. */
static bool is_special(const struct inode *i)
{
	return i->kind == INODE_VVAR || i->kind == INODE_VDSO;
}

bool fault_beyond_file(const struct machine *m, const struct vm_fault *f)
{
	const struct inode *i = fault_inode(m, f);

	return !is_special(i) && fault_index(m, f) >= inode_pages(i);
}

/*
 * vvar and vdso: frames of the kernel image. The first counts nowhere, the
 * other only in RssFile; one frame stands for all of either.
 *
 * Source: arch/x86/entry/vdso/vma.c vdso_fault(), vvar_fault() (6.1).
 */
static int64_t special_fault(struct machine *m, struct vm_fault *f)
{
	bool vdso = fault_inode(m, f)->kind == INODE_VDSO;
	pte_t rights = vm_page_prot(vma_at(m, f->vma)->flags);

	if (vdso)
		add_mm_counter(m, f->mm, MM_FILEPAGES, 1);
	pgtable_set(m, f->table, f->addr,
		    vdso ? pte_make(m->s->zero_pfn + 1, rights) :
			   pte_make(m->s->zero_pfn, rights) | PTE_SPECIAL,
		    PTE_MAP);
	return 0;
}

/*
 * The file's page, up to date, with a reference. Return: PFN_NONE and *error
 * if it cannot be had.
 *
 * Source: mm/memory.c __do_fault() (6.1).
 */
static pfn_t get_file_page(struct machine *m, struct vm_fault *f,
			   int64_t *error)
{
	const struct vma *v = vma_at(m, f->vma);
	pfn_t pfn;

	*error = -ENOMEM;
	if (inode_is_shmem(fault_inode(m, f))) {
		pfn = shmem_get_page(m, file_at(m, v->file)->inode,
				     fault_index(m, f), false, v->flags,
				     &f->major, error);
		/* a full file system is a bus error, no lack of memory */
		if (pfn == PFN_NONE && *error != -ENOMEM)
			*error = -EFAULT;
		return pfn;
	}
	return filemap_fault(m, v->file, fault_index(m, f), v->flags,
			     &f->major);
}

/*
 * A page of the file gets mapped; the caller's reference goes with it.
 *
 * Source: mm/memory.c do_set_pte() (6.1).
 */
static void map_file_page(struct machine *m, const struct vm_fault *f,
			  vaddr_t addr, pfn_t pfn, pte_t more)
{
	pte_t e = pte_make(pfn, vma_page_prot(m, vma_at(m, f->vma))) | more;

	add_mm_counter(m, f->mm, mm_counter(frame_at(m, pfn)), 1);
	page_add_file_rmap(m, pfn, f->vma);
	pgtable_set(m, f->table, addr, e, PTE_MAP);
}

/* Pages of the file that one fault may map, [first, end). */
struct window {
	uint64_t first, end;
};

/*
 * VR5.7: 16 pages, aligned to 16 of the address; from the area's start if that
 * comes later, and then still 16. Cut at the area's end, the file's, and the
 * page table's.
 *
 * Source: mm/memory.c do_fault_around() (6.1).
 */
static struct window fault_around_window(const struct machine *m,
					 const struct vm_fault *f)
{
	const struct vma *v = vma_at(m, f->vma);
	const vaddr_t span = FAULT_AROUND_PAGES * PAGE_SIZE;
	vaddr_t from = f->addr & ~(span - 1), to;
	uint64_t file_end = inode_pages(fault_inode(m, f));
	struct window w;

	if (from < v->start)
		from = v->start;
	to = pmd_addr_end(from, from + span);
	if (to > v->end)
		to = v->end;
	w.first = vma_pgoff(v, from);
	w.end = w.first + ((to - from) >> PAGE_SHIFT);
	if (w.end > file_end)
		w.end = file_end;
	return w;
}

/* Is it there to be mapped along? Not while it is read, or a marker. */
static bool may_map_along(const struct frame *f)
{
	return (f->flags & PG_UPTODATE) && !(f->flags & PG_READAHEAD);
}

static void note_mmap_hit(struct machine *m, handle_t file)
{
	if (file_at(m, file)->mmap_miss)
		file_mut(m, file)->mmap_miss--;
}

/*
 * Map what is in memory of the pages around the fault. Return: the one that
 * is wanted was among them.
 *
 * Source: mm/filemap.c filemap_map_pages() (6.1).
 */
static bool filemap_map_pages(struct machine *m, struct vm_fault *f)
{
	const struct vma *v = vma_at(m, f->vma);
	handle_t inode = file_at(m, v->file)->inode;
	struct window w = fault_around_window(m, f);
	uint64_t index = w.first, wanted = fault_index(m, f);
	unsigned nr = 0;

	for (; (index = xa_find(m, inode, index, WANT_PAGE)) < w.end; index++) {
		pfn_t pfn = filemap_page(m, inode, index);
		vaddr_t addr = v->start + ((index - v->pgoff) << PAGE_SHIFT);

		if (!may_map_along(frame_at(m, pfn)))
			continue;
		note_mmap_hit(m, v->file);
		if (pgtable_get(m, f->mm, addr))
			continue;
		get_page(m, pfn);
		map_file_page(m, f, addr, pfn, 0);
		nr++;
	}
	if (nr)
		event_emit(m, EV_filemap_map_pages, f->addr, w.first, nr);
	return pgtable_get(m, f->mm, f->addr) != 0 && wanted < w.end;
}

/*
 * Who had to wait for a disk begins again, and then finds the pages that were
 * read along.
 *
 * Source: mm/memory.c do_read_fault() (6.1).
 */
static int64_t do_read_fault(struct machine *m, struct vm_fault *f)
{
	int64_t error;
	pfn_t pfn;

	if (filemap_map_pages(m, f))
		return 0;
	pfn = get_file_page(m, f, &error);
	if (pfn == PFN_NONE)
		return error;
	if (f->major && filemap_map_pages(m, f))
		put_page(m, pfn);
	else
		map_file_page(m, f, f->addr, pfn, 0);
	return 0;
}

/* Source: mm/memory.c do_cow_fault() (6.1). */
static int64_t do_cow_fault(struct machine *m, struct vm_fault *f)
{
	pfn_t copy, page;
	int64_t error;

	anon_vma_prepare(m, f->vma);
	copy = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP, 0, 0,
			   KIND_ANON);
	if (copy == PFN_NONE)
		return -ENOMEM;
	page = get_file_page(m, f, &error);
	if (page == PFN_NONE) {
		put_page(m, copy);
		return error;
	}
	clock_pass(m, COST_copy_page);
	event_emit(m, EV_copy_page, page, copy, f->addr);
	map_new_anon(m, f, copy, PTE_MAP);
	put_page(m, page);
	return 0;
}

/*
 * The page is written to from now on; who dirties too much is held up here. A
 * file system is told of each first write, a block device of none.
 *
 * Source: mm/memory.c fault_dirty_shared_page(), fs/ext4/inode.c
 * ext4_page_mkwrite() (6.1).
 */
static void fault_dirty_shared_page(struct machine *m,
				    const struct vm_fault *f, pfn_t pfn)
{
	handle_t inode = file_at(m, vma_at(m, f->vma)->file)->inode;
	const struct inode *i = inode_at(m, inode);
	bool page_mkwrite = i->kind == INODE_REGULAR;
	bool dirtied = set_page_dirty(m, pfn);

	if (inode_has_disk(i) && (dirtied || page_mkwrite))
		balance_dirty_pages_ratelimited(m, f->task, inode, 1);
}

/*
 * A file system is asked before a page is written to: it needs a buffer head
 * for it. Source: mm/memory.c do_page_mkwrite(), fs/buffer.c
 * block_page_mkwrite() (6.1).
 */
static int64_t do_page_mkwrite(struct machine *m, const struct vm_fault *f,
			       pfn_t pfn)
{
	if (fault_inode(m, f)->kind != INODE_REGULAR)
		return 0;
	return page_make_buffers(m, pfn);
}

/* Source: mm/memory.c do_shared_fault() (6.1). */
static int64_t do_shared_fault(struct machine *m, struct vm_fault *f)
{
	int64_t error;
	pfn_t pfn = get_file_page(m, f, &error);

	if (pfn == PFN_NONE)
		return error;
	error = do_page_mkwrite(m, f, pfn);
	if (error) {
		put_page(m, pfn);
		return error;
	}
	map_file_page(m, f, f->addr, pfn,
		      PTE_RW | PTE_ACCESSED | PTE_DIRTY | PTE_SOFT_DIRTY);
	fault_dirty_shared_page(m, f, pfn);
	return 0;
}

bool file_fault_is_major(const struct machine *m, const struct vm_fault *f)
{
	const struct vma *v = vma_at(m, f->vma);
	handle_t inode = file_at(m, v->file)->inode;
	struct slot s = filemap_slot(m, inode, fault_index(m, f));

	if (is_special(inode_at(m, inode)))
		return false;
	if (inode_is_shmem(inode_at(m, inode)))
		return s.kind == SLOT_SWAP &&
		       swap_cache_page(m, (uint32_t)s.value) == PFN_NONE;
	return filemap_fault_is_major(m, v->file, fault_index(m, f), v->flags);
}

bool file_fault_has_room(const struct machine *m, const struct vm_fault *f)
{
	return !inode_is_shmem(fault_inode(m, f)) ||
	       shmem_has_room(m, file_at(m, vma_at(m, f->vma)->file)->inode,
			      fault_index(m, f));
}

int64_t do_file_fault(struct machine *m, struct vm_fault *f)
{
	f->table = pgtable_fill(m, f->mm, f->addr);
	if (!f->table)
		return -ENOMEM;
	if (is_special(fault_inode(m, f)))
		return special_fault(m, f);
	if (f->reason == FAULT_READ)
		return do_read_fault(m, f);
	if (f->reason == FAULT_COW)
		return do_cow_fault(m, f);
	return do_shared_fault(m, f);
}

/* Source: mm/memory.c wp_page_shared(), wp_page_reuse() (6.1). */
int64_t wp_page_shared(struct machine *m, struct vm_fault *f)
{
	const pte_t bits = PTE_RW | PTE_DIRTY | PTE_ACCESSED | PTE_SOFT_DIRTY;
	pfn_t pfn = vm_normal_page(m, f->entry);
	int64_t error;

	if (pfn == PFN_NONE)
		return 0;
	get_page(m, pfn);
	error = do_page_mkwrite(m, f, pfn);
	put_page(m, pfn);
	/* what was reclaimed for that may have been this very page */
	if (error || pgtable_get(m, f->mm, f->addr) != f->entry)
		return error;
	vm_event_add(m, PGREUSE, 1);
	pgtable_set(m, f->table, f->addr, f->entry | bits, PTE_REUSE);
	fault_dirty_shared_page(m, f, pfn);
	return 0;
}
