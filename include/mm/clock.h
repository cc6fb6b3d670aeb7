/*
 * clock - machine time, advanced by a table of costs and by nothing else
 */
#ifndef MM_CLOCK_H
#define MM_CLOCK_H

#include "mm/machine.h"

enum cost {
#define COST(name, ns, doc) COST_##name,
#include "mm/cost.def"
#undef COST
	NR_COSTS,
};

static const uint32_t cost_ns[NR_COSTS] = {
#define COST(name, ns, doc) [COST_##name] = ns,
#include "mm/cost.def"
#undef COST
};

static inline void clock_pass(struct machine *m, enum cost what)
{
	m->s->now_ns += cost_ns[what];
}

#endif
