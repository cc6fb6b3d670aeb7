/*
 * proc_choice - which lines of a text of /proc are shown where it is longer
 * than its place
 *
 * news     a line that is not as it was before, or was not there
 * telling  a line that the text is read for
 * echo     a line that says what another one says too, when both change alike
 */
#ifndef VIEW_PROC_CHOICE_H
#define VIEW_PROC_CHOICE_H

#include "view/proc_lines.h"

struct proc_choice {
	const struct proc_lines *now, *was;	/* the caller's */
	int  *old;			/* what each line of now was; -1 */
	int  nr_news, first_news, last_news;
	int  *line;			/* chosen: lines of now, in order */
	int  nr;			/* chosen */
	bool *stays;			/* of the chosen, when they get fewer */
};

/*
 * Find what each line was, and the news. Nothing is chosen yet. To be closed
 * with proc_choice_close(), before the lines go.
 */
void proc_choice_open(struct proc_choice *c, const struct proc_lines *now,
		      const struct proc_lines *was);
void proc_choice_close(struct proc_choice *c);

/* What line i of now was before; NULL = it was not there. */
const struct proc_line *proc_choice_was(const struct proc_choice *c, int i);

/*
 * By how much the first number of line i is more than before. Return: false if
 * it had none.
 */
bool proc_choice_change(const struct proc_choice *c, int i, int64_t *change);

/* Choose all lines from `top` on; only the news: of those. */
void proc_choice_from(struct proc_choice *c, int top);
void proc_choice_news(struct proc_choice *c);

/* Leave out echoes until `room` is enough, or none is left. */
void proc_choice_thin(struct proc_choice *c, int room);

/* Leave out a log's table and its title if its rows are longer than that. */
void proc_choice_leave_table(struct proc_choice *c, int columns,
			     const char *path);

/*
 * Of more lines than there is room for: the telling ones of this path, and
 * others from the top, or of a log from the end.
 */
void proc_choice_pick(struct proc_choice *c, int room, const char *path);

/* Would the first `rows` lines of the text lack one that it is read for? */
bool proc_top_lacks_telling(const struct proc_lines *l, int rows,
			    const char *path);

#endif
