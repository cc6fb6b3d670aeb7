/*
 * why_swap - the reasons of swap's events, in English; a part of event_why()
 */
#ifndef MM_WHY_SWAP_H
#define MM_WHY_SWAP_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_swap(const struct event *e, struct text *out);

#endif
