/*
 * why_lru - the reasons of events of the LRU lists and the working set, in
 * Chinese; a part of why_tell()
 */
#ifndef VIEW_WHY_LRU_H
#define VIEW_WHY_LRU_H

#include "base/text.h"
#include "mm/event.h"

/* The same events, and the same numbers, as in mm/why_lru.c. */
void why_lru_zh(const struct event *e, struct text *out);

#endif
