/*
 * why_task - the reasons of events of address spaces: faults, page tables,
 * refused promises, in English; a part of event_why()
 */
#ifndef MM_WHY_TASK_H
#define MM_WHY_TASK_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_task(const struct event *e, struct text *out);

#endif
