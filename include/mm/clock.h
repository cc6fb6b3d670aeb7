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

/*
 * So much of it, `times` over. A daemon works beside the task (mm/daemon.h): in
 * its slice machine time stands, and the slice grows longer.
 */
static inline void clock_pass_times(struct machine *m, enum cost what,
				    uint64_t times)
{
	uint64_t ns = cost_ns[what] * times;

	if (__builtin_expect(m->s->in_slice, 0))
		m->s->slice_ns += ns;
	else
		m->s->now_ns += ns;
}

static inline void clock_pass(struct machine *m, enum cost what)
{
	clock_pass_times(m, what, 1);
}

#endif
