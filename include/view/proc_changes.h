/*
 * proc_changes - a line of /proc with several figures, such as free(1) has: how
 * each of them changed, as a line to stand below it
 */
#ifndef VIEW_PROC_CHANGES_H
#define VIEW_PROC_CHANGES_H

#include "base/text.h"
#include "view/proc_lines.h"

/*
 * "      +6248  -67572": each ends where its figure does. Return: false, and
 * nothing is added, if fewer than two words of the line are figures, if none
 * changed, if the lines have not the same words, or if a change has no room.
 */
bool proc_changes_line(const struct proc_line *now, const struct proc_line *was,
		       struct text *out);

/* Below a heading, " -67572"; "" if it did not change. */
void proc_changes_cell(const struct proc_line *head,
		       const struct proc_line *now,
		       const struct proc_line *was, const char *name,
		       char out[32]);

#endif
