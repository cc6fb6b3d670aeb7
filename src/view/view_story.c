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
#include "view/why.h"

enum {
	SIDE_BY_SIDE = 110,
	MAX_WHY_ROWS = 3,
	WITH_WHY = 6,		/* rows, below which there is no reason */
	BURST = 64,		/* more events are counted, not listed */
};

/* Texts of one picture of the story. */
struct tale {
	const struct facts *f;
	struct text why;	/* what decided; "" = nothing had a choice */
	struct text say;	/* narration or question */
	struct text verdict;	/* what was answered */
	struct text reason;	/* and what decided */
	bool	    asks;
};

static void choices_text(const struct tale *t, const struct ask *ask,
			 struct text *out)
{
	for (uint32_t i = 0; i < ask->nr_choices; i++)
		text_printf(out, "\n  %c  %s", (char)('a' + i),
			    words_in(&ask->choice[i], t->f->lang));
}

/*
 * The reason of the newest event; that of another one begins with its name,
 * and with its position if it is of another operation.
 */
static void tell_why(const struct facts *f, struct text *out)
{
	struct reason r = why_choose(f);

	if (!r.event)
		return;
	if (!r.of_last_op) {
		timeline_print_pos(f->s->timeline, r.at, out);
		text_puts(out, "  ");
	}
	if (r.event != f->event)
		text_printf(out, "%s  ", event_types[r.event->id].name);
	why_tell(f->now, r.event, f->lang, out);
}

static void tale_tell(struct tale *t, const struct facts *f)
{
	const struct ask *ask = facts_ask(f);

	memset(t, 0, sizeof(*t));
	t->f = f;
	tell_why(f, &t->why);
	t->asks = ask_is_open(f);
	if (t->asks) {
		text_printf(&t->say, "%s ", ui(f->lang, UI_q));
		text_puts(&t->say, words_in(&ask->text, f->lang));
		choices_text(t, ask, &t->say);
		if (!f->s->settings.answer[0])
			text_printf(&t->say, "\n%s", ask_hint(f, ask));
	} else {
		text_puts(&t->say, facts_say(f));
		if (ask && ask->kind == ASK_TALK)
			text_printf(&t->say, "\n%s %s", ui(f->lang, UI_talk),
				    words_in(&ask->text, f->lang));
	}
	ask_verdict(f, &t->verdict);
	ask_reason(f, &t->reason);
}

static void tale_free(struct tale *t)
{
	text_free(&t->why);
	text_free(&t->say);
	text_free(&t->verdict);
	text_free(&t->reason);
}

static int rows_of(const char *s, int w)
{
	return paragraph_draw(&(struct canvas){ 0 }, (struct rect){ 0, 0, w, 0 },
			      ROLE_TEXT, s, 0);
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
static void row_words(const struct facts *f, uint32_t i, bool whole,
		      struct text *out)
{
	const struct summary *b = f->between;

	if (whole) {
		timeline_print_pos(f->s->timeline, b->at[i], out);
		text_puts(out, "  ");
	} else {
		text_printf(out, ".%-3" PRIu64 " ", b->at[i].event);
	}
	event_words(f->now, &b->last[i], out);
}

/* An older event: one row. */
static void draw_event(struct panel *p, struct rect r, uint32_t i, bool whole)
{
	struct text words = { 0 };

	row_words(p->f, i, whole, &words);
	cut_fields(&words, r.w);
	canvas_textn(p->c, r.x, r.y, ROLE_DIM, text_str(&words), words.len);
	canvas_mark(p->c, (struct rect){ r.x, r.y, r.w, 1 }, OBJ_EVENT, i, 0);
	text_free(&words);
}

/*
 * The newest: all its fields, in a second row if they need one and there is
 * room. Return: rows it needs, at most r.h.
 */
static int draw_newest(struct panel *p, struct rect r, bool whole, bool draw)
{
	uint32_t i = p->f->between->nr_last - 1;
	struct rect more = { r.x + 5, r.y + 1, r.w - 5, r.h - 1 };
	struct text words = { 0 };
	size_t next, bytes;
	const char *s;
	int rows = 1;

	row_words(p->f, i, whole, &words);
	if (r.h < 2)
		cut_fields(&words, r.w);
	s = text_str(&words);
	bytes = text_row(s, words.len, r.w, &next);
	if (r.h > 1)
		rows += rows_of(s + next, more.w);
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

/* The operations of the unit made no event. */
static void tell_silence(const struct facts *f, struct text *out)
{
	enum op_verb verb = (enum op_verb)f->between->op.verb;

	if (verb == OP_access)
		text_puts(out, ui(f->lang, UI_silent));
	else
		text_printf(out, ui(f->lang, UI_silent_op),
			    op_verb_name(verb));
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
		tell_silence(f, &words);
	else
		text_puts(&words, ui(f->lang, UI_no_event));
	canvas_text(p->c, r.x, r.y, ROLE_DIM, text_str(&words));
	text_free(&words);
}

static int why_rows(const struct tale *t, int w)
{
	int rows = t->why.len ? rows_of(text_str(&t->why), w - 5) : 0;

	return rows < MAX_WHY_ROWS ? rows : MAX_WHY_ROWS;
}

/* As many rows as there is room for; dots say that there are more. */
static void draw_cut(struct canvas *c, struct rect r, const char *s)
{
	size_t len = strlen(s), next;

	if (r.w < 8)
		return;
	for (; r.h > 0 && len; s += next, len -= next, r.y++, r.h--) {
		size_t bytes = text_row(s, len, r.w, &next);

		if (r.h == 1 && next < len) {
			bytes = text_row(s, len, r.w - 4, &next);
			canvas_text(c, r.x + text_columns(s, bytes), r.y,
				    ROLE_TEXT, " ...");
		}
		canvas_textn(c, r.x, r.y, ROLE_TEXT, s, bytes);
	}
}

/* What decided in this unit. */
static void draw_why(struct panel *p, struct rect r, const struct tale *t)
{
	struct rect below = { r.x + 5, r.y, r.w - 5, r.h };

	if (!t->why.len || r.h <= 0)
		return;
	canvas_text(p->c, r.x, r.y, ROLE_DIM, ui(p->f->lang, UI_why));
	draw_cut(p->c, below, text_str(&t->why));
}

/* Newest at the bottom, its reason below it. */
static void draw_events(struct panel *p, struct rect r, const struct tale *t,
			bool whole)
{
	const struct summary *b = p->f->between;
	int why = why_rows(t, r.w), newest, older;

	if (!b->nr_last) {
		draw_nothing_yet(p, r);
		return;
	}
	why = why > r.h - 1 ? r.h - 1 : why;
	newest = draw_newest(p, (struct rect){ r.x, r.y, r.w, r.h - why },
			     whole, false);
	older = r.h - why - newest;
	if ((uint32_t)older >= b->nr_last)
		older = (int)b->nr_last - 1;
	if (b->nr > BURST)
		burst_draw(p, (struct rect){ r.x, r.y, r.w, older });
	for (int i = 0; i < older; i++, r.y++, r.h--)
		if (b->nr <= BURST)
			draw_event(p, r, b->nr_last - 1 - (uint32_t)(older - i),
				   whole);
	r.y += draw_newest(p, (struct rect){ r.x, r.y, r.w, newest }, whole,
			   true);
	draw_why(p, (struct rect){ r.x, r.y, r.w, why }, t);
}

static int verdict_rows(const struct tale *t, int w)
{
	return (t->verdict.len > 0) +
	       (t->reason.len ? rows_of(text_str(&t->reason), w) : 0);
}

static void draw_verdict(struct panel *p, struct rect r, const struct tale *t)
{
	struct rect below = { r.x, r.y + 1, r.w, r.h - 1 };

	if (r.h > 0)
		canvas_text(p->c, r.x, r.y,
			    p->f->s->settings.answered < 0 ? ROLE_WARN :
							     ROLE_GOOD,
			    text_str(&t->verdict));
	if (r.h > 1)
		paragraph_draw(p->c, below, ROLE_TEXT, text_str(&t->reason), 0);
}

static void draw_say(struct panel *p, struct rect r, const struct tale *t)
{
	enum lang lang = p->f->lang;
	int skip = p->f->s->settings.scroll[VIEW_STORY];
	int verdict = verdict_rows(t, r.w), rows = rows_of(text_str(&t->say), r.w);

	/* of the narration one row at least */
	if (verdict > r.h - (rows > 0))
		verdict = r.h - (rows > 0);
	r.h -= verdict;
	skip = skip > rows - r.h ? rows - r.h : skip;
	skip = skip < 0 ? 0 : skip;
	rows = paragraph_draw(p->c, r, t->asks ? ROLE_TITLE : ROLE_TEXT,
			      text_str(&t->say), skip);
	if (rows - skip > r.h && r.h > 0)
		canvas_right(p->c, r.x + r.w, r.y + r.h - 1, ROLE_FOCUS,
			     ui(lang, p->f->s->settings.focused == VIEW_STORY ?
					      UI_more : UI_more_focus));
	r.y += r.h;
	r.h = verdict;
	draw_verdict(p, r, t);
}

/*
 * Events take what the narration leaves, the newest one at the least; its
 * reason comes before the narration's last rows, but not before all of it.
 */
static void draw_below(struct panel *p, const struct tale *t)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	int say = rows_of(text_str(&t->say), r.w) + verdict_rows(t, r.w);
	int why = why_rows(t, r.w);
	int need = r.h < WITH_WHY ? 1 : 1 + (why < 2 ? why : 2);
	struct rect events = r;

	if (say > r.h - need)
		say = r.h - need;
	if (say < 1 && r.h > 1)
		say = 1;
	events.h = r.h - say;
	if (events.h > 2 && events.h > 1 + why)
		events.h--;		/* a blank row between the two */
	if (events.h > 0)
		draw_events(p, events, t, true);
	r.y += r.h - say;
	r.h = say;
	draw_say(p, r, t);
}

static void draw_beside(struct panel *p, const struct tale *t)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	int left = r.w / 2;
	struct rect events = { r.x, r.y, left - 2, r.h };
	struct rect say = { r.x + left + 1, r.y, r.w - left - 1, r.h };
	struct rect clip = canvas_clip(p->c, (struct rect){
		p->r.x, p->r.y, left, p->r.h });

	draw_events(p, events, t, false);
	canvas_clip(p->c, clip);
	draw_say(p, say, t);
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
	if (b->nr_last == 1 || (f->s->pos.event && b->nr_last))
		text_printf(aside, "%s%s %" PRIu64, b->nr_last > 1 ? "   " : "",
			    ui(f->lang, UI_event),
			    b->at[b->nr_last - 1].event);
}

const struct view view_story = {
	.name = "story", .title = UI_story, .weight = 255,
	.min_w = 36, .min_h = 3, .good_w = 78, .good_h = 7,
	.about = story_about, .draw = story_draw,
};
