/*
 * zone - physical memory laid out: blocks of 4 MiB, frames, pageblocks, zones
 *
 * block      1024 frames, aligned; an entry of the block table
 * chunk      the frames of a block, made when its first frame leaves the
 *            block of order 10; never taken away again
 * pageblock  1 << zone.pageblock_order frames that share a migrate type
 *
 * Always: the counts of a chunk's groups and of a zone say how many frames of
 *         each kind there are; a block in BLOCK_FREE, BLOCK_RESERVED and
 *         BLOCK_HOLE is of one kind throughout.
 */
#ifndef MM_ZONE_H
#define MM_ZONE_H

#include "mm/machine.h"

#define PFN_NONE (~(pfn_t)0)

static inline const struct block *block_at(const struct machine *m, uint64_t n)
{
	return (const struct block *)arena_get(&m->arena, m->s->blocks) + n;
}

static inline struct block *block_mut(struct machine *m, uint64_t n)
{
	return arena_mut_small(&m->arena, m->s->blocks + (handle_t)n);
}

/* The frame, or NULL where no chunk is: outside of RAM or never used. */
static inline const struct frame *frame_at(const struct machine *m, pfn_t pfn)
{
	const struct block *b;

	if (pfn >> BLOCK_SHIFT >= m->s->nr_blocks)
		return NULL;
	b = block_at(m, pfn >> BLOCK_SHIFT);
	if (!b->chunk)
		return NULL;
	return chunk_whole_at(m, b->chunk)->frame + (pfn & (BLOCK_FRAMES - 1));
}

/* The frame to write to; its chunk must be there. */
static inline struct frame *frame_mut(struct machine *m, pfn_t pfn)
{
	const struct block *b = block_at(m, pfn >> BLOCK_SHIFT);
	uint32_t in = (uint32_t)(pfn & (BLOCK_FRAMES - 1));

	bug_on_debug(!b->chunk);
	return arena_mut_small(&m->arena,
			       b->chunk + in * (handle_t)(sizeof(struct frame) /
							  ARENA_GRAIN));
}

static inline unsigned frame_order(const struct frame *f)
{
	return f->flags & 15;
}

/* Of the first frame of a block; any other one of it says KIND_FREE. */
static inline enum frame_kind frame_kind(const struct frame *f)
{
	return (enum frame_kind)(f->flags >> FRAME_KIND_SHIFT & 15);
}

static inline enum migratetype frame_list_type(const struct frame *f)
{
	return (enum migratetype)(f->flags >> FRAME_TYPE_SHIFT & 7);
}

static inline unsigned frame_zone(const struct frame *f)
{
	return f->flags >> FRAME_ZONE_SHIFT & 31;
}

/* Its 36 bits are enough for 256 TiB of a file. */
static inline void frame_set_index(struct frame *f, uint64_t index)
{
	f->index = index & ((UINT64_C(1) << 36) - 1);
}

static inline void frame_set_swap(struct frame *f, uint32_t entry)
{
	f->swap = entry & ((UINT32_C(1) << 28) - 1);
}

/* Node of a frame that has a chunk. */
static inline unsigned frame_node(const struct machine *m,
				  const struct frame *f)
{
	return m->s->zone[frame_zone(f)].node;
}

/* Number of the zone that the frame lies in; MAX_ZONES if in none. */
unsigned zone_number(const struct machine *m, pfn_t pfn);

static inline struct zone *zone_mut(struct machine *m, unsigned nr)
{
	return &m->s->zone[nr];
}

static inline unsigned zone_nr(const struct machine *m, const struct zone *z)
{
	return (unsigned)(z - m->s->zone);
}

static inline bool zone_populated(const struct zone *z)
{
	return z->present != 0;
}

/*
 * Blocks of that order pass through the per-CPU lists: 0 to 3, and a pageblock
 * (PR5.1).
 */
static inline bool pcp_allowed_order(const struct machine *m,
				     const struct zone *z, unsigned order)
{
	return m->s->pcp_on && (order <= PAGE_ALLOC_COSTLY_ORDER ||
				order == z->pageblock_order);
}

static inline pfn_t zone_end_pfn(const struct zone *z)
{
	return z->start_pfn + z->spanned;
}

/* A block of frames: on a free list, in hand, or given out as one. */
struct frame_block {
	pfn_t		 pfn;		/* first frame */
	unsigned	 order;
	uint32_t	 state;		/* PG_BUDDY, PG_INHAND or PG_HEAD */
	enum migratetype type;		/* list, of a free one */
};

/* The block that holds pfn. Return: false for frames outside of all blocks. */
bool frame_block(const struct machine *m, pfn_t pfn, struct frame_block *b);

/* Kind of one frame, chunk or not, first of its block or not. */
enum frame_kind zone_kind(const struct machine *m, pfn_t pfn);

/*
 * How many frames of each kind lie in [pfn, pfn + nr): whole groups of 64 and
 * whole blocks by their counts, the rest one by one. counts is added to.
 */
void frames_count(const struct machine *m, pfn_t pfn, uint64_t nr,
		  uint64_t counts[MAX_KINDS]);

/* The block gets its frames (once). All of it is in the same state until now. */
void chunk_make(struct machine *m, uint64_t block);

/*
 * The block becomes that kind; all counts follow. Only its first frame says
 * so: zone_kind() tells it of the others.
 */
void block_set_kind(struct machine *m, pfn_t pfn, unsigned order,
		    enum frame_kind kind);

enum migratetype pageblock_type(const struct machine *m, pfn_t pfn);
void pageblock_set_type(struct machine *m, const struct zone *z, pfn_t pfn,
			enum migratetype type);

/*
 * Fallback zonelists of all nodes (PR1.7), from the distances.
 * Source: mm/page_alloc.c build_zonelists() (6.1). Left out: nodes without
 * memory, which no scenario has.
 */
void zonelists_build(struct machine *m,
		     const uint32_t distance[MAX_NODES][MAX_NODES]);

/* Orders in which node `of` falls back, nr of them (PV1.4). */
void node_order(uint32_t nr, const uint32_t distance[MAX_NODES][MAX_NODES],
		uint32_t load[MAX_NODES], uint32_t of, uint32_t order[MAX_NODES]);

const char *zone_type_name(enum zone_type type);
const char *frame_kind_name(enum frame_kind kind);
const char *migratetype_name(enum migratetype type);

#endif
