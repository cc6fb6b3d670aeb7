/*
 * What must hold of the LRU lists, walked: links, flags, lengths, batches. It
 * holds at every event.
 */
#include "mm/lru.h"

#include "mm/vmstat.h"

/* Pages found on the lists, by zone. */
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

/* The links of one list, both ways; more pages than it counts are a circle. */
static bool list_check(const struct machine *m, unsigned node,
		       enum lru_list lru, struct found *found,
		       struct diag *why)
{
	const struct node *n = &m->s->node[node];
	uint64_t left = n->stat[NR_INACTIVE_ANON + (int)lru];
	pfn_t pfn = lru_head(m, node, lru), newer = PFN_NONE;

	for (; pfn != PFN_NONE; newer = pfn, pfn = lru_next(m, pfn)) {
		const struct frame *f = frame_at(m, pfn);

		if (!f || !(f->flags & PG_LRU) || page_lru(f) != lru ||
		    frame_node(m, f) != node || f->refcount <= 0)
			return page_wrong(m, pfn, "is on the wrong list", why);
		if (lru_prev(m, pfn) != newer || left-- == 0)
			return page_wrong(m, pfn, "is linked wrongly", why);
		found->lru[frame_zone(f)][lru]++;
	}
	if (lru_tail(m, node, lru) == newer && left == 0)
		return true;
	diag_set(why, 0, 0,
		 "list %d of node %u ends %llu pages early, or elsewhere than its tail",
		 (int)lru, node, (unsigned long long)left);
	return false;
}

/* A page by itself; the unevictable ones are on no list, so they count here. */
static bool flags_check(const struct machine *m, pfn_t pfn,
			struct found *found, uint64_t *nr_lru,
			struct diag *why)
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
	if (!(f->flags & PG_LRU))
		return true;
	if (f->flags & PG_UNEVICTABLE)
		found->lru[frame_zone(f)][LRU_UNEVICTABLE]++;
	++*nr_lru;
	return true;
}

/* Every page that says it is on a list was found on one. */
static bool frames_check(const struct machine *m, struct found *found,
			 struct diag *why)
{
	uint64_t nr_lru = 0, nr_found = 0;

	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++)
			if (!flags_check(m, (n << BLOCK_SHIFT) + i, found,
					 &nr_lru, why))
				return false;
	for (unsigned z = 0; z < MAX_ZONES; z++)
		for (unsigned l = 0; l < NR_LRU_LISTS; l++)
			nr_found += found->lru[z][l];
	if (nr_lru == nr_found)
		return true;
	diag_set(why, 0, 0, "%llu pages say that they are on a list, %llu are",
		 (unsigned long long)nr_lru, (unsigned long long)nr_found);
	return false;
}

static bool books_check(const struct machine *m, const struct found *found,
			struct diag *why)
{
	uint64_t unevictable[MAX_NODES] = { 0 };

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		unevictable[z->node] += z->nr_lru[LRU_UNEVICTABLE];
		for (unsigned l = 0; l < NR_LRU_LISTS; l++)
			if (found->lru[i][l] != z->nr_lru[l]) {
				diag_set(why, 0, 0,
					 "zone %s: %llu pages are on list %u, the count says %llu",
					 z->name,
					 (unsigned long long)found->lru[i][l], l,
					 (unsigned long long)z->nr_lru[l]);
				return false;
			}
		if (found->mlocked[i] != z->nr_mlock) {
			diag_set(why, 0, 0,
				 "zone %s: %llu pages are locked, the count says %llu",
				 z->name, (unsigned long long)found->mlocked[i],
				 (unsigned long long)z->nr_mlock);
			return false;
		}
	}
	for (unsigned n = 0; n < m->s->nr_nodes; n++)
		if (m->s->node[n].stat[NR_UNEVICTABLE] != unevictable[n]) {
			diag_set(why, 0, 0, "node %u: %llu pages are unevictable, the count says %llu",
				 n, (unsigned long long)unevictable[n],
				 (unsigned long long)m->s->node[n].stat[NR_UNEVICTABLE]);
			return false;
		}
	return true;
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
	for (unsigned k = 0; k < NR_LRU_BATCHES; k++)
		if (!batch_check(m, (enum lru_batch_kind)k, why))
			return false;
	return frames_check(m, &found, why) && books_check(m, &found, why);
}
