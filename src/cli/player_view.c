#include <stdlib.h>
#include <string.h>

#include "cli/player.h"
#include "view/deeper.h"
#include "view/follow.h"
#include "view/inspect.h"

/* What `v` goes through; empty = what the scenario asks for. */
static const struct layout {
	const char  *en, *zh;
	enum view_id views[6];
} layouts[] = {
	{ "as the scenario says", "按剧本",
	  { VIEW_NONE, VIEW_NONE, VIEW_NONE, VIEW_NONE, VIEW_NONE, VIEW_NONE } },
	{ "physical memory", "物理内存",
	  { VIEW_FRAMES, VIEW_BUDDY, VIEW_ZONES, VIEW_OVERVIEW, VIEW_NONE, VIEW_NONE } },
	{ "a program's memory", "程序的内存",
	  { VIEW_SPACE, VIEW_WALK, VIEW_FRAMES, VIEW_PROC, VIEW_NONE, VIEW_NONE } },
	{ "everything", "全部",
	  { VIEW_OVERVIEW, VIEW_SPACE, VIEW_WALK, VIEW_FRAMES, VIEW_BUDDY, VIEW_ZONES } },
};

/* The panel's rectangle in the last picture; NULL = it is not in it. */
static const struct mark *panel_of(const struct player *p, enum view_id view)
{
	for (size_t i = 0; i < p->canvas.nr_marks; i++)
		if (p->canvas.marks[i].kind == OBJ_PANEL &&
		    p->canvas.marks[i].id == (uint64_t)view)
			return &p->canvas.marks[i];
	return NULL;
}

static bool inside(const struct mark *panel, const struct mark *m)
{
	return mark_is_thing(m) &&
	       m->x >= panel->x && m->x < panel->x + panel->w &&
	       m->y >= panel->y && m->y < panel->y + panel->h;
}

const struct mark *player_mark(const struct player *p)
{
	const struct settings *set = &p->scene.settings;
	const struct mark *m;

	if (set->cursor_x < 0 || set->cursor_x >= p->canvas.w ||
	    set->cursor_y < 0 || set->cursor_y >= p->canvas.h)
		return NULL;
	m = canvas_mark_at(&p->canvas, set->cursor_x, set->cursor_y);
	return m && mark_is_thing(m) ? m : NULL;
}

static void put_cursor(struct player *p, const struct mark *m)
{
	p->scene.settings.cursor_x = m ? m->x : -1;
	p->scene.settings.cursor_y = m ? m->y : -1;
	p->pointed = m ? *m : (struct mark){ .kind = OBJ_NONE };
}

void player_point(struct player *p, const struct mark *m)
{
	if (m->panel)
		p->scene.settings.focused = (enum view_id)(m->panel - 1);
	put_cursor(p, m);
}

static bool same_thing(const struct mark *a, const struct mark *b)
{
	return a->kind == b->kind && a->id == b->id && a->sub == b->sub;
}

bool player_hold_cursor(struct player *p)
{
	const struct mark *panel = panel_of(p, p->scene.settings.focused);
	const struct mark *here = player_mark(p);

	if (!panel || p->pointed.kind == OBJ_NONE ||
	    (here && inside(panel, here) && same_thing(here, &p->pointed)))
		return false;
	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];

		if (inside(panel, m) && same_thing(m, &p->pointed)) {
			put_cursor(p, m);
			return true;
		}
	}
	return false;
}

/* First (1) or last (-1) mark of the panel, by rows; NULL = it has none. */
static const struct mark *end_mark(const struct player *p,
				   const struct mark *panel, int direction)
{
	const struct mark *best = NULL;

	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];

		if (inside(panel, m) &&
		    (!best || (m->y - best->y) * direction < 0 ||
		     (m->y == best->y && (m->x - best->x) * direction < 0)))
			best = m;
	}
	return best;
}

void player_unfocus(struct player *p)
{
	p->scene.settings.focused = VIEW_NONE;
	put_cursor(p, NULL);
}

/*
 * A view that is not on the stage comes to the front of what the viewer wants;
 * its marks are known once it is drawn.
 */
void player_focus(struct player *p, enum view_id view)
{
	struct settings *set = &p->scene.settings;
	const struct mark *panel;

	set->focused = view;
	put_cursor(p, NULL);
	if (set->zoom != VIEW_NONE)
		set->zoom = view;
	if (!panel_of(p, view)) {
		for (int i = 5; i > 0; i--)
			set->views[i] = set->views[i - 1];
		set->views[0] = view;
		player_draw(p);
	}
	panel = panel_of(p, view);
	if (panel)
		put_cursor(p, end_mark(p, panel, 1));
}

/* The panels in the order they were drawn; past the ends none is focused. */
void player_focus_next(struct player *p, int direction)
{
	enum view_id panels[NR_VIEWS];
	int nr = 0, at = -1;

	for (size_t i = 0; i < p->canvas.nr_marks && nr < NR_VIEWS; i++) {
		const struct mark *m = &p->canvas.marks[i];

		if (m->kind != OBJ_PANEL || m->id >= NR_VIEWS)
			continue;
		if (m->id == (uint64_t)p->scene.settings.focused)
			at = nr;
		panels[nr++] = (enum view_id)m->id;
	}
	if (!nr)
		return;
	if (at < 0)
		at = direction > 0 ? 0 : nr - 1;
	else
		at += direction;
	if (at < 0 || at >= nr)
		player_unfocus(p);
	else
		player_focus(p, panels[at]);
}

/*
 * How far a mark lies in a direction: along it one a cell, across it eight, so
 * that a row is followed as long as it goes on. -1 = not that way.
 */
static int way_to(const struct mark *m, int x, int y, int dx, int dy)
{
	int along = (m->x - x) * dx + (m->y - y) * dy;
	int across = dx ? abs(m->y - y) : abs(m->x - x);

	if (along <= 0)
		return -1;
	return dx ? along + 8 * across : 8 * along + across;
}

void player_cursor(struct player *p, int dx, int dy)
{
	struct settings *set = &p->scene.settings;
	const struct mark *panel = panel_of(p, set->focused);
	const struct mark *at = player_mark(p), *best = NULL;
	int least = 0;

	if (!panel)
		return;
	if (!at) {
		put_cursor(p, end_mark(p, panel, 1));
		return;
	}
	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];
		int way = way_to(m, at->x, at->y, dx, dy);

		if (way < 0 || !inside(panel, m) || (best && way >= least))
			continue;
		best = m;
		least = way;
	}
	if (best)
		put_cursor(p, best);
}

void player_cursor_end(struct player *p, int direction)
{
	const struct mark *panel = panel_of(p, p->scene.settings.focused);

	if (panel)
		put_cursor(p, end_mark(p, panel, direction));
}

bool player_shows(const struct player *p, enum view_id view)
{
	return panel_of(p, view);
}

/* The picture as it would be now, into a fresh canvas of the same kind. */
static void draw_like(const struct player *p, struct canvas *c)
{
	canvas_open(c, p->canvas.w, p->canvas.h, p->canvas.ascii);
	c->borders = p->canvas.borders;
	stage_draw(c, &p->scene);
}

bool player_settings_seen(struct player *p, const struct settings *was)
{
	struct settings *set = &p->scene.settings, now = *set;
	struct canvas after = { 0 }, before = { 0 };
	size_t bytes;
	bool seen;

	draw_like(p, &after);
	*set = *was;
	draw_like(p, &before);
	*set = now;
	bytes = (size_t)after.w * (size_t)after.h * sizeof(*after.cells);
	seen = memcmp(after.cells, before.cells, bytes);
	canvas_close(&after);
	canvas_close(&before);
	return seen;
}

/* Beyond its end a view shows no more: the way back is not made longer. */
void player_scroll(struct player *p, int lines)
{
	struct settings *set = &p->scene.settings, was = *set;
	int *scroll = &set->scroll[set->focused], to = *scroll + lines;
	bool on = to > *scroll;

	*scroll = to > 0 ? to : 0;
	if (p->canvas.cells && on && !player_settings_seen(p, &was))
		*scroll = was.scroll[set->focused];
}

void player_zoom(struct player *p)
{
	struct settings *set = &p->scene.settings;

	if (set->zoom != VIEW_NONE)
		set->zoom = VIEW_NONE;
	else if (set->focused != VIEW_NONE)
		set->zoom = set->focused;
	else
		player_say(p, "%s", player_word(p,
			"choose a view first: Tab or F2 to F9",
			"先选择一个视图：Tab 或 F2 到 F9"));
}

void player_layout(struct player *p)
{
	unsigned nr = sizeof(layouts) / sizeof(layouts[0]);
	const struct layout *l;

	p->layout = (p->layout + 1) % nr;
	l = &layouts[p->layout];
	for (int i = 0; i < 6; i++)
		p->scene.settings.views[i] = l->views[i];
	p->scene.settings.zoom = VIEW_NONE;
	player_unfocus(p);
	player_say(p, "%s", player_word(p, l->en, l->zh));
}

void player_follow(struct player *p)
{
	struct settings *set = &p->scene.settings;
	const struct mark *m = player_mark(p);
	struct mark on = { .kind = OBJ_NONE };
	struct facts f;

	if (set->follow_kind != OBJ_NONE) {
		set->follow_kind = OBJ_NONE;
		return;
	}
	facts_gather(&f, &p->scene, p->canvas.ascii);
	if (m)
		on = set->inspect ? deeper_opened(&f, m) : *m;
	if (on.kind != OBJ_FRAME && on.kind != OBJ_BLOCK &&
	    on.kind != OBJ_PAGE && on.kind != OBJ_FILE) {
		player_say(p, "%s", on.kind == OBJ_NONE ? player_word(p,
			"put the cursor on a frame or a page first: Tab, then the arrows",
			"先把光标放到页框或页上：Tab，再用方向键") : player_word(p,
			"this cannot be followed: a frame, a page or a file can",
			"它没法跟随：可以跟随页框、页或文件"));
		return;
	}
	if (on.kind == OBJ_PAGE) {
		follow_page_content(&f, (handle_t)on.sub, on.id, set);
	} else if (on.kind == OBJ_FILE) {
		follow_file_content(&f, (handle_t)on.sub, on.id, set);
	} else {
		follow_frame_content(&f, on.id, set);
	}
}

/* In the open box Enter goes one thing deeper. */
static void inspect_next(struct player *p, const struct mark *m)
{
	struct settings *set = &p->scene.settings;
	struct mark next;
	struct facts f;

	facts_gather(&f, &p->scene, p->canvas.ascii);
	if (set->nr_deeper < MAX_DEEPER && deeper_next(&f, m, &next))
		set->deeper[set->nr_deeper++] = next;
}

/* Is anything told of it? */
static bool is_tellable(const struct player *p, const struct mark *m)
{
	struct text title = { 0 }, lines = { 0 };
	struct facts f;
	bool told;

	facts_gather(&f, &p->scene, p->canvas.ascii);
	told = inspect_tell(&f, m, &title, &lines);
	text_free(&title);
	text_free(&lines);
	return told;
}

void player_inspect(struct player *p)
{
	struct settings *set = &p->scene.settings;
	const struct mark *m = player_mark(p);

	if (!m)
		player_say(p, "%s", player_word(p,
			"nothing under the cursor: Tab chooses a view, the arrows a thing in it",
			"光标下没有东西：Tab 选择视图，方向键选择其中之物"));
	else if (set->inspect)
		inspect_next(p, m);
	else if (is_tellable(p, m))
		set->inspect = true;
	else
		player_say(p, "%s", player_word(p,
			"the line says all that is known of it",
			"这一行已是全部内容"));
}

void player_inspect_back(struct player *p)
{
	struct settings *set = &p->scene.settings;

	if (set->nr_deeper)
		set->nr_deeper--;
	else
		set->inspect = false;
}
