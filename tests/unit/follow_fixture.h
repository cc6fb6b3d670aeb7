/*
 * follow_fixture - what is followed, as a picture shows it. For tests only.
 */
#ifndef FOLLOW_FIXTURE_H
#define FOLLOW_FIXTURE_H

#include "stage_fixture.h"

#include "mm/task.h"
#include "view/follow.h"

static inline struct facts facts_at(struct stage_fixture *f, const char *pos)
{
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	return facts;
}

/* Does a view alone on the stage show `@`? */
static inline bool shown_in(struct stage_fixture *f, enum view_id view)
{
	struct canvas c;
	bool shown = false;

	f->scene.settings.zoom = view;
	fixture_draw(f, &c, 120, 40, false);
	for (int i = 0; i < c.w * c.h; i++)
		shown |= c.cells[i].over & OVER_FOLLOW;
	canvas_close(&c);
	return shown;
}

static inline bool stage_says(struct stage_fixture *f, enum view_id view,
		       const char *words)
{
	struct text text = { 0 };
	struct canvas c;
	bool said;

	f->scene.settings.zoom = view;
	fixture_draw(f, &c, 120, 40, false);
	canvas_print(&c, &text);
	said = strstr(text_str(&text), words) != NULL;
	canvas_close(&c);
	text_free(&text);
	return said;
}

static inline void follow_page_of(struct stage_fixture *f, handle_t task, vaddr_t at)
{
	f->scene.settings.follow_kind = OBJ_PAGE;
	f->scene.settings.follow_id = at;
	f->scene.settings.follow_sub = task_at(f->scene.now, task)->pid;
}

#endif
