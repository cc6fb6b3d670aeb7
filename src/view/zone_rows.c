#include "view/zone_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/tries.h"
#include "view/zone_figures.h"

enum {
	FREE_AT = 8,		/* "free", then up to 7 digits */
	WIDE = 64,		/* name, number and gauge share a row */
	FIGURES_AT = 34,	/* in the row of the check, where it is wide */
};

/* The newest check of this zone that is not told elsewhere; NULL = none. */
static const struct event *last_check(const struct facts *f, unsigned zone,
				      const struct zone_told *told)
{
	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);

		if ((e->id == EV_zone_watermark_ok ||
		     e->id == EV_zone_watermark_fail) && e->arg[0] == zone)
			return told && told->nr[zone] &&
			       told->newest[zone] == i ? NULL : e;
	}
	return NULL;
}

uint64_t zone_given_out(const struct zone *z)
{
	return z->managed - z->nr_free - z->nr_inhand - z->nr_pcp;
}

/* What a request that may use any zone has to leave at a mark. */
static uint64_t zone_left(const struct zone *z, unsigned mark)
{
	return zone_kept(z) + z->watermark[mark] + z->watermark_boost;
}

enum role zone_free_role(const struct zone *z)
{
	if (z->nr_free <= zone_left(z, WMARK_MIN))
		return zone_left(z, WMARK_MIN) ? ROLE_BAD : ROLE_TEXT;
	if (z->nr_free <= zone_left(z, WMARK_LOW))
		return ROLE_WARN;
	return z->nr_free > zone_left(z, WMARK_HIGH) ? ROLE_GOOD : ROLE_TEXT;
}

/* What is kept comes first, the marks stand on top of it. Return: how many. */
static size_t zone_marks(const struct facts *f, const struct zone *z,
			 struct gauge_mark marks[4])
{
	size_t nr = 0;

	if (zone_kept(z))
		marks[nr++] = (struct gauge_mark){ zone_kept(z),
						   ui(f->lang, UI_kept), NULL,
						   'k' };
	marks[nr++] = (struct gauge_mark){ zone_left(z, WMARK_MIN),
					   ui(f->lang, UI_min), NULL, 'm' };
	marks[nr++] = (struct gauge_mark){ zone_left(z, WMARK_LOW),
					   ui(f->lang, UI_low), "lo", 'l' };
	marks[nr++] = (struct gauge_mark){ zone_left(z, WMARK_HIGH),
					   ui(f->lang, UI_high), "hi", 'h' };
	return nr;
}

/* Columns of where the scale ends: a blank, the number, an arrow. */
static int scale_end_columns(uint64_t scale)
{
	return snprintf(NULL, 0, " %" PRIu64 ">", scale);
}

/*
 * The scale begins at 0 and ends a quarter above the highest mark, further
 * where its end would not be told; or at the zone's size if it has no marks.
 */
static uint64_t zone_scale(const struct zone *z, int w)
{
	uint64_t top = zone_left(z, WMARK_HIGH), scale = top + top / 4;

	if (!top)
		return z->managed ? z->managed : 1;
	while (scale < 2 * top && (int)(top * (uint64_t)w / scale) + 1 +
					  scale_end_columns(scale) > w)
		scale += top / 16 + 1;
	return scale;
}

static void draw_gauge(struct panel *p, const struct zone *z, int x, int y,
		       int w)
{
	gauge_draw(p->c, x, y, w, zone_free_role(z), z->nr_free,
		   zone_scale(z, w));
}

/*
 * The row under a gauge: marks, and where the scale ends. Return: some have
 * no name.
 */
static bool draw_marks(struct panel *p, unsigned nr, int x, int y, int w)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	uint64_t scale = zone_scale(z, w);
	struct gauge_mark marks[4];
	bool nameless;
	int end = gauge_marks_draw(p->c, x, y, w, scale, marks,
				   zone_marks(p->f, z, marks), &nameless);

	gauge_end_draw(p->c, end, x + w, y, scale, scale < z->managed,
		       ui(p->f->lang, UI_bar_to));
	if (zone_figures_changed(p->f, nr))
		panel_sign(p, y, GUTTER_CHANGED);
	return nameless;
}

/* "24713 > 1237 + 0  yes", as the kernel compares. */
void check_words(const struct facts *f, const struct event *e, char *out,
		 size_t len)
{
	bool ok = e->id == EV_zone_watermark_ok;
	bool above = (int64_t)e->arg[1] > (int64_t)(e->arg[2] + e->arg[3]);

	snprintf(out, len, "%" PRId64 " > %" PRId64 " + %" PRId64 "  %s",
		 (int64_t)e->arg[1], (int64_t)e->arg[2], (int64_t)e->arg[3],
		 ui(f->lang, ok ? UI_yes : above ? UI_no_block : UI_no));
}

/* The last check at the end of the row, the zone's size if there is room. */
static void draw_check(struct panel *p, unsigned nr,
		       const struct zone_told *told, int x, int y)
{
	const struct event *e = last_check(p->f, nr, told);
	const struct zone *z = &p->f->now->s->zone[nr];
	char total[64], inequality[96], check[112] = "";
	bool ok = e && e->id == EV_zone_watermark_ok;

	snprintf(total, sizeof(total), ui(p->f->lang, UI_free_of), z->managed);
	if (e) {
		check_words(p->f, e, inequality, sizeof(inequality));
		snprintf(check, sizeof(check), "%s  %s",
			 ui(p->f->lang, check_mark_word(p->f->now, e)),
			 inequality);
	}
	if (x + text_columns(check, strlen(check)) > panel_end(p))
		check[0] = '\0';
	canvas_right(p->c, panel_end(p), y, ok ? ROLE_GOOD : ROLE_BAD, check);
	words_draw(p->c, x, y, panel_end(p) - x -
			   text_columns(check, strlen(check)), 2,
		   &(struct word){ total, ROLE_DIM, false }, 1);
}

/*
 * Name and free frames; where it happens, if it is about the zone and no other
 * row says so. Return: the column after them.
 */
static int draw_name(struct panel *p, unsigned nr, int y,
		     const struct zone_told *told)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct zone *was = &p->f->before->s->zone[nr];
	int x = panel_left(p);
	bool touched = touched_view(p->f, p->id) &&
		       p->f->touch.zone == (int)nr;
	char name[24];

	object_put(p, x, y, ROLE_TITLE, zone_words(p->f->now, nr, name),
		   touched, OBJ_ZONE, nr, 0);
	x = number_draw(p->c, x + FREE_END, y, zone_free_role(z), z->nr_free,
			was->nr_free);
	if (z->nr_free != was->nr_free)
		panel_sign(p, y, GUTTER_CHANGED);
	if (touched && !(told && told->here))
		panel_sign(p, y, GUTTER_HERE);
	return x;
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

static void draw_figures(struct panel *p, unsigned nr, struct rect r,
			 const char *asked, const char *size)
{
	if (zone_figures_draw(p, nr, r, asked, size) &&
	    zone_figures_changed(p->f, nr))
		panel_sign(p, r.y, GUTTER_CHANGED);
}

/* "low    1237 > 1237 + 0  no", or the zone's size if nothing is to be told. */
static int draw_checked(struct panel *p, const struct zone *z,
			const struct event *e, int y)
{
	int x = panel_left(p);
	char words[96];

	if (!e) {
		snprintf(words, sizeof(words), ui(p->f->lang, UI_zone_size),
			 z->managed);
		return x + FREE_AT + canvas_text(p->c, x + FREE_AT, y, ROLE_DIM,
						 words);
	}
	canvas_text(p->c, x, y, ROLE_DIM,
		    ui(p->f->lang, check_mark_word(p->f->now, e)));
	check_words(p->f, e, words, sizeof(words));
	return x + FREE_AT + canvas_text(p->c, x + FREE_AT, y,
					 e->id == EV_zone_watermark_ok ?
						 ROLE_GOOD : ROLE_BAD, words);
}

/*
 * The newest check of the zone, its figures, and who it was that asked: the
 * figures below each other, unless they then would not be told with what they
 * were.
 */
static void draw_last(struct panel *p, unsigned nr, int y, int rows,
		      const struct zone_told *told)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct event *e = last_check(p->f, nr, told);
	int x = draw_checked(p, z, e, y) + 2, at = panel_left(p) + FIGURES_AT;
	char asked[96] = "", size[48] = "", who[TASK_WORDS_BYTES];
	struct rect r = { x > at ? x : at, y, 0, rows };

	if (e) {
		snprintf(asked, sizeof(asked), ui(p->f->lang, UI_check_newest),
			 actor_words(p->f, e->pid, who));
		snprintf(size, sizeof(size), ui(p->f->lang, UI_zone_size),
			 z->managed);
	}
	r.w = panel_end(p) - r.x;
	if (!zone_figures_fit(p, nr, r, zone_figures_changed(p->f, nr) ?
						FIGURES_WAS : FIGURES_NAMED))
		r = (struct rect){ x, y, panel_end(p) - x, rows };
	draw_figures(p, nr, r, asked, size);
}

/* Name and gauge, its marks, and if there is room the check and the figures. */
static bool draw_wide(struct panel *p, unsigned nr, int y, int rows,
		      const struct zone_told *told)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	int x = panel_left(p), left = gauge_left(p), w = panel_end(p) - left;
	bool nameless;

	draw_name(p, nr, y, told);
	canvas_text(p->c, x + FREE_AT, y, ROLE_DIM, ui(p->f->lang, UI_free));
	draw_gauge(p, z, left, y, w);
	nameless = draw_marks(p, nr, left, y + 1, w);
	canvas_mark(p->c, (struct rect){ x, y, panel_width(p), rows }, OBJ_ZONE,
		    nr, 0);
	if (rows > 2)
		draw_last(p, nr, y + 2, rows - 2, told);
	return nameless;
}

bool zone_rows_draw(struct panel *p, unsigned nr, int y, int rows,
		    const struct zone_told *told)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	int x = panel_left(p), w = panel_width(p);
	bool nameless = false;

	if (w >= WIDE && rows > 1)
		return draw_wide(p, nr, y, rows, told);
	draw_check(p, nr, told, draw_name(p, nr, y, told) + 1, y);
	if (rows > 1)
		draw_gauge(p, z, x, y + 1, w);
	if (rows > 2)
		nameless = draw_marks(p, nr, x, y + 2, w);
	if (rows > 3)
		draw_figures(p, nr, (struct rect){ x, y + 3, w, rows - 3 },
			     NULL, NULL);
	canvas_mark(p->c, (struct rect){ x, y + 1, w, rows - 1 }, OBJ_ZONE, nr,
		    0);
	return nameless;
}

int zone_rows_most(struct panel *p)
{
	bool wide = panel_width(p) >= WIDE;
	int w = panel_width(p) - (wide ? FIGURES_AT : 0), rows = 1;

	for (unsigned i = 0; i < p->f->now->s->nr_zones; i++) {
		int own = zone_populated(&p->f->now->s->zone[i]) ?
			  zone_figures_rows(p, i, w) : 0;

		rows = own > rows ? own : rows;
	}
	return (wide ? 2 : 3) + rows;
}
