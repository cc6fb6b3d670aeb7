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

#include <stddef.h>

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

/* The frame to write to, of a block whose chunk is known. */
static inline struct frame *frame_in(struct machine *m, handle_t chunk,
				     pfn_t pfn)
{
	uint32_t in = (uint32_t)pfn & (BLOCK_FRAMES - 1);

	bug_on_debug(!chunk);
	return arena_mut_small(&m->arena,
			       chunk + in * (handle_t)(sizeof(struct frame) /
						       ARENA_GRAIN));
}

/* The frame to write to; its chunk must be there. */
static inline struct frame *frame_mut(struct machine *m, pfn_t pfn)
{
	return frame_in(m, block_at(m, pfn >> BLOCK_SHIFT)->chunk, pfn);
}

/* Another frame to write to: mostly of the same chunk as f, of number pfn. */
static inline struct frame *frame_near(struct machine *m, const struct frame *f,
				       pfn_t pfn, pfn_t to)
{
	if ((pfn ^ to) >> BLOCK_SHIFT)
		return frame_mut(m, to);
	return arena_touch(&m->arena, f + (int64_t)(to - pfn));
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

/* What the first frame of a block says about it: these bits of its flags. */
#define FRAME_HEAD_MASK (PG_HEAD | PG_BUDDY | PG_INHAND | \
			 15u << FRAME_ORDER_SHIFT | 7u << FRAME_TYPE_SHIFT)

/* `state` is PG_BUDDY, PG_INHAND or PG_HEAD, 0 = no first frame any more. */
static inline uint32_t frame_head_bits(uint32_t state, unsigned order,
				       enum migratetype type)
{
	return state | order << FRAME_ORDER_SHIFT |
	       (uint32_t)type << FRAME_TYPE_SHIFT;
}

static inline void frame_set_head(struct frame *f, uint32_t state,
				  unsigned order, enum migratetype type)
{
	f->flags = (f->flags & ~FRAME_HEAD_MASK) |
		   frame_head_bits(state, order, type);
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

/*
 * Node of a frame that has a chunk. Of a machine's only node it is known
 * without waiting for the frame.
 */
static inline unsigned frame_node(const struct machine *m,
				  const struct frame *f)
{
	if (__builtin_expect(m->s->nr_nodes == 1, 1))
		return 0;
	return m->s->zone[frame_zone(f)].node;
}

/* Number of the zone that the frame lies in; MAX_ZONES if in none. */
unsigned zone_number(const struct machine *m, pfn_t pfn);

/* By addition: the compiler would find &zone[nr] anew for each field. */
static inline struct zone *zone_mut(struct machine *m, unsigned nr)
{
	return m->s->zone + nr;
}

static inline unsigned zone_nr(const struct machine *m, const struct zone *z)
{
	(void)m;
	return z->nr;
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

/* The largest order of which the zone can have a block. */
static inline unsigned zone_top_order(const struct zone *z)
{
	unsigned o = MAX_ORDER - 1;

	while (o && UINT64_C(1) << o > z->spanned)
		o--;
	return o;
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

/* The frame f, of number pfn, comes to an end of a list; it is on none. */
static inline void page_list_add(struct machine *m, struct page_list *list,
				 struct frame *f, pfn_t pfn, bool to_tail)
{
	uint32_t link = (uint32_t)pfn + 1;

	f->next = to_tail ? 0 : list->head;
	f->prev = to_tail ? list->tail : 0;
	if (f->next)
		frame_near(m, f, pfn, f->next - 1)->prev = link;
	else
		list->tail = link;
	if (f->prev)
		frame_near(m, f, pfn, f->prev - 1)->next = link;
	else
		list->head = link;
}

static inline void page_list_del(struct machine *m, struct page_list *list,
				 struct frame *f, pfn_t pfn)
{
	if (f->next)
		frame_near(m, f, pfn, f->next - 1)->prev = f->prev;
	else
		list->tail = f->prev;
	if (f->prev)
		frame_near(m, f, pfn, f->prev - 1)->next = f->next;
	else
		list->head = f->next;
	f->next = 0;
	f->prev = 0;
}

/* Frames are counted as of another kind from now on: nr of one group. */
static inline void group_recount(struct machine *m, handle_t chunk, pfn_t pfn,
				 unsigned nr, enum frame_kind was,
				 enum frame_kind is)
{
	const handle_t counts = offsetof(struct chunk, count) / ARENA_GRAIN;
	uint32_t group = (uint32_t)(pfn >> GROUP_SHIFT) & (BLOCK_GROUPS - 1);
	uint8_t *count = arena_mut_small(&m->arena, chunk + counts + group);

	count[was] = (uint8_t)(count[was] - nr);
	count[is] = (uint8_t)(count[is] + nr);
}
static_assert((int)MAX_KINDS == (int)ARENA_GRAIN, "the counts of a group are a grain");

/* ... of a zone; all in one block of 1024. */
static inline void frames_recount(struct machine *m, struct zone *z, pfn_t pfn,
				  uint64_t nr, enum frame_kind was,
				  enum frame_kind is)
{
	handle_t chunk = block_at(m, pfn >> BLOCK_SHIFT)->chunk;
	pfn_t end = pfn + nr;

	z->nr_kind[was] -= nr;
	z->nr_kind[is] += nr;
	while (pfn < end) {
		pfn_t stop = (pfn | (GROUP_FRAMES - 1)) + 1;

		stop = stop < end ? stop : end;
		group_recount(m, chunk, pfn, (unsigned)(stop - pfn), was, is);
		pfn = stop;
	}
}

/*
 * The zone's block becomes that kind; all counts follow. Only its first frame
 * says so, whose flags lose `cleared` and get `set`: zone_kind() tells it of the
 * others. Return: its first frame, to write to.
 */
static inline struct frame *block_turn(struct machine *m, struct zone *z,
				       pfn_t pfn, unsigned order,
				       enum frame_kind kind, uint32_t cleared,
				       uint32_t set)
{
	handle_t chunk = block_at(m, pfn >> BLOCK_SHIFT)->chunk;
	struct frame *f = frame_in(m, chunk, pfn);
	enum frame_kind was = frame_kind(f);

	bug_on_debug(frame_zone(f) != zone_nr(m, z));
	f->flags = (f->flags & ~(15u << FRAME_KIND_SHIFT | cleared)) | set |
		   (uint32_t)kind << FRAME_KIND_SHIFT;
	if (order > GROUP_SHIFT) {
		frames_recount(m, z, pfn, UINT64_C(1) << order, was, kind);
		return f;
	}
	z->nr_kind[was] -= UINT64_C(1) << order;
	z->nr_kind[kind] += UINT64_C(1) << order;
	group_recount(m, chunk, pfn, 1u << order, was, kind);
	return f;
}

static inline struct frame *block_set_kind(struct machine *m, struct zone *z,
					   pfn_t pfn, unsigned order,
					   enum frame_kind kind)
{
	return block_turn(m, z, pfn, order, kind, 0, 0);
}

enum migratetype pageblock_type(const struct machine *m, pfn_t pfn);
/* The same, of a frame with a chunk in that zone. */
static inline enum migratetype pageblock_type_in(const struct machine *m,
						 const struct zone *z,
						 pfn_t pfn)
{
	const struct block *b = block_at(m, pfn >> BLOCK_SHIFT);
	uint32_t in = (uint32_t)(pfn & (BLOCK_FRAMES - 1)) >> z->pageblock_order;

	return (enum migratetype)chunk_whole_at(m, b->chunk)->pageblock_type[in];
}
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
