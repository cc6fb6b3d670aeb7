#include <string.h>

#include "cli/player.h"
#include "view/motion.h"

static bool same_pos(struct pos a, struct pos b)
{
	return a.step == b.step && a.op == b.op && a.event == b.event;
}

bool player_moves(const struct player *p)
{
	const struct settings *set = &p->scene.settings;

	return set->motion && set->speed_eighths < SPEED_FAST;
}

/* Nothing lies over the picture, and it is one of panels. */
static bool is_plain(const struct player *p)
{
	const struct settings *set = &p->scene.settings;

	return !set->help && !set->inspect && !set->blank && !set->prompt &&
	       !p->sheet.open && set->mode != MODE_PRESENT;
}

/*
 * Does exactly one event lie between the two? What is far apart is told by the
 * numbers alone; only where an operation ends the timeline is asked.
 */
static bool one_event(struct player *p, struct pos from, struct pos to)
{
	if (from.step != to.step)
		return false;
	if (from.op == to.op)
		return to.event == from.event + 1;
	if (to.op != from.op + 1 || to.event ||
	    (!from.event && p->scene.settings.unit != UNIT_EVENT))
		return false;
	return same_pos(timeline_next(p->session.timeline, from, UNIT_EVENT),
			to);
}

/* As large as that one, and of its kind. */
static void canvas_like(struct canvas *c, const struct canvas *like)
{
	if (c->w == like->w && c->h == like->h && c->ascii == like->ascii &&
	    c->borders == like->borders)
		return;
	canvas_close(c);
	canvas_open(c, like->w, like->h, like->ascii);
	c->borders = like->borders;
}

void player_glide_begin(struct player *p)
{
	struct canvas kept = p->was;

	p->gliding = false;
	p->moved = p->has_drawn && !same_pos(p->drawn, p->scene.pos);
	if (!p->moved)
		return;
	p->was = p->canvas;
	p->canvas = kept;
	canvas_like(&p->canvas, &p->was);
}

/* On: from what was shown to what is; back: the same way in the other sense. */
static bool find_glide(struct player *p)
{
	const struct event *now = scene_event(&p->scene);

	if (now && one_event(p, p->drawn, p->scene.pos))
		return motion_find(&p->now.machine, now, &p->was, &p->canvas,
				   &p->glide);
	if (!p->has_drawn_event || !one_event(p, p->scene.pos, p->drawn) ||
	    !motion_find(&p->now.machine, &p->drawn_event, &p->canvas, &p->was,
			 &p->glide))
		return false;
	p->glide = glide_back(&p->glide);
	return true;
}

void player_glide_end(struct player *p)
{
	const struct event *now = scene_event(&p->scene);

	p->gliding = p->moved && p->was_plain && is_plain(p) &&
		     player_moves(p) && find_glide(p);
	p->has_drawn = true;
	p->was_plain = is_plain(p);
	p->drawn = p->scene.pos;
	p->has_drawn_event = now;
	if (now)
		p->drawn_event = *now;
}

void player_glide_draw(const struct player *p, struct canvas *c, int picture)
{
	canvas_like(c, &p->was);
	memcpy(c->cells, p->was.cells,
	       (size_t)c->w * (size_t)c->h * sizeof(*c->cells));
	glide_draw(c, &p->glide, picture);
}
