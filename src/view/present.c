#include "view/present.h"

#include <string.h>

#include "view/ask.h"
#include "view/focus.h"
#include "view/why.h"

enum {
	MARGIN = 2,
	LINE_W = 64,		/* a longer line is hard to read from afar */
	LEAST_VIEW_H = 4,
};

/* What is said, thought by thought. */
struct thought {
	enum role   role;
	struct text text;
};
enum { WHY, SAY, VERDICT, REASON, NR_THOUGHTS };

static void say_question(const struct facts *f, const struct ask *ask,
			 struct text *out)
{
	text_puts(out, words_in(&ask->text, f->lang));
	for (uint32_t i = 0; i < ask->nr_choices; i++)
		text_printf(out, "\n  %c  %s", (char)('a' + i),
			    words_in(&ask->choice[i], f->lang));
}

static void gather(const struct facts *f, struct thought t[NR_THOUGHTS])
{
	const struct ask *ask = facts_ask(f);
	struct reason r = why_choose(f);

	memset(t, 0, NR_THOUGHTS * sizeof(*t));
	t[WHY].role = ROLE_TEXT;
	t[SAY].role = ROLE_TITLE;
	t[VERDICT].role = f->s->settings.answered < 0 ? ROLE_WARN : ROLE_GOOD;
	t[REASON].role = ROLE_TEXT;
	if (r.event)
		why_tell(f->now, r.event, f->lang, &t[WHY].text);
	if (ask_is_open(f))
		say_question(f, ask, &t[SAY].text);
	else
		ask_say(f, &t[SAY].text);
	ask_verdict(f, &t[VERDICT].text);
	ask_reason(f, &t[REASON].text);
}

static int rows_of(const struct thought *t, int w)
{
	return t->text.len ? paragraph_draw(&(struct canvas){ 0 },
					    (struct rect){ 0, 0, w, 0 },
					    ROLE_TEXT, text_str(&t->text), 0) :
			     0;
}

/* Rows of all that is said, a blank one before each thought. */
static int rows_of_all(const struct thought *t, int w)
{
	int rows = 0;

	for (int i = 0; i < NR_THOUGHTS; i++)
		rows += t[i].text.len ? rows_of(&t[i], w) + 1 : 0;
	return rows;
}

static void draw_title(struct canvas *c, const struct facts *f)
{
	const struct story *story = f->story;
	uint32_t chapter = f->step_nr ? story_chapter(story, f->step_nr) : 0;
	const char *step = words_in(&f->step->title, f->lang);
	struct text left = { 0 }, right = { 0 };

	if (*step)
		text_puts(&left, step);
	else
		text_puts(&left, words_in(&story->title, f->lang));
	if (story->nr_chapters)
		text_printf(&right, "%s  %u/%u",
			    words_in(&story->chapters[chapter].title, f->lang),
			    chapter + 1, story->nr_chapters);
	ends_draw(c, MARGIN, 0, c->w - 2 * MARGIN, ROLE_TITLE, text_str(&left),
		  text_str(&right));
	text_free(&left);
	text_free(&right);
}

static void draw_view(struct canvas *c, const struct facts *f, enum view_id id,
		      struct rect r)
{
	struct panel p = { c, f, r, id };
	struct rect clip = canvas_clip(c, r);

	c->panel = (uint16_t)(id + 1);
	canvas_mark(c, r, OBJ_PANEL, id, 0);
	views[id]->draw(&p);
	if (touched_view(f, id))	/* there is no other panel to look at */
		focus_dim(&p);
	c->panel = 0;
	canvas_clip(c, clip);
}

/* As much as there is room for: the first thoughts go last. */
static void draw_thoughts(struct canvas *c, struct rect r,
			  const struct thought *t)
{
	int first = 0;

	/* the reason may go, but not the narration */
	if (rows_of_all(t, r.w) > r.h)
		first = SAY;
	for (int i = first; i < NR_THOUGHTS && r.h > 0; i++) {
		int rows = rows_of(&t[i], r.w) + 1;

		if (!t[i].text.len)
			continue;
		paragraph_draw(c, r, t[i].role, text_str(&t[i].text), 0);
		r.y += rows;
		r.h -= rows;
	}
}

static void draw_foot(struct canvas *c, const struct facts *f)
{
	const struct settings *set = &f->s->settings;
	struct text pos = { 0 };

	if (set->message) {
		line_draw(c, MARGIN, c->h - 1, c->w - 2 * MARGIN, ROLE_FOCUS,
			  set->message);
		return;
	}
	timeline_print_pos(f->s->timeline, f->s->pos, &pos);
	canvas_text(c, MARGIN, c->h - 1, ROLE_DIM, text_str(&pos));
	canvas_right(c, c->w - MARGIN, c->h - 1, ROLE_DIM, "?");
	text_free(&pos);
}

void present_draw(struct canvas *c, const struct facts *f, enum view_id id)
{
	struct thought t[NR_THOUGHTS];
	int w = c->w - 2 * MARGIN < LINE_W ? c->w - 2 * MARGIN : LINE_W;
	int body = c->h - 4, said, view;	/* title, foot, a blank row each */

	gather(f, t);
	said = rows_of_all(t, w);
	view = body - said;
	if (view < LEAST_VIEW_H)
		view = body - said + rows_of(&t[WHY], w) + (t[WHY].text.len > 0);
	if (view > views[id]->good_h && said)
		view = views[id]->good_h > body - said ? body - said :
							 views[id]->good_h;
	if (id == VIEW_STORY || view < LEAST_VIEW_H)
		view = 0;
	draw_title(c, f);
	if (view)
		draw_view(c, f, id, (struct rect){ 0, 2, c->w, view });
	draw_thoughts(c, (struct rect){ MARGIN, view ? view + 3 : 2, w,
					body - view - (view ? 1 : 0) + 1 }, t);
	draw_foot(c, f);
	for (int i = 0; i < NR_THOUGHTS; i++)
		text_free(&t[i].text);
}
