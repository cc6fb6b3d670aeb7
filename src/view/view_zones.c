/*
 * The zones view: each zone's free frames against its marks, the last check of
 * a request with its numbers, and below them the whole way of that request:
 * what it was held against, and what was done when no zone passed.
 */
#include "view/legend.h"
#include "view/tries.h"
#include "view/zone_figures.h"
#include "view/zone_rows.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "mm/gfp.h"

enum {
	LABEL_W = 7,		/* of a row of the request */
	CHECK_GAP = 3,
	LEAST_TRIES = 4,	/* rows that stay when a request has two */
	FULL_CELL = 0x25ae,	/* as a gauge has it */
	MARK_SIGN = 0x25b4,
	ABOUT_W = 60,		/* from here on the title explains the gauge */
};

static int nr_populated(const struct machine *m)
{
	int nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		nr += zone_populated(&m->s->zone[i]);
	return nr;
}

/*
 * Each of them so many rows high. Return: bits of those with marks that a
 * letter alone tells.
 */
static unsigned draw_zones(struct panel *p, int rows,
			   const struct zone_told *told)
{
	const struct machine *m = p->f->now;
	unsigned nameless = 0;
	int y = p->r.y;

	for (unsigned i = m->s->nr_zones; i-- > 0;) {
		if (!zone_populated(&m->s->zone[i]) || y >= p->r.y + p->r.h)
			continue;
		if (zone_rows_draw(p, i, y, rows, told))
			nameless |= 1u << i;
		y += rows;
	}
	return nameless;
}

/* Why it is not the newest request that is told: as it fits behind `columns`. */
static const char *failed_words(const struct panel *p, int columns)
{
	const char *words = ui(p->f->lang, UI_request_failed);

	return columns + text_columns(words, strlen(words)) <= panel_width(p) ?
	       words : ui(p->f->lang, UI_request_failed_short);
}

/* "GFP_KERNEL", "from DMA32, DMA"; nothing where it is not known. */
static void words_of_gfp(const struct panel *p, const struct tries *r,
			 struct text *gfp, struct text *zones)
{
	if (!r->has_gfp)
		return;
	gfp_print(r->gfp, gfp);
	text_printf(zones, "%s ", ui(p->f->lang, UI_request_from));
	tries_zones(p->f, r->gfp, zones);
}

enum { OF, FAILED, ORDER, GFP, ZONES, BEFORE, NR_REQUEST_WORDS };

/* In two rows: what has no room in one stands below. */
static void request_split(struct panel *p, int y, struct word *words)
{
	words_draw(p->c, panel_left(p), y + 1, panel_width(p), 2, &words[GFP],
		   2);
	words[GFP].text = words[ZONES].text = NULL;
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words,
		   NR_REQUEST_WORDS);
}

/*
 * "request of hog  order 0  GFP_KERNEL  from DMA32, DMA" above as many `rows`;
 * where some tries are left out anyhow it may take one more. Return: its rows.
 */
static int draw_request(struct panel *p, const struct tries *r, int y, int rows)
{
	const struct try *first = &r->row[0];
	const struct event *e = try_event(p->f, first, first->first);
	enum lang lang = p->f->lang;
	struct text gfp = { 0 }, zones = { 0 };
	char of[64], who[TASK_WORDS_BYTES], order[32] = "", before[48] = "";
	struct word words[NR_REQUEST_WORDS] = {
		[OF] = { of, ROLE_TEXT, true },
		[FAILED] = { NULL, ROLE_DIM, true },
		[ORDER] = { order, ROLE_TEXT, true },
		[BEFORE] = { before, ROLE_DIM, true },
	};
	int left = r->nr - rows, nr = 1;

	snprintf(of, sizeof(of), ui(lang, UI_request),
		 actor_words(p->f, e->pid, who));
	if (!tries_are_newest(p->f, r))
		words[FAILED].text =
			failed_words(p, text_columns(of, strlen(of)) + 2);
	if (r->order >= 0)
		snprintf(order, sizeof(order), "%s %d", ui(lang, UI_order),
			 r->order);
	words_of_gfp(p, r, &gfp, &zones);
	words[GFP] = (struct word){ text_str(&gfp), ROLE_TEXT, false };
	words[ZONES] = (struct word){ text_str(&zones), ROLE_DIM, false };
	if (left > 0)
		snprintf(before, sizeof(before), ui(lang, UI_request_before),
			 left);
	if (left > 0 && rows > LEAST_TRIES &&
	    words_width(&words[GFP], 1, 0) <= panel_width(p) &&
	    words_width(words, NR_REQUEST_WORDS, 2) > panel_width(p)) {
		snprintf(before, sizeof(before), ui(lang, UI_request_before),
			 left + 1);
		request_split(p, y, words);
		nr = 2;
	} else {
		words_draw(p->c, panel_left(p), y, panel_width(p), 2, words,
			   NR_REQUEST_WORDS);
	}
	text_free(&gfp);
	text_free(&zones);
	return nr;
}

/*
 * "low    DMA32 527 > 527 + 0  no   DMA 222 > 41 + 181  no", on as many as
 * `rows` rows; told NULL: they are only counted. Return: rows.
 */
static int checks_put(struct panel *p, const struct try *t, int y, int rows,
		      struct zone_told *told)
{
	int left = panel_left(p) + LABEL_W, x = left, used = 1;

	for (uint32_t i = t->first; i <= t->last; i++) {
		const struct event *e = try_event(p->f, t, i);
		char text[160], zone[24];
		int len, w;

		if (e->id != EV_zone_watermark_ok &&
		    e->id != EV_zone_watermark_fail)
			continue;
		len = snprintf(text, sizeof(text), "%s ",
			       zone_words(p->f->now, (unsigned)e->arg[0], zone));
		check_words(p->f, e, text + len, sizeof(text) - (size_t)len);
		w = text_columns(text, strlen(text));
		if (x > left && x + w > panel_end(p) && used < rows) {
			x = left;
			used++;
		}
		if (x + w > panel_end(p))
			break;		/* it has no room, nor what follows */
		if (told) {
			canvas_text(p->c, x, y + used - 1,
				    e->id == EV_zone_watermark_ok ? ROLE_GOOD :
								    ROLE_BAD, text);
			told->nr[e->arg[0]]++;
			told->newest[e->arg[0]] = t->refused ? UINT32_MAX : i;
		}
		x += w + CHECK_GAP;
	}
	return used;
}

/* The check before the page counted it: what is left without. */
static void left_words(const struct panel *p, const struct try *t, char *out,
		       size_t len)
{
	const struct event *e = try_event(p->f, t, t->last);

	out[0] = '\0';
	if (t->kind == TRY_PAGE && e == p->f->event)
		snprintf(out, len, ui(p->f->lang, UI_try_page_left),
			 p->f->now->s->zone[e->arg[4]].nr_free);
}

static void draw_act(struct panel *p, const struct try *t, int y)
{
	struct text words = { 0 };
	int x = panel_left(p);
	char left[48];

	try_act_words(p->f, t, &words);
	canvas_text(p->c, x, y, ROLE_TITLE, try_label(p->f, t));
	left_words(p, t, left, sizeof(left));
	x += LABEL_W;
	x += canvas_text(p->c, x, y, t->kind == TRY_FAILED ? ROLE_BAD :
							     ROLE_TEXT,
			 text_str(&words)) + 2;
	words_draw(p->c, x, y, panel_end(p) - x, 0,
		   &(struct word){ left, ROLE_TEXT, false }, 1);
	text_free(&words);
}

/* The newest that fit. Return: the row after them. */
static int draw_tries(struct panel *p, const struct tries *r, int y, int end,
		      struct zone_told *told)
{
	int first = r->nr > end - y ? r->nr - (end - y) : 0;

	for (int i = first; i < r->nr; i++, y++) {
		const struct try *t = &r->row[i];
		int spare = end - y - (r->nr - i);

		if (t->kind == TRY_CHECKS) {
			canvas_text(p->c, panel_left(p), y, ROLE_TITLE,
				    try_label(p->f, t));
			y += checks_put(p, t, y, 1 + spare, told) - 1;
		} else {
			draw_act(p, t, y);
		}
		if (p->f->event != try_event(p->f, t, t->last))
			continue;
		panel_sign(p, y, GUTTER_HERE);
		told->here = true;
	}
	return y;
}

/* A request that was served at once needs one row, not its own part. */
static int rows_of(const struct tries *r)
{
	return r->nr > 2 ? r->nr + 1 : r->nr;
}

/* Rows more that its checks take if they have them. */
static int rows_folded(struct panel *p, const struct tries *r)
{
	int more = 0;

	for (int i = 0; i < r->nr; i++)
		if (r->row[i].kind == TRY_CHECKS)
			more += checks_put(p, &r->row[i], 0, INT_MAX, NULL) - 1;
	return more;
}

/*
 * A colour is told with the zones that have it: no eye has to know it.
 */
static void say_colour(struct legend *l, enum role role, enum ui words)
{
	const struct machine *m = l->p->f->now;
	struct text zones = { 0 }, item = { 0 };
	char name[24];

	for (unsigned i = m->s->nr_zones; i-- > 0;)
		if (zone_populated(&m->s->zone[i]) &&
		    m->s->zone[i].watermark[WMARK_HIGH] &&
		    zone_free_role(&m->s->zone[i]) == role)
			text_printf(&zones, "%s%s", zones.len ? ", " : "",
				    zone_words(m, i, name));
	text_printf(&item, ui(l->p->f->lang, words), text_str(&zones));
	if (zones.len)
		legend_item(l, role, 0, FULL_CELL, text_str(&item));
	text_free(&zones);
	text_free(&item);
}

/* "m min  l low": letters that stand at marks too close for their names. */
static void say_marks(struct legend *l, bool kept)
{
	static const struct {
		char	letter;
		enum ui words;
	} marks[] = { { 'k', UI_kept }, { 'm', UI_min }, { 'l', UI_low },
		      { 'h', UI_high } };

	for (int i = !kept; i < 4; i++)
		legend_item(l, ROLE_TITLE, 0, (uint32_t)marks[i].letter,
			    ui(l->p->f->lang, marks[i].words));
}

/* What a mark is for, as far as rows are left. */
static void say_marks_meaning(struct legend *l, bool kept)
{
	static const enum ui words[] = { UI_mark_low, UI_mark_min, UI_mark_high,
					 UI_mark_kept };
	enum { NR = sizeof(words) / sizeof(words[0]) };

	for (int i = 0; i < (kept ? NR : NR - 1); i++)
		legend_item(l, ROLE_TITLE, 0, MARK_SIGN,
			    ui(l->p->f->lang, words[i]));
}

static bool has_marks(const struct machine *m)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].watermark[WMARK_HIGH])
			return true;
	return false;
}

/* What is on the picture now, what is guessed least first. */
static void say_legend(struct legend *l, const void *of)
{
	const struct machine *m = l->p->f->now;
	unsigned nameless = *(const unsigned *)of;
	bool kept = false, kept_nameless = false;

	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		bool keeps = zone_kept(&m->s->zone[i]) != 0;

		kept |= keeps && zone_populated(&m->s->zone[i]);
		kept_nameless |= keeps && nameless & 1u << i;
	}
	if (nameless)
		say_marks(l, kept_nameless);
	say_colour(l, ROLE_BAD, UI_zone_at_min);
	say_colour(l, ROLE_WARN, UI_zone_at_low);
	say_colour(l, ROLE_TEXT, UI_zone_above_low);
	say_colour(l, ROLE_GOOD, UI_zone_above_high);
	legend_signs(l);
	if (has_marks(m) && l->p->f->s->settings.mode != MODE_PRESENT)
		say_marks_meaning(l, kept);
}

/*
 * Rows a zone: what was checked for the request comes before figures and marks,
 * a gauge stays.
 */
static int rows_of_zone(struct panel *p, const struct tries *r, int nr)
{
	int rows = p->r.h / nr, most = zone_rows_most(p);
	int wants = r->nr ? rows_of(r) + rows_folded(p, r) : 0;

	rows = rows > most ? most : rows > 0 ? rows : 1;
	while (rows > 2 && rows * nr + wants > p->r.h)
		rows--;
	return rows;
}

static void zones_draw(struct panel *p)
{
	int nr = nr_populated(p->f->now), end = p->r.y + p->r.h, y;
	int rows, folded;
	struct zone_told told = { .here = false };
	struct tries r = { .nr = 0 };
	unsigned nameless;

	if (!nr)
		return;
	tries_find(&r, p->f);
	rows = rows_of_zone(p, &r, nr);
	y = p->r.y + rows * nr;
	folded = rows_folded(p, &r);
	y += end - y > rows_of(&r) + folded;
	if (r.nr && (r.nr > 2 || end - y > r.nr + folded) && y < end)
		y += draw_request(p, &r, y, end - y - 1);
	y = draw_tries(p, &r, y, end, &told);
	nameless = draw_zones(p, rows, &told);
	legend_bottom(p, y, end, say_legend, &nameless);
}

static void zones_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	(void)title;
	if (p->r.w >= ABOUT_W)
		text_puts(aside, ui(p->f->lang, UI_free_cells));
	text_puts(aside, ui(p->f->lang, UI_free_and_marks));
}

const struct view view_zones = {
	.name = "zones", .title = UI_zones, .weight = 5,
	.min_w = 34, .min_h = 4, .good_w = 38, .good_h = 8,
	.about = zones_about, .draw = zones_draw,
};
