#include "mm/buddy.h"

#include <stddef.h>

#include "mm/clock.h"

enum { TOP_ORDER = MAX_ORDER - 1 };

/*
 * A list runs through the first frames of its blocks by links; the lists of
 * the top order run through the block table, so that a block nobody touched
 * needs no frames.
 */
static uint32_t link_of(pfn_t pfn, unsigned order)
{
	return (uint32_t)(order == TOP_ORDER ? pfn >> BLOCK_SHIFT : pfn) + 1;
}

static pfn_t pfn_of(uint32_t link, unsigned order)
{
	if (!link)
		return PFN_NONE;
	return order == TOP_ORDER ? (pfn_t)(link - 1) << BLOCK_SHIFT : link - 1;
}

/*
 * The two links of a block: [0] the next one, [1] the one before. Both structs
 * have them side by side.
 */
static uint32_t *links_mut(struct machine *m, uint32_t link, unsigned order)
{
	return order == TOP_ORDER ? &block_mut(m, link - 1)->next :
				    &frame_mut(m, link - 1)->next;
}

static_assert(offsetof(struct frame, prev) == offsetof(struct frame, next) + 4 &&
	      offsetof(struct block, prev) == offsetof(struct block, next) + 4,
	      "links side by side");

static const uint32_t head_bits = PG_HEAD | PG_BUDDY | PG_INHAND | 15u |
				  7u << FRAME_TYPE_SHIFT;

/* What the first frame of a block says about it. */
static void set_head(struct machine *m, pfn_t pfn, uint32_t flag,
		     unsigned order, enum migratetype type)
{
	struct frame *f = frame_mut(m, pfn);

	f->flags = (f->flags & ~head_bits) | flag | order |
		   (uint32_t)type << FRAME_TYPE_SHIFT;
}

static void clear_head(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	f->flags &= ~head_bits;
	f->next = 0;
	f->prev = 0;
}

static void list_link(struct machine *m, struct free_list *list, uint32_t link,
		      unsigned order, bool to_tail)
{
	uint32_t *links = links_mut(m, link, order);

	links[0] = to_tail ? 0 : list->head;
	links[1] = to_tail ? list->tail : 0;
	if (links[0])
		links_mut(m, links[0], order)[1] = link;
	else
		list->tail = link;
	if (links[1])
		links_mut(m, links[1], order)[0] = link;
	else
		list->head = link;
}

static void list_unlink(struct machine *m, struct free_list *list,
			uint32_t link, unsigned order)
{
	uint32_t *links = links_mut(m, link, order);

	if (links[0])
		links_mut(m, links[0], order)[1] = links[1];
	else
		list->tail = links[1];
	if (links[1])
		links_mut(m, links[1], order)[0] = links[0];
	else
		list->head = links[0];
	links[0] = 0;
	links[1] = 0;
}

/* From the hand onto a list. */
static void free_list_add(struct machine *m, struct zone *z, pfn_t pfn,
			  unsigned order, enum migratetype type, bool to_tail)
{
	if (order == TOP_ORDER) {
		struct block *b = block_mut(m, pfn >> BLOCK_SHIFT);

		b->state = BLOCK_FREE;
		b->type = (uint8_t)type;
		if (b->chunk)
			set_head(m, pfn, PG_BUDDY, order, type);
	} else {
		set_head(m, pfn, PG_BUDDY, order, type);
	}
	list_link(m, &z->free_area[order].list[type], link_of(pfn, order),
		  order, to_tail);
	z->free_area[order].nr_free++;
	z->nr_free += UINT64_C(1) << order;
	z->nr_inhand -= UINT64_C(1) << order;
}

static enum migratetype list_type(const struct machine *m, pfn_t pfn,
				  unsigned order)
{
	if (order == TOP_ORDER)
		return (enum migratetype)block_at(m, pfn >> BLOCK_SHIFT)->type;
	return frame_list_type(frame_at(m, pfn));
}

/* From its list into the hand; a block of the top order gets its frames. */
static void free_list_del(struct machine *m, struct zone *z, pfn_t pfn,
			  unsigned order)
{
	enum migratetype type = list_type(m, pfn, order);

	list_unlink(m, &z->free_area[order].list[type], link_of(pfn, order),
		    order);
	if (order == TOP_ORDER) {
		uint64_t n = pfn >> BLOCK_SHIFT;

		if (!block_at(m, n)->chunk)
			chunk_make(m, n);
		block_mut(m, n)->state = BLOCK_CHUNK;
	}
	set_head(m, pfn, PG_INHAND, order, type);
	z->free_area[order].nr_free--;
	z->nr_free -= UINT64_C(1) << order;
	z->nr_inhand += UINT64_C(1) << order;
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
 * The head of a list below the top order into the hand; what free_list_del()
 * does for any block, with less to look at.
 */
static pfn_t free_list_pop(struct machine *m, struct zone *z, unsigned order,
			   enum migratetype type)
{
	struct free_list *list = &z->free_area[order].list[type];
	pfn_t pfn = pfn_of(list->head, order);
	struct frame *f = frame_mut(m, pfn);

	list->head = f->next;
	if (list->head)
		frame_mut(m, list->head - 1)->prev = 0;
	else
		list->tail = 0;
	f->next = 0;
	f->flags ^= PG_BUDDY | PG_INHAND;
	z->free_area[order].nr_free--;
	z->nr_free -= UINT64_C(1) << order;
	z->nr_inhand += UINT64_C(1) << order;
	return pfn;
}

pfn_t buddy_take(struct machine *m, struct zone *z, unsigned order,
		 enum migratetype type)
{
	for (unsigned o = order; o < MAX_ORDER; o++) {
		pfn_t pfn = pfn_of(z->free_area[o].list[type].head, o);

		if (pfn == PFN_NONE)
			continue;
		if (o == TOP_ORDER)
			free_list_del(m, z, pfn, o);
		else
			free_list_pop(m, z, o, type);
		if (o > order)
			buddy_expand(m, z, pfn, order, o, type);
		event_emit(m, EV_mm_page_alloc_zone_locked, pfn, order, type,
			   type < MIGRATE_PCPTYPES &&
				   pcp_allowed_order(m, z, order), o);
		return pfn;
	}
	return PFN_NONE;
}

bool buddy_is_free(const struct machine *m, const struct zone *z, pfn_t pfn,
		   unsigned order)
{
	const struct frame *f = frame_at(m, pfn);

	return f && (f->flags & PG_BUDDY) && frame_order(f) == order &&
	       frame_zone(f) == zone_nr(m, z);
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
	return order < TOP_ORDER - 1 && buddy_is_free(m, z, *higher, order + 1);
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

		if (!buddy_is_free(m, z, buddy, order) ||
		    !may_merge(m, z, pfn, buddy, order))
			break;
		free_list_del(m, z, buddy, order);
		clear_head(m, pfn);
		clear_head(m, buddy);
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
