#include "cli/player.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"

/* Events of a unit that the story may list; older ones are only counted. */
enum { EVENTS_KEPT = 4096 };

void player_say(struct player *p, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	text_clean(line);
	text_reset(&p->message);
	text_puts(&p->message, line);
	p->scene.settings.message = text_str(&p->message);
}

void player_say_why(struct player *p, const struct diag *why)
{
	player_say(p, "%s%s%s", why->what, diag_comma(why), why->hint);
}

void player_speak(struct player *p, enum lang lang)
{
	p->scene.settings.lang = lang;
	tongue_set(lang == LANG_ZH);
}

const char *player_word(const struct player *p, const char *en, const char *zh)
{
	return p->scene.settings.lang == LANG_ZH ? zh : en;
}

static bool open_walkers(struct player *p, struct diag *why)
{
	struct timeline *t = p->session.timeline;

	if (!walker_open(&p->now, t, why))
		return false;
	if (!walker_open(&p->before, t, why)) {
		walker_close(&p->now);
		return false;
	}
	summary_open(&p->between, EVENTS_KEPT);
	p->scene.now = &p->now.machine;
	p->scene.before = &p->before.machine;
	p->scene.between = &p->between;
	p->scene.timeline = t;
	return true;
}

void player_leave_timeline(struct player *p)
{
	if (!p->scene.timeline)
		return;
	p->scene.timeline = NULL;
	p->hunting = false;
	judge_close(&p->judge);
	summary_close(&p->between);
	walker_close(&p->before);
	walker_close(&p->now);
}

bool player_set_timeline(struct player *p, struct timeline *t,
			 const char *branch)
{
	struct diag why;

	player_leave_timeline(p);
	p->session.timeline = t;
	p->scene.branch = branch;
	if (open_walkers(p, &why))
		return true;
	complain("%s: %s", p->session.path, why.what);
	p->outcome = FAILED;
	p->quit = true;
	return false;
}

typedef int session_fn(struct session *s, const char *scenario,
		       const char *program);

static int open_by(struct player *p, const struct options *o, const char *at,
		   session_fn *session)
{
	struct pos pos;
	struct diag why;
	int outcome;

	memset(p, 0, sizeof(*p));
	p->options = o;
	settings_init(&p->scene.settings);
	p->scene.settings.unit = UNIT_STEP;	/* a lesson is read by steps */
	if (!player_mode_open(p, o))
		return FAILED;
	outcome = session(&p->session, o->args[0], o->program);
	if (outcome == DONE && !session_pos(&p->session, o, OPT_at, at, &pos))
		outcome = USAGE;
	if (outcome == DONE && !open_walkers(p, &why)) {
		complain("%s: %s", p->session.path, why.what);
		outcome = FAILED;
	}
	if (outcome != DONE) {
		session_close(&p->session);
		score_close(&p->score);
		return outcome;
	}
	player_branches_open(p);
	if (player_go(p, pos))
		return DONE;
	complain("%s: %s", p->session.path, text_str(&p->message));
	player_close(p);
	return FAILED;
}

int player_open(struct player *p, const struct options *o, const char *at)
{
	return open_by(p, o, at, session_open);
}

int player_begin(struct player *p, const struct options *o)
{
	return open_by(p, o, "0", options_has(o, OPT_at) ? session_open :
							     session_begin);
}

int player_close(struct player *p)
{
	int scored = score_close(&p->score);

	player_leave_timeline(p);
	player_branches_close(p);
	session_close(&p->session);
	picker_close(&p->picker);
	choices_close(&p->choices);
	text_free(&p->typing_head);
	sheet_close(&p->sheet);
	themes_close(&p->themes);
	canvas_close(&p->canvas);
	canvas_close(&p->was);
	text_free(&p->message);
	player_forget_replies(p);
	free(p->replies);
	return p->outcome != DONE ? p->outcome : scored;
}

void player_draw(struct player *p)
{
	struct settings *set = &p->scene.settings;
	const struct line *line = p->find.typing ? &p->find.line : p->typing;

	set->stop = p->stop.kind != STOP_NONE ? p->stop.words : NULL;
	set->next_s = player_next_s(p);
	set->prompt = line ? line->text : NULL;
	set->prompt_cursor = line ? line->cursor : 0;
	set->prompt_head = p->find.typing ? "/" :
			   p->typing_head.len ? text_str(&p->typing_head) : NULL;
	p->scene.branch_words = p->branches[p->branch].words;
	player_beside_draw(p);
	player_help_fit(p);
	player_glide_begin(p);
	canvas_clear(&p->canvas);
	stage_draw(&p->canvas, &p->scene);
	if (player_hold_cursor(p)) {
		canvas_clear(&p->canvas);
		stage_draw(&p->canvas, &p->scene);
	}
	if (p->typing == &p->what_if && !p->choices.words.len)
		player_prompt_help(p);
	else if (p->typing)
		choices_draw(&p->choices, &p->canvas,
			     p->canvas.ascii ? LANG_EN : set->lang);
	if (p->picker.open)
		picker_draw(&p->picker, &p->canvas,
			    p->canvas.ascii ? LANG_EN : set->lang);
	player_glide_end(p);
	if (p->sheet.open)
		player_sheet_draw(p);
}
