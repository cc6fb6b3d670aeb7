#include "view/scene.h"

#include <ctype.h>
#include <string.h>

#include "view/view.h"

const struct event *scene_event(const struct scene *s)
{
	const struct summary *b = s->between;

	return b->nr_last ? &b->last[b->nr_last - 1] : NULL;
}

void settings_init(struct settings *s)
{
	memset(s, 0, sizeof(*s));
	s->unit = UNIT_OP;
	s->zoom = VIEW_NONE;
	s->focused = VIEW_NONE;
	for (size_t i = 0; i < sizeof(s->views) / sizeof(s->views[0]); i++)
		s->views[i] = VIEW_NONE;
	s->cursor_x = -1;
	s->cursor_y = -1;
	s->speed_eighths = 8;
	s->motion = true;
}

/* Position 0, or before the first operation of a chapter. */
static bool is_opening(const struct scene *s)
{
	const struct story *story;
	uint32_t step;

	if (s->pos.op || s->pos.event)
		return false;
	if (!s->pos.step)
		return true;
	story = timeline_story(s->timeline, s->pos.step, &step);
	return story->nr_chapters &&
	       story->chapters[story_chapter(story, step)].first_step == step;
}

enum focus scene_focus(const struct scene *s)
{
	const struct settings *set = &s->settings;
	bool fast = set->playing && set->speed_eighths >= SPEED_FAST;

	return fast || is_opening(s) ? FOCUS_OFF : set->focus;
}

enum view_id view_by_name(const char *name)
{
	for (int id = 0; id < NR_VIEWS; id++)
		if (!strcmp(views[id]->name, name))
			return (enum view_id)id;
	return VIEW_NONE;
}

/* Its title as one word: "page-cache". */
static void title_word(enum view_id id, struct text *out)
{
	text_reset(out);
	for (const char *s = view_title(id, LANG_EN); *s; s++)
		text_add(out, *s == ' ' ? "-" : s, 1);
}

/* Is the name a part of what was typed, which ends where a word does? */
static bool has_word(const char *typed, const char *name)
{
	const char *at = strstr(typed, name);
	size_t len = strlen(name);

	return at && (at == typed || !isalnum((unsigned char)at[-1])) &&
	       !isalnum((unsigned char)at[len]);
}

enum view_id view_near(const char *typed)
{
	enum view_id best = VIEW_NONE;
	const char *near = NULL, *nearest;
	struct text titles[NR_VIEWS] = { { 0 } };

	for (int id = 0; id < NR_VIEWS; id++) {
		title_word((enum view_id)id, &titles[id]);
		nearest = nearer(typed, near, views[id]->name);
		nearest = nearer(typed, nearest, text_str(&titles[id]));
		if (nearest != near)
			best = (enum view_id)id;
		near = nearest;
	}
	for (int id = 0; id < NR_VIEWS && best == VIEW_NONE; id++)
		if (has_word(typed, views[id]->name))
			best = (enum view_id)id;
	for (int id = 0; id < NR_VIEWS; id++)
		text_free(&titles[id]);
	return best;
}

const char *view_name(enum view_id id)
{
	return id < NR_VIEWS ? views[id]->name : "none";
}

const char *view_title(enum view_id id, enum lang lang)
{
	return id < NR_VIEWS ? ui(lang, views[id]->title) : "";
}
