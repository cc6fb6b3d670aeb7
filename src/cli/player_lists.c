/* Chapters and branches as lists to choose from */
#include <string.h>

#include "cli/player.h"

static void go_to_chapter(struct player *p, uint32_t row)
{
	const struct chapter *c = &p->session.story->chapters[row];

	player_jump(p, (struct pos){ c->first_step, 0, 0 });
}

/* Where a chapter asks is shown, what it asks is not. */
static bool chapter_asks(const struct story *s, uint32_t chapter)
{
	uint32_t end = chapter + 1 < s->nr_chapters ?
		       s->chapters[chapter + 1].first_step : s->nr_steps + 1;

	for (uint32_t i = s->chapters[chapter].first_step; i < end; i++)
		if (step_detail(s, i)->nr_asks)
			return true;
	return false;
}

void player_pick_chapter(struct player *p)
{
	const struct story *s = p->session.story;
	uint32_t step = p->scene.pos.step;
	struct text row = { 0 };

	if (!s->nr_chapters) {
		player_say(p, "%s", player_word(p, "there are no chapters",
						"没有章节"));
		return;
	}
	picker_open(&p->picker, player_word(p, "chapters", "章节"),
		    go_to_chapter);
	for (uint32_t i = 0; i < s->nr_chapters; i++) {
		const char *title = words_in(&s->chapters[i].title,
					     p->scene.settings.lang);

		text_reset(&row);
		text_printf(&row, "%2u  %s\t%u.0%s", i + 1, title,
			    s->chapters[i].first_step, chapter_asks(s, i) ?
			    player_word(p, "\t? question", "\t? 提问") : "");
		picker_row(&p->picker, text_str(&row),
			   step && story_chapter(s, step) == i);
	}
	picker_align(&p->picker);
	text_free(&row);
}

/* What the scenario names, and nobody has entered yet. */
struct offered {
	const char	   *name;
	const struct words *title;
	uint32_t	    at_step;
};

static bool entered(const struct player *p, const void *thing)
{
	for (uint32_t b = 1; b < p->nr_branches; b++)
		if (p->branches[b].what_if == thing ||
		    p->branches[b].compare == thing)
			return true;
	return false;
}

/* Branches come first, then these. Return: false if there is no such row. */
static bool offered_in_row(const struct player *p, uint32_t row,
			   struct offered *o)
{
	const struct story *s = p->session.story;
	uint32_t nr = (uint32_t)p->nr_branches;

	for (uint32_t i = 0; i < s->nr_what_ifs; i++) {
		const struct what_if *w = &s->what_ifs[i];

		*o = (struct offered){ w->name, &w->title, w->at_step };
		if (!entered(p, w) && nr++ == row)
			return true;
	}
	for (uint32_t i = 0; i < s->nr_compares; i++) {
		const struct compare *c = &s->compares[i];

		*o = (struct offered){ c->name, &c->title, 0 };
		if (!entered(p, c) && nr++ == row)
			return true;
	}
	return false;
}

static void go_to_branch(struct player *p, uint32_t row)
{
	struct offered o;

	if (offered_in_row(p, row, &o)) {
		player_enter(p, o.name);
		return;
	}
	player_mark_spot(p);
	player_stand(p, row, player_place_on(p, row));
}

static void branch_row(struct player *p, const struct branch *b, bool here)
{
	struct text row = { 0 };

	text_printf(&row, "%s\t", b->name);
	if (b->at.step && b->words[0]) {
		text_puts(&row, player_word(p, "after ", "在 "));
		timeline_print_pos(p->branches[0].timeline, b->at, &row);
		text_puts(&row, player_word(p, "", " 之后"));
	}
	text_printf(&row, "\t%s", b->words[0] ? b->words :
		    player_word(p, "as the scenario has it", "剧本原样"));
	picker_row(&p->picker, text_str(&row), here);
	text_free(&row);
}

static void offered_row(struct player *p, const struct offered *o)
{
	struct branch b = { .at = step_end(p->branches[0].timeline, o->at_step) };

	strncpy(b.name, o->name, sizeof(b.name) - 1);
	strncpy(b.words, words_in(o->title, p->scene.settings.lang),
		sizeof(b.words) - 1);
	branch_row(p, &b, false);
}

void player_pick_branch(struct player *p)
{
	struct offered o;

	picker_open(&p->picker, player_word(p, "branches and what-ifs",
					    "分支与假设"), go_to_branch);
	for (uint32_t i = 0; i < p->nr_branches; i++)
		branch_row(p, &p->branches[i], i == p->branch);
	for (uint32_t i = (uint32_t)p->nr_branches;
	     offered_in_row(p, i, &o); i++)
		offered_row(p, &o);
	picker_align(&p->picker);
}
