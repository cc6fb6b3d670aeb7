/*
 * buddy_chart - how the free lists of a zone stand on a panel: which orders
 * share a row, where the columns are, what is in hand
 */
#ifndef VIEW_BUDDY_CHART_H
#define VIEW_BUDDY_CHART_H

#include "view/view.h"

enum { CHART_WIDE = 50 };	/* columns with room for a count of pages */

/* Orders [low, high] that share a row: one, or several with nothing in them. */
struct order_row {
	unsigned high, low;
};

/*
 * Blocks of the orders that share a row. How many came to their lists and went
 * from them since the unit began is known of lists that are not too long; it is
 * told where as many came as went, and where a sum would hide it.
 */
struct row_blocks {
	uint64_t nr, was;
	uint64_t came, went;
	unsigned orders;	/* in this row */
};

enum { BLOCKS_BYTES = 48 };	/* of a change in words */

struct chart {
	const struct zone *z, *before;
	unsigned   zone;
	bool	   in_hand;		/* the block is known */
	struct frame_block hand;
	struct order_row rows[MAX_ORDER];
	int	   nr_rows;
	bool	   head;		/* a row of headings */
	bool	   sum;			/* a row below */
	int	   count_end, pages_end, list;	/* columns */
	uint32_t   came[MAX_ORDER], went[MAX_ORDER];
};

/* Of the zone that the picture is about. Return: false if there is none. */
bool chart_plan(const struct panel *p, struct chart *t);

struct row_blocks chart_blocks(const struct chart *t,
			       const struct order_row *row);
/* Is there something else on the lists than when the unit began? */
static inline bool blocks_changed(const struct row_blocks *b)
{
	return b->nr != b->was || b->came || b->went;
}
/*
 * "+9", or "+3 -3" if there are as many as there were; of several orders
 * "+1 -2"; "" = unchanged.
 */
void blocks_change_words(const struct row_blocks *b, char out[BLOCKS_BYTES]);

/*
 * While a block is split: how many of the splits that the request needs are
 * done (`at`), of how many. Return: false if the newest event is none.
 */
bool chart_split(const struct facts *f, unsigned *at, unsigned *of);

#endif
