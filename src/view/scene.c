#include "view/scene.h"

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

const char *view_name(enum view_id id)
{
	return id < NR_VIEWS ? views[id]->name : "none";
}

const char *view_title(enum view_id id, enum lang lang)
{
	return id < NR_VIEWS ? ui(lang, views[id]->title) : "";
}
