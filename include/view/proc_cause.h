/*
 * proc_cause - what moved a figure of /proc: the rows of proc_cause.def
 *
 * A cause is told only where it is certain: where the events of the unit that
 * can move the figure add up to its change in one way alone.
 */
#ifndef VIEW_PROC_CAUSE_H
#define VIEW_PROC_CAUSE_H

#include "view/proc_lines.h"

/* What the events of the unit say of a figure, in pages. */
struct proc_tally {
	int64_t	 sure;		/* by so many it was moved */
	uint64_t up, down;	/* and by so many at most, either way */
	bool	 much;		/* or by any number */
	bool	 known;		/* they are all known, and whom they concern */
};

/*
 * Of the line of proc_path(). Return: false if nothing is known of what moves
 * it.
 */
bool proc_tally(const struct facts *f, const struct proc_line *l,
		struct proc_tally *tally);

/*
 * "2048 x zero page became a frame, 3 x first write": what moved the first
 * number of the line by `change`; nothing where that is not certain.
 */
void proc_cause(const struct facts *f, const struct proc_line *l,
		int64_t change, struct text *out);

#endif
