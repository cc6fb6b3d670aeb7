#include "view/ask.h"

#include <inttypes.h>

const struct ask *facts_ask(const struct facts *f)
{
	return f->step->nr_asks ? &f->step->asks[0] : NULL;
}

bool ask_is_put(const struct ask *ask, struct pos pos)
{
	return ask && !pos.op && !pos.event;
}

bool ask_is_open(const struct facts *f)
{
	const struct ask *ask = facts_ask(f);

	return ask_is_put(ask, f->s->pos) && ask->kind != ASK_TALK &&
	       !f->s->settings.answered;
}

bool ask_hides_say(const struct facts *f)
{
	const struct ask *ask = facts_ask(f);

	if (ask_is_open(f))
		return true;
	return ask_is_put(ask, f->s->pos) && ask->kind == ASK_TALK &&
	       timeline_nr_ops(f->s->timeline, f->s->pos.step);
}

static void value_words(const struct facts *f, const struct ask *ask,
			struct text *out)
{
	int64_t value = f->s->settings.answer_value;

	if (ask->kind == ASK_CHOICE && value >= 0 &&
	    value < (int64_t)ask->nr_choices)
		text_printf(out, "%c, %s", (char)('a' + value),
			    words_in(&ask->choice[value], f->lang));
	else
		text_printf(out, "%" PRId64, value);
}

void ask_verdict(const struct facts *f, struct text *out)
{
	const struct settings *set = &f->s->settings;
	const struct ask *ask = facts_ask(f);

	if (!ask || (!set->answer[0] && !set->answered))
		return;
	text_printf(out, "%s %s", ui(f->lang, UI_your_answer), set->answer);
	if (!set->answered)
		return;
	text_printf(out, "   %s ",
		    ui(f->lang, set->answered > 0 ? UI_right : UI_not_so));
	if (set->answered < 0)
		value_words(f, ask, out);
}

void ask_reason(const struct facts *f, struct text *out)
{
	const struct settings *set = &f->s->settings;
	const char *why = set->answered && set->answer_why ?
				  words_in(set->answer_why, f->lang) : "";

	if (*why)
		text_printf(out, "%s  %s", ui(f->lang, UI_why), why);
	if (set->answered < 0)
		text_printf(out, "%s%s", out->len ? "\n" : "",
			    ui(f->lang, UI_after_wrong));
}

const char *ask_hint(const struct facts *f, const struct ask *ask)
{
	static const enum ui hints[] = {
		[ASK_CHOICE] = UI_hint_choice,
		[ASK_NUMBER] = UI_hint_number,
		[ASK_PREDICT] = UI_hint_predict,
		[ASK_TALK] = UI_hint_talk,
	};

	return ui(f->lang, hints[ask->kind]);
}

const char *facts_say(const struct facts *f)
{
	const char *say = words_in(&f->step->say, f->lang);

	if (!f->step_nr)
		return ui(f->lang, UI_at_boot);
	return say;
}

void ask_say(const struct facts *f, struct text *out)
{
	const struct ask *ask = facts_ask(f);
	const char *say = ask_hides_say(f) ? "" : facts_say(f);

	text_puts(out, say);
	if (ask && ask->kind == ASK_TALK)
		text_printf(out, "%s%s %s", *say ? "\n" : "",
			    ui(f->lang, UI_talk), words_in(&ask->text, f->lang));
}
