#include "mm/proc_files.h"

#include <inttypes.h>

#include "mm/vmstat.h"
#include "mm/writeback.h"
#include "mm/zone.h"

enum {
	NR_FREE_PAGES,
	NR_ZONE_LRU,		/* five of them, in the order of enum lru_list */
	NR_ZONE_WRITE_PENDING = NR_ZONE_LRU + NR_LRU_LISTS,
	NR_MLOCK,
	NR_BOUNCE,
	NR_ZSPAGES,
	NR_FREE_CMA,
	NUMA_HIT,
	NUMA_MISS,
	NUMA_FOREIGN,
	NUMA_INTERLEAVE,
	NUMA_LOCAL,
	NUMA_OTHER,
};

const char *const zone_counter_names[NR_ZONE_COUNTERS] = {
	"nr_free_pages", "nr_zone_inactive_anon", "nr_zone_active_anon",
	"nr_zone_inactive_file", "nr_zone_active_file", "nr_zone_unevictable",
	"nr_zone_write_pending", "nr_mlock", "nr_bounce", "nr_zspages",
	"nr_free_cma", "numa_hit", "numa_miss", "numa_foreign",
	"numa_interleave", "numa_local", "numa_other",
};
static_assert(NUMA_OTHER + 1 == NR_ZONE_COUNTERS, "a name each");

uint64_t zone_counter(const struct zone *z, unsigned counter)
{
	switch (counter) {
	case NR_FREE_PAGES:
		return z->nr_free;
	case NR_ZONE_WRITE_PENDING:
		return z->nr_write_pending;
	case NR_MLOCK:
		return z->nr_mlock;
	case NUMA_HIT:
		return z->numa_hit;
	case NUMA_MISS:
		return z->numa_miss;
	case NUMA_FOREIGN:
		return z->numa_foreign;
	case NUMA_LOCAL:
		return z->numa_local;
	case NUMA_OTHER:
		return z->numa_other;
	default:
		return counter < NR_ZONE_WRITE_PENDING ?
		       z->nr_lru[counter - NR_ZONE_LRU] : 0;
	}
}

static void print_value(struct text *out, const char *name, uint64_t value)
{
	text_printf(out, "%s %" PRIu64 "\n", name, value);
}

/* Zone types as the names of counters end: those of the machine's nodes. */
static const char *const zone_endings[MAX_NR_ZONES] = {
	[ZONE_DMA] = "dma", [ZONE_DMA32] = "dma32", [ZONE_NORMAL] = "normal",
	[ZONE_HIGHMEM] = "high", [ZONE_MOVABLE] = "movable",
	[ZONE_DEVICE] = "device",
};

static uint64_t pgalloc(const struct zone *z)
{
	return z->pgalloc;
}

static uint64_t allocstall(const struct zone *z)
{
	return z->allocstall;
}

static uint64_t pgskip(const struct zone *z)
{
	return z->pgskip;
}

/* "pgalloc_dma" ...: of all nodes, by zone type. */
static void print_by_zone(const struct machine *m, const char *name,
			  uint64_t (*of)(const struct zone *), struct text *out)
{
	for (unsigned type = 0; type < MAX_NR_ZONES; type++) {
		uint64_t sum = 0;
		bool any = false;

		for (unsigned i = 0; i < m->s->nr_zones; i++) {
			const struct zone *z = &m->s->zone[i];

			if (z->type != type)
				continue;
			any = true;
			sum += of(z);
		}
		if (any)
			text_printf(out, "%s_%s %" PRIu64 "\n", name,
				    zone_endings[type], sum);
	}
}

static void print_events(const struct machine *m, unsigned from, unsigned to,
			 struct text *out)
{
	for (unsigned i = from; i < to; i++)
		print_value(out, vm_event_names[i], m->s->vm_event[i]);
}

/* Source: mm/vmstat.c vmstat_text[], vmstat_start() (6.1). */
void print_vmstat(const struct machine *m, struct text *out)
{
	struct dirty_limits limits = dirty_limits(m);

	for (unsigned k = 0; k < NR_ZONE_COUNTERS; k++) {
		uint64_t sum = 0;

		for (unsigned i = 0; i < m->s->nr_zones; i++)
			sum += zone_counter(&m->s->zone[i], k);
		print_value(out, zone_counter_names[k], sum);
	}
	for (unsigned k = 0; k < NR_VM_NODE_STAT_ITEMS; k++)
		print_value(out, node_stat_names[k],
			    node_stat_sum(m, (enum node_stat_item)k));
	print_value(out, "nr_dirty_threshold", limits.thresh);
	print_value(out, "nr_dirty_background_threshold", limits.background);
	print_events(m, 0, PGFREE, out);
	print_by_zone(m, "pgalloc", pgalloc, out);
	print_by_zone(m, "allocstall", allocstall, out);
	print_by_zone(m, "pgskip", pgskip, out);
	print_events(m, PGFREE, NR_VM_EVENTS, out);
}
