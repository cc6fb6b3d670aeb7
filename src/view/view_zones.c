/*
 * The zones view: each zone's free frames against its marks, and the last
 * check of a request with its numbers.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_A_ZONE = 4, CHECK_AND_TOTAL_W = 60 };

/* The newest check of this zone in the unit; NULL = none. */
static const struct event *last_check(const struct facts *f, unsigned zone)
{
	const struct summary *b = f->between;

	for (uint32_t i = b->nr_last; i-- > 0;) {
		const struct event *e = &b->last[i];

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

/* `checked`: the end of the row tells a check; the total goes if both do not fit. */
static void draw_first(struct panel *p, unsigned nr, int y, bool checked)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct zone *was = &p->f->before->s->zone[nr];
	int x = panel_left(p);
	char name[24];

	object_put(p, x, y, ROLE_TITLE, zone_words(p->f->now, nr, name),
		   touched_view(p->f, VIEW_ZONES) && p->f->touch.zone == (int)nr,
		   OBJ_ZONE, nr, 0);
	x = number_draw(p->c, x + 18, y, free_role(z), z->nr_free,
			was->nr_free);
	if (!checked || panel_width(p) >= CHECK_AND_TOTAL_W)
		canvas_printf(p->c, x + 1, y, ROLE_DIM,
			      ui(p->f->lang, UI_free_of), z->managed);
	if (z->nr_free != was->nr_free)
		panel_sign(p, y, GUTTER_CHANGED);
	if (touched_view(p->f, VIEW_ZONES) && p->f->touch.zone == (int)nr)
		panel_sign(p, y, GUTTER_HERE);
}

static void draw_figures(struct panel *p, const struct zone *z, int y)
{
	int x = panel_left(p);

	canvas_printf(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_marks),
		      z->watermark[WMARK_MIN], z->watermark[WMARK_LOW],
		      z->watermark[WMARK_HIGH], kept_most(z));
}

/* "24713 > 1237 + 0  yes", as the kernel compares. */
static void draw_check(struct panel *p, const struct event *e, int y)
{
	bool ok = e->id == EV_zone_watermark_ok;
	char words[96];

	snprintf(words, sizeof(words),
		 "%" PRId64 " > %" PRId64 " + %" PRId64 "  %s",
		 (int64_t)e->arg[1], (int64_t)e->arg[2], (int64_t)e->arg[3],
		 ui(p->f->lang, ok ? UI_yes : UI_no));
	canvas_right(p->c, panel_end(p), y, ok ? ROLE_GOOD : ROLE_BAD, words);
}

static void draw_zone(struct panel *p, unsigned nr, int y, int rows)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct event *check = last_check(p->f, nr);
	struct gauge_mark marks[4];
	int x = panel_left(p), w = panel_width(p);

	draw_first(p, nr, y, check != NULL);
	if (check)
		draw_check(p, check, y);
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

static void zones_draw(struct panel *p)
{
	const struct machine *m = p->f->now;
	int nr = nr_populated(m), y = p->r.y, rows;

	if (!nr)
		return;
	rows = p->r.h / nr;
	rows = rows > ROWS_A_ZONE ? ROWS_A_ZONE : rows > 0 ? rows : 1;
	for (unsigned i = m->s->nr_zones; i-- > 0;) {
		if (!zone_populated(&m->s->zone[i]) || y >= p->r.y + p->r.h)
			continue;
		draw_zone(p, i, y, rows);
		y += rows;
	}
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
