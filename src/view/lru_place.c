#include "view/lru_place.h"

#include "mm/lru_list.h"
#include "view/lru_lists.h"
#include "view/verdicts.h"

enum { MAX_PLACE = 1 << 16 };	/* pages that are counted */

void lru_place(const struct facts *f, pfn_t pfn, struct text *out)
{
	const struct machine *m = f->now;
	const struct frame *fr = frame_at(m, pfn);
	unsigned place = 0;
	pfn_t at = pfn;

	if (!fr || !(fr->flags & PG_LRU))
		return;
	for (; on_evictable_list(fr) && place < MAX_PLACE; place++) {
		at = lru_next(m, at);
		if (at != PFN_NONE)
			continue;
		text_printf(out, ui(f->lang, place ? UI_lru_place :
						     UI_lru_place_tail),
			    lru_name(page_lru(fr)), place);
		return;
	}
	text_puts(out, lru_name(page_lru(fr)));
}
