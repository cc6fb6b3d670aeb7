#include "mm/proc_files.h"

#include <inttypes.h>

#include "mm/kswapd.h"
#include "mm/pcp.h"
#include "mm/vmstat.h"
#include "mm/zone.h"

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

/* What stands on each CPU's lists, and their limits. */
static void print_pagesets(const struct machine *m, const struct zone *z,
			   struct text *out)
{
	text_puts(out, "\n  pagesets");
	for (uint32_t cpu = 0; cpu < m->s->nr_cpus; cpu++) {
		const struct per_cpu_pages *pcp = pcp_at(m, zone_nr(m, z), cpu);

		text_printf(out,
			    "\n    cpu: %u"
			    "\n              count: %u"
			    "\n              high:  %" PRIu64
			    "\n              batch: %u"
			    "\n  vm stats threshold: %" PRIu64,
			    cpu, pcp ? pcp->count : 0, z->pcp_high, z->pcp_batch,
			    stat_threshold(m, z));
	}
}

/* kswapd has given the node up: so many runs in a row brought no page. */
static bool node_hopeless(const struct machine *m, unsigned node)
{
	return m->s->node[node].kswapd.failures >= MAX_RECLAIM_RETRIES;
}

/* Source: mm/vmstat.c zoneinfo_show_print() (6.1). */
void print_zoneinfo(const struct machine *m, struct text *out)
{
	int last_node = -1;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		text_printf(out, "Node %d, zone %8s", z->node, z->name);
		if (zone_populated(z) && z->node != last_node) {
			last_node = z->node;
			text_puts(out, "\n  per-node stats");
			for (unsigned k = 0; k < NR_VM_NODE_STAT_ITEMS; k++)
				text_printf(out, "\n      %-12s %" PRIu64,
					    node_stat_names[k],
					    m->s->node[z->node].stat[k]);
		}
		print_zone_head(m, z, out);
		if (!zone_populated(z)) {
			text_puts(out, "\n");
			continue;
		}
		for (unsigned k = 0; k < NR_ZONE_COUNTERS; k++)
			text_printf(out, "\n      %-12s %" PRIu64,
				    zone_counter_names[k], zone_counter(z, k));
		print_pagesets(m, z, out);
		text_printf(out, "\n  node_unreclaimable:  %d\n  start_pfn:           %" PRIu64 "\n",
			    node_hopeless(m, z->node), z->start_pfn);
	}
}
