#include <stdlib.h>
#include <string.h>

#include "cli/player.h"

/* Eighths of the normal speed: 1/4, 1/2, 1, 2, 4, 8; then as fast as it goes. */
enum { SPEED_LEAST = 2, SPEED_NORMAL = 8, SPEED_MOST = 64 };

/* A picture stands at least so long, or it would not be seen at all. */
enum { UNBOUND_MS = 10 };

/* An event: what it does, and the still picture after it (stage.md 5). */
enum { EVENT_MS = 800, OP_MOST_MS = 6400, STEP_LEAST_MS = 2000, STEP_MOST_MS = 15000 };

void player_play(struct player *p, bool on)
{
	if (on && player_at_end(p)) {
		player_say(p, "%s", player_word(p, "this is the end",
						"已到结尾"));
		on = false;
	}
	p->scene.settings.playing = on;
}

void player_faster(struct player *p, int doublings)
{
	int *speed = &p->scene.settings.speed_eighths;

	if (!doublings)
		*speed = SPEED_NORMAL;
	else if (doublings > 0)
		*speed = *speed < SPEED_MOST ? *speed * 2 : SPEED_UNBOUND;
	else if (*speed == SPEED_UNBOUND)
		*speed = SPEED_MOST;
	else if (*speed > SPEED_LEAST)
		*speed /= 2;
}

/* Time to read a text: 60 ms a Latin letter, 180 a Chinese character. */
static int reading_ms(const char *text)
{
	int ms = 0;

	for (; *text; text++) {
		if ((unsigned char)*text < 0x80)
			ms += 60;
		else if (((unsigned char)*text & 0xc0) == 0xc0)
			ms += 180;
	}
	return ms;
}

/* An open question stands where the narration will stand. */
static int step_ms(struct player *p)
{
	const struct step_detail *d = timeline_detail(p->session.timeline,
						      p->scene.pos.step);
	const struct ask *ask = player_question(p);
	enum lang lang = p->scene.settings.lang;
	int ms = STEP_LEAST_MS +
		 reading_ms(words_in(ask ? &ask->text : &d->say, lang));

	for (uint32_t i = 0; ask && i < ask->nr_choices; i++)
		ms += reading_ms(words_in(&ask->choice[i], lang));
	return ms < STEP_MOST_MS ? ms : STEP_MOST_MS;
}

int player_hold_ms(struct player *p)
{
	uint64_t events = p->between.nr ? p->between.nr : 1;
	int ms;

	if (p->scene.settings.speed_eighths == SPEED_UNBOUND)
		return UNBOUND_MS;
	switch (p->scene.settings.unit) {
	case UNIT_EVENT:
		ms = EVENT_MS;
		break;
	case UNIT_OP:
		ms = events < OP_MOST_MS / EVENT_MS ? (int)events * EVENT_MS
						    : OP_MOST_MS;
		break;
	default:
		ms = step_ms(p);
		break;
	}
	return ms * SPEED_NORMAL / p->scene.settings.speed_eighths;
}

int player_wait_ms(struct player *p)
{
	if (p->hunting)
		return 0;
	return p->scene.settings.playing ? player_hold_ms(p) : -1;
}

/* A show on its own goes through to its end; before a class it waits to be answered. */
void player_tick(struct player *p)
{
	bool alone = options_has(p->options, OPT_auto);

	if (p->hunting) {
		player_hunt_on(p);
		return;
	}
	if (player_at_end(p)) {
		player_play(p, false);
		p->quit = alone;
		return;
	}
	player_walk(p, p->scene.settings.unit, 1);
	if (!alone && (player_question(p) || player_at_end(p)))
		player_play(p, false);
}
