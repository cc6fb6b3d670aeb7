/* The LRU lists as text: how long they are, and both ends of each */
#include "view/tell.h"

#include <inttypes.h>

#include "mm/lru.h"
#include "mm/rmap.h"
#include "view/map.h"
#include "view/lru_change.h"
#include "view/lru_lists.h"
#include "view/verdicts.h"

enum { ENTRIES_SHOWN = 64, END_SHOWN = 24, VERDICTS_SHOWN = 12 };

static void entry_add(const struct facts *f, struct runs *r, struct text *out,
		      pfn_t pfn)
{
	runs_add(r, out, frame_letter(f->now, pfn).c, page_use_sign(f->now, pfn));
}

static void head_runs(const struct facts *f, struct text *out, pfn_t pfn,
		      unsigned most)
{
	struct runs r = { 0 };

	text_printf(out, "   %s", ui(f->lang, UI_t_from_head));
	for (; pfn != PFN_NONE && most; most--) {
		entry_add(f, &r, out, pfn);
		pfn = lru_next(f->now, pfn);
	}
	runs_end(&r, out);
}

/* The last ones, in the order of the list: the next one out comes last. */
static void tail_runs(const struct facts *f, struct text *out, pfn_t pfn)
{
	pfn_t last[END_SHOWN];
	struct runs r = { 0 };
	unsigned nr = 0;

	for (; pfn != PFN_NONE && nr < END_SHOWN; nr++) {
		last[nr] = pfn;
		pfn = lru_prev(f->now, pfn);
	}
	text_printf(out, "  ...   %s", ui(f->lang, UI_t_to_tail));
	while (nr)
		entry_add(f, &r, out, last[--nr]);
	runs_end(&r, out);
}

static void tell_list(const struct facts *f, struct text *out,
		      enum lru_list lru)
{
	uint64_t now = lru_length(f, f->now, lru);
	uint64_t was = lru_length(f, f->before, lru);
	unsigned node = lru_node(f);

	struct lru_parts parts;

	lru_parts(f, lru, false, &parts);
	tell_begin(out, now != was || parts.nr);
	text_puts(out, "LRU");
	tell_count(f, out, lru_name(lru), now, was);
	for (unsigned i = 0; i < parts.nr; i++)
		text_printf(out, "%s%s%s", i ? ", " : " (", parts.text[i],
			    i + 1 == parts.nr ? ")" : "");
	if (lru != LRU_UNEVICTABLE && now) {
		head_runs(f, out, lru_head(f->now, node, lru),
			  now > ENTRIES_SHOWN ? END_SHOWN : ENTRIES_SHOWN);
		if (now > ENTRIES_SHOWN)
			tail_runs(f, out, lru_tail(f->now, node, lru));
	}
	text_puts(out, "\n");
}

/*
 * What the scanner was to do and what it decided last, as far as it is too old
 * for the list of events.
 */
static void tell_scan(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	uint32_t old = b->nr_last > EVENTS_TOLD ? b->nr_last - EVENTS_TOLD : 0;
	uint32_t first = old;
	bool planned = false;

	for (unsigned nr = 0; first && nr < VERDICTS_SHOWN && !planned; first--) {
		planned = b->last[first - 1].id == EV_get_scan_count;
		nr += is_verdict(&b->last[first - 1]);
	}
	for (uint32_t i = first; i < old; i++) {
		if (b->last[i].id != EV_get_scan_count &&
		    !is_verdict(&b->last[i]))
			continue;
		text_printf(out, "  %s ", ui(f->lang, UI_t_before_that));
		event_print(f->now, &b->last[i], out);
		text_puts(out, "\n");
	}
}

void tell_lru(const struct facts *f, struct text *out)
{
	char waiting[LRU_WAITS][WAITS_BYTES];

	for (unsigned i = 0; i < NR_LRU_LISTS; i++)
		tell_list(f, out, (enum lru_list)i);
	tell_scan(f, out);
	if (f->now->s->lru_batch_size <= 1)
		return;
	tell_begin(out, lru_waiting_changed(f));
	lru_waiting_words(f, false, waiting);
	for (int i = 0; i < LRU_WAITS; i++)
		if (waiting[i][0])
			text_printf(out, "%s%s", i ? "  " : "", waiting[i]);
	text_puts(out, "\n");
}
