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

enum focus settings_focus(const struct settings *s)
{
	bool fast = s->playing && s->speed_eighths >= SPEED_FAST;

	return fast ? FOCUS_OFF : s->focus;
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
