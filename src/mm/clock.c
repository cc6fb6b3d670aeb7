#include "mm/clock.h"

const uint32_t cost_ns[NR_COSTS] = {
#define COST(name, ns, doc) [COST_##name] = ns,
#include "mm/cost.def"
#undef COST
};
