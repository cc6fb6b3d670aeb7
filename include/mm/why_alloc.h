/*
 * why_alloc - the reasons of events of the page allocator: marks, free lists,
 * per-CPU lists, in English; a part of event_why()
 */
#ifndef MM_WHY_ALLOC_H
#define MM_WHY_ALLOC_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_alloc(const struct event *e, struct text *out);

#endif
