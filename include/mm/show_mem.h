/*
 * show_mem - what memory looks like, as lines of the kernel's log
 *
 * Source: lib/show_mem.c __show_mem(), mm/page_alloc.c __show_free_areas(),
 * mm/swap_state.c show_swap_cache_info() (6.1). PR11.8. Left out: nodes that a
 * policy rules out, the call stack before it.
 */
#ifndef MM_SHOW_MEM_H
#define MM_SHOW_MEM_H

#include "mm/machine.h"

/* Zones above that type are left out of the parts that tell of zones. */
void show_mem(struct machine *m, enum zone_type highest);

/* At most `burst` reports in `interval_ns`. Return: this one may be printed.
 * Source: lib/ratelimit.c ___ratelimit() (6.1). */
bool ratelimit(struct machine *m, struct ratelimit *r, uint64_t interval_ns,
	       uint32_t burst);

#endif
