#include "guest_blocks.h"

#include <string.h>

#include "mm/page_free.h"
#include "tree.h"
#include "value.h"

/* Types whose pageblocks tasks' memory takes only when there is no other. */
static const enum migratetype laid[] = { MIGRATE_UNMOVABLE,
					 MIGRATE_RECLAIMABLE };
enum { NR_LAID = sizeof(laid) / sizeof(*laid) };

/* Of a band the lower end. */
static uint64_t low_end(const cJSON *v)
{
	struct ends e;

	return value_ends(v, &e) && e.low > 0 ? (uint64_t)e.low : 0;
}

/* The row of a list that is of this zone (and type, if there is one). */
static const cJSON *row_of(const cJSON *rows, const cJSON *zone,
			   const char *type)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, rows)
		if (low_end(key(row, "node")) == low_end(key(zone, "node")) &&
		    !strcmp(words(row, "zone", ""), words(zone, "zone", "?")) &&
		    (!type || !strcmp(words(row, "type", ""), type)))
			return row;
	return NULL;
}

static const cJSON *free_row(const cJSON *before, const cJSON *zone,
			     enum migratetype type)
{
	const cJSON *info = key(before, "pagetypeinfo");

	return key(row_of(key(info, "free"), zone, migratetype_name(type)),
		   "free_blocks");
}

uint64_t guest_blocks_free(const cJSON *before, const cJSON *zone)
{
	uint64_t pages = 0;

	for (int i = 0; i < NR_LAID; i++) {
		const cJSON *count;
		unsigned order = 0;

		cJSON_ArrayForEach(count, free_row(before, zone, laid[i]))
			pages += low_end(count) << order++;
	}
	return pages;
}

/* The first frame from pfn on that the kernel holds, at such a border. */
static pfn_t next_held(const struct machine *m, const struct zone *z, pfn_t pfn,
		       uint64_t border)
{
	pfn = (pfn + border - 1) & ~(border - 1);
	while (pfn < zone_end_pfn(z) && zone_kind(m, pfn) != KIND_KERNEL)
		pfn += border;
	return pfn;
}

/*
 * The next free block, from large ones to small ones, so that only one of its
 * own order could be its buddy. Return: the frame behind it.
 */
static pfn_t punch(struct guest *g, struct zone *z, pfn_t pfn, unsigned order,
		   bool after_equal)
{
	const uint64_t size = UINT64_C(1) << order;

	pfn = next_held(&g->m, z, pfn, size);
	if (after_equal && pfn & size)
		pfn = next_held(&g->m, z, pfn + 1, size);
	for (uint64_t i = 0; i < size && pfn + i < zone_end_pfn(z); i++)
		if (zone_kind(&g->m, pfn + i) == KIND_KERNEL)
			free_pages(&g->m, pfn + i, 0);
	return pfn + size;
}

/* Pageblocks of one type from `pfn` on. Return: the frame behind them. */
static pfn_t lay_type(struct guest *g, struct zone *z, pfn_t pfn,
		      enum migratetype type, uint64_t nr, const cJSON *counts)
{
	uint64_t size = UINT64_C(1) << z->pageblock_order;
	pfn_t at = pfn;

	for (uint64_t i = 0; i < nr && pfn < zone_end_pfn(z); i++, pfn += size)
		pageblock_set_type(&g->m, z, pfn, type);
	for (int order = cJSON_GetArraySize(counts) - 1; order >= 0; order--) {
		uint64_t blocks = low_end(cJSON_GetArrayItem(counts, order));

		for (uint64_t i = 0; i < blocks && at < pfn; i++)
			at = punch(g, z, at, (unsigned)order, i > 0);
	}
	return pfn;
}

bool guest_blocks_lay(struct guest *g, struct zone *z, const cJSON *before,
		      const cJSON *zone)
{
	const cJSON *blocks = row_of(key(key(before, "pagetypeinfo"),
					 "pageblocks"), zone, NULL);
	uint32_t pcp_on = g->m.s->pcp_on;
	pfn_t pfn;

	if (!blocks)
		return false;
	pfn = next_held(&g->m, z, z->start_pfn, 1) &
	      ~((UINT64_C(1) << z->pageblock_order) - 1);
	g->m.s->pcp_on = 0;
	for (int i = 0; i < NR_LAID; i++)
		pfn = lay_type(g, z, pfn, laid[i],
			       low_end(key(blocks, migratetype_name(laid[i]))),
			       free_row(before, zone, laid[i]));
	g->m.s->pcp_on = pcp_on;
	return true;
}
