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
};

/* Of the zone that the picture is about. Return: false if there is none. */
bool chart_plan(const struct panel *p, struct chart *t);

/*
 * While a block is split: how many of the splits that the request needs are
 * done (`at`), of how many. Return: false if the newest event is none.
 */
bool chart_split(const struct facts *f, unsigned *at, unsigned *of);

#endif
