#include "mm/zone.h"

#include <string.h>

static const char *const zone_names[] = {
	[ZONE_DMA] = "DMA",	    [ZONE_DMA32] = "DMA32",
	[ZONE_NORMAL] = "Normal",   [ZONE_HIGHMEM] = "HighMem",
	[ZONE_MOVABLE] = "Movable", [ZONE_DEVICE] = "Device",
};

static const char *const kind_names[MAX_KINDS] = {
	[KIND_FREE] = "free",	    [KIND_HOLE] = "hole",
	[KIND_RESERVED] = "reserved", [KIND_INHAND] = "in hand",
	[KIND_PCP] = "per-CPU list", [KIND_KERNEL] = "kernel",
	[KIND_PGTABLE] = "page table", [KIND_SLAB] = "slab",
	[KIND_ANON] = "anonymous",  [KIND_FILE] = "file",
	[KIND_SHMEM] = "shmem",	    [KIND_HUGE] = "huge",
};

static const char *const type_names[MIGRATE_TYPES] = {
	"Unmovable", "Movable", "Reclaimable", "HighAtomic", "Isolate",
};

const char *zone_type_name(enum zone_type type)
{
	return type < MAX_NR_ZONES ? zone_names[type] : "?";
}

const char *frame_kind_name(enum frame_kind kind)
{
	return kind < NR_KINDS ? kind_names[kind] : "?";
}

const char *migratetype_name(enum migratetype type)
{
	return type < MIGRATE_TYPES ? type_names[type] : "?";
}

unsigned zone_number(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (f)
		return frame_zone(f) < MAX_ZONES ? frame_zone(f) : MAX_ZONES;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (pfn >= z->start_pfn && pfn < zone_end_pfn(z))
			return i;
	}
	return MAX_ZONES;
}

static enum frame_kind block_kind(const struct block *b)
{
	static const enum frame_kind kinds[] = {
		[BLOCK_HOLE] = KIND_HOLE,
		[BLOCK_RESERVED] = KIND_RESERVED,
		[BLOCK_FREE] = KIND_FREE,
	};

	return kinds[b->state];
}

bool frame_block(const struct machine *m, pfn_t pfn, struct frame_block *b)
{
	const uint32_t heads = PG_BUDDY | PG_INHAND | PG_HEAD;
	const struct block *entry;

	if (pfn >> BLOCK_SHIFT >= m->s->nr_blocks)
		return false;
	entry = block_at(m, pfn >> BLOCK_SHIFT);
	if (entry->state == BLOCK_FREE) {
		*b = (struct frame_block){
			.pfn = pfn & ~(pfn_t)(BLOCK_FRAMES - 1),
			.order = MAX_ORDER - 1, .state = PG_BUDDY,
			.type = (enum migratetype)entry->type,
		};
		return true;
	}
	/* a block is aligned to its size: its first frame is one of these */
	for (unsigned o = 0; entry->chunk && o < MAX_ORDER; o++) {
		pfn_t head = pfn & ~((UINT64_C(1) << o) - 1);
		const struct frame *f = frame_at(m, head);

		if (!(f->flags & heads) || frame_order(f) < o)
			continue;
		*b = (struct frame_block){
			.pfn = head, .order = frame_order(f),
			.state = f->flags & heads, .type = frame_list_type(f),
		};
		return true;
	}
	return false;
}

enum frame_kind zone_kind(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	struct frame_block b;

	if (!f)
		return pfn >> BLOCK_SHIFT < m->s->nr_blocks ?
			       block_kind(block_at(m, pfn >> BLOCK_SHIFT)) :
			       KIND_HOLE;
	if (frame_kind(f) == KIND_FREE && frame_block(m, pfn, &b))
		f = frame_at(m, b.pfn);
	return f ? frame_kind(f) : KIND_FREE;
}

/* Frames of one chunk, from pfn to end. */
static void chunk_count(const struct machine *m, const struct chunk *c,
			pfn_t pfn, pfn_t end, uint64_t counts[MAX_KINDS])
{
	while (pfn < end) {
		if (pfn % GROUP_FRAMES == 0 && end - pfn >= GROUP_FRAMES) {
			uint64_t group = pfn % BLOCK_FRAMES / GROUP_FRAMES;

			for (int k = 0; k < MAX_KINDS; k++)
				counts[k] += c->count[group][k];
			pfn += GROUP_FRAMES;
		} else {
			counts[zone_kind(m, pfn)]++;
			pfn++;
		}
	}
}

void frames_count(const struct machine *m, pfn_t pfn, uint64_t nr,
		  uint64_t counts[MAX_KINDS])
{
	pfn_t end = pfn + nr;

	while (pfn < end) {
		uint64_t n = pfn >> BLOCK_SHIFT;
		pfn_t stop = (n + 1) << BLOCK_SHIFT;
		const struct block *b;

		if (n >= m->s->nr_blocks) {
			counts[KIND_HOLE] += end - pfn;
			return;
		}
		stop = stop < end ? stop : end;
		b = block_at(m, n);
		if (b->chunk)
			chunk_count(m, chunk_whole_at(m, b->chunk), pfn, stop,
				    counts);
		else
			counts[block_kind(b)] += stop - pfn;
		pfn = stop;
	}
}

void chunk_make(struct machine *m, uint64_t block)
{
	struct block *b = block_mut(m, block);
	enum frame_kind kind = block_kind(b);
	uint32_t flags = (uint32_t)kind << FRAME_KIND_SHIFT |
			 (uint32_t)b->zone << FRAME_ZONE_SHIFT;
	handle_t h = arena_grow(&m->arena, sizeof(struct chunk));
	struct chunk *c;

	if (!h)
		machine_escape(m, ESCAPE_FULL);
	c = chunk_whole_mut(m, h);
	for (unsigned i = 0; i < BLOCK_FRAMES; i++)
		c->frame[i].flags = flags;
	for (unsigned g = 0; g < BLOCK_GROUPS; g++)
		c->count[g][kind] = GROUP_FRAMES;
	memset(c->pageblock_type, b->type, sizeof(c->pageblock_type));
	b->chunk = h;
	if (b->state != BLOCK_FREE)
		b->state = BLOCK_CHUNK;
}

static uint32_t pageblock_in_chunk(const struct zone *z, pfn_t pfn)
{
	return (uint32_t)(pfn & (BLOCK_FRAMES - 1)) >> z->pageblock_order;
}

enum migratetype pageblock_type(const struct machine *m, pfn_t pfn)
{
	const struct block *b = block_at(m, pfn >> BLOCK_SHIFT);
	const struct zone *z = &m->s->zone[zone_number(m, pfn)];

	return b->chunk ? pageblock_type_in(m, z, pfn) :
			  (enum migratetype)b->type;
}

void pageblock_set_type(struct machine *m, const struct zone *z, pfn_t pfn,
			enum migratetype type)
{
	const struct block *b = block_at(m, pfn >> BLOCK_SHIFT);
	uint32_t in = pageblock_in_chunk(z, pfn);
	size_t at = offsetof(struct chunk, pageblock_type) + in;
	uint8_t *byte;

	if (!b->chunk)
		chunk_make(m, pfn >> BLOCK_SHIFT);
	byte = arena_mut(&m->arena, b->chunk + (handle_t)(at / ARENA_GRAIN), 16);
	byte[at % ARENA_GRAIN] = (uint8_t)type;
}

/*
 * The unused node that is cheapest to reach: near, with a number above ours,
 * and seldom chosen before. Every node has a CPU of its own in the model.
 *
 * Source: mm/page_alloc.c find_next_best_node() (6.1).
 */
static uint32_t next_best_node(uint32_t nr,
			       const uint32_t distance[MAX_NODES][MAX_NODES],
			       const uint32_t load[MAX_NODES], uint32_t of,
			       uint32_t used)
{
	uint64_t best_cost = UINT64_MAX;
	uint32_t best = MAX_NODES;

	if (!(used & 1u << of))
		return of;
	for (uint32_t n = 0; n < nr; n++) {
		uint64_t cost = distance[of][n] + (n < of) + 1;

		if (used & 1u << n)
			continue;
		cost = cost * 1024 + load[n];	/* MAX_NUMNODES on Debian */
		if (cost < best_cost) {
			best_cost = cost;
			best = n;
		}
	}
	return best;
}

void node_order(uint32_t nr, const uint32_t distance[MAX_NODES][MAX_NODES],
		uint32_t load[MAX_NODES], uint32_t of, uint32_t order[MAX_NODES])
{
	uint32_t used = 0, prev = of;

	for (uint32_t i = 0; i < nr; i++) {
		uint32_t n = next_best_node(nr, distance, load, of, used);

		/* the first of a group of equals takes the load next time */
		if (distance[of][n] != distance[of][prev])
			load[n]++;
		order[i] = n;
		used |= 1u << n;
		prev = n;
	}
}

void zonelists_build(struct machine *m,
		     const uint32_t distance[MAX_NODES][MAX_NODES])
{
	uint32_t load[MAX_NODES] = { 0 };
	uint32_t order[MAX_NODES];

	for (uint32_t of = 0; of < m->s->nr_nodes; of++) {
		struct node *node = &m->s->node[of];

		node_order(m->s->nr_nodes, distance, load, of, order);
		node->nr_zonelist = 0;
		for (uint32_t i = 0; i < m->s->nr_nodes; i++)
			for (unsigned z = m->s->nr_zones; z-- > 0;)
				if (m->s->zone[z].node == order[i] &&
				    m->s->zone[z].managed)
					node->zonelist[node->nr_zonelist++] =
						(uint8_t)z;
	}
}
