/*
 * The zones view: each zone's free frames against its marks, the last check of
 * a request with its numbers, and below them the whole way of that request:
 * what it was held against, and what was done when no zone passed.
 */
#include "view/tries.h"
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/gfp.h"

enum {
	ROWS_A_ZONE = 4,	/* name, gauge, its marks, figures */
	FREE_END = 18,		/* the free frames end there */
	LABEL_W = 7,		/* of a row of the request */
	MAX_CHECKS = 8,		/* zones told in one row */
};

/* The newest check of this zone; NULL = none. */
static const struct event *last_check(const struct facts *f, unsigned zone)
{
	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);

		if ((e->id == EV_zone_watermark_ok ||
		     e->id == EV_zone_watermark_fail) && e->arg[0] == zone)
			return e;
	}
	return NULL;
}

/* A gauge's colour: how close the zone is to its marks. */
static enum role free_role(const struct zone *z)
{
	if (z->nr_free <= z->watermark[WMARK_MIN])
		return z->watermark[WMARK_MIN] ? ROLE_BAD : ROLE_TEXT;
	if (z->nr_free <= z->watermark[WMARK_LOW])
		return ROLE_WARN;
	return z->nr_free > z->watermark[WMARK_HIGH] ? ROLE_GOOD : ROLE_TEXT;
}

/* What the zone keeps back from a request that may use any zone. */
static uint64_t kept_most(const struct zone *z)
{
	uint64_t kept = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (z->lowmem_reserve[i] > kept)
			kept = z->lowmem_reserve[i];
	return kept;
}

/* The figures that the marks stand for, ascending. */
static size_t zone_marks(const struct facts *f, const struct zone *z,
			 struct gauge_mark marks[4])
{
	uint64_t kept = kept_most(z);
	struct gauge_mark all[4] = {
		{ z->watermark[WMARK_MIN], ui(f->lang, UI_min), NULL },
		{ z->watermark[WMARK_LOW], ui(f->lang, UI_low), NULL },
		{ z->watermark[WMARK_HIGH], ui(f->lang, UI_high), "hi" },
		{ kept, ui(f->lang, UI_kept), NULL },
	};
	size_t nr = 0, in = kept ? 4 : 3;

	for (size_t i = 0; i < in; i++) {
		size_t at = nr++;

		for (; at && marks[at - 1].at > all[i].at; at--)
			marks[at] = marks[at - 1];
		marks[at] = all[i];
	}
	return nr;
}

/* The scale begins at 0 and ends a quarter above the highest mark, or at the
 * zone's size if it has no marks. */
static uint64_t zone_scale(const struct zone *z)
{
	uint64_t top = z->watermark[WMARK_HIGH] + z->watermark_boost;
	uint64_t kept = kept_most(z);

	top = top > kept ? top : kept;
	return top ? top + top / 4 + 1 : z->managed ? z->managed : 1;
}

/* "24713 > 1237 + 0  yes", as the kernel compares. */
static void check_words(const struct panel *p, const struct event *e,
			char *out, size_t len)
{
	bool ok = e->id == EV_zone_watermark_ok;
	bool above = (int64_t)e->arg[1] > (int64_t)(e->arg[2] + e->arg[3]);

	snprintf(out, len, "%" PRId64 " > %" PRId64 " + %" PRId64 "  %s",
		 (int64_t)e->arg[1], (int64_t)e->arg[2], (int64_t)e->arg[3],
		 ui(p->f->lang, ok ? UI_yes : above ? UI_no_block : UI_no));
}

/* The last check at the end of the row, the zone's size if there is room. */
static void draw_check(struct panel *p, const struct zone *z, unsigned nr,
		       int x, int y)
{
	const struct event *e = last_check(p->f, nr);
	char total[64], check[96] = "";
	bool ok = e && e->id == EV_zone_watermark_ok;

	snprintf(total, sizeof(total), ui(p->f->lang, UI_free_of), z->managed);
	if (e)
		check_words(p, e, check, sizeof(check));
	if (x + text_columns(check, strlen(check)) > panel_end(p))
		check[0] = '\0';
	canvas_right(p->c, panel_end(p), y, ok ? ROLE_GOOD : ROLE_BAD, check);
	words_draw(p->c, x, y, panel_end(p) - x -
			   text_columns(check, strlen(check)), 2,
		   &(struct word){ total, ROLE_DIM, false }, 1);
}

/* `here`: this row is where it happens, if it is about the zone. */
static void draw_first(struct panel *p, unsigned nr, int y, bool here)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct zone *was = &p->f->before->s->zone[nr];
	int x = panel_left(p);
	bool touched = touched_view(p->f, VIEW_ZONES) &&
		       p->f->touch.zone == (int)nr;
	char name[24];

	object_put(p, x, y, ROLE_TITLE, zone_words(p->f->now, nr, name),
		   touched, OBJ_ZONE, nr, 0);
	x = number_draw(p->c, x + FREE_END, y, free_role(z), z->nr_free,
			was->nr_free);
	draw_check(p, z, nr, x + 1, y);
	if (z->nr_free != was->nr_free)
		panel_sign(p, y, GUTTER_CHANGED);
	if (here && touched)
		panel_sign(p, y, GUTTER_HERE);
}

/* "min 33  low 41  high 49  kept 442": from the right they go. */
static void draw_figures(struct panel *p, const struct zone *z, int y)
{
	const struct {
		enum ui	 name;
		uint64_t value;
	} figures[] = {
		{ UI_min, z->watermark[WMARK_MIN] },
		{ UI_low, z->watermark[WMARK_LOW] },
		{ UI_high, z->watermark[WMARK_HIGH] },
		{ UI_kept, kept_most(z) },
		{ UI_boost, z->watermark_boost },
	};
	enum { NR = sizeof(figures) / sizeof(figures[0]), ALWAYS = 3 };
	char text[NR][40];
	struct word words[NR] = { { NULL, ROLE_DIM, false } };

	for (int i = 0; i < NR; i++) {
		if (i >= ALWAYS && !figures[i].value)
			continue;
		snprintf(text[i], sizeof(text[i]), "%s %" PRIu64,
			 ui(p->f->lang, figures[i].name), figures[i].value);
		words[i] = (struct word){ text[i], ROLE_DIM, i >= ALWAYS };
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR);
}

static void draw_zone(struct panel *p, unsigned nr, int y, int rows, bool here)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	struct gauge_mark marks[4];
	int x = panel_left(p), w = panel_width(p);

	draw_first(p, nr, y, here);
	if (rows > 1)
		gauge_draw(p->c, x, y + 1, w, free_role(z), z->nr_free,
			   zone_scale(z));
	if (rows > 2)
		gauge_marks_draw(p->c, x, y + 2, w, zone_scale(z), marks,
				 zone_marks(p->f, z, marks));
	if (rows > 3)
		draw_figures(p, z, y + 3);
	canvas_mark(p->c, (struct rect){ x, y + 1, w, rows - 1 }, OBJ_ZONE, nr,
		    0);
}

static int nr_populated(const struct machine *m)
{
	int nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		nr += zone_populated(&m->s->zone[i]);
	return nr;
}

/* Each of them so many rows high. */
static void draw_zones(struct panel *p, int rows, bool here)
{
	const struct machine *m = p->f->now;
	int y = p->r.y;

	for (unsigned i = m->s->nr_zones; i-- > 0;) {
		if (!zone_populated(&m->s->zone[i]) || y >= p->r.y + p->r.h)
			continue;
		draw_zone(p, i, y, rows, here);
		y += rows;
	}
}

/* "order 0  GFP_KERNEL": what was asked for. */
static void draw_request(struct panel *p, const struct tries *r, int y)
{
	struct text gfp = { 0 };
	char order[32] = "";

	if (r->order >= 0)
		snprintf(order, sizeof(order), "%s %d",
			 ui(p->f->lang, UI_order), r->order);
	if (r->has_gfp)
		gfp_print(r->gfp, &gfp);
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, (struct word[]){
		{ ui(p->f->lang, UI_request), ROLE_DIM, true },
		{ order, ROLE_TEXT, false },
		{ text_str(&gfp), ROLE_TEXT, false },
	}, 3);
	text_free(&gfp);
}

/* "low    DMA32 527 > 527 + 0  no   DMA 222 > 41 + 181  no" */
static void draw_checks(struct panel *p, const struct try *t, int y)
{
	char text[MAX_CHECKS][128], zone[24];
	struct word words[MAX_CHECKS];
	size_t nr = 0;
	int x = panel_left(p);

	canvas_text(p->c, x, y, ROLE_TITLE,
		    ui(p->f->lang, check_mark_word(p->f->now,
						   history_at(p->f, t->first))));
	for (uint32_t i = t->first; i <= t->last && nr < MAX_CHECKS; i++) {
		const struct event *e = history_at(p->f, i);
		int len;

		if (e->id != EV_zone_watermark_ok &&
		    e->id != EV_zone_watermark_fail)
			continue;
		len = snprintf(text[nr], sizeof(text[nr]), "%s ",
			       zone_words(p->f->now, (unsigned)e->arg[0], zone));
		check_words(p, e, text[nr] + len, sizeof(text[nr]) - (size_t)len);
		words[nr] = (struct word){ text[nr], e->id == EV_zone_watermark_ok ?
						ROLE_GOOD : ROLE_BAD, false };
		nr++;
	}
	words_draw(p->c, x + LABEL_W, y, panel_end(p) - x - LABEL_W, 3, words, nr);
}

/* What was done between two tries, or at the end. */
static void act_words(const struct panel *p, const struct try *t,
		      struct text *out)
{
	const struct event *e = history_at(p->f, t->last);
	enum lang lang = p->f->lang;
	char zone[24];

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
		text_printf(out, ui(lang, UI_try_again), e->arg[2], e->arg[3],
			    e->arg[4]);
		break;
	case TRY_KILL:
		text_printf(out, ui(lang, UI_try_kill), e->arg[0]);
		break;
	case TRY_PAGE:
		text_printf(out, ui(lang, UI_try_page), e->arg[0],
			    zone_words(p->f->now, (unsigned)e->arg[4], zone));
		break;
	default:
		text_puts(out, ui(lang, UI_try_failed));
		break;
	}
}

static void draw_act(struct panel *p, const struct try *t, int y)
{
	static const enum ui labels[] = {
		[TRY_WAKE] = UI_try_then, [TRY_RECLAIM] = UI_try_then,
		[TRY_AGAIN] = UI_try_then, [TRY_KILL] = UI_try_then,
		[TRY_PAGE] = UI_try_end, [TRY_FAILED] = UI_try_end,
	};
	struct text words = { 0 };
	int x = panel_left(p);

	act_words(p, t, &words);
	canvas_text(p->c, x, y, ROLE_TITLE, ui(p->f->lang, labels[t->kind]));
	canvas_text(p->c, x + LABEL_W, y, t->kind == TRY_FAILED ? ROLE_BAD :
							       ROLE_TEXT,
		    text_str(&words));
	text_free(&words);
}

/* The newest that fit. Return: it happens in one of them. */
static bool draw_tries(struct panel *p, const struct tries *r, int y, int end)
{
	int first = r->nr > end - y ? r->nr - (end - y) : 0;
	bool here = false;

	for (int i = first; i < r->nr; i++, y++) {
		const struct try *t = &r->row[i];

		if (t->kind == TRY_CHECKS)
			draw_checks(p, t, y);
		else
			draw_act(p, t, y);
		if (p->f->event != history_at(p->f, t->last))
			continue;
		panel_sign(p, y, GUTTER_HERE);
		here = true;
	}
	return here;
}

/* A request that was served at once needs one row, not its own part. */
static int rows_of(const struct tries *r)
{
	return r->nr > 2 ? r->nr + 1 : r->nr;
}

static void zones_draw(struct panel *p)
{
	int nr = nr_populated(p->f->now), end = p->r.y + p->r.h, y;
	int rows = nr ? p->r.h / nr : 0;
	struct tries r = { .nr = 0 };

	if (!nr)
		return;
	rows = rows > ROWS_A_ZONE ? ROWS_A_ZONE : rows > 0 ? rows : 1;
	if (tries_find(&r, p->f))
		while (rows > 2 && rows * nr + rows_of(&r) > p->r.h)
			rows--;
	y = p->r.y + rows * nr;
	y += end - y > rows_of(&r);
	if (r.nr > 2 && y < end)
		draw_request(p, &r, y++);
	draw_zones(p, rows, !draw_tries(p, &r, y, end));
}

static void zones_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	(void)title;
	text_puts(aside, ui(p->f->lang, UI_free_and_marks));
}

const struct view view_zones = {
	.name = "zones", .title = UI_zones, .weight = 5,
	.min_w = 34, .min_h = 4, .good_w = 38, .good_h = 8,
	.about = zones_about, .draw = zones_draw,
};
