#include "mm/proc_files.h"

#include <inttypes.h>

#include "mm/commit.h"
#include "mm/vmstat.h"
#include "mm/watermark.h"
#include "mm/zone.h"

/* VMALLOC_END - VMALLOC_START: four-level tables; i386 without PAE. */
static const uint64_t vmalloc_total_kb = UINT64_C(34359738367);
static const uint64_t vmalloc_total_i386_kb = UINT64_C(122880);

static uint64_t kb(uint64_t pages)
{
	return pages * (PAGE_SIZE / 1024);
}

static uint64_t stat_kb(const struct machine *m, enum node_stat_item item)
{
	return kb(node_stat_sum(m, item));
}

/* Source: block/bdev.c nr_blockdev_pages() (6.1). */
static uint64_t nr_blockdev_pages(const struct machine *m)
{
	uint64_t nr = 0;

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->kind == INODE_BDEV)
			nr += inode_at(m, h)->nrpages;
	return nr;
}

/*
 * Pages that lie in an area which is being closed count as swap as long as
 * they are there.
 *
 * Source: mm/swapfile.c si_swapinfo() (6.1).
 */
static uint64_t closing_pages(const struct machine *m)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < m->s->nr_swapfiles; i++)
		if (m->s->swap_area[i].on == SWAP_CLOSING)
			nr += m->s->swap_area[i].inuse;
	return nr;
}

static uint64_t nr_mlocked(const struct machine *m)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		nr += m->s->zone[i].nr_mlock;
	return nr;
}

static uint64_t less(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

void meminfo_read(const struct machine *m, struct meminfo *i)
{
	i->total = kb(total_ram_pages(m));
	i->free = kb(nr_free_pages(m));
	i->available = kb(si_mem_available(m));
	i->buffers = kb(nr_blockdev_pages(m));
	i->swap_cached = stat_kb(m, NR_SWAPCACHE);
	i->cached = less(stat_kb(m, NR_FILE_PAGES),
			 i->swap_cached + i->buffers);
	i->shmem = stat_kb(m, NR_SHMEM);
	i->sreclaimable = stat_kb(m, NR_SLAB_RECLAIMABLE_B);
	i->swap_total = kb(m->s->total_swap_pages + closing_pages(m));
	i->swap_free = kb(m->s->nr_swap_pages);
}

struct line {
	const char *name;
	uint64_t    kb;
};

static void print_lines(const struct line *lines, size_t nr, struct text *out)
{
	for (size_t i = 0; i < nr; i++)
		text_printf(out, "%-15s %8" PRIu64 " kB\n", lines[i].name,
			    lines[i].kb);
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void print_usage(const struct machine *m, const struct meminfo *i,
			struct text *out)
{
	uint64_t active_anon = stat_kb(m, NR_ACTIVE_ANON);
	uint64_t inactive_anon = stat_kb(m, NR_INACTIVE_ANON);
	uint64_t active_file = stat_kb(m, NR_ACTIVE_FILE);
	uint64_t inactive_file = stat_kb(m, NR_INACTIVE_FILE);
	const struct line lines[] = {
		{ "MemTotal:", i->total },
		{ "MemFree:", i->free },
		{ "MemAvailable:", i->available },
		{ "Buffers:", i->buffers },
		{ "Cached:", i->cached },
		{ "SwapCached:", i->swap_cached },
		{ "Active:", active_anon + active_file },
		{ "Inactive:", inactive_anon + inactive_file },
		{ "Active(anon):", active_anon },
		{ "Inactive(anon):", inactive_anon },
		{ "Active(file):", active_file },
		{ "Inactive(file):", inactive_file },
		{ "Unevictable:", stat_kb(m, NR_UNEVICTABLE) },
		{ "Mlocked:", kb(nr_mlocked(m)) },
	};

	print_lines(lines, COUNT(lines), out);
}

/* On i386 alone: what the kernel reaches without mapping it first. */
static void print_high(const struct machine *m, const struct meminfo *i,
		       struct text *out)
{
	uint64_t total = 0, free = 0;

	for (unsigned n = 0; n < m->s->nr_zones; n++)
		if (m->s->zone[n].highmem) {
			total += kb(m->s->zone[n].managed);
			free += kb(m->s->zone[n].nr_free);
		}
	const struct line lines[] = {
		{ "HighTotal:", total },
		{ "HighFree:", free },
		{ "LowTotal:", i->total - total },
		{ "LowFree:", i->free - free },
	};

	print_lines(lines, COUNT(lines), out);
}

static void print_kinds(const struct machine *m, const struct meminfo *i,
			struct text *out)
{
	uint64_t unreclaimable = stat_kb(m, NR_SLAB_UNRECLAIMABLE_B);
	const struct line lines[] = {
		{ "SwapTotal:", i->swap_total },
		{ "SwapFree:", i->swap_free },
		{ "Zswap:", 0 },
		{ "Zswapped:", 0 },
		{ "Dirty:", stat_kb(m, NR_FILE_DIRTY) },
		{ "Writeback:", stat_kb(m, NR_WRITEBACK) },
		{ "AnonPages:", stat_kb(m, NR_ANON_MAPPED) },
		{ "Mapped:", stat_kb(m, NR_FILE_MAPPED) },
		{ "Shmem:", i->shmem },
		{ "KReclaimable:", i->sreclaimable +
				   stat_kb(m, NR_KERNEL_MISC_RECLAIMABLE) },
		{ "Slab:", i->sreclaimable + unreclaimable },
		{ "SReclaimable:", i->sreclaimable },
		{ "SUnreclaim:", unreclaimable },
		{ "KernelStack:", node_stat_sum(m, NR_KERNEL_STACK_KB) },
		{ "PageTables:", stat_kb(m, NR_PAGETABLE) },
		{ "SecPageTables:", stat_kb(m, NR_SECONDARY_PAGETABLE) },
		{ "NFS_Unstable:", 0 },
		{ "Bounce:", 0 },
		{ "WritebackTmp:", stat_kb(m, NR_WRITEBACK_TEMP) },
	};

	print_lines(lines, COUNT(lines), out);
}

static void print_rest(const struct machine *m, struct text *out)
{
	bool i386 = m->s->arch == ARCH_I386;
	const struct line promised[] = {
		{ "CommitLimit:", kb(vm_commit_limit(m)) },
		{ "Committed_AS:", kb(m->s->vm_committed) },
		{ "VmallocTotal:", i386 ? vmalloc_total_i386_kb :
					  vmalloc_total_kb },
		/* kernel stacks are the only thing that is vmalloc'ed here */
		{ "VmallocUsed:", node_stat_sum(m, NR_KERNEL_STACK_KB) },
		{ "VmallocChunk:", 0 },
		{ "Percpu:", 0 },
	};
	const struct line huge[] = {
		{ "AnonHugePages:", stat_kb(m, NR_ANON_THPS) },
		{ "ShmemHugePages:", stat_kb(m, NR_SHMEM_THPS) },
		{ "ShmemPmdMapped:", stat_kb(m, NR_SHMEM_PMDMAPPED) },
		{ "FileHugePages:", stat_kb(m, NR_FILE_THPS) },
		{ "FilePmdMapped:", stat_kb(m, NR_FILE_PMDMAPPED) },
	};

	print_lines(promised, COUNT(promised), out);
	text_printf(out, "HardwareCorrupted: %5u kB\n", 0);
	print_lines(huge, COUNT(huge), out);
	text_printf(out, "HugePages_Total:   %5u\nHugePages_Free:    %5u\n"
		    "HugePages_Rsvd:    %5u\nHugePages_Surp:    %5u\n"
		    "Hugepagesize:   %8u kB\nHugetlb:        %8u kB\n"
		    "DirectMap4k:    %8u kB\nDirectMap%s:    %8u kB\n",
		    0, 0, 0, 0, i386 ? 4096 : 2048, 0, 0, i386 ? "4M" : "2M", 0);
}

/* Source: fs/proc/meminfo.c meminfo_proc_show() (6.1), as Debian configures it. */
void print_meminfo(const struct machine *m, struct text *out)
{
	struct meminfo i;

	meminfo_read(m, &i);
	print_usage(m, &i, out);
	if (m->s->arch == ARCH_I386)
		print_high(m, &i, out);
	print_kinds(m, &i, out);
	print_rest(m, out);
}
