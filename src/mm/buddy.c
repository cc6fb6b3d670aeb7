#include "mm/buddy.h"

#include <stddef.h>

#include "mm/clock.h"

enum { TOP_ORDER = MAX_ORDER - 1 };

/*
 * A list runs through the first frames of its blocks by links; the lists of
 * the top order run through the block table, so that a block nobody touched
 * needs no frames.
 */
static pfn_t pfn_of(uint32_t link, unsigned order)
{
	if (!link)
		return PFN_NONE;
	return order == TOP_ORDER ? (pfn_t)(link - 1) << BLOCK_SHIFT : link - 1;
}

static void block_list_add(struct machine *m, struct page_list *list,
			   uint64_t n, bool to_tail)
{
	struct block *b = block_mut(m, n);
	uint32_t link = (uint32_t)n + 1;

	b->next = to_tail ? 0 : list->head;
	b->prev = to_tail ? list->tail : 0;
	if (b->next)
		block_mut(m, b->next - 1)->prev = link;
	else
		list->tail = link;
	if (b->prev)
		block_mut(m, b->prev - 1)->next = link;
	else
		list->head = link;
}

static void block_list_del(struct machine *m, struct page_list *list,
			   uint64_t n)
{
	struct block *b = block_mut(m, n);

	if (b->next)
		block_mut(m, b->next - 1)->prev = b->prev;
	else
		list->tail = b->prev;
	if (b->prev)
		block_mut(m, b->prev - 1)->next = b->next;
	else
		list->head = b->next;
	b->next = 0;
	b->prev = 0;
}

static void set_head(struct machine *m, pfn_t pfn, uint32_t state,
		     unsigned order, enum migratetype type)
{
	frame_set_head(frame_mut(m, pfn), state, order, type);
}

/* A block moves between the hand and a list: by is 1 or -1. */
static void count_free(struct zone *z, unsigned order, int by)
{
	uint64_t pages = (uint64_t)(int64_t)by << order;

	z->free_area[order].nr_free += (uint64_t)(int64_t)by;
	z->nr_free += pages;
	z->nr_inhand -= pages;
}

/* A block of the top order, from the hand onto a list. */
static void free_block_add(struct machine *m, struct zone *z, pfn_t pfn,
			   enum migratetype type, bool to_tail)
{
	struct block *b = block_mut(m, pfn >> BLOCK_SHIFT);

	b->state = BLOCK_FREE;
	b->type = (uint8_t)type;
	if (b->chunk)
		set_head(m, pfn, PG_BUDDY, TOP_ORDER, type);
	block_list_add(m, &z->free_area[TOP_ORDER].list[type],
		       pfn >> BLOCK_SHIFT, to_tail);
	count_free(z, TOP_ORDER, 1);
}

/* From its list into the hand; the block gets its frames. */
static void free_block_del(struct machine *m, struct zone *z, pfn_t pfn)
{
	uint64_t n = pfn >> BLOCK_SHIFT;
	enum migratetype type = (enum migratetype)block_at(m, n)->type;

	block_list_del(m, &z->free_area[TOP_ORDER].list[type], n);
	if (!block_at(m, n)->chunk)
		chunk_make(m, n);
	block_mut(m, n)->state = BLOCK_CHUNK;
	set_head(m, pfn, PG_INHAND, TOP_ORDER, type);
	count_free(z, TOP_ORDER, -1);
}

/* From the hand onto a list. */
static void free_list_add(struct machine *m, struct zone *z, pfn_t pfn,
			  unsigned order, enum migratetype type, bool to_tail)
{
	struct frame *f;

	if (order == TOP_ORDER) {
		free_block_add(m, z, pfn, type, to_tail);
		return;
	}
	f = frame_mut(m, pfn);
	frame_set_head(f, PG_BUDDY, order, type);
	page_list_add(m, &z->free_area[order].list[type], f, pfn, to_tail);
	count_free(z, order, 1);
}

/* From its list into the hand. */
static void free_list_del(struct machine *m, struct zone *z, pfn_t pfn,
			  unsigned order)
{
	struct frame *f;

	if (order == TOP_ORDER) {
		free_block_del(m, z, pfn);
		return;
	}
	f = frame_mut(m, pfn);
	page_list_del(m, &z->free_area[order].list[frame_list_type(f)], f, pfn);
	f->flags ^= PG_BUDDY | PG_INHAND;
	count_free(z, order, -1);
}

/*
 * Halve the block in hand until it has the wanted order: each time the upper
 * half goes to the head of its list and the lower half stays in hand.
 *
 * Source: mm/page_alloc.c expand() (6.1). Left out: guard pages.
 */
static void buddy_expand(struct machine *m, struct zone *z, pfn_t pfn,
			 unsigned wanted, unsigned order, enum migratetype type)
{
	while (order > wanted) {
		pfn_t upper;

		order--;
		upper = pfn + (UINT64_C(1) << order);
		free_list_add(m, z, upper, order, type, false);
		clock_pass(m, COST_split);
		if (!event_heard(m, EV_buddy_split))
			continue;
		/* who looks now must see how much is in hand */
		set_head(m, pfn, PG_INHAND, order, type);
		event_emit(m, EV_buddy_split, upper, order, pfn, wanted);
	}
	set_head(m, pfn, PG_INHAND, order, type);
}

/*
 * The head of the smallest order, from *order on, that has a block comes into
 * the hand; *order is its order. PFN_NONE: none has.
 *
 * Source: mm/page_alloc.c __rmqueue_smallest() (6.1).
 */
static pfn_t take_smallest(struct machine *m, struct zone *z, unsigned *order,
			   enum migratetype type)
{
	pfn_t pfn;

	while (*order < TOP_ORDER && !z->free_area[*order].list[type].head)
		(*order)++;
	pfn = pfn_of(z->free_area[*order].list[type].head, *order);
	if (pfn != PFN_NONE)
		free_list_del(m, z, pfn, *order);
	return pfn;
}

pfn_t buddy_take(struct machine *m, struct zone *z, unsigned order,
		 enum migratetype type)
{
	unsigned from = order;
	pfn_t pfn = take_smallest(m, z, &from, type);

	if (pfn == PFN_NONE)
		return pfn;
	if (from > order)
		buddy_expand(m, z, pfn, order, from, type);
	event_emit(m, EV_mm_page_alloc_zone_locked, pfn, order, type,
		   type < MIGRATE_PCPTYPES && pcp_allowed_order(m, z, order),
		   from);
	return pfn;
}

/*
 * The rest of a block in hand from pfn on goes to the heads of the lists: the
 * largest aligned blocks, one of each order at most. Return: how many.
 */
static unsigned free_rest(struct machine *m, struct zone *z, pfn_t pfn,
			  pfn_t end, enum migratetype type)
{
	unsigned nr = 0;

	for (; pfn < end; nr++) {
		unsigned order = (unsigned)__builtin_ctzll(pfn);

		free_list_add(m, z, pfn, order, type, false);
		pfn += UINT64_C(1) << order;
	}
	return nr;
}

pfn_t buddy_take_run(struct machine *m, struct zone *z, unsigned order,
		     enum migratetype type, uint64_t *nr)
{
	unsigned from = order, rest;
	pfn_t pfn, end;

	if (event_heard(m, EV_buddy_split) ||
	    event_heard(m, EV_mm_page_alloc_zone_locked)) {
		*nr = 1;
		return buddy_take(m, z, order, type);
	}
	pfn = take_smallest(m, z, &from, type);
	if (pfn == PFN_NONE)
		return pfn;
	end = pfn + (UINT64_C(1) << from);
	if (*nr > UINT64_C(1) << (from - order))
		*nr = UINT64_C(1) << (from - order);
	rest = free_rest(m, z, pfn + (*nr << order), end, type);
	m->s->now_ns += cost_ns[COST_split] * (*nr - 1 + rest);
	return pfn;
}

/* The same for a frame whose block of 1024 has its frames. */
static inline bool is_free_here(const struct machine *m, const struct zone *z,
				pfn_t pfn, unsigned order)
{
	const uint32_t bits = PG_BUDDY | 15u << FRAME_ORDER_SHIFT |
			      31u << FRAME_ZONE_SHIFT;
	handle_t chunk = block_at(m, pfn >> BLOCK_SHIFT)->chunk;
	const struct frame *f = chunk_whole_at(m, chunk)->frame +
				(pfn & (BLOCK_FRAMES - 1));

	return (f->flags & bits) == (PG_BUDDY | order << FRAME_ORDER_SHIFT |
				     zone_nr(m, z) << FRAME_ZONE_SHIFT);
}

bool buddy_is_free(const struct machine *m, const struct zone *z, pfn_t pfn,
		   unsigned order)
{
	return frame_at(m, pfn) && is_free_here(m, z, pfn, order);
}

static bool groups_by_mobility(enum migratetype type)
{
	return type < MIGRATE_PCPTYPES;
}

/*
 * Blocks of a pageblock or more stay apart if only one of them may not be
 * mixed with others: highatomic, isolated.
 */
static bool may_merge(const struct machine *m, const struct zone *z, pfn_t pfn,
		      pfn_t buddy, unsigned order)
{
	enum migratetype a, b;

	if (order < z->pageblock_order)
		return true;
	a = pageblock_type(m, pfn);
	b = pageblock_type(m, buddy);
	return a == b || (groups_by_mobility(a) && groups_by_mobility(b));
}

/*
 * Would the block be joined soon, if its own buddy came back? Then it is left
 * in peace at the tail. The parent's own state does not matter.
 *
 * Source: mm/page_alloc.c buddy_merge_likely() (6.1).
 */
static bool merge_likely(const struct machine *m, const struct zone *z,
			 pfn_t pfn, unsigned order, pfn_t *higher)
{
	pfn_t parent = pfn & (pfn ^ UINT64_C(1) << order);

	*higher = parent ^ UINT64_C(1) << (order + 1);
	/* below order 9 that lies in the same block of 1024 */
	return order < TOP_ORDER - 1 && is_free_here(m, z, *higher, order + 1);
}

/*
 * Source: mm/page_alloc.c __free_one_page() (6.1). Left out: guard pages,
 * page reporting, compaction capture.
 */
unsigned buddy_free(struct machine *m, struct zone *z, pfn_t pfn,
		    unsigned order, enum migratetype type, bool to_tail)
{
	enum insert_place place = INSERT_HEAD;
	pfn_t higher = 0;

	bug_on(pfn & ((UINT64_C(1) << order) - 1));
	for (; order < TOP_ORDER; order++) {
		pfn_t buddy = pfn ^ UINT64_C(1) << order;

		if (!is_free_here(m, z, buddy, order) ||
		    !may_merge(m, z, pfn, buddy, order))
			break;
		free_list_del(m, z, buddy, order);
		set_head(m, pfn | buddy, 0, 0, MIGRATE_UNMOVABLE);
		pfn &= buddy;			/* the lower of the two */
		set_head(m, pfn, PG_INHAND, order + 1, type);
		clock_pass(m, COST_merge);
		event_emit(m, EV_buddy_merge, pfn, order + 1, buddy);
	}
	if (to_tail)
		place = INSERT_TAIL_BOOT;
	else if (merge_likely(m, z, pfn, order, &higher))
		place = INSERT_TAIL_LIKELY;
	free_list_add(m, z, pfn, order, type, place != INSERT_HEAD);
	event_emit(m, EV_buddy_insert, pfn, order, place, higher, type);
	return order;
}

void buddy_isolate(struct machine *m, struct zone *z, pfn_t pfn,
		   unsigned order)
{
	free_list_del(m, z, pfn, order);
}

void buddy_move(struct machine *m, struct zone *z, pfn_t pfn, unsigned order,
		enum migratetype type)
{
	free_list_del(m, z, pfn, order);
	free_list_add(m, z, pfn, order, type, true);
}

void buddy_give(struct machine *m, struct zone *z, pfn_t pfn, unsigned order)
{
	set_head(m, pfn, PG_HEAD, order, MIGRATE_UNMOVABLE);
	z->nr_inhand -= UINT64_C(1) << order;
}

void buddy_take_back(struct machine *m, struct zone *z, pfn_t pfn,
		     unsigned order)
{
	set_head(m, pfn, PG_INHAND, order, MIGRATE_UNMOVABLE);
	z->nr_inhand += UINT64_C(1) << order;
}

void buddy_release_range(struct machine *m, struct zone *z, pfn_t start,
			 pfn_t end)
{
	while (start < end) {
		unsigned order = TOP_ORDER;

		if (start && (unsigned)__builtin_ctzll(start) < order)
			order = (unsigned)__builtin_ctzll(start);
		while (start + (UINT64_C(1) << order) > end)
			order--;
		z->nr_inhand += UINT64_C(1) << order;
		free_list_add(m, z, start, order, pageblock_type(m, start), true);
		start += UINT64_C(1) << order;
	}
}

bool buddy_find(const struct machine *m, pfn_t pfn, pfn_t *first,
		unsigned *order, enum migratetype *type)
{
	struct frame_block b;

	if (!frame_block(m, pfn, &b) || b.state != PG_BUDDY)
		return false;
	*first = b.pfn;
	*order = b.order;
	*type = b.type;
	return true;
}

pfn_t free_list_first(const struct machine *m, const struct zone *z,
		      unsigned order, enum migratetype type)
{
	(void)m;
	return pfn_of(z->free_area[order].list[type].head, order);
}

pfn_t free_list_next(const struct machine *m, pfn_t pfn, unsigned order)
{
	if (order == TOP_ORDER)
		return pfn_of(block_at(m, pfn >> BLOCK_SHIFT)->next, order);
	return pfn_of(frame_at(m, pfn)->next, order);
}

/* Is that a free block of this list, with `prev` before it? */
static bool block_sound(const struct machine *m, const struct zone *z,
			pfn_t pfn, unsigned order, enum migratetype type,
			pfn_t prev)
{
	const struct block *b;
	const struct frame *f;

	/* a link that leads anywhere must not be followed */
	if (pfn < z->start_pfn || pfn >= zone_end_pfn(z) ||
	    (pfn & ((UINT64_C(1) << order) - 1)))
		return false;
	b = block_at(m, pfn >> BLOCK_SHIFT);
	f = frame_at(m, pfn);
	if (f && (!(f->flags & PG_BUDDY) || frame_order(f) != order ||
		  frame_list_type(f) != type))
		return false;
	if (order < TOP_ORDER)
		return f && pfn_of(f->prev, order) == prev;
	return b->state == BLOCK_FREE && b->type == type &&
	       pfn_of(b->prev, order) == prev;
}

/* One list: links both ways, heads marked, aligned, in the zone. */
static uint64_t list_check(const struct machine *m, const struct zone *z,
			   unsigned order, enum migratetype type,
			   struct diag *why)
{
	uint64_t nr = 0;
	pfn_t prev = PFN_NONE, pfn = free_list_first(m, z, order, type);

	for (; pfn != PFN_NONE; prev = pfn, pfn = free_list_next(m, pfn, order))
		if (!block_sound(m, z, pfn, order, type, prev) ||
		    ++nr > z->managed) {
			diag_set(why, 0, 0,
				 "zone %s order %u: block %llx is not sound on its list",
				 z->name, order, (unsigned long long)pfn);
			return UINT64_MAX;
		}
	if (pfn_of(z->free_area[order].list[type].tail, order) != prev) {
		diag_set(why, 0, 0, "zone %s order %u: wrong tail", z->name,
			 order);
		return UINT64_MAX;
	}
	return nr;
}

static bool unmerged_pair(const struct machine *m, const struct zone *z,
			  unsigned order, enum migratetype type)
{
	pfn_t pfn = free_list_first(m, z, order, type);

	for (; pfn != PFN_NONE; pfn = free_list_next(m, pfn, order)) {
		pfn_t buddy = pfn ^ UINT64_C(1) << order;

		if (buddy_is_free(m, z, buddy, order) &&
		    may_merge(m, z, pfn, buddy, order))
			return true;
	}
	return false;
}

bool buddy_check(const struct machine *m, const struct zone *z,
		 struct diag *why)
{
	uint64_t free = 0;

	for (unsigned o = 0; o < MAX_ORDER; o++) {
		uint64_t blocks = 0;

		for (unsigned t = 0; t < MIGRATE_TYPES; t++) {
			uint64_t nr = list_check(m, z, o, (enum migratetype)t,
						 why);

			if (nr == UINT64_MAX)
				return false;
			blocks += nr;
			/* in the middle of a merge the hand holds one of them */
			if (o < TOP_ORDER && !z->nr_inhand &&
			    unmerged_pair(m, z, o, (enum migratetype)t)) {
				diag_set(why, 0, 0,
					 "zone %s order %u: a free block has a free buddy",
					 z->name, o);
				return false;
			}
		}
		if (blocks != z->free_area[o].nr_free) {
			diag_set(why, 0, 0, "zone %s order %u: %llu blocks, nr_free %llu",
				 z->name, o, (unsigned long long)blocks,
				 (unsigned long long)z->free_area[o].nr_free);
			return false;
		}
		free += blocks << o;
	}
	if (free != z->nr_free) {
		diag_set(why, 0, 0, "zone %s: %llu pages on lists, nr_free %llu",
			 z->name, (unsigned long long)free,
			 (unsigned long long)z->nr_free);
		return false;
	}
	return true;
}
