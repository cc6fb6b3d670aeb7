/* `set NAME VALUE` in the prompt: what there is to set, and its words */
#include "cli/player_set.h"

#include <string.h>

#include "base/tongue.h"

/* Words joined by '|' for one of the settings. */
struct setting {
	const char *name;
	const char *words;	/* NULL = the names of the themes */
	void (*set)(struct player *p, int word);
};

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
	p->scene.settings.lang = (enum lang)word;
	tongue_set(word == LANG_ZH);
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

static const struct setting settings[] = {
	{ "unit", UNIT_WORDS, set_unit },
	{ "lang", LANG_WORDS, set_lang },
	{ "theme", NULL, set_theme },
	{ "focus", "soft|hard|off", set_focus },
	{ "paint", "kind|owner|type", set_paint },
	{ "mode", MODE_WORDS, set_mode },
	{ "mouse", "off|on", set_mouse },
	{ "motion", "off|on", set_motion },
	{ "speed", SPEED_WORDS "|max", set_speed },
};
enum { NR_SETTINGS = sizeof(settings) / sizeof(settings[0]) };

static const struct setting *setting_by_name(const char *name, size_t len)
{
	for (int i = 0; i < NR_SETTINGS; i++)
		if (strlen(settings[i].name) == len &&
		    !strncmp(settings[i].name, name, len))
			return &settings[i];
	return NULL;
}

/* The words that may follow: of a setting, or NULL: all their names. */
static void list_words(struct player *p, const struct setting *s,
		       struct text *out)
{
	if (!s)
		for (int i = 0; i < NR_SETTINGS; i++)
			text_printf(out, "%s%s", i ? "|" : "", settings[i].name);
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
	const struct setting *s = setting_by_name(rest, len);
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
	const struct setting *s = setting_by_name(rest, strcspn(rest, " "));
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
