/*
 * why_reclaim - the reasons of reclaim's events, in English; a part of
 * event_why()
 */
#ifndef MM_WHY_RECLAIM_H
#define MM_WHY_RECLAIM_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_reclaim(const struct machine *m, const struct event *e,
		 struct text *out);

#endif
