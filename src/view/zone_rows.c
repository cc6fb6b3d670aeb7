#include "view/zone_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	FREE_AT = 8,		/* "free", then up to 7 digits */
	WIDE = 64,		/* name, number and gauge share a row */
	FIGURES_AT = 34,	/* in the row of the check, where it is wide */
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
void check_words(const struct panel *p, const struct event *e,
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

/*
 * Name and free frames. `here`: this row is where it happens, if it is about
 * the zone. Return: the column after them.
 */
static int draw_name(struct panel *p, unsigned nr, int y, bool here)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct zone *was = &p->f->before->s->zone[nr];
	int x = panel_left(p);
	bool touched = touched_view(p->f, p->id) &&
		       p->f->touch.zone == (int)nr;
	char name[24];

	object_put(p, x, y, ROLE_TITLE, zone_words(p->f->now, nr, name),
		   touched, OBJ_ZONE, nr, 0);
	x = number_draw(p->c, x + FREE_END, y, free_role(z), z->nr_free,
			was->nr_free);
	if (z->nr_free != was->nr_free)
		panel_sign(p, y, GUTTER_CHANGED);
	if (here && touched)
		panel_sign(p, y, GUTTER_HERE);
	return x;
}

/* "min 33  low 41  high 49  kept 442": from the right they go. */
static void draw_figures(struct panel *p, const struct zone *z, int x, int y)
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
	words_draw(p->c, x, y, panel_end(p) - x, 2, words, NR);
}

/* Where gauges begin: behind the widest change, so that all have one scale. */
static int gauge_left(const struct panel *p)
{
	int change = 0;

	for (unsigned i = 0; i < p->f->now->s->nr_zones; i++) {
		uint64_t now = p->f->now->s->zone[i].nr_free;
		uint64_t was = p->f->before->s->zone[i].nr_free;
		char words[32];
		int w = snprintf(words, sizeof(words), " -%" PRIu64,
				 now > was ? now - was : was - now);

		if (now != was && w > change)
			change = w;
	}
	return panel_left(p) + FREE_END + change + 2;
}

/* Name and gauge, its marks, and if there is room the check and the figures. */
static void draw_wide(struct panel *p, unsigned nr, int y, int rows, bool here)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct event *e = last_check(p->f, nr);
	int x = panel_left(p), left = gauge_left(p), w = panel_end(p) - left;
	struct gauge_mark marks[4];
	char words[96];
	int after;

	draw_name(p, nr, y, here);
	canvas_text(p->c, x + FREE_AT, y, ROLE_DIM, ui(p->f->lang, UI_free));
	gauge_draw(p->c, left, y, w, free_role(z), z->nr_free, zone_scale(z));
	gauge_marks_draw(p->c, left, y + 1, w, zone_scale(z), marks,
			 zone_marks(p->f, z, marks));
	canvas_mark(p->c, (struct rect){ x, y, panel_width(p), rows }, OBJ_ZONE,
		    nr, 0);
	if (rows < 3)
		return;
	if (e) {
		check_words(p, e, words, sizeof(words));
		after = canvas_text(p->c, x + FREE_AT, y + 2,
				    e->id == EV_zone_watermark_ok ? ROLE_GOOD :
								    ROLE_BAD,
				    words);
	} else {
		snprintf(words, sizeof(words), ui(p->f->lang, UI_free_of),
			 z->managed);
		after = canvas_text(p->c, x + FREE_AT, y + 2, ROLE_DIM, words);
	}
	after += FREE_AT + 2;
	draw_figures(p, z, x + (after > FIGURES_AT ? after : FIGURES_AT), y + 2);
}

void zone_rows_draw(struct panel *p, unsigned nr, int y, int rows, bool here)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	struct gauge_mark marks[4];
	int x = panel_left(p), w = panel_width(p);

	if (w >= WIDE && rows > 1) {
		draw_wide(p, nr, y, rows, here);
		return;
	}
	draw_check(p, z, nr, draw_name(p, nr, y, here) + 1, y);
	if (rows > 1)
		gauge_draw(p->c, x, y + 1, w, free_role(z), z->nr_free,
			   zone_scale(z));
	if (rows > 2)
		gauge_marks_draw(p->c, x, y + 2, w, zone_scale(z), marks,
				 zone_marks(p->f, z, marks));
	if (rows > 3)
		draw_figures(p, z, x, y + 3);
	canvas_mark(p->c, (struct rect){ x, y + 1, w, rows - 1 }, OBJ_ZONE, nr,
		    0);
}

int zone_rows_most(const struct panel *p)
{
	return panel_width(p) >= WIDE ? 3 : 4;
}
