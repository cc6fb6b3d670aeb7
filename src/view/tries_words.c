#include "view/tries.h"

#include <inttypes.h>

#include "mm/gfp.h"
#include "view/view.h"

void tries_zones(const struct facts *f, gfp_t gfp, struct text *out)
{
	const struct machine *m = f->now;
	unsigned of = f->zone < MAX_ZONES ? m->s->zone[f->zone].node : 0;
	const struct node *n = &m->s->node[of];
	const char *comma = "";
	char zone[24];

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		if (m->s->zone[n->zonelist[i]].type >
		    gfp_zone(gfp, (enum arch)m->s->arch))
			continue;
		text_printf(out, "%s%s", comma,
			    zone_words(m, n->zonelist[i], zone));
		comma = ", ";
	}
}

bool tries_are_newest(const struct facts *f, const struct tries *r)
{
	const struct try *t = &r->row[r->nr - 1];
	uint32_t i = history_len(f);

	while (i-- > 0) {
		const struct event *e = history_at(f, i);

		if (e->id == EV_zone_watermark_ok ||
		    e->id == EV_zone_watermark_fail)
			return !t->refused ?
				       i <= t->last :
				       e->ns <= try_event(f, t, t->last)->ns;
	}
	return true;
}

const char *try_label(const struct facts *f, const struct try *t)
{
	static const enum ui labels[] = {
		[TRY_WAKE] = UI_try_then, [TRY_RECLAIM] = UI_try_then,
		[TRY_AGAIN] = UI_try_then, [TRY_KILL] = UI_try_then,
		[TRY_PAGE] = UI_try_end, [TRY_FAILED] = UI_try_end,
	};

	if (t->kind == TRY_CHECKS)
		return ui(f->lang, check_mark_word(f->now,
						   try_event(f, t, t->first)));
	return ui(f->lang, labels[t->kind]);
}

void try_act_words(const struct facts *f, const struct try *t, struct text *out)
{
	const struct event *e = try_event(f, t, t->last);
	enum lang lang = f->lang;
	char zone[24], frame[24];

	switch (t->kind) {
	case TRY_WAKE:
		text_printf(out, ui(lang, UI_try_wake), e->arg[0]);
		break;
	case TRY_RECLAIM:
		if (e->id == EV_mm_vmscan_direct_reclaim_end)
			text_printf(out, ui(lang, UI_try_reclaimed), e->arg[0]);
		else
			text_puts(out, ui(lang, UI_try_reclaims));
		break;
	case TRY_AGAIN:
		/* Source: mm/vmscan.c zone_reclaimable_pages() (6.1.192):
		   where no list has a page, what is free counts again */
		text_printf(out, ui(lang, e->arg[2] == 2 * e->arg[1] ?
					  UI_try_again_twice : UI_try_again),
			    e->arg[2] - e->arg[1], e->arg[1], e->arg[3],
			    e->arg[4]);
		break;
	case TRY_KILL:
		text_printf(out, ui(lang, UI_try_kill), e->arg[0]);
		break;
	case TRY_PAGE:
		text_printf(out, ui(lang, UI_try_page),
			    frame_words(f->now, e->arg[0], frame),
			    zone_words(f->now, (unsigned)e->arg[4], zone));
		break;
	default:
		text_puts(out, ui(lang, UI_try_failed));
		break;
	}
}
