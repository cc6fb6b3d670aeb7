/* The help and its pages; a sheet over the picture, whatever it tells */
#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "cli/help_topic.h"
#include "cli/player.h"
#include "view/help.h"

/* All keys; on the last page of the help all letters, too. */
void player_show_keys(struct player *p)
{
	enum lang lang = p->scene.settings.lang;
	struct text text = { 0 };

	keys_print(&text, lang);
	if (p->scene.settings.help)
		help_letters(&text, lang, true);
	sheet_open(&p->sheet, player_word(p, "keys", "按键"), text_str(&text));
	p->sheet_of = SHEET_KEYS;
	text_free(&text);
}

/* One blank between words, none around them. */
static void one_blank(const char *typed, char out[LINE_BYTES])
{
	size_t len = 0;

	for (; *typed && len + 1 < LINE_BYTES; typed++)
		if (*typed != ' ' || (len && out[len - 1] != ' '))
			out[len++] = *typed;
	out[len - (len && out[len - 1] == ' ')] = '\0';
}

bool player_help_word(struct player *p, const char *typed)
{
	enum lang lang = p->scene.settings.lang;
	struct text text = { 0 };
	char word[LINE_BYTES];
	bool told;

	one_blank(typed, word);
	told = help_topic(word, lang, &text) || help_about(word, lang, &text);

	if (told) {
		sheet_open(&p->sheet, word, text_str(&text));
		p->sheet_of = SHEET_WORD;
	}
	text_free(&text);
	return told;
}

void player_help(struct player *p)
{
	p->scene.settings.help = true;
	p->scene.settings.help_page = 0;
}

void player_help_fit(struct player *p)
{
	struct settings *set = &p->scene.settings;
	int last;

	if (!set->help)
		return;
	last = help_pages(&p->canvas, set) - 1;
	if (p->sheet.open)
		set->help_page = last;
	else if (set->help_page >= last)
		set->help_page = last - 1;
}

static void go_to_page(struct player *p, int page)
{
	struct settings *set = &p->scene.settings;
	int last = help_pages(&p->canvas, set) - 1;

	sheet_close(&p->sheet);
	set->help_page = page < 0 ? 0 : page > last ? last : page;
	if (set->help_page == last)
		player_show_keys(p);
}

/* The help in the other language; what a file of /proc says has none. */
static void next_language(struct player *p)
{
	bool keys = p->sheet.open && p->sheet_of == SHEET_KEYS;
	char word[sizeof(p->sheet.title)];
	int top = p->sheet.top;

	memcpy(word, p->sheet.title, sizeof(word));

	player_next_language(p);
	if (p->scene.settings.help)	/* it may have more pages */
		go_to_page(p, keys ? INT_MAX : p->scene.settings.help_page);
	else if (keys)
		player_show_keys(p);
	else if (p->sheet.open && p->sheet_of == SHEET_WORD)
		player_help_word(p, word);
	p->sheet.top = top;
}

/* Is it a character that can be typed, and no key that closes? */
static bool begins_search(const char *name)
{
	size_t len = strlen(name);
	uint32_t code;

	return strcmp(name, "q") && strcmp(name, "?") &&
	       utf8_next(name, len, &code) == len;
}

static void search(struct player *p, const char *name)
{
	go_to_page(p, INT_MAX);
	find_open(&p->sheet.find);
	if (strcmp(name, "/"))
		sheet_key(&p->sheet, name);
}

/* A page of the help, but for that of the sheet. */
static void page_key(struct player *p, const char *name)
{
	static const struct {
		const char *key;
		int by;
	} turns[] = {
		{ "PgDn", 1 },	{ "Space", 1 },
		{ "Down", 1 },	{ "WheelDown", 1 },
		{ "PgUp", -1 }, { "Up", -1 },	{ "WheelUp", -1 },
		{ "Home", -1000 }, { "End", 1000 },
	};
	int page = p->scene.settings.help_page;

	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++)
		if (!strcmp(name, turns[i].key)) {
			go_to_page(p, page + turns[i].by);
			return;
		}
	if (key_action(name, KEYS_IN(LOOK)) == ACT_LANGUAGE)
		next_language(p);
	else if (begins_search(name))
		search(p, name);
	else
		p->scene.settings.help = false;
}

/* From its first row PgUp leads back to the page before it. */
static void sheet_page_key(struct player *p, const char *name)
{
	struct settings *set = &p->scene.settings;

	if (set->help && !p->sheet.top && !p->sheet.find.typing &&
	    key_in("PgUp Up", name))
		go_to_page(p, set->help_page - 1);
	else if (!player_sheet_key(p, name) &&
		 key_action(name, KEYS_IN(LOOK)) == ACT_LANGUAGE)
		next_language(p);
	else if (!p->sheet.open)
		set->help = false;
}

bool player_help_key(struct player *p, const char *name)
{
	if (p->sheet.open)
		sheet_page_key(p, name);
	else if (p->scene.settings.help)
		page_key(p, name);
	else
		return false;
	return true;
}
