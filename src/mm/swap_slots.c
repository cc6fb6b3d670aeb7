/*
 * Which slot a page gets: the rule for turning disks, whatever the disk.
 * Slots are fetched 64 at a time while plenty are free.
 */
#include "mm/swap.h"

#include "mm/clock.h"
#include "mm/lru.h"

enum {
	BATCH = 64,		/* SWAP_BATCH, SWAP_SLOTS_CACHE_SIZE */
	CLUSTER = 512,		/* SWAPFILE_CLUSTER: a huge page */
	RATION = 256,		/* LATENCY_LIMIT: steps until a pause */
};

/* A search in one area, on its way. */
struct search {
	struct swap_area *area;
	unsigned type;
	uint64_t offset;
	uint64_t base;		/* where it began */
	int	 ration;
	bool	 scanned_many;
	bool	 again;		/* what failed may be tried elsewhere */
};

static const struct swap_slot *slot_of(const struct machine *m,
				       const struct search *s)
{
	return swap_slot_at(m, swp_entry(s->type, (uint32_t)s->offset));
}

static bool is_free(const struct machine *m, const struct search *s)
{
	return swap_slot_free(slot_of(m, s));
}

/* Kept by its page in the swap cache alone, which may be asked to leave. */
static bool cache_only(const struct machine *m, const struct search *s)
{
	const struct swap_slot *slot = slot_of(m, s);

	return vm_swap_full(m) && slot->taken && !slot->users;
}

/* A step of a search; at the end of the ration the kernel takes a breath. */
static void breathe(struct search *s, bool many)
{
	if (--s->ration >= 0)
		return;
	s->ration = RATION;
	s->scanned_many = s->scanned_many || many;
}

/*
 * A cluster is used up: the first run of that many free slots, from the lowest
 * free slot on; without such a run, the lowest free slot.
 */
static void new_cluster(const struct machine *m, struct search *s)
{
	struct swap_area *a = s->area;
	uint64_t last;

	a->cluster_nr = CLUSTER - 1;
	if (a->nr_good - a->inuse < CLUSTER)
		return;
	s->base = a->lowest_bit;
	s->offset = s->base;
	last = s->offset + CLUSTER - 1;
	for (; last <= a->highest_bit; s->offset++) {
		if (!is_free(m, s)) {
			last = s->offset + CLUSTER;
		} else if (s->offset == last) {
			s->offset -= CLUSTER - 1;
			a->cluster_next = s->offset;
			return;
		}
		breathe(s, false);
	}
	s->offset = s->base;
}

/*
 * The next slot that is free or could be made so: upwards to the end, then
 * from the lowest to where the search began.
 */
static bool scan_on(const struct machine *m, struct search *s)
{
	while (++s->offset <= s->area->highest_bit) {
		breathe(s, true);
		if (is_free(m, s) || cache_only(m, s))
			return true;
	}
	s->offset = s->area->lowest_bit;
	for (; s->offset < s->base; s->offset++) {
		breathe(s, true);
		if (is_free(m, s) || cache_only(m, s))
			return true;
	}
	return false;
}

/* After a slot was got: is the next of the cluster, or one close by, free? */
static bool scan_close_by(const struct machine *m, struct search *s)
{
	uint64_t limit;

	if (s->area->cluster_nr && (++s->offset, is_free(m, s))) {
		s->area->cluster_nr--;
		return true;
	}
	if (s->scanned_many)
		return false;
	limit = s->offset < s->base ? s->base : s->area->highest_bit;
	for (; s->offset <= limit && --s->ration > 0; s->offset++)
		if (is_free(m, s))
			return true;
	return false;
}

/* The page in the swap cache gives its slot up, if it can. */
static bool reclaim_cached(struct machine *m, uint32_t entry)
{
	pfn_t pfn = swap_cache_page(m, entry);
	bool freed = false;

	if (pfn == PFN_NONE || !(frame_at(m, pfn)->flags & PG_UPTODATE))
		return false;
	get_page(m, pfn);
	freed = folio_free_swap(m, pfn);
	put_page(m, pfn);
	return freed;
}

/* Take the slot at hand, if it is free. */
static bool claim(struct machine *m, struct search *s, uint32_t *entry)
{
	*entry = swp_entry(s->type, (uint32_t)s->offset);
	s->again = false;
	if (cache_only(m, s)) {
		s->again = true;
		/* a freed slot may lie in the stock of freed ones for now */
		if (!reclaim_cached(m, *entry) || !is_free(m, s))
			return false;
	}
	if (!is_free(m, s))
		return false;
	swap_slot_mut(m, *entry)->taken = 1;
	swap_range_alloc(m, *entry);
	return true;
}

/*
 * Return: slots found in this area, at most nr.
 * Source: mm/swapfile.c scan_swap_map_slots() (6.1).
 */
static unsigned scan_slots(struct machine *m, unsigned type, unsigned nr,
			   uint32_t *slots)
{
	struct swap_area *a = &m->s->swap_area[type];
	struct search s = { .area = a, .type = type,
			    .offset = a->cluster_next,
			    .base = a->cluster_next, .ration = RATION };
	unsigned got = 0;

	if (!a->cluster_nr)
		new_cluster(m, &s);
	else
		a->cluster_nr--;
	while (a->highest_bit) {
		if (s.offset > a->highest_bit)
			s.base = s.offset = a->lowest_bit;
		if (!claim(m, &s, &slots[got])) {
			if (got && !s.again)
				break;
			if (!scan_on(m, &s))
				return got;
			continue;
		}
		if (++got == nr || s.offset >= a->highest_bit ||
		    --s.ration < 0 || !scan_close_by(m, &s))
			break;
	}
	if (a->highest_bit || got)
		a->cluster_next = s.offset + 1;
	return got;
}

/*
 * The area whose turn it is: the highest priority; of equal ones that which
 * had none for the longest time. `passed` are those that were tried already.
 */
static unsigned next_area(const struct machine *m, unsigned passed)
{
	const struct swap_area *best = NULL;
	unsigned found = MAX_SWAP_AREAS;

	for (unsigned i = 0; i < m->s->nr_swapfiles; i++) {
		const struct swap_area *a = &m->s->swap_area[i];

		if (a->on != SWAP_ON || !a->highest_bit || (passed >> i & 1))
			continue;
		if (best && (a->prio < best->prio ||
			     (a->prio == best->prio && a->turn > best->turn)))
			continue;
		best = a;
		found = i;
	}
	return found;
}

/* Source: mm/swapfile.c get_swap_pages() (6.1). */
static unsigned get_swap_pages(struct machine *m, unsigned nr, uint32_t *slots)
{
	unsigned passed = 0, got = 0, type;

	if (nr > m->s->nr_swap_pages)
		nr = (unsigned)m->s->nr_swap_pages;
	while (nr && !got &&
	       (type = next_area(m, passed)) != MAX_SWAP_AREAS) {
		m->s->swap_area[type].turn = m->s->swap_turns++;
		passed |= 1u << type;
		got = scan_slots(m, type, nr, slots);
	}
	return got;
}

/*
 * Source: mm/swap_slots.c folio_alloc_swap(), refill_swap_slots_cache() (6.1).
 * Return: the entry; 0 if there is none.
 */
static uint32_t alloc_slot(struct machine *m)
{
	struct state *s = m->s;
	uint32_t entry = 0;

	if (swap_stock_active(m)) {
		if (!s->nr_slots_cache) {
			s->cur_slots_cache = 0;
			s->nr_slots_cache =
				get_swap_pages(m, BATCH, s->slots_cache);
		}
		if (s->nr_slots_cache) {
			s->nr_slots_cache--;
			entry = s->slots_cache[s->cur_slots_cache];
			s->slots_cache[s->cur_slots_cache++] = 0;
			return entry;
		}
	}
	return get_swap_pages(m, 1, &entry) ? entry : 0;
}

bool add_to_swap(struct machine *m, pfn_t pfn)
{
	uint32_t entry = alloc_slot(m);

	if (!entry)
		return false;
	clock_pass(m, COST_swap_slot);
	add_to_swap_cache(m, pfn, entry);
	frame_mut(m, pfn)->flags |= PG_DIRTY;
	event_emit(m, EV_folio_alloc_swap, pfn, entry, m->s->nr_swap_pages);
	return true;
}
