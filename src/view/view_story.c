/*
 * The story: the newest events with the reason that decided, and what the
 * scenario says at this place; a question stands in the place of the
 * narration until it is answered or passed.
 *
 * Up to 119 columns the narration is below the events, from there on to the
 * right of them.
 */
#include "view/view.h"

#include <inttypes.h>
#include <string.h>

#include "mm/op.h"
#include "view/ask.h"
#include "view/burst.h"
#include "view/event_words.h"
#include "view/fault_end.h"
#include "view/refusal.h"
#include "view/said.h"
#include "view/scan_end.h"
#include "view/silence.h"
#include "view/why.h"

enum {
	SIDE_BY_SIDE = 110,
	STORY_EDGES = 3,	/* the gutter, and a blank on either side */
	MAX_WHY_ROWS = 3,
	LOW_STAGE = 24,		/* rows of all, below which narration is cut */
	WITH_WHY = 4,		/* to so many rows, one of them a reason */
	WITH_LONG_WHY = 6,	/* from here on there are two for it anyway */
	BORDER_LINES = 8,	/* corners, blanks, the blanks between */
	BURST = 64,		/* more events are counted, not listed */
};

/* Texts of one picture of the story. */
struct tale {
	struct text why;	/* what decided; "" = nothing had a choice */
	struct text brief;	/* the same without the event's position */
	bool newest_op;		/* it is of the operation that is shown */
	struct said said;
};

/*
 * The reason of the newest event; that of another one begins with its position
 * and its name. Before all of these, why the newest operation was refused, if
 * it was and no event of its own tells.
 */
static void tell_why(const struct facts *f, bool placed, struct text *out)
{
	struct reason r = why_choose(f);

	if (refusal_untold(f, r))
		refusal_tell_named(f, out);
	if (!r.event || out->len)
		return;
	if (placed && r.event != f->event) {
		timeline_print_pos(f->s->timeline, r.at, out);
		text_puts(out, "  ");
	}
	if (r.event != f->event)
		text_printf(out, "%s  ", event_types[r.event->id].name);
	why_tell(f->now, r.event, f->lang, out);
	fault_end_tell(f, &r, out);
	scan_end_tell(f, &r, out);
}

static void tale_tell(struct tale *t, const struct facts *f)
{
	memset(t, 0, sizeof(*t));
	tell_why(f, true, &t->why);
	tell_why(f, false, &t->brief);
	t->newest_op = why_choose(f).of_last_op;
	said_tell(f, &t->said);
}

static void tale_free(struct tale *t)
{
	text_free(&t->why);
	text_free(&t->brief);
	said_free(&t->said);
}

/* As many whole fields as fit; dots say that there are more. */
static void cut_fields(struct text *words, int columns)
{
	size_t end = words->len;

	if (text_columns(words->s, words->len) <= columns || columns < 8)
		return;
	while (end && (words->s[end] != ' ' ||
		       text_columns(words->s, end) > columns - 4))
		end--;
	if (!end)
		return;
	words->len = end;
	text_puts(words, " ...");
}

/* "3.1.17  buddy_split pfn=0x10 order=4": position, then the event. */
static void row_words(const struct facts *f, uint32_t i, struct text *out)
{
	const struct summary *b = f->between;

	timeline_print_pos(f->s->timeline, b->at[i], out);
	text_puts(out, "  ");
	event_words(f->now, &b->last[i], out);
}

/* An older event: one row. */
static void draw_event(struct panel *p, struct rect r, uint32_t i)
{
	struct text words = { 0 };

	row_words(p->f, i, &words);
	cut_fields(&words, r.w);
	canvas_textn(p->c, r.x, r.y, ROLE_DIM, text_str(&words), words.len);
	canvas_mark(p->c, (struct rect){ r.x, r.y, r.w, 1 }, OBJ_EVENT, i, 0);
	text_free(&words);
}

/*
 * The newest: all its fields, in a second row if they need one and there is
 * room. Return: rows it needs, at most r.h.
 */
static int draw_newest(struct panel *p, struct rect r, bool draw)
{
	uint32_t i = p->f->between->nr_last - 1;
	struct rect more = { r.x + 5, r.y + 1, r.w - 5, r.h - 1 };
	struct text words = { 0 };
	size_t next, bytes;
	const char *s;
	int rows = 1;

	row_words(p->f, i, &words);
	if (r.h < 2)
		cut_fields(&words, r.w);
	s = text_str(&words);
	bytes = text_row(s, words.len, r.w, &next);
	if (r.h > 1)
		rows += said_rows_of(s + next, more.w);
	rows = rows > r.h ? r.h : rows;
	if (draw) {
		canvas_textn(p->c, r.x, r.y, ROLE_TITLE, s, bytes);
		if (r.h > 1)
			paragraph_draw(p->c, more, ROLE_TITLE, s + next, 0);
		panel_sign(p, r.y, GUTTER_HERE);
		canvas_mark(p->c, (struct rect){ r.x, r.y, r.w, rows },
			    OBJ_EVENT, i, 0);
	}
	text_free(&words);
	return rows;
}

static void draw_nothing_yet(struct panel *p, struct rect r)
{
	const struct facts *f = p->f;
	const struct pos *pos = &f->s->pos;
	struct text words = { 0 };

	if (pos->step && !pos->op && !pos->event)
		text_puts(&words, ui(f->lang,
				     timeline_nr_ops(f->s->timeline, pos->step) ?
					     UI_step_begins : UI_step_looks));
	else if (f->between->nr_ops && f->step_nr)
		silence_tell(f, &words);
	else
		text_puts(&words, ui(f->lang, UI_no_event));
	canvas_text(p->c, r.x, r.y, ROLE_DIM, text_str(&words));
	text_free(&words);
}

/* A place in the shown operation is not worth a row of its own. */
static const char *why_words(const struct tale *t, int w)
{
	const char *why = text_str(&t->why), *brief = text_str(&t->brief);

	return t->newest_op && said_rows_of(why, w) > said_rows_of(brief, w) ?
		       brief : why;
}

static int why_rows(const struct tale *t, int w)
{
	int rows = t->why.len ? said_rows_of(why_words(t, w - 5), w - 5) : 0;

	return rows < MAX_WHY_ROWS ? rows : MAX_WHY_ROWS;
}

/*
 * What decided in this unit. Where not all fits the event's position goes, then
 * the reason's end; its name stays, else it would be the shown event's reason.
 */
static void draw_why(struct panel *p, struct rect r, const struct tale *t)
{
	struct rect below = { r.x + 5, r.y, r.w - 5, r.h };
	const char *why;

	if (!t->why.len || r.h <= 0)
		return;
	canvas_text(p->c, r.x, r.y, ROLE_DIM, ui(p->f->lang, UI_why));
	if (below.w < 8)
		return;
	why = why_words(t, below.w);
	if (said_rows_of(why, below.w) > below.h)
		why = text_str(&t->brief);
	said_draw_cut(p->c, below, ROLE_TEXT, why, 0, " ...", ROLE_TEXT);
}

/* Newest at the bottom, its reason below it. */
static void draw_events(struct panel *p, struct rect r, const struct tale *t)
{
	const struct summary *b = p->f->between;
	int why = why_rows(t, r.w), newest, older;

	if (!b->nr_last) {
		draw_nothing_yet(p, r);
		draw_why(p, (struct rect){ r.x, r.y + 1, r.w, r.h - 1 }, t);
		return;
	}
	why = why > r.h - 1 ? r.h - 1 : why;
	newest = draw_newest(p, (struct rect){ r.x, r.y, r.w, r.h - why },
			     false);
	older = r.h - why - newest;
	if ((uint32_t)older >= b->nr_last)
		older = (int)b->nr_last - 1;
	if (b->nr > BURST)
		burst_draw(p, (struct rect){ r.x, r.y, r.w, older });
	for (int i = 0; i < older; i++, r.y++, r.h--)
		if (b->nr <= BURST)
			draw_event(p, r, b->nr_last - 1 - (uint32_t)(older - i));
	r.y += draw_newest(p, (struct rect){ r.x, r.y, r.w, newest }, true);
	draw_why(p, (struct rect){ r.x, r.y, r.w, why }, t);
}

/*
 * Rows of event and reason that come before the narration, of so many. Where a
 * question is put the step has none yet. A low stage has little narration, so
 * that there is why.
 */
static int events_need(const struct tale *t, int rows, int why, bool low)
{
	int most = rows >= WITH_LONG_WHY ? 2 : low && rows >= WITH_WHY;

	if (t->said.begins)
		return 0;
	return 1 + (why < most ? why : most);
}

/*
 * Events take what the narration leaves, the newest one at the least; its
 * reason comes before the narration's last rows, but not before all of it.
 */
static void draw_below(struct panel *p, const struct tale *t)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	int say = said_rows(&t->said, r.w);
	int why = why_rows(t, r.w);
	int need = events_need(t, r.h, why, p->c->h < LOW_STAGE);
	struct rect events = r;

	if (say > r.h - need)
		say = r.h - need;
	if (say < 1 && r.h > 1)
		say = 1;
	events.h = r.h - say;
	if (events.h > 2 && events.h > 1 + why)
		events.h--;		/* a blank row between the two */
	if (events.h > 0)
		draw_events(p, events, t);
	r.y += r.h - say;
	r.h = say;
	said_draw(p, r, &t->said);
}

/* What the right one of the two has, of the panel's columns. */
static int say_columns(int w)
{
	return w - w / 2 - 1;
}

static void draw_beside(struct panel *p, const struct tale *t)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	int left = r.w / 2;
	struct rect events = { r.x, r.y, left - 2, r.h };
	struct rect say = { r.x + left + 1, r.y, say_columns(r.w), r.h };
	struct rect clip = canvas_clip(p->c, (struct rect){
		p->r.x, p->r.y, left, p->r.h });

	draw_events(p, events, t);
	canvas_clip(p->c, clip);
	said_draw(p, say, &t->said);
}

static void story_draw(struct panel *p)
{
	struct tale t;

	tale_tell(&t, p->f);
	if (p->r.w >= SIDE_BY_SIDE)
		draw_beside(p, &t);
	else
		draw_below(p, &t);
	tale_free(&t);
}

static void story_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	const struct facts *f = p->f;
	const struct summary *b = f->between;
	const char *step = words_in(&f->step->title, f->lang);

	if (f->step_nr && *step)
		text_printf(title, " - %s", step);
	if (b->nr_last > 1)
		text_printf(aside, ui(f->lang, UI_n_events), b->nr);
	if (b->nr_last == 1 || (f->s->pos.event && b->nr_last)) {
		text_printf(aside, "%s%s ", b->nr_last > 1 ? "   " : "",
			    ui(f->lang, UI_event));
		timeline_print_pos(f->s->timeline, b->at[b->nr_last - 1],
				   aside);
	}
	silence_note(f, aside);
	fault_counts_tell(f, p->r.w - BORDER_LINES -
				     text_columns(text_str(title), title->len) -
				     text_columns(text_str(aside), aside->len),
			  aside);
}

int story_wants(const struct facts *f, int columns)
{
	bool beside = columns >= SIDE_BY_SIDE;
	int room = columns - STORY_EDGES, rows;
	struct tale t;

	if (!ask_is_put(facts_ask(f), f->s->pos) &&
	    f->s->settings.focused != VIEW_STORY)
		return 0;
	tale_tell(&t, f);
	rows = said_rows(&t.said, beside ? say_columns(room) : room);
	if (!beside)
		rows += events_need(&t, WITH_LONG_WHY, why_rows(&t, room),
				    false);
	tale_free(&t);
	return rows;
}

const struct view view_story = {
	.name = "story", .title = UI_story, .weight = 255,
	.min_w = 36, .min_h = 3, .good_w = 78, .good_h = 7,
	.about = story_about, .draw = story_draw,
};
