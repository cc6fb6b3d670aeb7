#include "base/hash.h"
#include "mm/swap.h"
#include "mm/vmstat.h"

uint64_t swap_users_hash(const struct machine *m)
{
	uint64_t sum = 0;

	for (unsigned type = 0; type < m->s->nr_swapfiles; type++) {
		uint32_t at = 0;

		if (m->s->swap_area[type].on == SWAP_OFF)
			continue;
		while ((at = swap_next_used(m, type, at + 1)) != 0) {
			uint32_t entry = swp_entry(type, at);

			sum += hash_word(entry) * swap_count(m, entry);
		}
	}
	return sum;
}

/* What the slots say, over all areas. */
struct found {
	uint64_t cached;	/* with a page in the swap cache */
	uint64_t stocked;	/* taken, with neither page nor user */
	uint64_t free, total;	/* of areas that are on */
};

static bool slot_check(const struct machine *m, uint32_t entry,
		       struct found *all, struct diag *why)
{
	const struct swap_slot *slot = swap_slot_at(m, entry);
	pfn_t pfn = swap_cache_page(m, entry);
	const struct frame *f;

	if (pfn == PFN_NONE) {
		all->stocked += slot->taken && !slot->users;
		if (!slot->taken || !slot->users)
			return true;
		diag_set(why, 0, 0, "slot %u:%u has users and is in hand",
			 swp_type(entry), swp_offset(entry));
		return false;
	}
	f = frame_at(m, pfn);
	all->cached++;
	/* who has the page for himself shares its slot with nobody */
	if (slot->taken && f && f->swap == entry && f->refcount > 0 &&
	    !(slot->users && (f->flags & PG_ANON_EXCLUSIVE)))
		return true;
	diag_set(why, 0, 0, "slot %u:%u and its page 0x%llx do not agree",
		 swp_type(entry), swp_offset(entry), (unsigned long long)pfn);
	return false;
}

/* Free slots lie between lowest_bit and highest_bit. */
static bool bounds_check(const struct machine *m, unsigned type,
			 struct diag *why)
{
	const struct swap_area *a = &m->s->swap_area[type];

	for (uint32_t i = 1; i < a->max; i++) {
		if (i >= a->lowest_bit && i <= a->highest_bit)
			continue;
		if (!swap_slot_free(swap_slot_at(m, swp_entry(type, i))))
			continue;
		diag_set(why, 0, 0, "slot %u:%u is free, but not looked for",
			 type, i);
		return false;
	}
	return true;
}

static bool area_check(const struct machine *m, unsigned type,
		       struct found *all, struct diag *why)
{
	const struct swap_area *a = &m->s->swap_area[type];
	uint64_t used = 0;
	uint32_t at = 0;

	if (a->on == SWAP_OFF)
		return true;
	while ((at = swap_next_used(m, type, at + 1)) != 0) {
		used++;
		if (!slot_check(m, swp_entry(type, at), all, why))
			return false;
	}
	if (a->on == SWAP_ON) {
		all->free += a->nr_good - a->inuse;
		all->total += a->nr_good;
	}
	if (used == a->inuse)
		return bounds_check(m, type, why);
	diag_set(why, 0, 0, "swap area %u: %llu slots are used, the count says %llu",
		 type, (unsigned long long)used, (unsigned long long)a->inuse);
	return false;
}

static uint64_t frames_in_cache(const struct machine *m)
{
	uint64_t nr = 0;

	for (uint64_t n = 0; n < m->s->nr_blocks; n++) {
		if (!block_at(m, n)->chunk)
			continue;
		for (pfn_t i = 0; i < BLOCK_FRAMES; i++)
			nr += frame_at(m, (n << BLOCK_SHIFT) + i)->swap != 0;
	}
	return nr;
}

bool swap_check(const struct machine *m, struct diag *why)
{
	const struct state *s = m->s;
	struct found all = { 0 };

	for (unsigned type = 0; type < s->nr_swapfiles; type++)
		if (!area_check(m, type, &all, why))
			return false;
	if (all.cached != node_stat_sum(m, NR_SWAPCACHE) ||
	    all.cached != frames_in_cache(m)) {
		diag_set(why, 0, 0,
			 "%llu slots have a page in the swap cache, %llu frames say so, SwapCached %llu",
			 (unsigned long long)all.cached,
			 (unsigned long long)frames_in_cache(m),
			 (unsigned long long)node_stat_sum(m, NR_SWAPCACHE));
		return false;
	}
	if (all.stocked == s->nr_slots_cache + s->nr_slots_ret &&
	    all.free == s->nr_swap_pages && all.total == s->total_swap_pages)
		return true;
	diag_set(why, 0, 0,
		 "swap: %llu slots in stock and %llu free, the counts say %u and %llu",
		 (unsigned long long)all.stocked, (unsigned long long)all.free,
		 s->nr_slots_cache + s->nr_slots_ret,
		 (unsigned long long)s->nr_swap_pages);
	return false;
}
