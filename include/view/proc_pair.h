/*
 * proc_pair - which line of an older text of /proc each line was
 *
 * head   the line that a part of the text begins with: an area of maps and
 *        smaps, a zone of zoneinfo. A head is found again by the area or the
 *        zone, any other line by its name and only in the part that its own
 *        head was: the sizes of a new area are new.
 *
 * A line of a log is found again only as it is, for it never changes. A text
 * that is one line has one, whatever stands in it.
 */
#ifndef VIEW_PROC_PAIR_H
#define VIEW_PROC_PAIR_H

#include "view/proc_lines.h"

/*
 * Fill old[0 .. now->nr): the line of `was` that each line of now was, each at
 * most once and in the same order; -1 = it was not there.
 */
void proc_lines_pair(const struct proc_lines *now, const struct proc_lines *was,
		     int *old);

#endif
