#include <stdlib.h>
#include <string.h>

#include "cli/player.h"

/* Eighths of the normal speed: 1/4, 1/2, 1, 2, 4, 8; then as fast as it goes. */
enum { SPEED_LEAST = 2, SPEED_NORMAL = 8, SPEED_MOST = 64 };

/* A picture stands at least so long, or it would not be seen at all. */
enum { UNBOUND_MS = 10 };

/* Shorter ones are no pause that one wonders about. */
enum { COUNTED_MS = 2000 };

enum { OP_MOST_MS = 6400, STEP_LEAST_MS = 2000, STEP_MOST_MS = 15000 };

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

static const struct ask *question_put(struct player *p)
{
	const struct ask *ask = player_question(p);

	return ask ? ask : player_talk(p);
}

/* A question stands where the narration will stand. */
static int step_ms(struct player *p)
{
	struct timeline *t = p->session.timeline;
	uint32_t step = p->scene.pos.step;
	const struct ask *ask = question_put(p);
	enum lang lang = p->scene.settings.lang;
	int ms = STEP_LEAST_MS;

	if (!ask || (ask->kind == ASK_TALK && !timeline_nr_ops(t, step)))
		ms += reading_ms(words_in(&timeline_detail(t, step)->say,
					  lang));
	if (ask)
		ms += reading_ms(words_in(&ask->text, lang));
	for (uint32_t i = 0; ask && i < ask->nr_choices; i++)
		ms += reading_ms(words_in(&ask->choice[i], lang));
	return ms < STEP_MOST_MS ? ms : STEP_MOST_MS;
}

int player_hold_ms(struct player *p)
{
	uint64_t events = p->between.nr ? p->between.nr : 1;
	int ms, moved = p->gliding ? GLIDE_MS : 0;

	if (p->scene.settings.speed_eighths == SPEED_UNBOUND)
		return UNBOUND_MS;
	switch (p->scene.settings.unit) {
	case UNIT_EVENT:
		ms = EVENT_MS;
		break;
	case UNIT_OP:
		if (player_bursts(p)) {
			ms = player_burst_hold_ms(p);
			break;
		}
		ms = events < OP_MOST_MS / EVENT_MS ? (int)events * EVENT_MS
						    : OP_MOST_MS;
		break;
	default:
		ms = step_ms(p);
		break;
	}
	ms = ms * SPEED_NORMAL / p->scene.settings.speed_eighths;
	return ms > moved ? ms - moved : 0;
}

/* A chapter that begins between here and there; the first needs no stop. */
static const struct chapter *chapter_ahead(struct player *p, struct pos next,
					   struct pos *start)
{
	struct timeline *t = p->session.timeline;
	const struct story *s = p->session.story;

	for (uint32_t i = 1; i < s->nr_chapters; i++) {
		*start = (struct pos){ s->chapters[i].first_step, 0, 0 };
		if (pos_compare(t, p->scene.pos, *start) < 0 &&
		    pos_compare(t, *start, next) <= 0)
			return &s->chapters[i];
	}
	return NULL;
}

/* Return: true if a chapter began, where the play stops. */
static bool stop_at_chapter(struct player *p)
{
	struct pos next = player_next(p, p->scene.settings.unit), start;
	const struct chapter *chapter = chapter_ahead(p, next, &start);

	if (!chapter)
		return false;
	player_go(p, start);
	player_play(p, false);
	player_say(p, player_word(p, "a new chapter: %s   space goes on",
				  "新的一章：%s   按空格继续"),
		   words_in(&chapter->title, p->scene.settings.lang));
	return true;
}

static int left_ms(struct player *p)
{
	int left = player_hold_ms(p) - p->stood_ms;

	return left > 0 ? left : 0;
}

int player_next_s(struct player *p)
{
	if (!p->counts || !p->scene.settings.playing ||
	    player_hold_ms(p) < COUNTED_MS)
		return 0;
	return (left_ms(p) + 999) / 1000;
}

int player_wait_ms(struct player *p)
{
	int seconds = player_next_s(p);

	if (p->hunting)
		return 0;
	if (!p->scene.settings.playing)
		return -1;
	return seconds ? left_ms(p) - (seconds - 1) * 1000 : left_ms(p);
}

void player_waited(struct player *p)
{
	p->stood_ms += player_wait_ms(p);
	if (left_ms(p) && !p->hunting)
		return;
	p->stood_ms = 0;
	player_tick(p);
}

void player_stood(struct player *p, int ms)
{
	p->stood_ms += ms;
}

/* Why it stands still, and what goes on. */
static void stop_and_say(struct player *p)
{
	player_play(p, false);
	if (player_at_end(p))
		player_say(p, "%s", player_word(p,
			"this is the end   g goes to the beginning",
			"已到结尾   按 g 回到开头"));
	else
		player_say(p, "%s", player_question(p) ?
			   player_word(p, "a question: answer it; space goes on without an answer",
				       "提问：请作答；按空格不作答而继续") :
			   player_word(p, "something to talk about: space goes on",
				       "讨论：按空格继续"));
}

static bool walk_on(struct player *p)
{
	if (!player_bursts(p))
		return player_walk(p, p->scene.settings.unit, 1);
	player_pass(p);
	return player_go(p, player_burst_next(p));
}

/* Why was said on the stage, where nobody reads it if nobody is there. */
static void stop_short(struct player *p, bool alone)
{
	player_play(p, false);
	if (!alone)
		return;
	complain("%s: %s", p->session.path, p->scene.settings.message);
	p->quit = true;
	p->outcome = FAILED;
}

/* A show on its own goes through to its end; before a class it waits to be answered. */
void player_tick(struct player *p)
{
	bool alone = options_has(p->options, OPT_auto);

	if (p->hunting) {
		player_hunt_on(p);
		return;
	}
	p->scene.settings.message = NULL;	/* it was of the last picture */
	if (player_at_end(p)) {
		player_play(p, false);
		p->quit = alone;
		return;
	}
	if (!alone && stop_at_chapter(p))
		return;
	if (!walk_on(p))
		stop_short(p, alone);
	else if (!alone && (question_put(p) || player_at_end(p)))
		stop_and_say(p);
}
