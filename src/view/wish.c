#include "view/wish.h"

static void wish_add(struct wish *w, enum view_id id)
{
	if (id == VIEW_STORY || id >= NR_VIEWS || w->nr == MAX_PLACES - 1)
		return;
	for (int i = 0; i < w->nr; i++)
		if (w->ids[i] == id)
			return;
	w->ids[w->nr++] = id;
}

static void wish_list(struct wish *w, const enum view_id *ids, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		wish_add(w, ids[i]);
}

void wish_make(const struct facts *f, struct wish *w)
{
	static const enum view_id frames[] = { VIEW_BUDDY, VIEW_FRAMES,
					       VIEW_ZONES };
	static const enum view_id tasks[] = { VIEW_SPACE, VIEW_WALK,
					      VIEW_FRAMES, VIEW_BUDDY };
	const struct settings *set = &f->s->settings;

	w->nr = 0;
	wish_list(w, set->views, sizeof(set->views) / sizeof(set->views[0]));
	if (w->nr)
		return;
	for (int i = 0; f->show.views && f->show.views[i]; i++)
		wish_add(w, view_by_name(f->show.views[i]));
	if (w->nr)
		return;
	if (f->task)
		wish_list(w, tasks, sizeof(tasks) / sizeof(tasks[0]));
	else
		wish_list(w, frames, sizeof(frames) / sizeof(frames[0]));
}
