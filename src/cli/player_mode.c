/*
 * watch    look and walk; the play stops at chapters and at questions
 * predict  a question before its step: what the step does is not shown before
 *          it has been answered, or passed by a key that steps
 * present  for a class: large narration, a remote's keys
 */
#include "cli/player.h"

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

	set->mode = mode;
	set->blank = false;
	set->zoom = VIEW_NONE;
	player_unfocus(p);
	player_go(p, p->scene.pos);	/* perhaps back before the question */
	player_say(p, "%s", words_in(&names[mode], set->lang));
}

bool player_mode_open(struct player *p, const struct options *o)
{
	const char *typed = o->value[OPT_mode];

	/* a score is one of predictions; a show on its own has none */
	if (options_has(o, OPT_score))
		p->scene.settings.mode = MODE_PREDICT;
	if (typed)
		p->scene.settings.mode =
			(enum mode)word_index(MODE_WORDS, typed);
	if (options_has(o, OPT_auto) &&
	    p->scene.settings.mode == MODE_PREDICT)
		p->scene.settings.mode = MODE_WATCH;
	return score_open(&p->score, o->value[OPT_score]);
}

void player_blank(struct player *p)
{
	p->scene.settings.blank = !p->scene.settings.blank;
}
