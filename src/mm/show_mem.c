#include "mm/show_mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "mm/dmesg.h"
#include "mm/pcp.h"
#include "mm/vmstat.h"

/* Runs of kswapd without a page: see mm/vmscan.h. */
enum { HOPELESS = 16 };

/* A line that is put together. */
struct line {
	size_t len;
	char   text[640];
};

static void add(struct line *l, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct line *l, const char *format, ...)
{
	size_t room = sizeof(l->text) - l->len;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(l->text + l->len, room, format, args);
	va_end(args);
	if (n > 0)
		l->len += (size_t)n < room ? (size_t)n : room - 1;
}

static uint64_t kb(uint64_t pages)
{
	return pages << (PAGE_SHIFT - 10);
}

/* A word of a report with the counter that follows it; its end: NULL. */
struct word {
	const char *text;
	enum node_stat_item item;
};

static const struct word total_words[] = {
	{ "active_anon:", NR_ACTIVE_ANON },
	{ " inactive_anon:", NR_INACTIVE_ANON },
	{ " isolated_anon:", NR_ISOLATED_ANON },
	{ "\n active_file:", NR_ACTIVE_FILE },
	{ " inactive_file:", NR_INACTIVE_FILE },
	{ " isolated_file:", NR_ISOLATED_FILE },
	{ "\n unevictable:", NR_UNEVICTABLE },
	{ " dirty:", NR_FILE_DIRTY },
	{ " writeback:", NR_WRITEBACK },
	{ "\n slab_reclaimable:", NR_SLAB_RECLAIMABLE_B },
	{ " slab_unreclaimable:", NR_SLAB_UNRECLAIMABLE_B },
	{ "\n mapped:", NR_FILE_MAPPED },
	{ " shmem:", NR_SHMEM },
	{ " pagetables:", NR_PAGETABLE },
	{ NULL, 0 },
};

static const struct word node_words[] = {
	{ "active_anon:", NR_ACTIVE_ANON },
	{ "inactive_anon:", NR_INACTIVE_ANON },
	{ "active_file:", NR_ACTIVE_FILE },
	{ "inactive_file:", NR_INACTIVE_FILE },
	{ "unevictable:", NR_UNEVICTABLE },
	{ "isolated(anon):", NR_ISOLATED_ANON },
	{ "isolated(file):", NR_ISOLATED_FILE },
	{ "mapped:", NR_FILE_MAPPED },
	{ "dirty:", NR_FILE_DIRTY },
	{ "writeback:", NR_WRITEBACK },
	{ "shmem:", NR_SHMEM },
	{ "shmem_thp: ", NR_SHMEM_THPS },
	{ "shmem_pmdmapped: ", NR_SHMEM_PMDMAPPED },
	{ "anon_thp: ", NR_ANON_THPS },
	{ "writeback_tmp:", NR_WRITEBACK_TEMP },
	{ NULL, 0 },
};

static bool shown(const struct zone *z, enum zone_type highest)
{
	return zone_populated(z) && z->type <= highest;
}

static uint64_t pcp_pages(const struct machine *m, unsigned zone)
{
	uint64_t sum = 0;

	for (unsigned cpu = 0; m->s->pcps && cpu < m->s->nr_cpus; cpu++)
		sum += pcp_at(m, zone, cpu)->count;
	return sum;
}

static void show_totals(struct machine *m, enum zone_type highest)
{
	uint64_t free = 0, free_pcp = 0;
	struct line l = { 0 };

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		free += m->s->zone[i].nr_free;
		if (shown(&m->s->zone[i], highest))
			free_pcp += pcp_pages(m, i);
	}
	for (const struct word *w = total_words; w->text; w++)
		add(&l, "%s%" PRIu64, w->text, node_stat_sum(m, w->item));
	printk(m, "%s\n sec_pagetables:0 bounce:0\n"
	       " kernel_misc_reclaimable:0\n"
	       " free:%" PRIu64 " free_pcp:%" PRIu64 " free_cma:0\n",
	       l.text, free, free_pcp);
}

static void show_node(struct machine *m, unsigned node)
{
	const struct node *n = &m->s->node[node];
	struct line l = { 0 };

	for (const struct word *w = node_words; w->text; w++)
		add(&l, " %s%" PRIu64 "kB", w->text, kb(n->stat[w->item]));
	printk(m, "Node %u%s kernel_stack:%" PRIu64 "kB pagetables:%" PRIu64
	       "kB sec_pagetables:0kB all_unreclaimable? %s\n",
	       node, l.text, n->stat[NR_KERNEL_STACK_KB],
	       kb(n->stat[NR_PAGETABLE]),
	       n->kswapd.failures >= HOPELESS ? "yes" : "no");
}

static void show_zone(struct machine *m, unsigned nr)
{
	const struct zone *z = &m->s->zone[nr];
	uint64_t boost = z->watermark_boost;
	uint64_t local = m->s->pcps ? pcp_at(m, nr, m->s->cpu)->count : 0;
	const struct word_of_zone {
		const char *text;
		uint64_t    pages;
		const char *unit;
	} words[] = {
		{ "free", z->nr_free, "kB" },
		{ "boost", boost, "kB" },
		{ "min", z->watermark[WMARK_MIN] + boost, "kB" },
		{ "low", z->watermark[WMARK_LOW] + boost, "kB" },
		{ "high", z->watermark[WMARK_HIGH] + boost, "kB" },
		{ "reserved_highatomic", z->nr_reserved_highatomic, "KB" },
		{ "active_anon", z->nr_lru[LRU_ACTIVE_ANON], "kB" },
		{ "inactive_anon", z->nr_lru[LRU_INACTIVE_ANON], "kB" },
		{ "active_file", z->nr_lru[LRU_ACTIVE_FILE], "kB" },
		{ "inactive_file", z->nr_lru[LRU_INACTIVE_FILE], "kB" },
		{ "unevictable", z->nr_lru[LRU_UNEVICTABLE], "kB" },
		{ "writepending", z->nr_write_pending, "kB" },
		{ "present", z->present, "kB" },
		{ "managed", z->managed, "kB" },
		{ "mlocked", z->nr_mlock, "kB" },
		{ "bounce", 0, "kB" },
		{ "free_pcp", pcp_pages(m, nr), "kB" },
		{ "local_pcp", local, "kB" },
		{ "free_cma", 0, "kB" },
	};
	struct line l = { 0 };

	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		add(&l, " %s:%" PRIu64 "%s", words[i].text, kb(words[i].pages),
		    words[i].unit);
	printk(m, "Node %u %s%s\n", z->node, z->name, l.text);
}

/* A column a zone type that this kernel has. */
static void show_reserves(struct machine *m, unsigned nr)
{
	const struct zone *z = &m->s->zone[nr];
	struct line l = { 0 };

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == z->node)
			add(&l, " %" PRIu64,
			    z->lowmem_reserve[m->s->zone[i].type]);
	printk(m, "lowmem_reserve[]:%s\n", l.text);
}

/* Types that have a free block of the order, a letter each. */
static void add_types(struct line *l, const struct free_area *area)
{
	static const char letters[MIGRATE_TYPES] = { 'U', 'M', 'E', 'H', 'I' };

	add(l, "(");
	for (unsigned i = 0; i < MIGRATE_TYPES; i++)
		if (area->list[i].head)
			add(l, "%c", letters[i]);
	add(l, ") ");
}

static void show_free_lists(struct machine *m, unsigned nr)
{
	const struct zone *z = &m->s->zone[nr];
	struct line l = { 0 };
	uint64_t total = 0;

	for (unsigned order = 0; order < MAX_ORDER; order++) {
		const struct free_area *area = &z->free_area[order];

		total += area->nr_free << order;
		add(&l, "%" PRIu64 "*%ukB ", area->nr_free,
		    (unsigned)kb(1) << order);
		if (area->nr_free)
			add_types(&l, area);
	}
	printk(m, "Node %u %s: %s= %" PRIu64 "kB\n", z->node, z->name, l.text,
	       kb(total));
}

static void show_swap(struct machine *m)
{
	printk(m, "%" PRIu64 " total pagecache pages\n",
	       node_stat_sum(m, NR_FILE_PAGES));
	printk(m, "%" PRIu64 " pages in swap cache\n",
	       node_stat_sum(m, NR_SWAPCACHE));
	printk(m, "Free swap  = %" PRIu64 "kB\n", kb(m->s->nr_swap_pages));
	printk(m, "Total swap = %" PRIu64 "kB\n", kb(m->s->total_swap_pages));
}

static void show_ram(struct machine *m)
{
	uint64_t present = 0, managed = 0, highmem = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		present += z->present;
		managed += z->managed;
		if (z->highmem || z->type == ZONE_HIGHMEM)
			highmem += z->present;
	}
	printk(m, "%" PRIu64 " pages RAM\n", present);
	printk(m, "%" PRIu64 " pages HighMem/MovableOnly\n", highmem);
	printk(m, "%" PRIu64 " pages reserved\n", present - managed);
	printk(m, "0 pages hwpoisoned\n");
}

void show_mem(struct machine *m, enum zone_type highest)
{
	printk(m, "Mem-Info:\n");
	show_totals(m, highest);
	for (unsigned i = 0; i < m->s->nr_nodes; i++)
		show_node(m, i);
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		if (!shown(&m->s->zone[i], highest))
			continue;
		show_zone(m, i);
		show_reserves(m, i);
	}
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (shown(&m->s->zone[i], highest))
			show_free_lists(m, i);
	for (unsigned i = 0; i < m->s->nr_nodes; i++)
		printk(m, "Node %u hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB\n",
		       i);
	show_swap(m);
	show_ram(m);
}

bool ratelimit(struct machine *m, struct ratelimit *r, uint64_t interval_ns,
	       uint32_t burst)
{
	uint64_t now = m->s->now_ns;

	if (!r->begin_ns || now > r->begin_ns + interval_ns) {
		r->begin_ns = now ? now : 1;
		r->printed = 0;
	}
	if (r->printed >= burst) {
		r->missed++;
		return false;
	}
	r->printed++;
	return true;
}
