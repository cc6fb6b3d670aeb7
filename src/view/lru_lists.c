#include "view/lru_lists.h"

#include <stdio.h>

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

/* Is it on no list because it comes by way of this place in a batch? */
static bool is_new(const struct machine *m, unsigned kind, uint32_t i)
{
	return kind == BATCH_ADD ||
	       (kind == BATCH_MLOCK && m->s->mlock_new >> i & 1);
}

struct lru_waiting lru_in_batches(const struct machine *m)
{
	struct lru_waiting w = { 0 };

	for (unsigned k = 0; k < NR_LRU_BATCHES; k++) {
		const struct lru_batch *b = &m->s->lru_batch[k];

		for (uint32_t i = 0; i < b->nr; i++) {
			/* it has left while the others of its batch go */
			if (!b->page[i])
				continue;
			if (is_new(m, k, i))
				w.new++;
			else if (!(frame_at(m, b->page[i] - 1)->flags & PG_LRU))
				continue;
			else if (k == BATCH_ACTIVATE)
				w.to_active++;
			else
				w.to_move++;
		}
	}
	return w;
}

void lru_waiting_words(const struct facts *f, bool brief,
		       char out[LRU_WAITS][WAITS_BYTES])
{
	static const enum ui formats[2][LRU_WAITS] = {
		{ UI_lru_batches, UI_lru_to_active, UI_lru_to_move },
		{ UI_lru_batches_brief, UI_lru_to_active_brief,
		  UI_lru_to_move_brief },
	};
	struct lru_waiting w = lru_in_batches(f->now);
	const uint64_t nr[LRU_WAITS] = { w.new, w.to_active, w.to_move };

	for (int i = 0; i < LRU_WAITS; i++) {
		out[i][0] = '\0';
		if (!i || nr[i])
			snprintf(out[i], WAITS_BYTES,
				 ui(f->lang, formats[brief][i]), nr[i]);
	}
}

bool lru_waiting_changed(const struct facts *f)
{
	struct lru_waiting a = lru_in_batches(f->before);
	struct lru_waiting b = lru_in_batches(f->now);

	return a.new != b.new || a.to_active != b.to_active ||
	       a.to_move != b.to_move;
}
