/*
 * } and { : the next and previous place to stop at. What that is was chosen
 * with :event, :watch or :until; else it is what the cursor is on; else the
 * kind of the event that is shown.
 *
 * A hunt goes on between two pictures, a stretch at a time, so that Esc is
 * heard.
 */
#include "cli/player.h"

/* Stretches that are looked at before anything is drawn. */
enum { AT_ONCE = 4 };

/* The kind under the cursor, else that of the event shown last. */
static const struct event *event_meant(const struct player *p,
				       const struct mark *mark)
{
	if (mark && mark->kind == OBJ_EVENT && mark->id < p->between.nr_last)
		return &p->between.last[mark->id];
	return scene_event(&p->scene);
}

static bool stop_meant(const struct player *p, struct stop *s)
{
	const struct mark *mark = player_mark(p);
	const struct event *e = event_meant(p, mark);
	struct diag why;

	if (p->stop.kind != STOP_NONE) {
		*s = p->stop;
		return true;
	}
	if (mark && stop_mark(s, &p->now.machine, mark))
		return true;
	return e && stop_event(s, event_types[e->id].name, &why);
}

static void say_progress(struct player *p)
{
	struct text at = { 0 };

	timeline_print_pos(p->session.timeline, p->hunt.edge, &at);
	player_say(p, player_word(p, "looking for %s: at %s, of %u steps   Esc gives up",
				  "正在查找 %s：位于 %s，共 %u 步   按 Esc 放弃"),
		   p->sought.words, text_str(&at),
		   timeline_nr_steps(p->session.timeline));
	text_free(&at);
}

static void say_none(struct player *p)
{
	bool cond = p->sought.kind == STOP_COND;
	const char *en, *zh;

	if (cond && !p->sought.valued) {
		p->stop.kind = STOP_NONE;
		player_say(p, "%s: %s", p->sought.words, p->sought.fault.what);
		return;
	}
	if (p->hunt.back) {
		en = cond ? "%s does not become true before this" :
			    "no %s before this";
		zh = cond ? "此前“%s”没有变为成立" : "此前没有 %s";
	} else {
		en = cond ? "%s does not become true after this" :
			    "no %s after this";
		zh = cond ? "此后“%s”没有变为成立" : "此后没有 %s";
	}
	player_say(p, player_word(p, en, zh), p->sought.words);
}

void player_hunt_on(struct player *p)
{
	struct diag why;

	switch (hunt_go(&p->hunt, &why)) {
	case HUNT_ON:
		say_progress(p);
		return;
	case HUNT_FOUND:
		p->scene.settings.message = NULL;
		player_jump(p, p->hunt.found);
		break;
	case HUNT_NONE:
		say_none(p);
		break;
	case HUNT_FAILED:
		player_shut(p, &why);
		break;
	}
	p->hunting = false;
}

void player_hunt_key(struct player *p, const char *name)
{
	if (key_action(name, KEYS_IN(OTHER)) == ACT_QUIT) {
		p->quit = true;
	} else if (key_action(name, KEYS_IN(LOOK)) == ACT_CLOSE) {
		p->hunting = false;
		player_say(p, player_word(p, "gave up looking for %s",
					  "已放弃查找 %s"), p->sought.words);
	}
}

static void hunt(struct player *p, const struct stop *s, int direction)
{
	struct diag why;

	if (!p->judge.timeline &&
	    !judge_open(&p->judge, p->session.timeline, &why)) {
		player_shut(p, &why);
		return;
	}
	p->sought = *s;
	p->hunt.walker = &p->judge.now;
	p->hunt.each_event = p->scene.settings.unit == UNIT_EVENT;
	stop_hunt(&p->sought, &p->hunt);
	hunt_start(&p->hunt, p->scene.pos, direction);
	p->hunting = true;
	for (int i = 0; i < AT_ONCE && p->hunting; i++)
		player_hunt_on(p);
}

void player_same(struct player *p, int direction)
{
	struct stop s;

	if (stop_meant(p, &s))
		hunt(p, &s, direction);
	else
		player_say(p, "%s", player_word(p,
			"no event here whose kind could be looked for",
			"这里没有事件可供查找同类"));
}

/* A stop is kept, so that } and { go on with it, and gone to. */
static void choose(struct player *p, bool good, const struct stop *s,
		   const struct diag *why, int direction)
{
	if (!good) {
		player_say_why(p, why);
		return;
	}
	p->stop = *s;
	hunt(p, s, direction);
}

static void forget(struct player *p)
{
	p->stop.kind = STOP_NONE;
	player_say(p, "%s", player_word(p,
		"} and { stop at what the cursor is on, or the kind of this event",
		"} 和 { 重新以光标所指之物或此事件的种类为准"));
}

void player_stop_event(struct player *p, const char *name)
{
	struct diag why;
	struct stop s;

	if (*name)
		choose(p, stop_event(&s, name, &why), &s, &why, 1);
	else
		forget(p);
}

void player_stop_thing(struct player *p, const char *thing)
{
	const struct story *names = timeline_names(p->session.timeline);
	const struct mark *mark = player_mark(p);
	struct diag why;
	struct stop s;

	if (*thing)
		choose(p, stop_thing(&s, names, &p->now.machine, thing, &why),
		       &s, &why, 1);
	else if (mark && stop_mark(&s, &p->now.machine, mark))
		choose(p, true, &s, &why, 1);
	else
		forget(p);
}

static void run_to(struct player *p, const char *cond, int direction)
{
	const struct story *names = timeline_names(p->session.timeline);
	struct diag why;
	struct stop s;

	if (*cond)
		choose(p, stop_cond(&s, names, cond, &why), &s, &why, direction);
	else
		forget(p);
}

void player_until(struct player *p, const char *cond)
{
	run_to(p, cond, 1);
}

void player_back_until(struct player *p, const char *cond)
{
	run_to(p, cond, -1);
}
