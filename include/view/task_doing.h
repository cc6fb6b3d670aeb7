/*
 * task_doing - what a task is in the middle of: a system call, a page fault
 *
 * Only inside an operation: between two the task runs in its own code.
 */
#ifndef VIEW_TASK_DOING_H
#define VIEW_TASK_DOING_H

#include "view/facts.h"

/* "in read, data page 12 of 8192"; cut to `len`, "" if in nothing. */
void task_doing(const struct facts *f, handle_t task, char *out, size_t len);

#endif
