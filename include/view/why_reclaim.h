/*
 * why_reclaim - the reasons of reclaim's events, in Chinese; a part of
 * why_tell()
 */
#ifndef VIEW_WHY_RECLAIM_H
#define VIEW_WHY_RECLAIM_H

#include "base/text.h"
#include "mm/event.h"

/* The same events, and the same numbers, as in mm/why_reclaim.c. */
void why_reclaim_zh(const struct machine *m, const struct event *e,
		    struct text *out);

#endif
