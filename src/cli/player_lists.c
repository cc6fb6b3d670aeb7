/* Chapters as a list to choose from */
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
