/* Who the OOM killer would take, and what the kernel's log says, as text */
#include "view/tell.h"

#include <inttypes.h>

#include "mm/fault.h"
#include "mm/oom.h"
#include "view/oom_table.h"
#include "view/oom_victim.h"
#include "view/zone_rows.h"

enum { LOG_SHOWN = 12 };

/* "points 3857", "points never", or how it ended, as the picture says it. */
static void tell_sum(const struct facts *f, const struct oom_row *r,
		     struct text *out)
{
	const struct oom_figures *c = &r->fig;

	if (c->there && c->value[COL_POINTS] != OOM_NEVER)
		text_printf(out, " points %" PRId64, c->value[COL_POINTS]);
	else if (c->there)
		text_printf(out, " points %s", ui(f->lang, UI_oom_never));
	if (r->killed || !c->there)
		text_printf(out, " %s", ui(f->lang, r->killed ? UI_oom_killed :
							 UI_zombie));
	if (task_at(f->now, r->task)->mm && c->there)
		text_printf(out, " oom_score %" PRId64, c->value[COL_SCORE]);
	text_puts(out, "\n");
}

static void tell_points(const struct facts *f, struct text *out,
			const struct oom_row *r)
{
	const struct task *t = task_at(f->now, r->task);
	const struct oom_figures *c = &r->fig;

	tell_begin(out, f->event && f->event->id == EV_oom_badness &&
			f->event->arg[0] == t->pid);
	text_printf(out, ui(f->lang, UI_t_one_task), tag_letter(t->tag),
		    t->comm, t->pid);
	if (c->there)
		text_printf(out, " rss %" PRId64 " swap %" PRId64
			    " tables %" PRId64, c->value[COL_RSS],
			    c->value[COL_SWAP], c->value[COL_TABLES]);
	text_printf(out, " oom_score_adj %d", (int)t->oom_score_adj);
	tell_sum(f, r, out);
}

/* Was this the newest line of the log when the unit began? */
static bool was_newest(const struct facts *f, handle_t h)
{
	handle_t last = f->before->s->dmesg_last;

	return last && h == last && dmesg_line_at(f->before, last)->ns ==
					    dmesg_line_at(f->now, h)->ns;
}

/* The newest lines of the log; those that the unit wrote are news. */
static void tell_log(const struct facts *f, struct text *out)
{
	uint64_t nr = 0;
	bool news = !f->before->s->dmesg_last;

	for (handle_t h = f->now->s->dmesg_first; h;
	     h = dmesg_line_at(f->now, h)->next)
		nr++;
	for (handle_t h = f->now->s->dmesg_first; h;
	     h = dmesg_line_at(f->now, h)->next) {
		const struct dmesg_line *line = dmesg_line_at(f->now, h);

		if (news || nr <= LOG_SHOWN) {
			tell_begin(out, news);
			text_puts(out, "dmesg ");
			text_add(out, line->text, line->length);
			text_puts(out, "\n");
		}
		news |= was_newest(f, h);
		nr--;
	}
}

/* "refused DMA32 414 > 422 + 0  no   DMA 214 > 33 + 182  no" */
static void tell_refused(const struct facts *f, struct text *out)
{
	const struct event *checks[OOM_REFUSED];
	int nr = oom_refused(f, checks);
	char zone[24], inequality[96];

	if (!nr)
		return;
	text_printf(out, "  %s", ui(f->lang, UI_oom_refused));
	for (int i = 0; i < nr; i++) {
		const struct event *e = checks[i];

		check_words(f, e, inequality, sizeof(inequality));
		text_printf(out, "%s %s %s", i ? "  " : "",
			    zone_words(f->now, (unsigned)e->arg[0], zone),
			    inequality);
	}
	text_puts(out, "\n");
}

/* Why it hits whom, and how swap stood; of a kill before this unit, when. */
static void tell_verdict(const struct facts *f, bool in_unit, struct text *out)
{
	struct text verdict = { 0 };
	bool told = oom_victim_words(f, &verdict);

	if (told) {
		tell_begin(out, f->event && f->event->id == EV_mark_victim);
		oom_swap_words(f, &verdict);
	} else if (!in_unit) {
		oom_earlier_words(f, &verdict);
		if (verdict.len)
			tell_begin(out, false);
	}
	if (verdict.len)
		text_printf(out, "%s\n", text_str(&verdict));
	text_free(&verdict);
}

void tell_oom(const struct facts *f, struct text *out)
{
	struct oom_table rows;
	bool last_dies;

	text_printf(out, "  totalpages %" PRIu64, oom_totalpages(f->now));
	text_puts(out, "\n  ");
	text_printf(out, ui(f->lang, UI_oom_adj_step), oom_adj_step(f->now));
	text_printf(out, "\n  %s\n", ui(f->lang, UI_oom_score_sum));
	tell_refused(f, out);
	oom_table_open(&rows, f);
	for (size_t i = 0; i < rows.nr; i++)
		tell_points(f, out, &rows.row[i]);
	last_dies = rows.last_dies;
	oom_table_close(&rows);
	tell_verdict(f, last_dies, out);
	tell_log(f, out);
}
