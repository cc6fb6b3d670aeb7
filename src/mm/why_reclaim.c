#include "mm/why_reclaim.h"

#include <inttypes.h>

#include "mm/sysctl.h"
#include "mm/zone.h"

static void why_sleep(const struct event *e, struct text *out)
{
	if (!e->arg[1] && !e->arg[2])
		text_puts(out, "sixteen runs in a row have freed nothing: the tasks have to see to it themselves");
	else
		text_printf(out, "%" PRIu64 " > %" PRIu64
			    "  one zone above its high mark is enough, and it stayed so for a tenth of a second",
			    e->arg[1], e->arg[2]);
}

static void why_reclaimed(const struct event *e, struct text *out)
{
	if (e->arg[0])
		text_printf(out, "%" PRIu64 " pages are reclaimed: the request is tried once more",
			    e->arg[0]);
	else
		text_puts(out, "all priorities are through and nothing could be freed");
}

static void why_balance(const struct event *e, struct text *out)
{
	uint64_t anon = e->arg[2], file = e->arg[3];

	switch (e->arg[0]) {
	case SCAN_EQUAL:
		text_printf(out, "the last try: all lists in whole, %" PRIu64
			    " anonymous pages and %" PRIu64 " of files",
			    anon, file);
		break;
	case SCAN_FRACT:
		text_printf(out, "swappiness %" PRIu64
			    " of 200, and what each kind has cost lately, divide it: %" PRIu64
			    " anonymous pages, %" PRIu64 " of files",
			    e->arg[4], anon, file);
		break;
	case SCAN_ANON:
		text_printf(out, "files have hardly a page left: %" PRIu64
			    " anonymous pages only", anon);
		break;
	case SCAN_FILE:
		text_printf(out, "there is no free slot of swap, or unused pages of files are plenty: %" PRIu64
			    " pages of files only", file);
		break;
	default:
		break;
	}
}

static void why_isolate(const struct event *e, struct text *out)
{
	text_printf(out, "the tail comes first: %" PRIu64
		    " pages that nobody has moved up for longest", e->arg[4]);
	if (e->arg[3])
		text_printf(out, "; %" PRIu64
			    " lie in zones that cannot serve the request, and go to the head",
			    e->arg[3]);
}

static void why_verdict(const struct event *e, struct text *out)
{
	uint64_t young = e->arg[2];

	switch (e->arg[1]) {
	case FOLIOREF_RECLAIM:
		text_puts(out, "nobody has used it since the last look");
		break;
	case FOLIOREF_RECLAIM_CLEAN:
		text_puts(out, "it was used once, and not since the last look: it goes if it need not be written");
		break;
	case FOLIOREF_KEEP:
		text_puts(out, "somebody has used it since the last look: this is noted, and it stays once more");
		break;
	case FOLIOREF_ACTIVATE:
		if (young > 1)
			text_printf(out, "%" PRIu64 " mappings have used it since the last look",
				    young);
		else if (young && e->arg[3])
			text_puts(out, "it was used now, and before the last look too");
		else if (young)
			text_puts(out, "it is program code, and was used");
		else
			text_puts(out, "a locked area maps it");
		break;
	default:
		break;
	}
}

static const char *const fate_why[NR_FOLIO_FATES] = {
	[FATE_FREED] = "what it holds is on a disk: the frame is free",
	[FATE_FREED_CLEAN] = "its owner gave it away with MADV_FREE and has not written to it since: it is simply dropped",
	[FATE_LOCKED] = "it is still being read: reclaim does not wait for it",
	[FATE_UNEVICTABLE] = "it is locked in memory: off to those that are never looked at",
	[FATE_WRITEBACK] = "it is on its way to the disk: out of the way, and freed as soon as the disk has it",
	[FATE_REFERENCED] = "it was used: back to the head of the inactive list",
	[FATE_ACTIVATE] = "it is used again and again: to the active list",
	[FATE_NO_SWAP] = "no slot of a swap area is free: it has to stay",
	[FATE_UNMAP_FAILED] = "a page table would not let it go: it has to stay",
	[FATE_DIRTY] = "it is dirty, and writing files is the flusher's business: out of the way, and freed as soon as it is written",
	[FATE_KEEP_DIRTY] = "it would have to be written, and that is not wanted now",
	[FATE_PAGEOUT] = "it is sent to its slot on the disk, and freed when the disk has it",
	[FATE_BUSY] = "somebody else holds it at this moment",
};

static void why_active(const struct event *e, struct text *out)
{
	text_printf(out, "too few pages are on the inactive list: %" PRIu64
		    " of %" PRIu64 " move down", e->arg[2], e->arg[1]);
	if (e->arg[3])
		text_printf(out, ", %" PRIu64 " stay: program code that was used",
			    e->arg[3]);
}

static void why_cluster(const struct event *e, struct text *out)
{
	uint64_t looked = e->arg[1], free = e->arg[2], active = e->arg[3];

	text_printf(out, "priority %" PRIu64 ": of %" PRIu64
		    " %s looked at %" PRIu64 " %s free, %" PRIu64 " %s active",
		    e->arg[4], looked, looked == 1 ? "page" : "pages", free,
		    free == 1 ? "is" : "are", active,
		    active == 1 ? "becomes" : "become");
	if (looked == free + active + 1)
		text_puts(out, "; the other one stays, or is being written");
	else if (looked > free + active)
		text_puts(out, "; the others stay, or are being written");
}

static void why_killed(const struct machine *m, const struct event *e,
		       struct text *out)
{
	if (m->s->sysctl[SYSCTL_oom_kill_allocating_task])
		text_printf(out, "vm.oom_kill_allocating_task is set: who asked has to go; %" PRIu64
			    " kB of anonymous memory come back", e->arg[3]);
	else
		text_printf(out, "nobody has more points than %" PRId64 "; %" PRIu64
			    " kB of anonymous memory come back",
			    (int64_t)e->arg[1], e->arg[3]);
}

static void why_oom(const struct machine *m, const struct event *e,
		    struct text *out)
{
	switch (e->id) {
	case EV_reclaim_retry_zone:
		text_printf(out, "%" PRIu64 " pages would be free if the %" PRIu64
			    " that can be reclaimed were; the min mark is %" PRIu64
			    ", and %" PRIu64 " of 16 tries were in vain",
			    e->arg[2], e->arg[1], e->arg[3], e->arg[4]);
		break;
	case EV_oom_badness:
		text_printf(out, "%" PRIu64 " resident + %" PRIu64 " in swap + %" PRIu64
			    " page tables, and oom_score_adj: %" PRId64 " points",
			    e->arg[1], e->arg[2], e->arg[3], (int64_t)e->arg[4]);
		break;
	case EV_oom_kill:
		why_killed(m, e, out);
		break;
	case EV_mark_victim:
		text_puts(out, "the sooner it ends the sooner its memory is back: it may use half of what the min mark keeps");
		break;
	default:
		text_puts(out, "it will never run again, so nobody misses its memory");
		break;
	}
}

void why_reclaim(const struct machine *m, const struct event *e,
		 struct text *out)
{
	switch (e->id) {
	case EV_mm_vmscan_wakeup_kswapd:
		text_printf(out, "only %" PRIu64
			    " pages are free in the zone that was asked: kswapd is to free more while the task goes on",
			    e->arg[4]);
		break;
	case EV_mm_vmscan_kswapd_wake:
		text_printf(out, "no zone up to %s is above its high mark",
			    zone_type_name((enum zone_type)(e->arg[1] % MAX_NR_ZONES)));
		break;
	case EV_mm_vmscan_kswapd_sleep:
		why_sleep(e, out);
		break;
	case EV_mm_vmscan_direct_reclaim_begin:
		text_puts(out, "no zone is above its min mark: kswapd was too slow, and the task has to free pages itself");
		break;
	case EV_mm_vmscan_direct_reclaim_end:
		why_reclaimed(e, out);
		break;
	case EV_get_scan_count:
		why_balance(e, out);
		break;
	case EV_mm_vmscan_lru_isolate:
		why_isolate(e, out);
		break;
	case EV_folio_check_references:
		why_verdict(e, out);
		break;
	case EV_shrink_folio:
		if (e->arg[1] < NR_FOLIO_FATES)
			text_puts(out, fate_why[e->arg[1]]);
		break;
	case EV_mm_vmscan_lru_shrink_inactive:
		why_cluster(e, out);
		break;
	case EV_mm_vmscan_lru_shrink_active:
		why_active(e, out);
		break;
	case EV_mm_vmscan_write_folio:
		text_puts(out, e->arg[1] ?
				   "no disk has what it holds: its slot must, before the frame can be used for something else" :
				   "kswapd has met nothing but dirty pages of files, and writes them itself");
		break;
	case EV_reclaim_retry_zone:
	case EV_oom_badness:
	case EV_oom_kill:
	case EV_mark_victim:
	case EV_finish_task_reaping:
		why_oom(m, e, out);
		break;
	default:
		break;
	}
}
