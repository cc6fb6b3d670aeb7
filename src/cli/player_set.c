/* `set NAME VALUE` in the prompt: what there is to set, and its words */
#include "cli/player_set.h"

#include <string.h>

static void set_unit(struct player *p, int word)
{
	p->scene.settings.unit = (enum unit)word;
	player_go(p, p->scene.pos);
}

static void set_lang(struct player *p, int word)
{
	if (p->canvas.ascii && word != LANG_EN) {
		player_no_chinese(p);
		return;
	}
	player_speak(p, (enum lang)word);
}

static void set_focus(struct player *p, int word)
{
	p->scene.settings.focus = (enum focus)word;
}

static void set_paint(struct player *p, int word)
{
	p->scene.settings.paint = (enum paint)word;
}

static void set_motion(struct player *p, int word)
{
	p->scene.settings.motion = word;
}

static void set_mode(struct player *p, int word)
{
	player_mode(p, (enum mode)word);
}

static void set_mouse(struct player *p, int word)
{
	p->scene.settings.mouse = word;
}

static void set_speed(struct player *p, int word)
{
	p->scene.settings.speed_eighths = word < 6 ? 2 << word : SPEED_UNBOUND;
}

static void set_theme(struct player *p, int word)
{
	themes_choose(&p->themes, (size_t)word);
}

const struct setting_row setting_rows[] = {
	{ "unit", UNIT_WORDS, set_unit,
	  { { "how far l and h go", "l 和 h 一次走多远" } } },
	{ "lang", LANG_WORDS, set_lang,
	  { { "English or Chinese, as A changes it", "英文或中文，同 A 键" } } },
	{ "theme", NULL, set_theme,
	  { { "the colours, as T changes them", "配色，同 T 键" } } },
	{ "focus", "soft|hard|off", set_focus,
	  { { "what is lit: what the event touched, with the rest dimmed (hard), or all",
	      "点亮什么：事件触及之处，其余调暗（hard），或全部" } } },
	{ "paint", "kind|owner|type|age", set_paint,
	  { { "what the letters of frames mean, as P changes it",
	      "页框的字母表示什么，同 P 键" } } },
	{ "mode", MODE_WORDS, set_mode,
	  { { "watch, answer the questions, or show it to a class",
	      "观看、回答提问，或在课堂上讲解" } } },
	{ "mouse", "off|on", set_mouse,
	  { { "clicks go to the stage, or select text as ever",
	      "单击归画面，或照常选取文字" } } },
	{ "motion", "off|on", set_motion,
	  { { "whether what moves is seen to move", "移动的东西是否看得见移动" } } },
	{ "speed", SPEED_WORDS "|max", set_speed,
	  { { "how fast it plays, as + and - change it",
	      "播放多快，同 + 与 - 键" } } },
};
const unsigned nr_setting_rows =
	sizeof(setting_rows) / sizeof(setting_rows[0]);

static const struct setting_row *setting_by_name(const char *name, size_t len)
{
	for (unsigned i = 0; i < nr_setting_rows; i++)
		if (strlen(setting_rows[i].name) == len &&
		    !strncmp(setting_rows[i].name, name, len))
			return &setting_rows[i];
	return NULL;
}

/* The words that may follow: of a setting, or NULL: all their names. */
static void list_words(struct player *p, const struct setting_row *s,
		       struct text *out)
{
	if (!s)
		for (unsigned i = 0; i < nr_setting_rows; i++)
			text_printf(out, "%s%s", i ? "|" : "", setting_rows[i].name);
	else if (s->words)
		text_puts(out, s->words);
	else
		themes_words(&p->themes, p->options->program, out);
}

static void say_words(struct player *p, const char *name, struct text *words)
{
	if (!words->len) {
		player_no_themes(p);
		return;
	}
	for (size_t i = 0; i < words->len; i++)
		if (words->s[i] == '|')
			words->s[i] = ' ';
	player_say(p, player_word(p, "%s takes one of: %s", "%s 可取：%s"), name,
		   text_str(words));
}

void player_set(struct player *p, const char *rest)
{
	size_t len = strcspn(rest, " ");
	const struct setting_row *s = setting_by_name(rest, len);
	const char *value = rest + len + strspn(rest + len, " ");
	struct text words = { 0 };
	int word;

	list_words(p, s, &words);
	word = s && words.len ? word_index(text_str(&words), value) : -1;
	if (word >= 0)
		s->set(p, word);
	else
		say_words(p, s ? s->name : "set", &words);
	text_free(&words);
}

void player_set_complete(struct player *p, struct completion *c,
			 const char *rest)
{
	const struct setting_row *s = setting_by_name(rest, strcspn(rest, " "));
	struct text words = { 0 };
	char *word, *left;

	if (strchr(rest, ' ') && !s)
		return;
	list_words(p, strchr(rest, ' ') ? s : NULL, &words);
	for (word = words.len ? strtok_r(words.s, "|", &left) : NULL; word;
	     word = strtok_r(NULL, "|", &left))
		completion_offer(c, word);
	text_free(&words);
}
