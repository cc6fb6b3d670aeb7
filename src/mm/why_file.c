#include "mm/why_file.h"

#include <inttypes.h>

static const char *const readahead_why[NR_RA_CASES] = {
	[RA_INITIAL] = "a stream seems to begin here",
	[RA_NEXT] = "the read goes on where the last window said: a stream",
	[RA_MARKER] = "the marker of somebody else's window was met: on from the first page that is missing",
	[RA_HISTORY] = "the pages before it are in memory, as a stream leaves them",
	[RA_RANDOM] = "nothing tells of a stream: what was asked for is read, no more",
	[RA_AROUND] = "a mapped page is missing: its neighbours on both sides are wanted soon, too",
	[RA_FORCE] = "exactly these pages were asked for",
};

static void why_readahead(const struct event *e, struct text *out)
{
	uint64_t why = e->arg[1], size = e->arg[3], async = e->arg[4];

	if (why >= NR_RA_CASES)
		return;
	text_printf(out, "%s: %" PRIu64 " pages", readahead_why[why], size);
	if (async)
		text_printf(out, ", the marker %" PRIu64 " before the end",
			    async);
}

static void why_wake(const struct event *e, struct text *out)
{
	uint64_t dirty = e->arg[1], background = e->arg[2];

	switch (e->arg[0]) {
	case WB_REASON_BACKGROUND:
		text_printf(out, "%" PRIu64 " dirty pages, background limit %" PRIu64
			    ": too many to go on without it", dirty, background);
		break;
	case WB_REASON_VMSCAN:
		text_printf(out, "reclaim found nothing but dirty pages: %" PRIu64
			    " are to be written", dirty);
		break;
	case WB_REASON_SYNC:
		text_printf(out, "somebody asked for it: %" PRIu64
			    " are to be written", dirty);
		break;
	case WB_REASON_PERIODIC:
		text_printf(out, "its interval was set anew: %" PRIu64
			    " dirty pages are looked at", dirty);
		break;
	default:
		break;
	}
}

static void why_single_inode(const struct event *e, struct text *out)
{
	uint64_t nr = e->arg[2], age_ms = e->arg[3];

	switch (e->arg[1]) {
	case WB_REASON_BACKGROUND:
		text_printf(out, "more is dirty than the background limit: %" PRIu64
			    " pages of the file whose turn it is", nr);
		break;
	case WB_REASON_VMSCAN:
		text_printf(out, "memory is short and reclaim may not wait for the disk: %" PRIu64
			    " pages", nr);
		break;
	case WB_REASON_SYNC:
		text_printf(out, "somebody waits for them: %" PRIu64 " pages", nr);
		break;
	case WB_REASON_PERIODIC:
		text_printf(out, "the file has been dirty for %" PRIu64
			    " ms, longer than vm.dirty_expire_centisecs: %" PRIu64
			    " pages", age_ms, nr);
		break;
	default:
		break;
	}
}

static void why_balance(const struct event *e, struct text *out)
{
	uint64_t dirty = e->arg[0], freerun = e->arg[1], thresh = e->arg[2];
	uint64_t pause_ms = e->arg[3];

	if (dirty <= freerun)
		text_printf(out, "%" PRIu64 " <= %" PRIu64
			    "  below halfway from background to the limit: nobody is held up",
			    dirty, freerun);
	else if (dirty >= thresh)
		text_printf(out, "%" PRIu64 " >= %" PRIu64
			    "  the limit is reached: the writer waits %" PRIu64
			    " ms, and is asked again", dirty, thresh, pause_ms);
	else
		text_printf(out, "%" PRIu64 " < %" PRIu64 " < %" PRIu64
			    "  the closer to the limit the slower: the writer waits %" PRIu64
			    " ms", freerun, dirty, thresh, pause_ms);
}

static void why_drop(const struct event *e, struct text *out)
{
	uint64_t value = e->arg[0];

	text_printf(out, "%s; %" PRIu64
		    " pages went, dirty, mapped and shared ones stayed",
		    value & 1 ?
			    "clean pages of files that nobody uses can be read again" :
			    "pages of files were not asked for",
		    e->arg[1]);
}

void why_file(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_mm_filemap_delete_from_page_cache:
		text_puts(out, e->arg[3] ?
				   "reclaim took it: a shadow in its slot will tell how long it was away" :
				   "it is not only out of memory but out of mind: nothing stays in its slot");
		break;
	case EV_page_cache_ra:
		why_readahead(e, out);
		break;
	case EV_writeback_wake:
		why_wake(e, out);
		break;
	case EV_writeback_single_inode:
		why_single_inode(e, out);
		break;
	case EV_folio_end_writeback:
		text_puts(out, e->arg[3] ?
				   "reclaim had waited for it: it goes to the tail of its list" :
				   "it is as the disk has it: reclaim may drop it when it is old");
		break;
	case EV_balance_dirty_pages:
		why_balance(e, out);
		break;
	case EV_drop_caches:
		why_drop(e, out);
		break;
	default:
		break;
	}
}
