/*
 * proc_free - free(1) in the proc view: which of its columns stay where not all
 * have room, and what adds up
 */
#ifndef VIEW_PROC_FREE_H
#define VIEW_PROC_FREE_H

#include "view/proc_choice.h"
#include "view/proc_fit.h"
#include "view/view.h"

/* Nothing is done if the picture's file is another one. */
void proc_free_fit(const struct facts *f, struct proc_fit *fit,
		   const struct proc_line *head, size_t columns);
/*
 * For a row of changes: leave what the rows below tell with its change, if
 * there is no room else.
 */
void proc_free_fit_changes(const struct facts *f, struct proc_fit *fit,
			   const struct proc_line *head, size_t columns);

/* Rows that the words below it want; 0 = it is another file. */
int proc_free_rows(const struct facts *f, const struct proc_lines *lines);

/*
 * Below its lines, all of which are drawn, in the rows that are left behind the
 * `used` ones: "total = used + available". The old free(1) needs no word: its
 * columns add up.
 */
void proc_free_draw_sum(struct panel *p, const struct proc_choice *c, int used);

#endif
