/*
 * buddy_sum - where the frames of a zone are, in one row below its free lists
 */
#ifndef VIEW_BUDDY_SUM_H
#define VIEW_BUDDY_SUM_H

#include "view/buddy_chart.h"
#include "view/legend.h"

/*
 * "in lists 26 -5  in hand 0  out 6 +5" in row y: what changed, then as much of
 * the rest as has room. Its gutter has a star only for a change that it tells.
 */
void buddy_sum_draw(struct panel *p, const struct chart *t, int y);

/* What the words of that row stand for, where they are brief or a riddle. */
void buddy_sum_say(struct legend *l, const struct chart *t);

#endif
