#include "mm/proc_files.h"

#include <inttypes.h>

#include "mm/buddy.h"
#include "mm/zone.h"

/* Source: mm/vmstat.c frag_show_print() (6.1). */
void print_buddyinfo(const struct machine *m, struct text *out)
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
void print_pagetypeinfo(const struct machine *m, struct text *out)
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
