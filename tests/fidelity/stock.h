/*
 * stock - the free blocks of a recorded machine on the engine's lists
 *
 * Nobody recorded in which order the blocks stood at the start. They are put
 * in by ascending frame, and `unordered` says which they are: as blocks come
 * and go at the ends of a list only, these always stand together. A choice
 * that falls on one of them is known only to be one of them.
 *
 * Nor was it recorded on which type's list they stood: the first line that
 * touches a pageblock tells. Blocks that no line touches stand on the list of
 * the isolated, from which nothing is taken.
 */
#ifndef FIDELITY_STOCK_H
#define FIDELITY_STOCK_H

#include "mm/buddy.h"
#include "mm/kernel.h"
#include "trace.h"

enum { PAGEBLOCK_ORDER = 9, PAGEBLOCK = 1 << PAGEBLOCK_ORDER };

struct stock {
	const struct trace_set *set;	/* lent */
	struct event_log  log;
	struct machine	  m;
	uint8_t	 *unordered;	/* a byte a frame: first of a block of the start */
	uint8_t	 *pcp;		/* a byte a frame: order + 1 on a per-CPU list */
	uint32_t *touched;	/* a pageblock: number of its first line + 1 */
	pfn_t	  nr_frames;
};

/* The machine as it was at the first line. false and *why if it can't be. */
bool stock_open(struct stock *s, const struct trace_set *set, struct diag *why);
void stock_close(struct stock *s);

struct zone *stock_zone(struct stock *s, pfn_t pfn);

/*
 * What the type's next request will get: the head of the smallest order from
 * `order` on that has a block. PFN_NONE: nothing; *found is the block's order.
 */
pfn_t stock_next(const struct stock *s, const struct zone *z, unsigned order,
		 enum migratetype type, unsigned *found);

/* A block goes to the front of its own list. */
void stock_to_front(struct stock *s, struct zone *z, pfn_t pfn, unsigned order,
		    enum migratetype type);

/* A block of order `from` leaves though it is not next; the rest is freed. */
void stock_take_by_force(struct stock *s, struct zone *z, pfn_t pfn,
			 unsigned order, unsigned from, enum migratetype type);

/* A block goes to the tail of a list, its own or another type's. */
void stock_move(struct stock *s, struct zone *z, pfn_t pfn, unsigned order,
		enum migratetype type);

bool stock_any_free(const struct stock *s, pfn_t pfn, unsigned order);

/* A block comes onto the lists. false: part of it is free already. */
bool stock_put(struct stock *s, pfn_t pfn, unsigned order,
	       enum migratetype type);

#endif
