/*
 * A play by operations shows what happens inside one: few events each as it
 * is; more of them, the first and those with a reason, the others in passing;
 * a burst as ten pictures in a second, its numbers rolling up.
 */
#include "cli/player.h"
#include "view/why.h"

enum {
	FEW = 8, MANY = 64, BURST_PICTURES = 10,
	FLASH_MS = 40, BURST_MS = 1000,
};

static bool inside(struct pos pos)
{
	return pos.event;
}

bool player_bursts(const struct player *p)
{
	return p->scene.settings.unit == UNIT_OP && player_moves(p);
}

struct pos player_burst_next(struct player *p)
{
	struct pos here = p->scene.pos, next = player_next(p, UNIT_OP);
	uint64_t nr, done = 0, stride;

	if (!next.op || next.event)
		return next;	/* before a step, or nothing follows */
	if (here.step == next.step && here.op == next.op - 1)
		done = here.event;
	nr = timeline_nr_events(p->session.timeline, next.step, next.op - 1);
	stride = nr <= MANY ? 1 : (nr + BURST_PICTURES - 1) / BURST_PICTURES;
	if (done + stride >= nr)
		return next;
	return (struct pos){ next.step, next.op - 1, done + stride };
}

static bool has_reason(const struct player *p)
{
	const struct event *e = scene_event(&p->scene);
	struct text why = { 0 };
	bool has;

	if (e)
		why_tell(&p->now.machine, e, LANG_EN, &why);
	has = why.len > 0;
	text_free(&why);
	return has;
}

int player_burst_hold_ms(struct player *p)
{
	struct pos here = p->scene.pos;
	uint64_t nr;

	if (!inside(here))
		return 2 * EVENT_MS;
	nr = timeline_nr_events(p->session.timeline, here.step, here.op);
	if (nr > MANY)
		return BURST_MS / BURST_PICTURES;
	return nr <= FEW || here.event == 1 || has_reason(p) ? EVENT_MS :
							       FLASH_MS;
}

void player_burst_end(struct player *p)
{
	if (player_bursts(p) && inside(p->scene.pos))
		player_go(p, player_next(p, UNIT_OP));
}
