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

/* Only from the inactive lists reclaim frees. */
static uint64_t reclaimed(const struct facts *f, enum lru_list lru)
{
	enum vm_event of = lru == LRU_INACTIVE_ANON ? PGSTEAL_ANON :
						      PGSTEAL_FILE;

	if (f->now->s->nr_nodes > 1 ||
	    (lru != LRU_INACTIVE_ANON && lru != LRU_INACTIVE_FILE))
		return 0;
	return f->now->s->vm_event[of] - f->before->s->vm_event[of];
}

bool lru_came_and_went(const struct facts *f, enum lru_list lru,
		       uint64_t *came, uint64_t *freed)
{
	const uint64_t *stat = f->now->s->node[lru_node(f)].stat;
	unsigned in_hand = lru == LRU_INACTIVE_ANON ? NR_ISOLATED_ANON :
						      NR_ISOLATED_FILE;
	uint64_t now = lru_length(f, f->now, lru);
	uint64_t was = lru_length(f, f->before, lru);

	*freed = reclaimed(f, lru);
	*came = summary_nr(f->s->between, EV_mm_lru_insertion, lru);
	/* pages may go on to another list, too, or with their task */
	return *freed && *came && !stat[in_hand] && now + *freed == was + *came;
}
