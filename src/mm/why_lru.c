#include "mm/why_lru.h"

#include <inttypes.h>

static void why_insertion(const struct event *e, struct text *out)
{
	if (e->arg[1] == LRU_UNEVICTABLE)
		text_puts(out, "it is locked: reclaim never looks at it");
	else if (e->arg[1] == LRU_ACTIVE_ANON || e->arg[1] == LRU_ACTIVE_FILE)
		text_puts(out, "it has shown already that it is used again");
	else if (e->arg[1] < LRU_UNEVICTABLE)
		text_puts(out, "a page starts inactive: it has to be used again to become active");
}

static void why_deactivate(const struct event *e, struct text *out)
{
	bool was_anon = e->arg[1] <= LRU_ACTIVE_ANON;

	if (was_anon && e->arg[2] == LRU_INACTIVE_FILE)
		text_puts(out, "MADV_FREE gave it away: it may be dropped like a clean page of a file");
	else if (e->arg[3] == INSERT_TAIL)
		text_puts(out, "it is clean and not wanted any more: to the tail, where reclaim looks first");
	else if (e->arg[1] == e->arg[2])
		text_puts(out, "it is not wanted any more but has to be written: to the head, which gives the flusher time");
	else
		text_puts(out, "it is not expected to be used soon: it has to prove itself again");
}

static const char *const second_why[NR_SECOND_CHANCES] = {
	[SECOND_REFERENCED] = "a first use is only noted: many pages are used once and never again",
	[SECOND_ACTIVATE] = "used again while it was inactive: it is worth keeping and becomes active",
	[SECOND_ACTIVE] = "it is active already: the use is only noted",
};

static void why_refault(const struct event *e, struct text *out)
{
	if (e->arg[1] <= e->arg[2])
		text_printf(out, "%" PRIu64 " <= %" PRIu64
			    "  with the other lists' room it would have stayed: it starts active",
			    e->arg[1], e->arg[2]);
	else
		text_printf(out, "%" PRIu64 " > %" PRIu64
			    "  even with the other lists' room it could not have stayed: it starts inactive",
			    e->arg[1], e->arg[2]);
}

void why_lru(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_mm_lru_insertion:
		why_insertion(e, out);
		break;
	case EV_mm_lru_activate:
		text_puts(out, "it was used twice while it was inactive");
		break;
	case EV_lru_deactivate:
		why_deactivate(e, out);
		break;
	case EV_lru_rotate:
		text_puts(out, "reclaim wanted it and had to wait until it was written: now it is the next to go");
		break;
	case EV_mark_page_accessed:
		if (e->arg[2] < NR_SECOND_CHANCES)
			text_puts(out, second_why[e->arg[2]]);
		break;
	case EV_workingset_eviction:
		text_printf(out, "%" PRIu64 " pages were dropped or activated before it: the shadow keeps this number, to tell later how long the page was away",
			    e->arg[2]);
		break;
	case EV_workingset_refault:
		why_refault(e, out);
		break;
	case EV_mlock_folio:
		text_puts(out, "an area that is locked maps it: it has to stay");
		break;
	case EV_munlock_folio:
		text_puts(out, "no area locks it any more: reclaim may judge it again");
		break;
	default:
		break;
	}
}
