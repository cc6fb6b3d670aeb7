#include "mm/why_swap.h"

#include <inttypes.h>

static void why_swapin_window(const struct event *e, struct text *out)
{
	uint64_t window = e->arg[1], hits = e->arg[2], nr = e->arg[3];

	if (window <= 1)
		text_puts(out, "nothing tells that its neighbours are wanted, too, or vm.page-cluster forbids it: it alone is read");
	else if (!hits)
		text_printf(out, "none of those read ahead last was used, but the slot lies close to the last one, or that window was large: %" PRIu64
			    " slots, %" PRIu64 " of them to be read", window, nr);
	else
		text_printf(out, "%" PRIu64 " pages read ahead were used: a window of %" PRIu64
			    " slots, %" PRIu64 " of them to be read", hits,
			    window, nr);
}

void why_swap(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_folio_alloc_swap:
		text_printf(out, "the next free slot upwards: pages that go out together lie together; %" PRIu64
			    " are free", e->arg[2]);
		break;
	case EV_swap_free:
		if (e->arg[1])
			text_printf(out, "%" PRIu64 " others still name the slot: its data stays",
				    e->arg[1]);
		else
			text_puts(out, "nobody names the slot any more: it is free unless its page is in the swap cache");
		break;
	case EV_delete_from_swap_cache:
		if (e->arg[2])
			text_printf(out, "%" PRIu64
				    " still name the slot: it keeps the data, the page may go its own way",
				    e->arg[2]);
		else
			text_puts(out, "nobody names the slot any more: the page keeps its data, the slot is free");
		break;
	case EV_swap_readpage:
		text_puts(out, e->arg[2] ?
				   "a neighbour of the wanted slot: reading it along costs hardly anything" :
				   "somebody waits for this page");
		break;
	case EV_swapin_readahead:
		why_swapin_window(e, out);
		break;
	default:
		break;
	}
}
