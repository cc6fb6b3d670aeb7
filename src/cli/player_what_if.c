/* The prompt of a what-if: where it takes place, and what could be typed */
#include <stdio.h>
#include <string.h>

#include "cli/complete.h"
#include "cli/player.h"
#include "draw/widget.h"
#include "load/what_if.h"
#include "view/op_doc.h"

/* Words above the prompt, on a stage that is less tall fewer; steps ahead. */
enum { MOST_ROWS = 6, FEW_ROWS = 4, TALL = 30, MOST_STEPS = 3 };

void player_what_if_open(struct player *p)
{
	struct pos pos = p->scene.pos;
	struct text *head = &p->typing_head;

	if (pos.event)
		pos = (struct pos){ pos.step, pos.op + 1, 0 };
	line_reset(&p->what_if);
	text_reset(head);
	text_puts(head, player_word(p, "what if, after ", "假如，在 "));
	timeline_print_pos(p->session.timeline, pos, head);
	text_puts(head, player_word(p, ":", " 之后："));
	p->typing = &p->what_if;
}

/* The words up to the cursor, each told to `each`. Return: where they begin. */
static size_t tell_words(struct player *p, what_if_word_fn *each, void *ctx)
{
	char line[LINE_BYTES];
	size_t from;

	memcpy(line, p->what_if.text, sizeof(line));
	line[p->what_if.cursor] = '\0';
	what_if_words(timeline_names(p->session.timeline), &p->now.machine, line,
		      &from, each, ctx);
	return from;
}

static void take_word(void *ctx, const char *word, const char *form,
		      const char *doc)
{
	(void)form;
	(void)doc;
	completion_offer(ctx, word);
}

/*
 * Tab puts in what is certain, a whole word followed by a space, and shows what
 * could follow.
 */
void player_what_if_complete(struct player *p)
{
	struct line *l = &p->what_if;
	struct completion c = { 0 };
	size_t typed;

	if (choices_more(&p->choices))
		return;
	c.typed = "";
	typed = (size_t)l->cursor - tell_words(p, take_word, &c);
	if (c.nr && strlen(c.common) >= typed)
		line_insert(l, c.common + typed);
	if (c.nr == 1 && c.common[strlen(c.common) - 1] != '=')
		line_insert(l, " ");
	if (c.nr > 1)
		choices_open(&p->choices, text_str(&c.list));
	text_free(&c.list);
}

/* Rows of the box above the prompt. */
struct rows {
	struct player *p;
	struct canvas *c;
	struct rect    r;	/* inside of the border */
	int	       nr;	/* words so far */
	int	       widest;
	bool	       draw;	/* else they are only measured */
};

static void row(void *ctx, const char *word, const char *form, const char *doc)
{
	struct rows *rows = ctx;
	int w = text_columns(word, strlen(word)), y = rows->r.y + rows->nr;
	int x = rows->r.x + 1;

	rows->nr++;
	if (!rows->draw) {
		rows->widest = w > rows->widest ? w : rows->widest;
		return;
	}
	if (rows->nr > rows->r.h)
		return;
	canvas_text(rows->c, x, y, ROLE_TITLE, word);
	x += rows->widest + 2;
	x += canvas_text(rows->c, x, y, ROLE_TEXT, form ? form : "") + 2;
	if (doc)
		line_draw(rows->c, x, y, rows->r.x + rows->r.w - 1 - x, ROLE_DIM,
			  op_doc(word, doc, rows->p->scene.settings.lang));
}

/* "-- 3 -- 4": the steps that follow, some of them. */
static void steps_on(const struct player *p, uint32_t step, struct text *out)
{
	uint32_t last = timeline_nr_steps(p->session.timeline);

	for (uint32_t i = 0; i < MOST_STEPS && step + i <= last; i++)
		text_printf(out, " -- %u", step + i);
}

/*
 * The two ways from here, one above the other: the run as it is, and the one
 * on which the operation comes first.
 */
static void ways(struct player *p, struct text *as_is, struct text *what_if)
{
	struct pos at = p->scene.pos;
	const char *op = p->what_if.text;
	uint32_t next;
	size_t star;

	at = (struct pos){ at.step, at.op + (at.event != 0), 0 };
	next = at.step + (at.op >= timeline_nr_ops(p->session.timeline, at.step));
	text_printf(as_is, "%-8s ", p->scene.branch);
	if (at.step > 1)
		text_printf(as_is, "%u -- ", at.step - 1);
	timeline_print_pos(p->session.timeline, at, as_is);
	text_puts(as_is, " --");
	star = as_is->len;
	text_puts(as_is, "*");
	steps_on(p, next, as_is);
	text_printf(what_if, "%*s`-- %s", (int)star, "", *op ? op : "...");
	steps_on(p, next, what_if);
}

static void draw_ways(struct player *p, struct rect r)
{
	struct text as_is = { 0 }, what_if = { 0 };

	ways(p, &as_is, &what_if);
	line_draw(&p->canvas, r.x + 1, r.y + r.h - 2, r.w - 2, ROLE_DIM,
		  text_str(&as_is));
	line_draw(&p->canvas, r.x + 1, r.y + r.h - 1, r.w - 2, ROLE_TEXT,
		  text_str(&what_if));
	text_free(&as_is);
	text_free(&what_if);
}

/* Words that would complete the line, and where it leads; above it. */
void player_prompt_help(struct player *p)
{
	struct canvas *c = &p->canvas;
	struct rows rows = { .p = p, .c = c };
	int most = c->h < TALL ? FEW_ROWS : MOST_ROWS, h;
	char aside[64] = "";
	struct box box = {
		.title = player_word(p, "what if", "假如"), .aside = aside,
		.focused = true,
	};
	struct rect clip;

	tell_words(p, row, &rows);
	h = rows.nr < most ? rows.nr : most;
	if (c->h < h + 8 || c->w < 40)
		return;
	if (rows.nr)
		snprintf(aside, sizeof(aside),
			 h < rows.nr ?
			 player_word(p, "%d of %d, Tab shows all",
				     "%d / %d，按 Tab 列出全部") :
			 player_word(p, "%d of %d, Tab completes",
				     "%d / %d，按 Tab 补全"), h, rows.nr);
	box.r = (struct rect){ 0, c->h - 6 - h, c->w, h + 4 };
	box_draw(c, &box);
	rows.r = box_inside(&box);
	draw_ways(p, rows.r);
	rows.r.h = h;
	rows.nr = 0;
	rows.draw = true;
	clip = canvas_clip(c, rows.r);
	tell_words(p, row, &rows);
	canvas_clip(c, clip);
}
