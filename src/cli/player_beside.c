/* Another branch, which goes along with the one that is walked */
#include <string.h>

#include "cli/player.h"
#include "view/beside.h"

static void leave(struct player *p)
{
	struct beside *b = &p->beside;

	if (!b->open)
		return;
	summary_close(&b->between);
	walker_close(&b->before);
	walker_close(&b->now);
	b->open = false;
}

void player_beside_close(struct player *p)
{
	leave(p);
	p->beside.wanted = false;
	p->scene.other = NULL;
}

static bool enter(struct player *p, struct diag *why)
{
	struct beside *b = &p->beside;
	struct timeline *t = p->branches[b->branch].timeline;

	if (!walker_open(&b->now, t, why))
		return false;
	if (!walker_open(&b->before, t, why)) {
		walker_close(&b->now);
		return false;
	}
	summary_open(&b->between, EVENTS_BESIDE);
	b->scene.now = &b->now.machine;
	b->scene.before = &b->before.machine;
	b->scene.between = &b->between;
	b->scene.timeline = t;
	b->open = true;
	return true;
}

/* The same place of the list as written, and one unit back from it. */
static bool stand(struct player *p, struct diag *why)
{
	struct beside *b = &p->beside;
	struct pos pos = player_place_on(p, b->branch), prev;
	struct timeline *t = b->scene.timeline;

	if (pos.step > timeline_nr_steps(t))
		pos = timeline_end(t);
	prev = timeline_prev(t, pos, p->scene.settings.unit);
	if (!walker_seek_from(&b->now, prev, pos, &b->between, why) ||
	    !walker_seek(&b->before, prev, why))
		return false;
	b->scene.pos = b->now.pos;
	return true;
}

void player_beside_go(struct player *p)
{
	struct beside *b = &p->beside;
	struct diag why;

	p->scene.other = NULL;
	if (!b->wanted)
		return;
	if (b->open && b->scene.timeline != p->branches[b->branch].timeline)
		leave(p);
	if ((b->open || enter(p, &why)) && stand(p, &why)) {
		p->scene.other = &b->scene;
		p->scene.other_left = b->branch < p->branch;
		return;
	}
	player_beside_close(p);
	player_shut(p, &why);
}

/* The one that is walked now leaves its place to the one that was. */
void player_beside_switch(struct player *p, uint32_t from, uint32_t to)
{
	if (p->beside.wanted && p->beside.branch == to)
		p->beside.branch = from;
}

/* What both show is chosen once; a cursor is on one side. */
void player_beside_draw(struct player *p)
{
	struct scene *s = &p->beside.scene;

	if (!p->scene.other)
		return;
	s->settings = p->scene.settings;
	s->settings.cursor_x = s->settings.cursor_y = -1;
	s->branch = p->branches[p->beside.branch].name;
	s->branch_words = p->branches[p->beside.branch].words;
}

void player_beside_show(struct player *p, uint32_t branch)
{
	p->beside.branch = branch;
	p->beside.wanted = true;
	p->scene.settings.zoom = VIEW_NONE;
	player_unfocus(p);
	player_beside_go(p);
	if (p->canvas.cells && (p->canvas.w < BESIDE_W || p->canvas.h < BESIDE_H))
		player_say(p, player_word(p, "side by side needs %dx%d",
					  "并排显示需要 %dx%d"),
			   BESIDE_W, BESIDE_H);
}

/* Beside a what-if stands main; beside main the newest what-if. */
void player_beside(struct player *p)
{
	if (p->beside.wanted)
		player_beside_close(p);
	else if (p->nr_branches == 1)
		player_say(p, "%s", player_word(p,
			"nothing to stand beside this: w makes a branch, W shows the scenario's",
			"没有可以并排的分支：w 新建一个，W 列出剧本中的假设"));
	else
		player_beside_show(p, p->branch ? 0 : (uint32_t)p->nr_branches - 1);
}

void player_beside_named(struct player *p, const char *name)
{
	for (uint32_t i = 0; i < p->nr_branches; i++) {
		if (strcmp(p->branches[i].name, name) || i == p->branch)
			continue;
		player_beside_show(p, i);
		return;
	}
	if (*name)
		player_say(p, player_word(p, "no other branch is called '%s'; W lists them",
					  "没有名为“%s”的其他分支；W 列出所有分支"),
			   name);
	else
		player_beside(p);
}
