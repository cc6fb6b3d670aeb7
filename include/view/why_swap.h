/*
 * why_swap - the reasons of swap's events, in Chinese; a part of why_tell()
 */
#ifndef VIEW_WHY_SWAP_H
#define VIEW_WHY_SWAP_H

#include "base/text.h"
#include "mm/event.h"

/* The same events, and the same numbers, as in mm/why_swap.c. */
void why_swap_zh(const struct event *e, struct text *out);

#endif
