#include "mm/proc_maps.h"

#include <inttypes.h>
#include <string.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/vma.h"
#include "mm/zone.h"

enum { NAME_COLUMN = 72 };	/* and one blank: the name stands at 73 */

static void put_name(struct text *out, const char *name)
{
	for (; *name; name++)
		if (*name == '\n')
			text_puts(out, "\\012");
		else
			text_add(out, name, 1);
}

/* The kernel's own pages are mapped without a file. */
static bool has_path(const struct inode *i)
{
	return i && i->kind != INODE_VVAR && i->kind != INODE_VDSO;
}

/*
 * A word is a file in the root folder; a file that has lost its name is still
 * called by it. Hidden files are named with all of that.
 */
static void put_path(const struct inode *i, struct text *out)
{
	static const char deleted[] = " (deleted)";
	size_t len = strlen(i->name), end = sizeof(deleted) - 1;
	bool told = len > end && strcmp(i->name + len - end, deleted) == 0;

	if (has_path(i) && i->name[0] != '/')
		text_puts(out, "/");
	put_name(out, i->name);
	if (has_path(i) && !i->nlink && !told)
		text_puts(out, deleted);
}

static void pad_to_name(size_t start, struct text *out)
{
	while (out->len - start < NAME_COLUMN)
		text_puts(out, " ");
	text_puts(out, " ");
}

/* Source: fs/proc/task_mmu.c show_map_vma() (6.1). */
static void print_map_line(const struct machine *m, const struct vma *v,
			   struct text *out)
{
	const struct mm *mm = mm_at(m, v->mm);
	const struct inode *i = vma_inode(m, v);
	const struct inode no_path = { 0 }, *of = has_path(i) ? i : &no_path;
	size_t start = out->len;
	char letters[5];

	vma_flags_letters(v->flags, letters);
	text_printf(out, "%08" PRIx64 "-%08" PRIx64 " %s %08" PRIx64
		    " %02x:%02x %" PRIu64 " ",
		    v->start, v->end, letters,
		    of == i ? v->pgoff << PAGE_SHIFT : 0, of->dev_major,
		    of->dev_minor, of->ino);
	if (i) {
		pad_to_name(start, out);
		put_path(i, out);
	} else if (v->start <= mm->brk && v->end >= mm->start_brk) {
		pad_to_name(start, out);
		text_puts(out, "[heap]");
	} else if (v->start <= mm->start_stack && v->end >= mm->start_stack) {
		pad_to_name(start, out);
		text_puts(out, "[stack]");
	}
	text_puts(out, "\n");
}

static handle_t first_area(const struct machine *m, handle_t task)
{
	handle_t mm = task_at(m, task)->mm;

	return mm ? vma_first(m, mm) : 0;
}

void print_maps(const struct machine *m, handle_t task, struct text *out)
{
	for (handle_t h = first_area(m, task); h; h = vma_next(m, h))
		print_map_line(m, vma_at(m, h), out);
}

/* What is resident of an area, or of all: bytes. The shares (pss) have twelve
 * more bits, so that thirds add up. */
enum { PSS_SHIFT = 12 };

struct smap {
	uint64_t rss, pss, pss_dirty, pss_anon, pss_file, pss_shmem;
	uint64_t shared_clean, shared_dirty, private_clean, private_dirty;
	uint64_t referenced, anonymous, lazyfree;
	uint64_t swap, swap_pss, pss_locked;
};

static uint64_t share(uint64_t users)
{
	return ((uint64_t)PAGE_SIZE << PSS_SHIFT) / (users > 1 ? users : 1);
}

/* Source: fs/proc/task_mmu.c smaps_page_accumulate() (6.1). */
static void smap_add_share(struct smap *s, const struct frame *f, bool dirty,
			   bool locked)
{
	bool alone = f->mapcount < 2;
	uint64_t pss = share((uint64_t)f->mapcount);

	s->pss += pss;
	if (frame_kind(f) == KIND_ANON)
		s->pss_anon += pss;
	else if (f->flags & PG_SWAPBACKED)
		s->pss_shmem += pss;
	else
		s->pss_file += pss;
	if (locked)
		s->pss_locked += pss;
	if (dirty) {
		s->pss_dirty += pss;
		*(alone ? &s->private_dirty : &s->shared_dirty) += PAGE_SIZE;
	} else {
		*(alone ? &s->private_clean : &s->shared_clean) += PAGE_SIZE;
	}
}

/* Source: fs/proc/task_mmu.c smaps_account() (6.1). */
static void smap_add_page(struct smap *s, const struct frame *f, pte_t e,
			  bool locked)
{
	bool dirty = (e & PTE_DIRTY) || (f->flags & PG_DIRTY);

	if (frame_kind(f) == KIND_ANON) {
		s->anonymous += PAGE_SIZE;
		if (!(f->flags & PG_SWAPBACKED) && !dirty)
			s->lazyfree += PAGE_SIZE;
	}
	s->rss += PAGE_SIZE;
	if ((e & PTE_ACCESSED) || (f->flags & PG_REFERENCED))
		s->referenced += PAGE_SIZE;
	smap_add_share(s, f, dirty, locked);
}

/*
 * The vdso's page counts as a file's; it lies in the kernel image, whose
 * frames nobody counts mappings of.
 *
 * Source: fs/proc/task_mmu.c smaps_pte_entry() (6.1).
 */
static void smap_add_entry(const struct machine *m, struct smap *s, pte_t e,
			   bool locked)
{
	static const struct frame image;
	const struct frame *f;

	if (!pte_present(e)) {
		s->swap += PAGE_SIZE;
		s->swap_pss += share(swap_count(m, pte_swap(e)));
	} else if (!(e & PTE_SPECIAL)) {
		f = frame_at(m, pte_pfn(e));
		smap_add_page(s, f ? f : &image, e, locked);
	}
}

/*
 * Pages of a shmem file that are out: all of them where the area shows the
 * file as it is, else those that no entry of the area covers.
 *
 * Source: fs/proc/task_mmu.c smap_gather_stats(), smaps_pte_hole() (6.1).
 */
static void smap_add_shmem_swap(const struct machine *m, struct smap *s,
				const struct vma *v)
{
	handle_t inode = file_at(m, v->file)->inode;
	uint64_t end = v->pgoff + ((v->end - v->start) >> PAGE_SHIFT);
	bool plain = (v->flags & VM_SHARED) || !(v->flags & VM_WRITE);
	uint64_t i = xa_find(m, inode, v->pgoff, WANT_USED);

	for (; i < end; i = xa_find(m, inode, i + 1, WANT_USED)) {
		vaddr_t addr = v->start + ((i - v->pgoff) << PAGE_SHIFT);

		if (filemap_slot(m, inode, i).kind == SLOT_SWAP &&
		    (plain || !pgtable_get(m, v->mm, addr)))
			s->swap += PAGE_SIZE;
	}
}

static void smap_gather(const struct machine *m, const struct vma *v,
			struct smap *s)
{
	bool locked = (v->flags & VM_LOCKED) != 0;
	vaddr_t addr = v->start;

	if (v->file && inode_is_shmem(vma_inode(m, v)))
		smap_add_shmem_swap(m, s, v);
	while ((addr = pgtable_next_used(m, v->mm, addr, v->end)) < v->end) {
		smap_add_entry(m, s, pgtable_get(m, v->mm, addr), locked);
		addr += PAGE_SIZE;
	}
}

static void put_kb(struct text *out, const char *name, uint64_t bytes)
{
	text_printf(out, "%-15s %8" PRIu64 " kB\n", name, bytes / 1024);
}

/* Source: fs/proc/task_mmu.c __show_smap() (6.1). */
static void print_smap(const struct smap *s, bool rollup, struct text *out)
{
	const struct {
		const char *name;
		uint64_t    bytes;
	} lines[] = {
		{ "Shared_Clean:", s->shared_clean },
		{ "Shared_Dirty:", s->shared_dirty },
		{ "Private_Clean:", s->private_clean },
		{ "Private_Dirty:", s->private_dirty },
		{ "Referenced:", s->referenced },
		{ "Anonymous:", s->anonymous },
		{ "LazyFree:", s->lazyfree },
		{ "AnonHugePages:", 0 },
		{ "ShmemPmdMapped:", 0 },
		{ "FilePmdMapped:", 0 },
		{ "Shared_Hugetlb:", 0 },
	};

	put_kb(out, "Rss:", s->rss);
	put_kb(out, "Pss:", s->pss >> PSS_SHIFT);
	put_kb(out, "Pss_Dirty:", s->pss_dirty >> PSS_SHIFT);
	if (rollup) {
		put_kb(out, "Pss_Anon:", s->pss_anon >> PSS_SHIFT);
		put_kb(out, "Pss_File:", s->pss_file >> PSS_SHIFT);
		put_kb(out, "Pss_Shmem:", s->pss_shmem >> PSS_SHIFT);
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		put_kb(out, lines[i].name, lines[i].bytes);
	text_printf(out, "Private_Hugetlb: %7u kB\n", 0);
	put_kb(out, "Swap:", s->swap);
	put_kb(out, "SwapPss:", s->swap_pss >> PSS_SHIFT);
	put_kb(out, "Locked:", s->pss_locked >> PSS_SHIFT);
}

/*
 * Could a huge page lie in the area, as it stands and as the machine is set?
 *
 * Source: mm/huge_memory.c hugepage_vma_check(), include/linux/huge_mm.h
 * transhuge_vma_suitable() (6.1).
 */
static bool thp_eligible(const struct machine *m, const struct vma *v)
{
	uint32_t never = VM_SPECIAL | VM_HUGETLB | VM_NOHUGEPAGE;
	vaddr_t huge = (v->end - PMD_SIZE) & PMD_MASK;

	if (v->file || (v->flags & never))
		return false;
	if (v->end < PMD_SIZE || huge < v->start)
		return false;
	return m->s->thp_enabled == THP_ALWAYS ||
	       (m->s->thp_enabled == THP_MADVISE && (v->flags & VM_HUGEPAGE));
}

/* Source: fs/proc/task_mmu.c show_smap_vma_flags() (6.1). */
static void print_vm_flags(uint32_t flags, struct text *out)
{
	static const struct {
		uint32_t   flag;
		const char name[3];
	} names[] = {
		{ VM_READ, "rd" },	 { VM_WRITE, "wr" },
		{ VM_EXEC, "ex" },	 { VM_SHARED, "sh" },
		{ VM_MAYREAD, "mr" },	 { VM_MAYWRITE, "mw" },
		{ VM_MAYEXEC, "me" },	 { VM_MAYSHARE, "ms" },
		{ VM_GROWSDOWN, "gd" },	 { VM_PFNMAP, "pf" },
		{ VM_LOCKED, "lo" },	 { VM_IO, "io" },
		{ VM_SEQ_READ, "sr" },	 { VM_RAND_READ, "rr" },
		{ VM_DONTCOPY, "dc" },	 { VM_DONTEXPAND, "de" },
		{ VM_LOCKONFAULT, "??" }, { VM_ACCOUNT, "ac" },
		{ VM_NORESERVE, "nr" },	 { VM_HUGETLB, "ht" },
		{ VM_WIPEONFORK, "wf" }, { VM_DONTDUMP, "dd" },
		{ VM_SOFTDIRTY, "sd" },	 { VM_HUGEPAGE, "hg" },
		{ VM_NOHUGEPAGE, "nh" },
	};

	text_puts(out, "VmFlags: ");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (flags & names[i].flag)
			text_printf(out, "%s ", names[i].name);
	text_puts(out, "\n");
}

/* Source: fs/proc/task_mmu.c show_smap() (6.1). Left out: protection keys. */
void print_smaps(const struct machine *m, handle_t task, struct text *out)
{
	for (handle_t h = first_area(m, task); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		struct smap s = { 0 };

		smap_gather(m, v, &s);
		print_map_line(m, v, out);
		put_kb(out, "Size:", v->end - v->start);
		put_kb(out, "KernelPageSize:", PAGE_SIZE);
		put_kb(out, "MMUPageSize:", PAGE_SIZE);
		print_smap(&s, false, out);
		text_printf(out, "THPeligible:    %d\n", thp_eligible(m, v));
		print_vm_flags(v->flags, out);
	}
}

/* Source: fs/proc/task_mmu.c show_smaps_rollup() (6.1). */
void print_smaps_rollup(const struct machine *m, handle_t task,
			struct text *out)
{
	handle_t first = first_area(m, task);
	size_t start = out->len;
	vaddr_t end = 0;
	struct smap s = { 0 };

	if (!task_at(m, task)->mm)
		return;
	for (handle_t h = first; h; h = vma_next(m, h)) {
		smap_gather(m, vma_at(m, h), &s);
		end = vma_at(m, h)->end;
	}
	text_printf(out, "%08" PRIx64 "-%08" PRIx64 " ---p 00000000 00:00 0 ",
		    first ? vma_at(m, first)->start : 0, end);
	pad_to_name(start, out);
	text_puts(out, "[rollup]\n");
	print_smap(&s, true, out);
}
