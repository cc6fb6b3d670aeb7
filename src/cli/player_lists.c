/* Chapters as a list to choose from */
#include <string.h>

#include "cli/player.h"
#include "view/view.h"

static void go_to_chapter(struct player *p, uint32_t row)
{
	const struct chapter *c = &p->session.story->chapters[row];

	player_jump(p, (struct pos){ c->first_step, 0, 0 });
}

/* The step behind the chapter's last one. */
static uint32_t chapter_end(const struct story *s, uint32_t chapter)
{
	return chapter + 1 < s->nr_chapters ?
		       s->chapters[chapter + 1].first_step : s->nr_steps + 1;
}

/* Where a chapter asks is shown, what it asks is not. */
static bool chapter_asks(const struct story *s, uint32_t chapter)
{
	uint32_t end = chapter_end(s, chapter);

	for (uint32_t i = s->chapters[chapter].first_step; i < end; i++)
		if (step_detail(s, i)->nr_asks)
			return true;
	return false;
}

static bool chapter_says(struct player *p, uint32_t chapter, const char *wanted)
{
	const struct story *s = p->session.story;
	uint32_t end = chapter_end(s, chapter);

	for (uint32_t i = s->chapters[chapter].first_step; i < end; i++)
		if (player_step_says(p, i, wanted))
			return true;
	return false;
}

/* "kswapd   2 places: 3 The low mark, 5 Asleep again" */
static void tell_places(struct player *p, const char *wanted, struct text *out)
{
	uint32_t last = timeline_nr_steps(p->session.timeline), nr = 0;
	struct text places = { 0 };

	for (uint32_t i = 1; i <= last; i++) {
		const struct step_detail *d;

		if (!player_step_says(p, i, wanted))
			continue;
		d = timeline_detail(p->session.timeline, i);
		text_printf(&places, "%s%u %s", nr++ ? player_word(p, ", ", "，") :
						       "", i,
			    words_in(&d->title, p->scene.settings.lang));
	}
	if (nr)
		text_printf(out, player_word(p, nr == 1 ? "%s   %u place: %s" :
							  "%s   %u places: %s",
					     "%s   %u 处：%s"),
			    wanted, nr, text_str(&places));
	text_free(&places);
}

enum { WITH_CLOCK_W = 60 };

/*
 * When the chapter begins, and a tab. Where nobody has walked yet that is not
 * known: nothing is run for it.
 */
static void chapter_clock(const struct player *p, const struct chapter *c,
			  struct text *row)
{
	uint64_t ns;

	if (p->canvas.w && p->canvas.w < WITH_CLOCK_W)
		return;
	if (timeline_began(p->session.timeline, c->first_step, &ns))
		clock_words(ns, row);
	text_puts(row, "\t");
}

static void chapter_row(struct player *p, uint32_t chapter, struct text *row)
{
	const struct story *s = p->session.story;
	const struct chapter *c = &s->chapters[chapter];

	text_printf(row, "%2u  %s\t%u.0\t", chapter + 1,
		    words_in(&c->title, p->scene.settings.lang), c->first_step);
	chapter_clock(p, c, row);
	if (chapter_asks(s, chapter))
		text_puts(row, player_word(p, "? question", "? 提问"));
}

void player_pick_chapter(struct player *p)
{
	static const struct picker_search search = {
		chapter_says, tell_places,
	};
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
	p->picker.search = &search;
	for (uint32_t i = 0; i < s->nr_chapters; i++) {
		text_reset(&row);
		chapter_row(p, i, &row);
		picker_row(&p->picker, text_str(&row),
			   step && story_chapter(s, step) == i);
	}
	picker_align(&p->picker);
	text_free(&row);
}
