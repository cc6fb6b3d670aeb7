#include "view/swap_held.h"

#include "mm/swap.h"
#include "mm/vmstat.h"

enum held swap_held(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (f->flags & PG_WRITEBACK)
		return HELD_WRITING;
	if (!(f->flags & PG_UPTODATE))
		return HELD_READING;
	if (f->mapcount > 0)
		return HELD_MAPPED;
	if (f->flags & PG_DIRTY)
		return HELD_CHANGED;
	return f->flags & PG_READAHEAD ? HELD_AHEAD : HELD_WRITTEN;
}

uint64_t swap_held_count(const struct machine *m, uint64_t nr[NR_HELD])
{
	uint64_t left = node_stat_sum(m, NR_SWAPCACHE), all = left;

	for (int i = 0; i < NR_HELD; i++)
		nr[i] = 0;
	for (unsigned i = 0; left && i < m->s->nr_swapfiles; i++) {
		uint64_t end = m->s->swap_area[i].max, slot = 0;

		while (left && (slot = swap_next_cached(m, i, slot + 1, end))) {
			uint32_t entry = swp_entry(i, (uint32_t)slot);

			nr[swap_held(m, swap_cache_page(m, entry))]++;
			left--;
		}
	}
	return all;
}

const char *swap_held_format(enum held held, enum lang lang)
{
	static const enum ui words[NR_HELD] = {
		[HELD_READING] = UI_held_reading,
		[HELD_AHEAD] = UI_held_ahead,
		[HELD_MAPPED] = UI_held_mapped,
		[HELD_WRITING] = UI_held_writing,
		[HELD_WRITTEN] = UI_held_written,
		[HELD_CHANGED] = UI_held_changed,
	};

	return ui(lang, words[held]);
}
