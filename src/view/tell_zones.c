/* Zones against their marks, and the free lists of one, as text */
#include "view/tell.h"

#include <inttypes.h>

#include "mm/buddy.h"
#include "mm/gfp.h"
#include "view/buddy_chart.h"
#include "view/tries.h"
#include "view/zone_figures.h"
#include "view/zone_rows.h"

enum { LIST_SHOWN = 32, TRIES_TOLD = 16 };

/* "order 3: 1 block (was 2): 8" */
static void say_order(const struct facts *f, const struct zone *z,
		      const struct zone *was, unsigned o, struct text *out)
{
	uint64_t nr = z->free_area[o].nr_free, old = was->free_area[o].nr_free;
	char words[24];

	if (!nr && !old)
		return;
	tell_begin(out, nr != old || (touched_view(f, VIEW_BUDDY) &&
				      f->touch.row == (int)o));
	text_printf(out, ui(f->lang, UI_t_order), o, nr);
	if (nr != old)
		text_printf(out, ui(f->lang, UI_t_was), old);
	text_printf(out, " %s %" PRIu64, ui(f->lang, UI_pages), nr << o);
	for (int t = 0; t < MIGRATE_TYPES; t++) {
		pfn_t pfn = free_list_first(f->now, z, o, (enum migratetype)t);

		if (pfn != PFN_NONE)
			text_printf(out, " %s:",
				    migratetype_name((enum migratetype)t));
		for (int i = 0; pfn != PFN_NONE && i < LIST_SHOWN; i++) {
			text_printf(out, " %s", pfn_words(z, pfn, words));
			pfn = free_list_next(f->now, pfn, o);
		}
		if (pfn != PFN_NONE)
			text_puts(out, " ...");
	}
	text_puts(out, "\n");
}

/*
 * The newest check of the zone: for whom, against which mark, the inequality
 * and what came of it.
 */
static void say_check(const struct facts *f, unsigned nr, struct text *out)
{
	const struct summary *b = f->between;
	const struct event *e = NULL;
	char name[24], inequality[96], who[TASK_WORDS_BYTES];

	for (uint32_t i = b->nr_last; i-- > 0 && !e;)
		if ((b->last[i].id == EV_zone_watermark_ok ||
		     b->last[i].id == EV_zone_watermark_fail) &&
		    b->last[i].arg[0] == nr)
			e = &b->last[i];
	if (!e)
		return;
	check_words(f, e, inequality, sizeof(inequality));
	tell_begin(out, e == f->event);
	text_printf(out, ui(f->lang, UI_t_check), zone_words(f->now, nr, name),
		    e->arg[4], actor_words(f, e->pid, who),
		    ui(f->lang, check_mark_word(f->now, e)), inequality);
}

/* " kept 442 min 3961 (was 990) low 15287 (was 1237) ..." */
static void say_figures(const struct facts *f, unsigned zone, struct text *out)
{
	for (int i = 0; i < NR_ZONE_FIGURES; i++) {
		struct zone_figure fig = zone_figure_of(f, zone, i);

		tell_count(f, out, ui(f->lang, fig.name), fig.now, fig.was);
	}
}

static void say_zone(const struct facts *f, unsigned nr, struct text *out)
{
	const struct zone *z = &f->now->s->zone[nr];
	const struct zone *was = &f->before->s->zone[nr];
	char name[24];

	tell_begin(out, f->touch.zone == (int)nr ||
				z->nr_free != was->nr_free ||
				zone_figures_changed(f, nr));
	text_printf(out, ui(f->lang, UI_t_zone),
		    zone_words(f->now, nr, name), z->nr_free);
	if (z->nr_free != was->nr_free)
		text_printf(out, ui(f->lang, UI_t_was), was->nr_free);
	text_printf(out, ui(f->lang, UI_t_zone_of), z->managed);
	say_figures(f, nr, out);
	text_printf(out, ui(f->lang, UI_t_zone_rest), z->nr_inhand,
		    zone_given_out(z));
	say_check(f, nr, out);
}

void tell_zones(const struct facts *f, struct text *out)
{
	for (unsigned i = f->now->s->nr_zones; i-- > 0;)
		if (zone_populated(&f->now->s->zone[i]))
			say_zone(f, i, out);
}

/* "request of hog  order 0  GFP_KERNEL  from DMA32, DMA" */
static void tell_asked(const struct facts *f, const struct tries *r,
		       struct text *out)
{
	const struct try *first = &r->row[0];
	const struct event *e = try_event(f, first, first->first);
	char who[TASK_WORDS_BYTES];

	text_puts(out, "  ");
	text_printf(out, ui(f->lang, UI_request), actor_words(f, e->pid, who));
	if (!tries_are_newest(f, r))
		text_printf(out, "  %s", ui(f->lang, UI_request_failed));
	if (r->order >= 0)
		text_printf(out, "  %s %d", ui(f->lang, UI_order), r->order);
	if (r->has_gfp) {
		text_puts(out, "  ");
		gfp_print(r->gfp, out);
		text_printf(out, "  %s ", ui(f->lang, UI_request_from));
		tries_zones(f, r->gfp, out);
	}
	text_puts(out, "\n");
}

/* "DMA32 527 > 527 + 0  no   DMA 222 > 41 + 181  no" */
static void tell_checks(const struct facts *f, const struct try *t,
			struct text *out)
{
	const char *between = "";
	char zone[24], inequality[96];

	for (uint32_t i = t->first; i <= t->last; i++) {
		const struct event *e = try_event(f, t, i);

		if (e->id != EV_zone_watermark_ok &&
		    e->id != EV_zone_watermark_fail)
			continue;
		check_words(f, e, inequality, sizeof(inequality));
		text_printf(out, "%s%s %s", between,
			    zone_words(f->now, (unsigned)e->arg[0], zone),
			    inequality);
		between = "   ";
	}
}

void tell_request(const struct facts *f, struct text *out)
{
	struct tries r;
	int first;

	if (!tries_find(&r, f))
		return;
	tell_asked(f, &r, out);
	first = r.nr > TRIES_TOLD ? r.nr - TRIES_TOLD : 0;
	for (int i = first; i < r.nr; i++) {
		const struct try *t = &r.row[i];

		tell_begin(out, f->event == try_event(f, t, t->last));
		text_printf(out, "%s %s: ", ui(f->lang, UI_t_request),
			    try_label(f, t));
		if (t->kind == TRY_CHECKS)
			tell_checks(f, t, out);
		else
			try_act_words(f, t, out);
		text_puts(out, "\n");
	}
}

void tell_orders(const struct facts *f, struct text *out)
{
	const struct zone *z;
	unsigned at, of;

	if (f->zone >= MAX_ZONES)
		return;
	if (chart_split(f, &at, &of)) {
		tell_begin(out, true);
		text_printf(out, ui(f->lang, UI_split_of), at, of);
		text_puts(out, "\n");
	}
	z = &f->now->s->zone[f->zone];
	for (unsigned o = MAX_ORDER; o-- > 0;)
		say_order(f, z, &f->before->s->zone[f->zone], o, out);
}
