/*
 * why_task - the reasons of events of address spaces: faults on files, refused
 * promises, in Chinese; a part of why_tell()
 */
#ifndef VIEW_WHY_TASK_H
#define VIEW_WHY_TASK_H

#include "base/text.h"
#include "mm/event.h"

/* The same events, and the same numbers, as in mm/why_task.c. */
void why_task_zh(const struct event *e, struct text *out);

#endif
