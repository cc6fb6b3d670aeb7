#include "mm/why_alloc.h"

#include <inttypes.h>

#include "mm/zone.h"

static void why_watermark(const struct event *e, struct text *out)
{
	int64_t free = (int64_t)e->arg[1], mark = (int64_t)e->arg[2];
	int64_t reserve = (int64_t)e->arg[3];
	bool above = free > mark + reserve;

	text_printf(out, "%" PRId64 " > %" PRId64 " + %" PRId64 "  %s", free,
		    mark, reserve, above ? "yes" : "no");
	if (above && e->id == EV_zone_watermark_fail)
		text_printf(out, ", but no block of order %" PRIu64 " or above is free",
			    e->arg[4]);
}

static void why_insert(const struct event *e, struct text *out)
{
	if (e->arg[2] == INSERT_TAIL_LIKELY)
		text_printf(out,
			    "to the tail: 0x%" PRIx64 " is free at order %" PRIu64
			    ", so this block may soon be joined and is left in peace",
			    e->arg[3], e->arg[1] + 1);
	else if (e->arg[2] == INSERT_HEAD && e->arg[1] < MAX_ORDER - 2)
		text_printf(out,
			    "to the head: 0x%" PRIx64
			    " is not a free block of order %" PRIu64
			    ", so no larger one is in sight",
			    e->arg[3], e->arg[1] + 1);
	else if (e->arg[2] == INSERT_HEAD)
		text_printf(out, "to the head: blocks of order %" PRIu64
			    " are as good as the largest", e->arg[1]);
}

static void why_pcp_add(const struct event *e, struct text *out)
{
	uint64_t count = e->arg[3], high = e->arg[4];

	if (!high)
		text_printf(out, "blocks of several pages do not gather while more is freed than allocated: all %" PRIu64
			    " pages of this CPU go home", count);
	else if (count >= high)
		text_printf(out, "%" PRIu64 " >= %" PRIu64
			    "  that is enough for one CPU: those that waited longest go home",
			    count, high);
	else
		text_printf(out, "%" PRIu64 " < %" PRIu64
			    "  there is room on this CPU's lists: the next request gets it while it is warm",
			    count, high);
}

static void why_taken(const struct event *e, struct text *out)
{
	if (e->arg[4] == e->arg[1])
		text_printf(out, "the list of order %" PRIu64
			    " had a block: its head is taken", e->arg[1]);
	else
		text_printf(out, "order %" PRIu64
			    " was the smallest order with a free block; its low end is given",
			    e->arg[4]);
}

static void why_fallback(const struct event *e, struct text *out)
{
	text_printf(out, "no free block on the %s lists; %s has one of order %" PRIu64 "%s",
		    migratetype_name((enum migratetype)(e->arg[3] >> 8)),
		    migratetype_name((enum migratetype)(e->arg[3] & 255)),
		    e->arg[2],
		    e->arg[4] ? ", and the pageblock changes its type" : "");
}

void why_alloc(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_zone_watermark_ok:
	case EV_zone_watermark_fail:
		why_watermark(e, out);
		break;
	case EV_buddy_split:
		text_printf(out, "order %" PRIu64 " is wanted and the block in hand had order %"
			    PRIu64 ": the upper half is not needed",
			    e->arg[3], e->arg[1] + 1);
		break;
	case EV_mm_page_alloc_zone_locked:
		why_taken(e, out);
		break;
	case EV_buddy_merge:
		text_printf(out, "0x%" PRIx64 " differs in bit %" PRIu64
			    " only and was free as one block of order %" PRIu64,
			    e->arg[2], e->arg[1] - 1, e->arg[1] - 1);
		break;
	case EV_buddy_insert:
		why_insert(e, out);
		break;
	case EV_pcp_add:
		why_pcp_add(e, out);
		break;
	case EV_mm_page_pcpu_drain:
		text_printf(out, "it waited longest of its list; it goes where its pageblock was when it came: %s",
			    migratetype_name((enum migratetype)e->arg[2]));
		break;
	case EV_mm_page_alloc_extfrag:
		why_fallback(e, out);
		break;
	case EV_lowmem_reserve:
		text_printf(out, "%" PRIu64 " pages in the zones above / %" PRIu64 " = %" PRIu64,
			    e->arg[3], e->arg[4], e->arg[2]);
		break;
	default:
		break;
	}
}
