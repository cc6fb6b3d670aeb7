/*
 * Where the viewer jumped from: < goes back there, > forth again. Walking by
 * units is no jump.
 */
#include <string.h>

#include "cli/player.h"

static struct spot here(const struct player *p)
{
	return (struct spot){ p->branch, p->scene.pos };
}

static bool same_spot(const struct spot *a, const struct spot *b)
{
	return a->branch == b->branch && a->pos.step == b->pos.step &&
	       a->pos.op == b->pos.op && a->pos.event == b->pos.event;
}

void player_mark_spot(struct player *p)
{
	struct trail *t = &p->trail;
	struct spot from = here(p);

	t->nr = t->at;
	if (t->at && same_spot(&t->spot[t->at - 1], &from))
		return;
	if (t->at + 1 == TRAIL_SPOTS) {
		memmove(t->spot, t->spot + 1, (t->at - 1) * sizeof(t->spot[0]));
		t->at--;
	}
	t->spot[t->at++] = from;
	t->nr = t->at;
}

void player_jump(struct player *p, struct pos pos)
{
	player_mark_spot(p);
	player_go(p, pos);
}

/* Where the viewer stands is kept, to come back to it. */
void player_trail(struct player *p, int direction)
{
	struct trail *t = &p->trail;
	uint32_t to = direction < 0 ? t->at - 1 : t->at + 1;

	if (direction < 0 ? !t->at : to >= t->nr) {
		player_say(p, "%s", direction < 0
			   ? player_word(p, "no jump to go back from",
					 "没有可以返回的跳转")
			   : player_word(p, "no jump to go forth to again",
					 "没有可以重新前往的跳转"));
		return;
	}
	t->spot[t->at] = here(p);
	if (t->nr == t->at)
		t->nr = t->at + 1;
	t->at = to;
	player_stand(p, t->spot[to].branch, t->spot[to].pos);
}
