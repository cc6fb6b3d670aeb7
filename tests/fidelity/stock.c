#include "stock.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "mm/buddy.h"
#include "mm/watermark.h"

/* The list of blocks that no line touches. */
enum { TYPE_UNTOUCHED = MIGRATE_ISOLATE };

/* Zones of the set, all of it RAM: what is free is said page by page. */
static bool boot(struct stock *s, struct diag *why)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	spec.pcp_off = 0;
	spec.nr_cpus = s->set->nr_cpus;
	for (unsigned i = 0; i < s->set->nr_zones; i++) {
		const struct trace_zone *from = &s->set->zone[i];
		struct zone_spec *z = &spec.zone[spec.nr_zones++];

		while (z->type <= ZONE_NORMAL &&
		       strcmp(zone_type_name((enum zone_type)z->type), from->name))
			z->type++;
		if (z->type > ZONE_NORMAL) {
			diag_set(why, 0, 0, "start.txt: zone %s is none of DMA, DMA32, Normal",
				 from->name);
			return false;
		}
		z->pageblock_order = PAGEBLOCK_ORDER;
		z->start_pfn = from->start_pfn;
		z->spanned = from->spanned;
		z->present = z->spanned;
		z->managed = z->spanned;
		if (z->start_pfn + z->spanned > s->nr_frames)
			s->nr_frames = z->start_pfn + z->spanned;
	}
	return machine_boot(&s->m, &spec, &s->log, why);
}

struct zone *stock_zone(struct stock *s, pfn_t pfn)
{
	return zone_mut(&s->m, zone_number(&s->m, pfn));
}

/* Everything leaves the lists for a user. */
static void take_all(struct stock *s, struct zone *z)
{
	for (unsigned o = MAX_ORDER; o-- > 0;)
		for (unsigned t = 0; t < MIGRATE_TYPES; t++)
			for (;;) {
				pfn_t pfn = free_list_first(
					&s->m, z, o, (enum migratetype)t);

				if (pfn == PFN_NONE)
					break;
				buddy_isolate(&s->m, z, pfn, o);
				for (pfn_t p = pfn; p < pfn + (1u << o); p++)
					buddy_give(&s->m, z, p, 0);
			}
}

static bool tells_type(const struct trace_line *l)
{
	return l->kind == TRACE_TAKEN || l->kind == TRACE_DRAINED ||
	       l->kind == TRACE_FALLBACK;
}

/* Which type the block had before the line. */
static enum migratetype told_by(const struct trace_set *set,
				const struct trace_line *l)
{
	if (l->kind == TRACE_TAKEN && l->other)
		l = &set->line[l->other - 1];
	return (enum migratetype)(l->kind == TRACE_FALLBACK ? l->fallback_type :
							      l->type);
}

static unsigned frames_of(const struct trace_line *l)
{
	return 1u << (l->kind == TRACE_FALLBACK ? l->fallback_order : l->order);
}

static void find_touched(struct stock *s)
{
	s->touched = xcalloc((s->nr_frames >> PAGEBLOCK_ORDER) + 4,
			     sizeof(*s->touched));
	for (size_t i = 0; i < s->set->nr_lines; i++) {
		const struct trace_line *l = &s->set->line[i];

		if (!tells_type(l))
			continue;
		for (pfn_t p = l->pfn; p < l->pfn + frames_of(l);
		     p += PAGEBLOCK) {
			uint32_t *t = &s->touched[p >> PAGEBLOCK_ORDER];

			if (trace_zone_of(s->set, p) == s->set->nr_zones || *t)
				continue;
			*t = (uint32_t)i + 1;
			pageblock_set_type(&s->m, stock_zone(s, p), p,
					   told_by(s->set, l));
		}
	}
}

/* The earliest line that touches one of the block's pageblocks tells. */
static enum migratetype type_at_start(const struct stock *s, pfn_t pfn,
				      unsigned order)
{
	uint32_t first = 0;

	for (pfn_t p = pfn; p < pfn + (1u << order); p += PAGEBLOCK) {
		uint32_t t = s->touched[p >> PAGEBLOCK_ORDER];

		if (t && (!first || t < first))
			first = t;
	}
	return first ? told_by(s->set, &s->set->line[first - 1]) :
		       TYPE_UNTOUCHED;
}

/* Page by page, so that the engine joins them. */
static void put_block(struct stock *s, pfn_t pfn, unsigned order)
{
	enum migratetype type = type_at_start(s, pfn, order);
	struct zone *z = stock_zone(s, pfn);

	for (pfn_t p = pfn; p < pfn + (1u << order); p++) {
		buddy_take_back(&s->m, z, p, 0);
		buddy_free(&s->m, z, p, 0, type, true);
	}
	s->unordered[pfn] = 1;
}

/* A run, cut into the largest aligned blocks. */
static void put_run(struct stock *s, const struct trace_run *run)
{
	pfn_t pfn = run->start, end = run->start + run->pages;

	while (pfn < end) {
		unsigned order = MAX_ORDER - 1;

		while (pfn & ((1u << order) - 1) || pfn + (1u << order) > end)
			order--;
		put_block(s, pfn, order);
		pfn += 1u << order;
	}
}

/* The limits that the recorded zone's per-CPU lists had. */
static void set_limits(struct stock *s, struct zone *z)
{
	for (unsigned i = 0; i < s->set->nr_zones; i++) {
		const struct trace_zone *from = &s->set->zone[i];

		if (strcmp(from->name, z->name) != 0)
			continue;
		z->watermark[WMARK_LOW] = from->low;
		z->pcp_batch = zone_batchsize(from->managed);
		if (!z->pcp_batch)
			z->pcp_batch = 1;
		z->pcp_high = zone_highsize(&s->m, z, z->pcp_batch);
	}
}

static void fill(struct stock *s)
{
	s->unordered = xcalloc(s->nr_frames + 1, 1);
	s->pcp = xcalloc(s->nr_frames + 1, 1);
	for (unsigned i = 0; i < s->m.s->nr_zones; i++) {
		take_all(s, zone_mut(&s->m, i));
		set_limits(s, zone_mut(&s->m, i));
	}
	find_touched(s);
	for (size_t i = 0; i < s->set->start.nr; i++)
		put_run(s, &s->set->start.r[i]);
	for (size_t i = 0; i < s->set->nr_pcp; i++)
		s->pcp[s->set->pcp[i].pfn] = (uint8_t)(s->set->pcp[i].order + 1);
}

pfn_t stock_next(const struct stock *s, const struct zone *z, unsigned order,
		 enum migratetype type, unsigned *found)
{
	for (unsigned o = order; o < MAX_ORDER; o++) {
		pfn_t pfn = free_list_first(&s->m, z, o, type);

		*found = o;
		if (pfn != PFN_NONE)
			return pfn;
	}
	return PFN_NONE;
}

/* It goes to the tail, then all others do, in their order. */
void stock_to_front(struct stock *s, struct zone *z, pfn_t pfn, unsigned order,
		    enum migratetype type)
{
	buddy_move(&s->m, z, pfn, order, type);
	for (;;) {
		pfn_t first = free_list_first(&s->m, z, order, type);

		if (first == pfn)
			return;
		buddy_move(&s->m, z, first, order, type);
	}
}

void stock_take_by_force(struct stock *s, struct zone *z, pfn_t pfn,
			 unsigned order, unsigned from, enum migratetype type)
{
	buddy_isolate(&s->m, z, pfn, from);
	while (from > order) {
		from--;
		buddy_free(&s->m, z, pfn + (1u << from), from, type, false);
	}
}

void stock_move(struct stock *s, struct zone *z, pfn_t pfn, unsigned order,
		enum migratetype type)
{
	buddy_move(&s->m, z, pfn, order, type);
	s->unordered[pfn] = 0;
}

bool stock_any_free(const struct stock *s, pfn_t pfn, unsigned order)
{
	enum migratetype list;
	unsigned o;
	pfn_t first;

	for (pfn_t p = pfn; p < pfn + (1u << order); p++)
		if (buddy_find(&s->m, p, &first, &o, &list))
			return true;
	return false;
}

bool stock_put(struct stock *s, pfn_t pfn, unsigned order,
	       enum migratetype type)
{
	struct zone *z = stock_zone(s, pfn);
	unsigned o;
	pfn_t first;

	if (stock_any_free(s, pfn, order))
		return false;
	buddy_take_back(&s->m, z, pfn, order);
	o = buddy_free(&s->m, z, pfn, order, type, false);
	first = pfn & ~(pfn_t)((1u << o) - 1);
	memset(s->unordered + first, 0, (size_t)1 << o);
	s->pcp[pfn] = 0;
	/* 6.18 gives both pageblocks of a joined block one type */
	for (pfn_t p = first; s->set->is_618 && o > PAGEBLOCK_ORDER &&
	     p < first + (1u << o); p += PAGEBLOCK)
		pageblock_set_type(&s->m, z, p, type);
	return true;
}

bool stock_open(struct stock *s, const struct trace_set *set, struct diag *why)
{
	*s = (struct stock){ .set = set };
	event_log_open(&s->log, 16);
	s->log.mask = EVENT_NONE;
	if (boot(s, why)) {
		fill(s);
		return true;
	}
	event_log_close(&s->log);
	return false;
}

void stock_close(struct stock *s)
{
	machine_close(&s->m);
	event_log_close(&s->log);
	free(s->unordered);
	free(s->pcp);
	free(s->touched);
}
