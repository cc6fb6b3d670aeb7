/*
 * task_doing - what a task is called in a title, and what it is in the middle
 * of: a system call, a page fault
 *
 * Only inside an operation: between two the task runs in its own code.
 */
#ifndef VIEW_TASK_DOING_H
#define VIEW_TASK_DOING_H

#include "view/view.h"

/* "in read, data page 12 of 8192"; cut to `len`, "" if in nothing. */
void task_doing(const struct facts *f, handle_t task, char *out, size_t len);

/* " - 1 demo": whose memory a view shows, the task of f; nothing if none. */
void task_title(const struct facts *f, struct text *title);

/*
 * " - 1 demo, zombie, pid 100", if it is one: nothing else of it can be shown.
 * The pid gives way where the panel is too narrow for it.
 */
void zombie_title(const struct panel *p, struct text *title);

#endif
