/* The page cache and the swap areas as text */
#include <inttypes.h>

#include "mm/inode.h"
#include "mm/swap.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"
#include "view/cache_focus.h"
#include "view/cache_hits.h"
#include "view/cache_reading.h"
#include "view/cache_window.h"
#include "view/swap_fault.h"
#include "view/swap_held.h"
#include "view/tell.h"

enum {
	PAGES_SHOWN = 4096,	/* of a file: more, and a window of it is told */
	SLOTS_LOOKED = 1 << 16,
	RUNS_SHOWN = 48,
};

/* The file's slots from `first` on, in runs; too many runs are cut. */
static void tell_pages(const struct facts *f, struct text *out, handle_t inode,
		       uint64_t first)
{
	uint64_t pages = inode_pages(inode_at(f->now, inode)), end = pages;
	struct runs r = { 0 };
	unsigned nr_runs = 0;

	if (end - first > PAGES_SHOWN)
		end = first + PAGES_SHOWN;
	text_printf(out, "  %s %" PRIu64, ui(f->lang, UI_t_from_page), first);
	for (uint64_t i = first; i < end && nr_runs < RUNS_SHOWN; i++) {
		struct slot s = filemap_slot(f->now, inode, i);
		char c = cache_letter(f->now, s).c;

		nr_runs += r.nr && r.letter != c;
		runs_add(&r, out, c, ' ');
	}
	runs_end(&r, out);
	text_puts(out, nr_runs == RUNS_SHOWN || end < pages ? "  ...\n" : "\n");
}

static void tell_file(const struct facts *f, struct text *out,
		      const struct focus_page *at)
{
	const struct inode *i = inode_at(f->now, at->inode);
	uint64_t pages = inode_pages(i), first = 0;
	uint64_t was = cache_pages_before(f, at->inode);
	uint64_t reading = cache_reading(f->now, at);

	tell_begin(out, was != i->nrpages);
	text_printf(out, "%s %s", ui(f->lang, UI_t_file), i->name);
	tell_count(f, out, ui(f->lang, UI_t_cached), i->nrpages, was);
	if (reading)
		text_printf(out, ui(f->lang, UI_t_reading), reading);
	text_printf(out, ui(f->lang, UI_t_of_pages), pages);
	if (pages > PAGES_SHOWN && at->index > PAGES_SHOWN / 2)
		first = at->index - PAGES_SHOWN / 2;
	tell_pages(f, out, at->inode, first);
}

static void tell_window(const struct facts *f, struct text *out, handle_t inode)
{
	const struct file *file = cache_opening(f->now, inode);
	uint64_t value[WINDOW_FIGURES];
	char beyond[2][WINDOW_BYTES];
	const char *words;
	unsigned nr;

	if (!file || !file->ra_size)
		return;
	nr = cache_window_figures(f->now, file, value);
	for (unsigned i = 0; i < nr; i++)
		text_printf(out, "%s%s %" PRIu64, i ? " " : "  ",
			    ui(f->lang, cache_window_labels[i]), value[i]);
	cache_beyond_words(f, file, beyond);
	words = beyond[!*beyond[0]];
	text_printf(out, "%s%s\n", *words ? " " : "", words);
}

static void tell_dirty(const struct facts *f, struct text *out)
{
	struct dirty_limits l = dirty_limits(f->now);
	uint64_t dirty = node_stat_sum(f->now, NR_FILE_DIRTY);
	uint64_t written = node_stat_sum(f->now, NR_WRITEBACK);
	uint64_t was = node_stat_sum(f->before, NR_FILE_DIRTY);
	uint64_t was_written = node_stat_sum(f->before, NR_WRITEBACK);

	tell_begin(out, dirty != was || written != was_written);
	text_puts(out, ui(f->lang, UI_t_pages));
	tell_count(f, out, ui(f->lang, UI_dirty), dirty, was);
	tell_count(f, out, ui(f->lang, UI_dirty_writeback), written,
		   was_written);
	text_printf(out, "   %s %" PRIu64 " %s %" PRIu64 " %s %" PRIu64 " %s %"
		    PRIu64 "\n", ui(f->lang, UI_dirty_background), l.background,
		    ui(f->lang, UI_dirty_free_run), dirty_freerun(&l),
		    ui(f->lang, UI_dirty_limit), l.thresh,
		    ui(f->lang, UI_dirty_dirtyable), l.dirtyable);
}

void tell_cache(const struct facts *f, struct text *out)
{
	struct focus_page at = cache_focus(f);
	char hits[64];

	if (!at.inode) {
		text_printf(out, "  %s\n", ui(f->lang, UI_cache_no_file));
		return;
	}
	tell_file(f, out, &at);
	tell_window(f, out, at.inode);
	cache_hit_words(f, hits, sizeof(hits));
	if (hits[0])
		text_printf(out, "  %s\n", hits);
	tell_dirty(f, out);
}

static void tell_area(const struct facts *f, struct text *out, unsigned type)
{
	const struct swap_area *a = &f->now->s->swap_area[type];
	struct runs r = { 0 };
	unsigned nr_runs = 0;

	text_printf(out, ui(f->lang, UI_t_area_of_swap), a->name, a->prio,
		    (uint64_t)a->max);
	for (uint64_t slot = 0; slot < a->max && slot < SLOTS_LOOKED &&
				nr_runs < RUNS_SHOWN; slot++) {
		char c = swap_letter(f->now, type, slot).c;

		nr_runs += r.nr && r.letter != c;
		runs_add(&r, out, c, ' ');
	}
	runs_end(&r, out);
	text_puts(out, nr_runs == RUNS_SHOWN ? "  ...\n" : "\n");
}

static void tell_traffic(const struct facts *f, struct text *out)
{
	static const struct {
		enum vm_event event;
		const char   *name;
	} counts[] = {
		{ PSWPIN, "pswpin" }, { PSWPOUT, "pswpout" },
		{ SWAP_RA, "swap_ra" }, { SWAP_RA_HIT, "swap_ra_hit" },
		{ PGMAJFAULT, "pgmajfault" },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		uint64_t now = f->now->s->vm_event[counts[i].event];
		uint64_t was = f->before->s->vm_event[counts[i].event];

		tell_begin(out, now != was);
		text_puts(out, "vmstat");
		tell_count(f, out, counts[i].name, now, was);
		text_puts(out, "\n");
	}
}

/* "  swap cache  read along, not used yet 7  written, frame not freed yet 7" */
static void tell_held(const struct facts *f, struct text *out)
{
	uint64_t nr[NR_HELD];

	if (!swap_held_count(f->now, nr))
		return;
	text_printf(out, "  %s", ui(f->lang, UI_G_SWAPCACHE));
	for (int i = 0; i < NR_HELD; i++)
		if (nr[i]) {
			text_puts(out, "  ");
			text_printf(out, swap_held_format((enum held)i, f->lang),
				    nr[i]);
		}
	text_puts(out, "\n");
}

void tell_swap(const struct facts *f, struct text *out)
{
	const struct state *s = f->now->s, *was = f->before->s;
	uint64_t used = s->total_swap_pages - s->nr_swap_pages;
	uint64_t used_before = was->total_swap_pages - was->nr_swap_pages;
	uint64_t cached = node_stat_sum(f->now, NR_SWAPCACHE);
	uint64_t cached_before = node_stat_sum(f->before, NR_SWAPCACHE);

	if (!s->total_swap_pages) {
		text_printf(out, "  %s\n", ui(f->lang, UI_swap_none));
		return;
	}
	for (unsigned i = 0; i < s->nr_swapfiles; i++)
		if (s->swap_area[i].on)
			tell_area(f, out, i);
	tell_begin(out, used != used_before || cached != cached_before);
	text_puts(out, ui(f->lang, UI_swap));
	tell_count(f, out, ui(f->lang, UI_t_in_use), used, used_before);
	tell_count(f, out, ui(f->lang, UI_t_in_stock),
		   s->nr_slots_cache + s->nr_slots_ret,
		   was->nr_slots_cache + was->nr_slots_ret);
	tell_count(f, out, ui(f->lang, UI_t_in_cache), cached, cached_before);
	tell_count(f, out, ui(f->lang, UI_free), s->nr_swap_pages,
		   was->nr_swap_pages);
	text_puts(out, "\n");
	tell_held(f, out);
	swap_fault_tell(f, out);
	tell_traffic(f, out);
}
