#include "view/frame_past.h"

#include "mm/pgtable.h"
#include "time/past.h"

/* What an event means for the frame that it names; the others are passed by. */
static const enum ui words[NR_EVENTS] = {
	[EV_mm_page_alloc] = UI_p_allocated,
	[EV_mm_page_free] = UI_p_freed,
	[EV_pgtable_alloc] = UI_p_table,
	[EV_pgtable_free] = UI_p_table_out,
	[EV_copy_page] = UI_p_copied,
	[EV_set_pte] = UI_p_mapped,
	[EV_mm_filemap_add_to_page_cache] = UI_p_cached,
	[EV_mm_filemap_delete_from_page_cache] = UI_p_uncached,
	[EV_mm_lru_activate] = UI_p_active,
	[EV_lru_deactivate] = UI_p_inactive,
	[EV_folio_alloc_swap] = UI_p_slot,
	[EV_mm_vmscan_write_folio] = UI_p_written,
	[EV_swap_readpage] = UI_p_read,
	[EV_folio_start_writeback] = UI_p_written,
};

static bool names(const struct event *e, pfn_t pfn)
{
	struct touch t = event_touch(e);

	for (unsigned i = 0; i < t.nr_frames; i++)
		if (pfn - t.frames[i].pfn < t.frames[i].nr)
			return true;
	return false;
}

/* An entry that named another frame before, or names another one now. */
static enum ui entry_word(const struct event *e, pfn_t pfn)
{
	bool now = pte_present(e->arg[1]) && pte_pfn(e->arg[1]) == pfn;
	bool was = pte_present(e->arg[2]) && pte_pfn(e->arg[2]) == pfn;

	if (now == was)
		return UI_nothing;
	return now ? UI_p_mapped : UI_p_unmapped;
}

static enum ui event_word(const struct event *e, pfn_t pfn)
{
	if (e->id == EV_set_pte)
		return entry_word(e, pfn);
	return words[e->id] && names(e, pfn) ? words[e->id] : UI_nothing;
}

static bool is_of_frame(void *ctx, const struct machine *m,
			const struct event *e)
{
	const pfn_t *pfn = ctx;

	(void)m;
	return event_word(e, *pfn) != UI_nothing;
}

void frame_past_tell(const struct facts *f, pfn_t pfn, struct text *lines)
{
	struct past past;
	struct text edge = { 0 };

	if (f->s->settings.playing)
		return;
	if (!past_events(f->s->timeline, f->s->pos, is_of_frame, &pfn, &past))
		return;
	text_puts(lines, ui(f->lang, UI_p_head));
	for (uint32_t i = 0; i < past.nr; i++) {
		text_puts(lines, "  ");
		timeline_print_pos(f->s->timeline, past.event[i].at, lines);
		text_printf(lines, "  %s%s%s\n",
			    ui(f->lang, event_word(&past.event[i].e, pfn)),
			    past.event[i].who[0] ? "  " : "",
			    past.event[i].who);
	}
	if (past.cut) {
		timeline_print_pos(f->s->timeline, past.edge, &edge);
		text_printf(lines, ui(f->lang, UI_p_cut), text_str(&edge));
	} else if (!past.nr) {
		text_puts(lines, ui(f->lang, UI_p_none));
	}
	text_free(&edge);
}
