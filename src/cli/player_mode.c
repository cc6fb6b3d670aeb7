/*
 * watch    look and walk; the play stops at chapters and at questions
 * predict  a question before its step: what the step does is not shown before
 *          it has been answered, or passed by a key that steps
 * present  for a class: large narration, a remote's keys
 */
#include "cli/player.h"
#include "cli/state.h"

void player_mode(struct player *p, enum mode mode)
{
	static const struct words names[NR_MODES] = {
		[MODE_WATCH] = { { "watch", "观看" } },
		[MODE_PREDICT] = { { "predict: answer before you see",
				     "预测：先回答，再看结果" } },
		[MODE_PRESENT] = { { "present: PgDn PgUp step, b darkens, Esc leaves",
				     "演示：PgDn PgUp 走一步，b 黑屏，Esc 退出" } },
	};
	struct settings *set = &p->scene.settings;

	if (set->mode != MODE_PRESENT)
		p->mode_before = set->mode;
	set->mode = mode;
	set->blank = false;
	set->zoom = VIEW_NONE;
	player_unfocus(p);
	player_go(p, p->scene.pos);	/* perhaps back before the question */
	player_say(p, "%s", words_in(&names[mode], set->lang));
}

void player_mode_back(struct player *p)
{
	player_mode(p, p->mode_before);
}

bool player_mode_open(struct player *p, const struct options *o)
{
	const char *typed = o->value[OPT_mode];
	struct diag why;

	/* a score is one of predictions; a show on its own has none */
	if (options_has(o, OPT_score))
		p->scene.settings.mode = MODE_PREDICT;
	if (typed)
		p->scene.settings.mode =
			(enum mode)word_index(MODE_WORDS, typed);
	if (options_has(o, OPT_auto) &&
	    p->scene.settings.mode == MODE_PREDICT)
		p->scene.settings.mode = MODE_WATCH;
	if (score_open(&p->score, o->value[OPT_score], &why))
		return true;
	complain("%s", why.what);
	return false;
}

/* The lines of the file before are in it; else it stays. */
static bool score_change(struct player *p, const char *path, struct diag *why)
{
	struct score fresh;

	if (p->score.left.len) {
		diag_set(why, 0, 0, "%.80s cannot be written: its answers are kept for it", p->score.path);
		return false;
	}
	if (!score_open(&fresh, path, why))
		return false;
	score_close(&p->score);
	p->score = fresh;
	return true;
}

void player_score(struct player *p, const char *path)
{
	struct text own = { 0 };
	struct diag why;

	if (!*path && p->score.path) {
		path = p->score.path;
	} else if (!*path && state_path("score", &own)) {
		state_folders(own.s);
		path = text_str(&own);
	}
	if (!*path) {
		player_say(p, "%s", player_word(p,
			"neither XDG_STATE_HOME nor HOME says where; give a file",
			"XDG_STATE_HOME 和 HOME 都没有设置；请给出文件名"));
	} else if (path != p->score.path && !score_change(p, path, &why)) {
		player_say_why(p, &why);
	} else {
		player_mode(p, MODE_PREDICT);
		player_say(p, player_word(p, "answers are added to %s",
					  "答案逐行写入 %s"), path);
	}
	text_free(&own);
}

void player_blank(struct player *p)
{
	p->scene.settings.blank = !p->scene.settings.blank;
}
