#include "view/lru_lists.h"

const char *lru_name(enum lru_list lru)
{
	static const char *const names[NR_LRU_LISTS] = {
		"inactive_anon", "active_anon", "inactive_file", "active_file",
		"unevictable",
	};

	return lru < NR_LRU_LISTS ? names[lru] : "?";
}

unsigned lru_node(const struct facts *f)
{
	return f->zone < MAX_ZONES ? f->now->s->zone[f->zone].node : 0;
}

uint64_t lru_length(const struct facts *f, const struct machine *m,
		    enum lru_list lru)
{
	return m->s->node[lru_node(f)].stat[NR_INACTIVE_ANON + (unsigned)lru];
}

uint64_t lru_in_batches(const struct machine *m)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < NR_LRU_BATCHES; i++)
		nr += m->s->lru_batch[i].nr;
	return nr;
}
