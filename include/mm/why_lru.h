/*
 * why_lru - the reasons of events of the LRU lists and the working set, in
 * English; a part of event_why()
 */
#ifndef MM_WHY_LRU_H
#define MM_WHY_LRU_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_lru(const struct event *e, struct text *out);

#endif
