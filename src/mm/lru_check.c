/*
 * What must hold of the LRU lists, walked. Links, lengths and batches hold at
 * every event; so does what all frames say of themselves, but to ask them all
 * takes longer.
 */
#include "mm/lru.h"

#include "mm/vmstat.h"

/* Pages found, by zone: on the lists, or in the frames. */
struct found {
	uint64_t lru[MAX_ZONES][NR_LRU_LISTS];
	uint64_t mlocked[MAX_ZONES];
};

static bool page_wrong(const struct machine *m, pfn_t pfn, const char *what,
		       struct diag *why)
{
	const struct frame *f = frame_at(m, pfn);

	diag_set(why, 0, 0,
		 "page 0x%llx %s: flags 0x%x refcount %d mapcount %d",
		 (unsigned long long)pfn, what, f ? f->flags : 0,
		 f ? f->refcount : 0, f ? f->mapcount : 0);
	return false;
}

static bool same_count(const char *where, const char *what, unsigned list,
		       uint64_t found, uint64_t books, struct diag *why)
{
	if (found == books)
		return true;
	diag_set(why, 0, 0, "%s: %llu pages are %s %u, the count says %llu",
		 where, (unsigned long long)found, what, list,
		 (unsigned long long)books);
	return false;
}

/* The links of one list, both ways; more pages than it counts are a circle. */
static bool list_check(const struct machine *m, unsigned node,
		       enum lru_list lru, struct found *found,
		       struct diag *why)
{
	const struct node *n = &m->s->node[node];
	const struct page_list *l = &n->lruvec.list[lru];
	uint64_t left = n->stat[NR_INACTIVE_ANON + (int)lru];
	uint32_t newer = 0;

	for (uint32_t link = l->head; link; left--) {
		const struct frame *f = frame_at(m, link - 1);

		if (!f || !(f->flags & PG_LRU) || page_lru(f) != lru ||
		    frame_node(m, f) != node || f->refcount <= 0)
			return page_wrong(m, link - 1, "is on the wrong list",
					  why);
		if (f->prev != newer || left == 0)
			return page_wrong(m, link - 1, "is linked wrongly", why);
		found->lru[frame_zone(f)][lru]++;
		newer = link;
		link = f->next;
	}
	if (l->tail == newer && left == 0)
		return true;
	diag_set(why, 0, 0,
		 "list %d of node %u ends %llu pages early, or elsewhere than its tail",
		 (int)lru, node, (unsigned long long)left);
	return false;
}

/* Pages on the way are held, and new ones are on no list yet. */
static bool batch_check(const struct machine *m, enum lru_batch_kind kind,
			struct diag *why)
{
	const struct lru_batch *b = &m->s->lru_batch[kind];

	if (b->nr > PAGEVEC_SIZE) {
		diag_set(why, 0, 0, "batch %d holds %u pages", (int)kind, b->nr);
		return false;
	}
	for (uint32_t i = 0; i < b->nr; i++) {
		pfn_t pfn = (pfn_t)b->page[i] - 1;
		const struct frame *f;

		if (pfn == PFN_NONE)
			continue;
		f = frame_at(m, pfn);
		if (!f || f->refcount <= 0)
			return page_wrong(m, pfn, "waits in a batch without a reference", why);
		if ((f->flags & PG_LRU) &&
		    (kind == BATCH_ADD ||
		     (kind == BATCH_MLOCK && m->s->mlock_new >> i & 1)))
			return page_wrong(m, pfn, "waits to be added and is on a list", why);
	}
	return true;
}

bool lru_check(const struct machine *m, struct diag *why)
{
	struct found found = { 0 };

	for (unsigned n = 0; n < m->s->nr_nodes; n++)
		for (unsigned l = 0; l < NR_EVICTABLE_LRU_LISTS; l++)
			if (!list_check(m, n, (enum lru_list)l, &found, why))
				return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		for (unsigned l = 0; l < NR_EVICTABLE_LRU_LISTS; l++)
			if (!same_count(z->name, "on list", l, found.lru[i][l],
					z->nr_lru[l], why))
				return false;
	}
	for (unsigned k = 0; k < NR_LRU_BATCHES; k++)
		if (!batch_check(m, (enum lru_batch_kind)k, why))
			return false;
	return true;
}

/* A page by itself. */
static bool flags_check(const struct machine *m, pfn_t pfn,
			struct found *found, struct diag *why)
{
	const uint32_t both = PG_ACTIVE | PG_UNEVICTABLE;
	const struct frame *f = frame_at(m, pfn);
	enum frame_kind kind = frame_kind(f);

	if (!(f->flags & (PG_LRU | PG_MLOCKED | both)))
		return true;
	if ((f->flags & both) == both || f->refcount <= 0 ||
	    (kind != KIND_ANON && kind != KIND_FILE && kind != KIND_SHMEM))
		return page_wrong(m, pfn, "has flags that do not fit", why);
	found->mlocked[frame_zone(f)] += f->flags & PG_MLOCKED ? 1 : 0;
	found->lru[frame_zone(f)][page_lru(f)] += f->flags & PG_LRU ? 1 : 0;
	return true;
}

bool lru_check_frames(const struct machine *m, struct diag *why)
{
	struct found found = { 0 };
	uint64_t unevictable = 0;

	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++)
			if (!flags_check(m, (n << BLOCK_SHIFT) + i, &found, why))
				return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		for (unsigned l = 0; l < NR_LRU_LISTS; l++)
			if (!same_count(z->name, "to be on list", l,
					found.lru[i][l], z->nr_lru[l], why))
				return false;
		if (!same_count(z->name, "locked in zone", i, found.mlocked[i],
				z->nr_mlock, why))
			return false;
		unevictable += z->nr_lru[LRU_UNEVICTABLE];
	}
	return same_count("all zones", "to be on list", LRU_UNEVICTABLE,
			  unevictable, node_stat_sum(m, NR_UNEVICTABLE), why);
}
