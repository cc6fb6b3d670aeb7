/*
 * The machine-wide files: meminfo, buddyinfo, zoneinfo, pagetypeinfo, vmstat,
 * sys/vm/..., and the table of all.
 */
#include "mm/procfs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/buddy.h"
#include "mm/commit.h"
#include "mm/proc_task.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"
#include "mm/watermark.h"
#include "mm/zone.h"

static const uint64_t vmalloc_total_kb = UINT64_C(34359738367);

static uint64_t kb(uint64_t pages)
{
	return pages * (PAGE_SIZE / 1024);
}

/* Source: fs/proc/meminfo.c meminfo_proc_show() (6.1). */
static void print_meminfo(const struct machine *m, struct text *out)
{
	const struct {
		const char *name;
		uint64_t    kb;
	} lines[] = {
		{ "MemTotal:", kb(total_ram_pages(m)) },
		{ "MemFree:", kb(nr_free_pages(m)) },
		{ "MemAvailable:", kb(si_mem_available(m)) },
		{ "SwapTotal:", 0 },
		{ "SwapFree:", 0 },
		{ "AnonPages:", kb(node_stat_sum(m, NR_ANON_MAPPED)) },
		{ "Mapped:", kb(node_stat_sum(m, NR_FILE_MAPPED)) },
		{ "Shmem:", 0 },
		{ "KernelStack:", node_stat_sum(m, NR_KERNEL_STACK_KB) },
		{ "PageTables:", kb(node_stat_sum(m, NR_PAGETABLE)) },
		{ "CommitLimit:", kb(vm_commit_limit(m)) },
		{ "Committed_AS:", kb(m->s->vm_committed) },
		{ "VmallocTotal:", vmalloc_total_kb },
		{ "AnonHugePages:", 0 },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		text_printf(out, "%-15s %8" PRIu64 " kB\n", lines[i].name,
			    lines[i].kb);
}

/* Source: mm/vmstat.c frag_show_print() (6.1). */
static void print_buddyinfo(const struct machine *m, struct text *out)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (!zone_populated(z))
			continue;
		text_printf(out, "Node %d, zone %8s ", z->node, z->name);
		for (unsigned o = 0; o < MAX_ORDER; o++)
			text_printf(out, "%6" PRIu64 " ", z->free_area[o].nr_free);
		text_puts(out, "\n");
	}
}

static uint64_t list_length(const struct machine *m, const struct zone *z,
			    unsigned order, enum migratetype type)
{
	const uint64_t most = 100000;	/* the kernel stops counting here */
	uint64_t nr = 0;
	pfn_t pfn = free_list_first(m, z, order, type);

	for (; pfn != PFN_NONE && nr < most;
	     pfn = free_list_next(m, pfn, order))
		nr++;
	return nr;
}

static void print_zone_types(const struct machine *m, const struct zone *z,
			     struct text *out)
{
	for (unsigned t = 0; t < MIGRATE_TYPES; t++) {
		text_printf(out, "Node %4d, zone %8s, type %12s ", z->node,
			    z->name, migratetype_name((enum migratetype)t));
		for (unsigned o = 0; o < MAX_ORDER; o++) {
			uint64_t nr = list_length(m, z, o, (enum migratetype)t);

			text_printf(out, "%s%6" PRIu64 " ",
				    nr >= 100000 ? ">" : "", nr);
		}
		text_puts(out, "\n");
	}
}

static void print_zone_blocks(const struct machine *m, const struct zone *z,
			      struct text *out)
{
	uint64_t nr[MIGRATE_TYPES] = { 0 };
	uint64_t size = UINT64_C(1) << z->pageblock_order;
	pfn_t pfn = z->start_pfn;

	/* the zone's first frame of each pageblock speaks for it */
	while (pfn < zone_end_pfn(z)) {
		if (zone_kind(m, pfn) != KIND_HOLE)
			nr[pageblock_type(m, pfn)]++;
		pfn = (pfn | (size - 1)) + 1;
	}
	text_printf(out, "Node %d, zone %8s ", z->node, z->name);
	for (unsigned t = 0; t < MIGRATE_TYPES; t++)
		text_printf(out, "%12" PRIu64 " ", nr[t]);
	text_puts(out, "\n");
}

/* Source: mm/vmstat.c pagetypeinfo_show() (6.1). */
static void print_pagetypeinfo(const struct machine *m, struct text *out)
{
	unsigned order = m->s->zone[0].pageblock_order;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (zone_populated(&m->s->zone[i]))
			order = m->s->zone[i].pageblock_order;
	text_printf(out, "Page block order: %d\n", order);
	text_printf(out, "Pages per block:  %d\n\n", 1 << order);
	text_printf(out, "%-43s ", "Free pages count per migrate type at order");
	for (unsigned o = 0; o < MAX_ORDER; o++)
		text_printf(out, "%6d ", o);
	text_puts(out, "\n");
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (zone_populated(&m->s->zone[i]))
			print_zone_types(m, &m->s->zone[i], out);
	text_printf(out, "\n%-23s", "Number of blocks type ");
	for (unsigned t = 0; t < MIGRATE_TYPES; t++)
		text_printf(out, "%12s ", migratetype_name((enum migratetype)t));
	text_puts(out, "\n");
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (zone_populated(&m->s->zone[i]))
			print_zone_blocks(m, &m->s->zone[i], out);
}

static const char *const zone_stats[] = {
	"nr_free_pages", "nr_zone_inactive_anon", "nr_zone_active_anon",
	"nr_zone_inactive_file", "nr_zone_active_file", "nr_zone_unevictable",
	"nr_zone_write_pending", "nr_mlock", "nr_bounce", "nr_zspages",
	"nr_free_cma", "numa_hit", "numa_miss", "numa_foreign",
	"numa_interleave", "numa_local", "numa_other",
};

static uint64_t zone_stat(const struct zone *z, const char *name)
{
	if (strcmp(name, "nr_free_pages") == 0)
		return z->nr_free;
	if (strcmp(name, "numa_hit") == 0 || strcmp(name, "numa_local") == 0)
		return z->numa_hit;
	return 0;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void print_zone_head(const struct machine *m, const struct zone *z,
			    struct text *out)
{
	const struct {
		const char *name;
		uint64_t    pages;
	} lines[] = {
		{ "boost   ", z->watermark_boost },
		{ "min     ", z->watermark[WMARK_MIN] + z->watermark_boost },
		{ "low     ", z->watermark[WMARK_LOW] + z->watermark_boost },
		{ "high    ", z->watermark[WMARK_HIGH] + z->watermark_boost },
		{ "spanned ", z->spanned },
		{ "present ", z->present },
		{ "managed ", z->managed },
		{ "cma     ", 0 },
	};
	const char *comma = "";

	text_printf(out, "\n  pages free     %" PRIu64, z->nr_free);
	for (size_t i = 0; i < COUNT(lines); i++)
		text_printf(out, "\n        %s %" PRIu64, lines[i].name,
			    lines[i].pages);
	text_puts(out, "\n        protection: (");
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == z->node) {
			text_printf(out, "%s%" PRIu64, comma,
				    z->lowmem_reserve[m->s->zone[i].type]);
			comma = ", ";
		}
	text_puts(out, ")");
}

static uint64_t fls(uint64_t x)
{
	return x ? 64 - (uint64_t)__builtin_clzll(x) : 0;
}

/* Source: mm/vmstat.c calculate_normal_threshold() (6.1). */
static uint64_t stat_threshold(const struct machine *m, const struct zone *z)
{
	uint64_t t = 2 * fls(m->s->nr_cpus) * (1 + fls(z->managed >> 15));

	return t < 125 ? t : 125;
}

/* A CPU's lists; the model keeps one CPU's, the others are empty. */
static void print_pagesets(const struct machine *m, const struct zone *z,
			   struct text *out)
{
	text_puts(out, "\n  pagesets");
	for (uint32_t cpu = 0; cpu < m->s->nr_cpus; cpu++)
		text_printf(out,
			    "\n    cpu: %u"
			    "\n              count: %" PRIu64
			    "\n              high:  %" PRIu64
			    "\n              batch: %u"
			    "\n  vm stats threshold: %" PRIu64,
			    cpu, cpu ? 0 : z->nr_pcp, z->pcp_high, z->pcp_batch,
			    stat_threshold(m, z));
}

/* Source: mm/vmstat.c zoneinfo_show_print() (6.1). */
static void print_zoneinfo(const struct machine *m, struct text *out)
{
	int last_node = -1;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		text_printf(out, "Node %d, zone %8s", z->node, z->name);
		if (zone_populated(z) && z->node != last_node) {
			last_node = z->node;
			text_puts(out, "\n  per-node stats");
			for (size_t k = 0; k < NR_VM_NODE_STAT_ITEMS; k++)
				text_printf(out, "\n      %-12s %" PRIu64,
					    node_stat_names[k],
					    m->s->node[z->node].stat[k]);
		}
		print_zone_head(m, z, out);
		if (!zone_populated(z)) {
			text_puts(out, "\n");
			continue;
		}
		for (size_t k = 0; k < COUNT(zone_stats); k++)
			text_printf(out, "\n      %-12s %" PRIu64, zone_stats[k],
				    zone_stat(z, zone_stats[k]));
		print_pagesets(m, z, out);
		text_printf(out, "\n  node_unreclaimable:  %u\n  start_pfn:           %" PRIu64 "\n",
			    0, z->start_pfn);
	}
}

static uint64_t pgalloc_of(const struct machine *m, enum zone_type type)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].type == type)
			sum += m->s->zone[i].pgalloc;
	return sum;
}

/* The counters that the engine keeps, in the kernel's order and names. */
static void print_vmstat(const struct machine *m, struct text *out)
{
	uint64_t hit = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		hit += m->s->zone[i].numa_hit;
	const struct {
		const char *name;
		uint64_t    value;
	} lines[] = {
		{ "nr_free_pages", nr_free_pages(m) },
		{ "numa_hit", hit },
		{ "numa_local", hit },
		{ "nr_anon_pages", node_stat_sum(m, NR_ANON_MAPPED) },
		{ "nr_mapped", node_stat_sum(m, NR_FILE_MAPPED) },
		{ "nr_kernel_stack", node_stat_sum(m, NR_KERNEL_STACK_KB) },
		{ "nr_page_table_pages", node_stat_sum(m, NR_PAGETABLE) },
		{ "pgalloc_dma", pgalloc_of(m, ZONE_DMA) },
		{ "pgalloc_dma32", pgalloc_of(m, ZONE_DMA32) },
		{ "pgalloc_normal", pgalloc_of(m, ZONE_NORMAL) },
		{ "pgfree", m->s->vm_event[PGFREE] },
		{ "pgfault", m->s->vm_event[PGFAULT] },
		{ "pgmajfault", m->s->vm_event[PGMAJFAULT] },
		{ "pgreuse", m->s->vm_event[PGREUSE] },
		{ "oom_kill", m->s->vm_event[OOM_KILL] },
	};

	for (size_t i = 0; i < COUNT(lines); i++)
		text_printf(out, "%s %" PRIu64 "\n", lines[i].name,
			    lines[i].value);
}

static void print_thp(const struct machine *m, struct text *out)
{
	static const char *const texts[] = {
		[THP_NEVER] = "always madvise [never]\n",
		[THP_MADVISE] = "always [madvise] never\n",
		[THP_ALWAYS] = "[always] madvise never\n",
	};

	text_puts(out, texts[m->s->thp_enabled]);
}

static void print_ratios(const struct machine *m, struct text *out)
{
	const char *tab = "";

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == 0) {
			text_printf(out, "%s%u", tab,
				    m->s->lowmem_reserve_ratio[m->s->zone[i].type]);
			tab = "\t";
		}
	text_puts(out, "\n");
}

/* "sys/vm/NAME". Return: false if there is no such setting. */
static bool print_sysctl(const struct machine *m, const char *path,
			 struct text *out)
{
	enum sysctl_id id;

	if (strncmp(path, "sys/", 4) != 0)
		return false;
	id = sysctl_by_key(path + 4, strlen(path + 4));
	if (id == NR_SYSCTLS)
		return false;
	if (id == SYSCTL_lowmem_reserve_ratio)
		print_ratios(m, out);
	else
		text_printf(out, "%" PRId64 "\n", m->s->sysctl[id]);
	return true;
}

static const struct {
	const char *path;
	void (*print)(const struct machine *m, struct text *out);
} global_files[] = {
	{ "meminfo", print_meminfo },
	{ "buddyinfo", print_buddyinfo },
	{ "zoneinfo", print_zoneinfo },
	{ "pagetypeinfo", print_pagetypeinfo },
	{ "vmstat", print_vmstat },
	{ "kernel/mm/transparent_hugepage/enabled", print_thp },
	{ "sys/kernel/mm/transparent_hugepage/enabled", print_thp },
};

const struct procfs_file procfs_files[] = {
	{ "meminfo", "memory in use, by kind" },
	{ "buddyinfo", "free blocks of each zone, by order" },
	{ "zoneinfo", "zones, their marks and counters" },
	{ "pagetypeinfo", "free blocks by migrate type" },
	{ "vmstat", "event counters" },
	{ "PID/maps", "the areas of a task" },
	{ "PID/status", "sizes of a task" },
	{ "PID/statm", "sizes in pages" },
	{ "PID/stat", "counters of a task, faults among them" },
	{ "PID/smaps_rollup", "resident memory, shared and private" },
	{ "sys/vm/NAME", "a setting" },
	{ "sys/kernel/mm/transparent_hugepage/enabled", "transparent huge pages" },
};
const unsigned nr_procfs_files = COUNT(procfs_files);

static const char *without_root(const char *path)
{
	if (strncmp(path, "/proc/", 6) == 0)
		return path + 6;
	if (strncmp(path, "/sys/", 5) == 0)
		return path + 5;
	return path;
}

bool procfs_print(const struct machine *m, const char *path, struct text *out,
		  struct diag *why)
{
	const char *p = without_root(path);
	const char *slash = strchr(p, '/');
	handle_t task;

	for (size_t i = 0; i < COUNT(global_files); i++)
		if (strcmp(global_files[i].path, p) == 0) {
			global_files[i].print(m, out);
			return true;
		}
	if (print_sysctl(m, p, out))
		return true;
	task = slash ? procfs_task(m, p, (size_t)(slash - p)) : 0;
	if (task && proc_task_print(m, task, slash + 1, out))
		return true;
	if (slash && !task && strncmp(p, "sys/", 4) != 0) {
		diag_set(why, 0, 0, "no task '%.*s' at this position",
			 (int)(slash - p), p);
		return false;
	}
	diag_set(why, 0, 0, "there is no file '%s'", path);
	diag_hint(why, "there are meminfo buddyinfo zoneinfo pagetypeinfo vmstat, PID/maps status statm stat smaps_rollup, sys/vm/NAME");
	return false;
}
