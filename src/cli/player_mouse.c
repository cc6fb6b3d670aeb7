#include <stdio.h>
#include <string.h>

#include "cli/player.h"

static bool inside(const struct mark *m, int x, int y)
{
	return m->panel && x >= m->x && x < m->x + m->w && y >= m->y &&
	       y < m->y + m->h;
}

bool player_click(struct player *p, const char *name)
{
	struct settings *set = &p->scene.settings;
	const struct mark *m;
	int x, y;

	if (sscanf(name, "Click@%d,%d", &x, &y) != 2)
		return false;
	if (set->playing) {
		player_play(p, false);
		player_burst_end(p);
		return true;
	}
	if (x < 0 || y < 0 || x >= p->canvas.w || y >= p->canvas.h)
		return true;
	m = canvas_mark_at(&p->canvas, x, y);
	if (!m || !inside(m, x, y))
		return true;
	if (!mark_is_thing(m)) {
		player_focus(p, (enum view_id)(m->kind == OBJ_PANEL ?
						       m->id : m->panel - 1u));
	} else if (m->x == set->cursor_x && m->y == set->cursor_y) {
		player_inspect(p);
	} else {
		set->inspect = false;
		set->nr_deeper = 0;
		player_point(p, m);
	}
	return true;
}
