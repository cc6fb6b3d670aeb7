#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"
#include "view/ask.h"
#include "view/why.h"

static const struct ask *ask_of_step(struct player *p, uint32_t step)
{
	const struct step_detail *d = timeline_detail(p->session.timeline, step);

	return d->nr_asks ? &d->asks[0] : NULL;
}

static struct reply *reply_of(struct player *p, uint32_t step)
{
	for (size_t i = 0; i < p->nr_replies; i++)
		if (p->replies[i].step == step &&
		    p->replies[i].branch == p->branch)
			return &p->replies[i];
	return NULL;
}

static bool answered(struct player *p, uint32_t step)
{
	const struct reply *reply = reply_of(p, step);

	return reply && reply->verdict;
}

const struct ask *player_talk(struct player *p)
{
	struct pos here = p->scene.pos;
	const struct ask *ask = ask_of_step(p, here.step);

	return ask_is_put(ask, here) && ask->kind == ASK_TALK ? ask : NULL;
}

const struct ask *player_question(struct player *p)
{
	struct pos here = p->scene.pos;
	const struct ask *ask = ask_of_step(p, here.step);

	return ask_is_put(ask, here) && ask->kind != ASK_TALK &&
	       !answered(p, here.step) ? ask : NULL;
}

static void count_replies(struct player *p)
{
	struct settings *set = &p->scene.settings;

	set->nr_asked = (unsigned)p->nr_replies;
	set->nr_right = 0;
	for (size_t i = 0; i < p->nr_replies; i++)
		set->nr_right += p->replies[i].verdict > 0 && !p->replies[i].late;
}

void player_ask_here(struct player *p)
{
	const struct reply *reply = reply_of(p, p->scene.pos.step);
	struct settings *set = &p->scene.settings;

	set->answer[0] = '\0';
	set->answered = reply ? reply->verdict : 0;
	set->answer_value = reply ? reply->value : 0;
	set->answer_why = reply ? &reply->whys : NULL;
	if (reply)
		memcpy(set->answer, reply->typed, sizeof(set->answer));
	count_replies(p);
}

void player_type_answer(struct player *p)
{
	const char *key = p->key;
	char *answer = p->scene.settings.answer;
	size_t len = strlen(answer);

	if (!strcmp(key, "Backspace") || !strcmp(key, "C-u")) {
		len = len && key[0] == 'B' ? len - 1 : 0;
		answer[len] = '\0';
		return;
	}
	if (player_question(p)->kind == ASK_CHOICE)
		len = 0;		/* one letter: the newest */
	if (len + 1 < sizeof(p->scene.settings.answer)) {
		answer[len] = key[0];
		answer[len + 1] = '\0';
	}
}

/* Nothing was typed yet. */
static void say_what_is_wanted(struct player *p, const struct ask *ask)
{
	if (ask->kind == ASK_PREDICT)
		player_say(p, "%s", player_word(p,
			"point at it with the cursor (Tab, arrows), or type its number, then Enter",
			"用光标（Tab、方向键）指出，或输入编号，再按 Enter"));
	else if (ask->kind == ASK_CHOICE)
		player_say(p, player_word(p, "type a letter from a to %c first, then Enter",
					  "先按 a 到 %c 中的一个字母，再按 Enter"),
			   (char)('a' + ask->nr_choices - 1));
	else
		player_say(p, "%s", player_word(p,
			"type a number first, then Enter",
			"先输入数字，再按 Enter"));
}

/* Decimal, even with a 0 before it; hexadecimal behind 0x. */
static bool number_typed(struct player *p, const struct ask *ask,
			 int64_t *value)
{
	const char *answer = p->scene.settings.answer;
	bool hex = !strncmp(answer, "0x", 2);
	char *end;

	if (!answer[0]) {
		say_what_is_wanted(p, ask);
		return false;
	}
	errno = 0;
	*value = strtoll(answer, &end, hex ? 16 : 10);
	if (errno)
		player_say(p, player_word(p, "%s is beyond all numbers of this machine; Ctrl-U clears it",
					  "%s 超出本机所有数的范围；按 Ctrl-U 清除"), answer);
	else if (*end || end == answer)
		player_say(p, player_word(p, "%s is no number: digits, or 0x and hexadecimal digits; Ctrl-U clears it",
					  "%s 不是数：应为数字，或 0x 加十六进制数字；按 Ctrl-U 清除"), answer);
	else if (*value < 0 && ask->kind == ASK_PREDICT)
		player_say(p, player_word(p, "%s: frames count from 0; Ctrl-U clears it",
					  "%s：页框从 0 起编号；按 Ctrl-U 清除"), answer);
	else
		return true;
	return false;
}

/* The value that was meant. Return: false after a message. */
static bool value_typed(struct player *p, const struct ask *ask, int64_t *value)
{
	char *answer = p->scene.settings.answer;
	const struct mark *mark = player_mark(p);

	if (ask->kind == ASK_PREDICT && !answer[0] && mark) {
		*value = (int64_t)mark->id;
		snprintf(answer, sizeof(p->scene.settings.answer), "%" PRId64,
			 *value);
		return true;
	}
	if (ask->kind == ASK_CHOICE && answer[0]) {
		*value = answer[0] - 'a';
		return true;
	}
	return number_typed(p, ask, value);
}

/*
 * What decided in the step, in all languages: the event whose reason explains
 * most of what the scenario shows, wherever the viewer looks.
 */
static void tell_why(struct player *p, struct text why[NR_LANGS])
{
	const struct judge *j = &p->judge;
	struct scene end = p->scene;
	struct reason r;
	struct facts f;

	end.now = &j->now.machine;
	end.before = &j->before.machine;
	end.between = &j->between;
	end.pos = j->now.pos;
	settings_init(&end.settings);
	facts_gather(&f, &end, false);
	r = why_choose(&f);
	if (!r.event)
		return;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		text_printf(&why[lang], "%s  ", event_types[r.event->id].name);
		why_tell(f.now, r.event, (enum lang)lang, &why[lang]);
	}
}

/* A reply to that step's question: a new one, or what was passed before. */
static struct reply *reply_to(struct player *p, uint32_t step)
{
	struct reply *reply = reply_of(p, step);

	if (reply)
		return reply;
	p->replies = xgrow(p->replies, p->nr_replies, &p->cap_replies,
			   sizeof(*p->replies));
	reply = &p->replies[p->nr_replies++];
	*reply = (struct reply){ .branch = p->branch, .step = step };
	return reply;
}

static void keep_score(struct player *p, const struct ask *ask,
		       const struct reply *reply)
{
	struct text branch = { 0 };

	if (p->scene.settings.mode != MODE_PREDICT || reply->late)
		return;		/* the answer may have been seen */
	player_branch_path(p, &branch);
	if (!score_add(&p->score, p->session.story, reply->step, ask,
		       reply->verdict, reply->typed, reply->value,
		       text_str(&branch)))
		player_say(p, player_word(p,
			"the score could not be written to %s; it is kept and tried again",
			"成绩没能写入 %s；先留着，稍后再试"), p->score.path);
	text_free(&branch);
}

static void remember(struct player *p, const struct ask *ask, bool right,
		     int64_t value)
{
	struct text why[NR_LANGS] = { { 0 } };
	bool late = reply_of(p, p->scene.pos.step) != NULL;
	struct reply *reply = reply_to(p, p->scene.pos.step);

	reply->late = late;
	reply->verdict = right ? 1 : -1;
	reply->value = value;
	memcpy(reply->typed, p->scene.settings.answer, sizeof(reply->typed));
	tell_why(p, why);
	for (int lang = 0; lang < NR_LANGS; lang++) {
		reply->why[lang] = xstrdup(text_str(&why[lang]));
		reply->whys.in[lang] = reply->why[lang];
		text_free(&why[lang]);
	}
	keep_score(p, ask, reply);
	player_ask_here(p);
}

void player_pass(struct player *p)
{
	const struct ask *ask = player_question(p);

	if (p->scene.settings.mode != MODE_PREDICT || !ask ||
	    reply_of(p, p->scene.pos.step))
		return;
	keep_score(p, ask, reply_to(p, p->scene.pos.step));
}

/* A jump passes the questions that it leaves behind. */
static void pass_before(struct player *p, uint32_t step)
{
	for (uint32_t s = p->scene.pos.step; s < step; s++) {
		const struct ask *ask = ask_of_step(p, s);

		if (ask && ask->kind != ASK_TALK && !reply_of(p, s))
			keep_score(p, ask, reply_to(p, s));
	}
}

struct pos player_allowed(struct player *p, struct pos pos)
{
	const struct ask *ask = ask_of_step(p, pos.step);

	if (p->scene.settings.mode != MODE_PREDICT)
		return pos;
	pass_before(p, pos.step);
	if (!ask || ask->kind == ASK_TALK || reply_of(p, pos.step))
		return pos;
	if (pos.op || pos.event)
		player_say(p, "%s", player_word(p,
			"this step is hidden until you answer; l passes the question",
			"回答之前不显示这一步的结果；按 l 跳过提问"));
	return (struct pos){ pos.step, 0, 0 };
}

void player_forget_replies(struct player *p)
{
	for (size_t i = 0; i < p->nr_replies; i++)
		for (int lang = 0; lang < NR_LANGS; lang++)
			free(p->replies[i].why[lang]);
	p->nr_replies = 0;
}

void player_answer(struct player *p)
{
	const struct ask *ask = player_question(p);
	int64_t typed, value;
	struct diag why;

	if (!value_typed(p, ask, &typed))
		return;
	if (!p->judge.timeline &&
	    !judge_open(&p->judge, p->session.timeline, &why)) {
		player_say_why(p, &why);
		return;
	}
	if (judge_answer(&p->judge, p->scene.pos.step, ask, &value, &why))
		remember(p, ask, typed == value, value);
	else
		player_say(p, player_word(p, "this question has no answer: %s",
					  "这个提问没有答案：%s"),
			   why.what);
}
