#include "mm/proc_task.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/mmap.h"
#include "mm/pgtable.h"
#include "mm/procfs.h"
#include "mm/vma.h"
#include "mm/zone.h"

enum { NAME_COLUMN = 72 };	/* and one blank: the name stands at 73 */

handle_t procfs_task(const struct machine *m, const char *name, size_t len)
{
	handle_t found = 0;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *t = task_at(m, h);
		char pid[16];

		snprintf(pid, sizeof(pid), "%u", t->pid);
		if ((strlen(pid) == len && memcmp(pid, name, len) == 0) ||
		    (strlen(t->name) == len && memcmp(t->name, name, len) == 0))
			found = h;
	}
	return found;
}

static const char *vma_name(const struct machine *m, const struct vma *v)
{
	const struct mm *mm = mm_at(m, v->mm);

	if (v->file)
		return vma_inode(m, v)->name;
	if (v->start <= mm->brk && v->end >= mm->start_brk)
		return "[heap]";
	if (v->start <= mm->start_stack && v->end >= mm->start_stack)
		return "[stack]";
	return NULL;
}

static void put_name(struct text *out, const char *name)
{
	for (; *name; name++)
		if (*name == '\n')
			text_puts(out, "\\012");
		else
			text_add(out, name, 1);
}

/* Source: fs/proc/task_mmu.c show_map_vma() (6.1). */
static void print_map_line(const struct machine *m, const struct vma *v,
			   struct text *out)
{
	const struct inode *f = vma_inode(m, v);
	bool path = f && (f->kind == INODE_REGULAR || f->kind == INODE_SHMEM);
	const char *name = vma_name(m, v);
	size_t start = out->len;
	char letters[5];

	vma_flags_letters(v->flags, letters);
	text_printf(out, "%08" PRIx64 "-%08" PRIx64 " %s %08" PRIx64
		    " %02x:%02x %" PRIu64 " ",
		    v->start, v->end, letters,
		    path ? v->pgoff << PAGE_SHIFT : 0, path ? f->dev_major : 0,
		    path ? f->dev_minor : 0, path ? f->ino : 0);
	if (name) {
		while (out->len - start < NAME_COLUMN)
			text_puts(out, " ");
		text_puts(out, " ");
		put_name(out, name);
	}
	text_puts(out, "\n");
}

static void print_maps(const struct machine *m, const struct task *t,
		       struct text *out)
{
	handle_t h = t->mm ? vma_first(m, t->mm) : 0;

	for (; h; h = vma_next(m, h))
		print_map_line(m, vma_at(m, h), out);
}

static uint64_t kb(uint64_t pages)
{
	return pages * (PAGE_SIZE / 1024);
}

static uint64_t text_pages(const struct mm *mm)
{
	uint64_t bytes = page_align(mm->end_code) -
			 (mm->start_code & ~(vaddr_t)(PAGE_SIZE - 1));

	return bytes >> PAGE_SHIFT < mm->exec_vm ? bytes >> PAGE_SHIFT :
						   mm->exec_vm;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Source: fs/proc/task_mmu.c task_mem() (6.1). */
static void print_task_mem(const struct mm *mm, struct text *out)
{
	uint64_t rss = mm_rss(mm), code = text_pages(mm);
	const struct {
		const char *name;
		uint64_t    pages;
	} lines[] = {
		{ "VmPeak", most(mm->hiwater_vm, mm->total_vm) },
		{ "VmSize", mm->total_vm },
		{ "VmLck", mm->locked_vm },
		{ "VmPin", 0 },
		{ "VmHWM", most(mm->hiwater_rss, rss) },
		{ "VmRSS", rss },
		{ "RssAnon", mm->rss[MM_ANONPAGES] },
		{ "RssFile", mm->rss[MM_FILEPAGES] },
		{ "RssShmem", mm->rss[MM_SHMEMPAGES] },
		{ "VmData", mm->data_vm },
		{ "VmStk", mm->stack_vm },
		{ "VmExe", code },
		{ "VmLib", mm->exec_vm - code },
		{ "VmPTE", mm->nr_tables },
		{ "VmSwap", mm->rss[MM_SWAPENTS] },
		{ "HugetlbPages", 0 },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		text_printf(out, "%s:\t%8" PRIu64 " kB\n", lines[i].name,
			    kb(lines[i].pages));
	text_puts(out, "CoreDumping:\t0\nTHP_enabled:\t1\n");
}

/* Source: fs/proc/array.c proc_pid_status() (6.1). Left out: what is not memory. */
static void print_status(const struct machine *m, const struct task *t,
			 struct text *out)
{
	text_printf(out, "Name:\t%s\nState:\t%s\nTgid:\t%u\nPid:\t%u\nPPid:\t%u\n",
		    t->comm,
		    t->state == TASK_ZOMBIE ? "Z (zombie)" : "R (running)",
		    t->pid, t->pid, t->ppid);
	if (t->mm)
		print_task_mem(mm_at(m, t->mm), out);
	text_puts(out, "Threads:\t1\n");
}

static void print_statm(const struct machine *m, const struct task *t,
			struct text *out)
{
	static const struct mm gone;
	const struct mm *mm = t->mm ? mm_at(m, t->mm) : &gone;

	text_printf(out, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " 0 %" PRIu64 " 0\n",
		    mm->total_vm, mm_rss(mm),
		    mm->rss[MM_FILEPAGES] + mm->rss[MM_SHMEMPAGES],
		    t->mm ? text_pages(mm) : 0, mm->data_vm + mm->stack_vm);
}

/* Fields of stat that are not 0 here; number from 1. */
static const struct {
	const char *name;
	unsigned    number;
} stat_fields[] = {
	{ "pid", 1 },	     { "ppid", 4 },	   { "minflt", 10 },
	{ "majflt", 12 },    { "num_threads", 20 }, { "vsize", 23 },
	{ "rss", 24 },	     { "rsslim", 25 },	   { "startcode", 26 },
	{ "endcode", 27 },   { "startstack", 28 }, { "start_data", 45 },
	{ "end_data", 46 },  { "start_brk", 47 },  { "exit_code", 52 },
};

unsigned proc_stat_field(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(stat_fields) / sizeof(stat_fields[0]); i++)
		if (strlen(stat_fields[i].name) == len &&
		    memcmp(stat_fields[i].name, name, len) == 0)
			return stat_fields[i].number;
	return 0;
}

/* Source: fs/proc/array.c do_task_stat() (6.1). */
static void print_stat(const struct machine *m, const struct task *t,
		       struct text *out)
{
	enum { LAST = 52 };
	uint64_t f[LAST + 1] = { 0 };
	const struct mm *mm = t->mm ? mm_at(m, t->mm) : NULL;

	f[4] = t->ppid;
	f[8] = UINT64_MAX;	/* no terminal: -1 */
	f[10] = t->min_flt;
	f[12] = t->maj_flt;
	f[18] = 20;		/* priority of a task that nobody niced */
	f[20] = 1;
	f[25] = UINT64_MAX;
	f[52] = t->exit_code;
	if (mm) {
		f[23] = mm->total_vm << PAGE_SHIFT;
		f[24] = mm_rss(mm);
		f[26] = mm->start_code;
		f[27] = mm->end_code;
		f[28] = mm->start_stack;
		f[45] = mm->start_data;
		f[46] = mm->end_data;
		f[47] = mm->start_brk;
	}
	text_printf(out, "%u (%s) %c", t->pid, t->comm,
		    t->state == TASK_ZOMBIE ? 'Z' : 'R');
	for (unsigned i = 4; i <= LAST; i++)
		if (i == 8)
			text_printf(out, " %" PRId64, (int64_t)f[i]);
		else
			text_printf(out, " %" PRIu64, f[i]);
	text_puts(out, "\n");
}

/* Sums of smaps over all areas; bytes, pss with 12 more bits. */
struct rollup {
	uint64_t rss, pss, pss_dirty, pss_anon;
	uint64_t shared_clean, shared_dirty, private_clean, private_dirty;
	uint64_t referenced, anonymous;
};

/* Source: fs/proc/task_mmu.c smaps_account() (6.1). */
static void rollup_add(struct rollup *r, const struct frame *f, pte_t e)
{
	const unsigned shift = 12;
	bool anon = f && frame_kind(f) == KIND_ANON;
	uint64_t nr = anon ? (uint64_t)f->mapcount : 1;
	uint64_t pss = ((uint64_t)PAGE_SIZE << shift) / nr;
	bool dirty = (e & PTE_DIRTY) != 0;

	r->rss += PAGE_SIZE;
	r->pss += pss;
	r->referenced += e & PTE_ACCESSED ? PAGE_SIZE : 0;
	if (dirty)
		r->pss_dirty += pss;
	if (anon) {
		r->anonymous += PAGE_SIZE;
		r->pss_anon += pss;
	}
	if (nr > 1)
		*(dirty ? &r->shared_dirty : &r->shared_clean) += PAGE_SIZE;
	else
		*(dirty ? &r->private_dirty : &r->private_clean) += PAGE_SIZE;
}

static void rollup_walk(const struct machine *m, handle_t mm, struct rollup *r)
{
	vaddr_t addr = 0;

	while ((addr = pgtable_next_used(m, mm, addr, TASK_SIZE)) < TASK_SIZE) {
		pte_t e = pgtable_get(m, mm, addr);

		if (!(e & PTE_SPECIAL))
			rollup_add(r, frame_at(m, pte_pfn(e)), e);
		addr += PAGE_SIZE;
	}
}

/* Source: fs/proc/task_mmu.c show_smaps_rollup() (6.1). */
static void print_smaps_rollup(const struct machine *m, const struct task *t,
			       struct text *out)
{
	struct rollup r = { 0 };
	handle_t first = t->mm ? vma_first(m, t->mm) : 0;
	handle_t last = t->mm ? vma_before(m, t->mm, UINT64_MAX) : 0;
	size_t start = out->len;

	if (!first)
		return;
	rollup_walk(m, t->mm, &r);
	text_printf(out, "%08" PRIx64 "-%08" PRIx64 " ---p 00000000 00:00 0 ",
		    vma_at(m, first)->start, vma_at(m, last)->end);
	while (out->len - start < NAME_COLUMN)
		text_puts(out, " ");
	text_puts(out, " [rollup]\n");
	const struct {
		const char *name;
		uint64_t    bytes;
	} lines[] = {
		{ "Rss:", r.rss },
		{ "Pss:", r.pss >> 12 },
		{ "Pss_Dirty:", r.pss_dirty >> 12 },
		{ "Pss_Anon:", r.pss_anon >> 12 },
		{ "Pss_File:", (r.pss - r.pss_anon) >> 12 },
		{ "Pss_Shmem:", 0 },
		{ "Shared_Clean:", r.shared_clean },
		{ "Shared_Dirty:", r.shared_dirty },
		{ "Private_Clean:", r.private_clean },
		{ "Private_Dirty:", r.private_dirty },
		{ "Referenced:", r.referenced },
		{ "Anonymous:", r.anonymous },
		{ "LazyFree:", 0 },
		{ "AnonHugePages:", 0 },
		{ "ShmemPmdMapped:", 0 },
		{ "FilePmdMapped:", 0 },
		{ "Shared_Hugetlb:", 0 },
		{ "Private_Hugetlb:", 0 },
		{ "Swap:", 0 },
		{ "SwapPss:", 0 },
		{ "Locked:", 0 },
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		text_printf(out, "%-15s %8" PRIu64 " kB\n", lines[i].name,
			    lines[i].bytes / 1024);
}

bool proc_task_print(const struct machine *m, handle_t task, const char *file,
		     struct text *out)
{
	static const struct {
		const char *name;
		void (*print)(const struct machine *m, const struct task *t,
			      struct text *out);
	} files[] = {
		{ "maps", print_maps },	  { "status", print_status },
		{ "statm", print_statm }, { "stat", print_stat },
		{ "smaps_rollup", print_smaps_rollup },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i].name, file) == 0) {
			files[i].print(m, task_at(m, task), out);
			return true;
		}
	return false;
}
