/*
 * walk_legend - what the letters of the entries mean that a walk reads
 */
#ifndef VIEW_WALK_LEGEND_H
#define VIEW_WALK_LEGEND_H

#include "view/walk_steps.h"

/*
 * In the rows [y, end): letters that stand in an entry of the picture, then
 * those of the head that no entry has; before them where the walk begins and,
 * if `bits`, which bits of the address make the indices, if that leaves all of
 * them their rows.
 */
void walk_legend_draw(struct panel *p, const struct walk_steps *s, int y,
		      int end, bool bits);

#endif
