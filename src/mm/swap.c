#include "mm/swap.h"

#include "mm/lru.h"
#include "mm/vmstat.h"

/* What a slot holds for the swap cache, told by the two lowest bits. */
enum { CACHE_PAGE = 1, CACHE_SHADOW = 2, CACHE_TAG = 3, CACHE_SHIFT = 2 };

pfn_t swap_cache_page(const struct machine *m, uint32_t entry)
{
	uint64_t cache = swap_slot_at(m, entry)->cache;

	if ((cache & CACHE_TAG) != CACHE_PAGE)
		return PFN_NONE;
	return (cache >> CACHE_SHIFT) - 1;
}

static bool is_cached(const struct swap_slot *s)
{
	return (s->cache & CACHE_TAG) == CACHE_PAGE;
}

void swap_counts(const struct machine *m, unsigned type, uint64_t from,
		 uint64_t end, struct swap_counts *c)
{
	uint64_t nr;

	*c = (struct swap_counts){ 0 };
	for (; from < end; from += nr) {
		const struct swap_slot *s = swap_slots_from(m, type, from, end,
							    &nr);

		for (uint64_t i = 0; s && i < nr; i++)
			if (is_cached(&s[i]))
				c->cached++;
			else if (s[i].users)
				c->out++;
			else
				c->taken += s[i].taken != 0;
	}
}

uint64_t swap_next_cached(const struct machine *m, unsigned type,
			  uint64_t from, uint64_t end)
{
	uint64_t nr;

	for (; from < end; from += nr) {
		const struct swap_slot *s = swap_slots_from(m, type, from, end,
							    &nr);

		for (uint64_t i = 0; s && i < nr; i++)
			if (is_cached(&s[i]))
				return from + i;
	}
	return 0;
}

uint64_t swap_cache_shadow(const struct machine *m, uint32_t entry)
{
	uint64_t cache = swap_slot_at(m, entry)->cache;

	return (cache & CACHE_TAG) == CACHE_SHADOW ? cache >> CACHE_SHIFT : 0;
}

unsigned swap_count(const struct machine *m, uint32_t entry)
{
	return swap_slot_at(m, entry)->users;
}

/* The kernel counts such pages as pages of a file. */
static void count_cached(struct machine *m, const struct frame *f, int by)
{
	unsigned node = frame_node(m, f);

	node_stat_add(m, node, NR_FILE_PAGES, by);
	node_stat_add(m, node, NR_SWAPCACHE, by);
}

/*
 * Source: mm/swap_state.c add_to_swap_cache() (6.1). Left out: the tree's
 * nodes, which the kernel takes from a slab.
 */
void add_to_swap_cache(struct machine *m, pfn_t pfn, uint32_t entry)
{
	struct swap_slot *slot = swap_slot_mut(m, entry);
	struct frame *f = frame_mut(m, pfn);

	bug_on((slot->cache & CACHE_TAG) == CACHE_PAGE || f->swap);
	slot->cache = (uint64_t)(pfn + 1) << CACHE_SHIFT | CACHE_PAGE;
	slot->taken = 1;
	frame_set_swap(f, entry);
	f->refcount++;
	count_cached(m, f, 1);
}

/* The slot's page is gone; without users it goes back to the free ones. */
static void put_slot(struct machine *m, uint32_t entry)
{
	struct swap_slot *slot = swap_slot_mut(m, entry);

	if (slot->users)
		slot->taken = 0;
	else
		free_swap_slot(m, entry);
}

/* Source: mm/swap_state.c __delete_from_swap_cache() (6.1). */
void delete_from_swap_cache(struct machine *m, pfn_t pfn, uint64_t shadow)
{
	struct frame *f = frame_mut(m, pfn);
	uint32_t entry = f->swap;
	unsigned users = swap_count(m, entry);

	bug_on(!entry || swap_cache_page(m, entry) != pfn ||
	       (f->flags & PG_WRITEBACK));
	swap_slot_mut(m, entry)->cache =
		shadow ? shadow << CACHE_SHIFT | CACHE_SHADOW : 0;
	frame_set_swap(f, 0);
	count_cached(m, f, -1);
	put_slot(m, entry);
	event_emit(m, EV_delete_from_swap_cache, pfn, entry, users);
}

bool folio_free_swap(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (!f->swap || (f->flags & PG_WRITEBACK) || swap_count(m, f->swap))
		return false;
	bug_on(f->refcount < 2);
	f->refcount--;
	f->flags |= PG_DIRTY;
	delete_from_swap_cache(m, pfn, 0);
	return true;
}

/* A page that is being read is locked: nobody else touches it. */
void free_swap_cache(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (f->swap && !f->mapcount && (f->flags & PG_UPTODATE))
		folio_free_swap(m, pfn);
}

void swap_duplicate(struct machine *m, uint32_t entry)
{
	struct swap_slot *slot = swap_slot_mut(m, entry);

	bug_on(swap_slot_free(slot));
	slot->users++;
}

/* Source: mm/swapfile.c __swap_entry_free() (6.1). */
void swap_free(struct machine *m, uint32_t entry)
{
	struct swap_slot *slot = swap_slot_mut(m, entry);
	unsigned left;

	bug_on(!slot->users);
	left = --slot->users;
	if (!left && !slot->taken) {
		slot->taken = 1;
		free_swap_slot(m, entry);
	}
	event_emit(m, EV_swap_free, entry, left);
}

/* Source: mm/swapfile.c __try_to_reclaim_swap() (6.1). */
static void reclaim_slot(struct machine *m, uint32_t entry)
{
	pfn_t pfn = swap_cache_page(m, entry);
	const struct frame *f;

	if (pfn == PFN_NONE)
		return;
	f = frame_at(m, pfn);
	if (!(f->flags & PG_UPTODATE) || (f->mapcount && !vm_swap_full(m)))
		return;
	get_page(m, pfn);
	folio_free_swap(m, pfn);
	put_page(m, pfn);
}

void free_swap_and_cache(struct machine *m, uint32_t entry)
{
	bool last = swap_count(m, entry) == 1;

	swap_free(m, entry);
	if (last)
		reclaim_slot(m, entry);
}

pte_t swap_pte_share(struct machine *m, pte_t e)
{
	swap_duplicate(m, pte_swap(e));
	return e & ~SWP_EXCLUSIVE;
}
