#include "cli/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "cli/language.h"
#include "cli/places.h"
#include "load/theme_file.h"
#include "tui/tui.h"

static void complain_theme(const char *typed, const char *program)
{
	struct walkthroughs installed;
	struct text known = { 0 };
	const char *near = NULL;

	themes_installed(&installed, program);
	for (size_t i = 0; i < installed.nr; i++) {
		near = nearer(typed, near, installed.list[i].name);
		text_printf(&known, ", %s", installed.list[i].name);
	}
	if (near)
		complain("no file and no theme is named '%s'; did you mean '%s'?",
			 typed, near);
	else
		complain("no file and no theme is named '%s'; installed: %s",
			 typed, known.len ? known.s + 2 :
					    theme_default()->name);
	text_free(&known);
	walkthroughs_close(&installed);
}

static bool choose_theme(struct screen *s, const struct options *o)
{
	const char *name = o->value[OPT_theme];
	struct diags faults;
	char *path;
	bool good;

	s->theme = *theme_default();
	if (!name || !strcmp(name, s->theme.name))
		return true;
	path = theme_find(name, o->program);
	if (!path) {
		complain_theme(name, o->program);
		return false;
	}
	diags_init(&faults, path);
	good = theme_load(&s->theme, path, &faults);
	if (!good)
		diags_print(&faults, stderr);
	diags_free(&faults);
	free(path);
	return good;
}

static enum borders borders_of(const struct options *o)
{
	const char *typed = o->value[OPT_borders];

	if (options_has(o, OPT_ambiguous_wide))
		return BORDERS_ASCII;
	return typed ? (enum borders)word_index(BORDERS_WORDS, typed) :
		       BORDERS_ROUND;
}

bool screen_choose(struct screen *s, const struct options *o, bool by_locale)
{
	setlocale(LC_CTYPE, "");
	s->ascii = options_has(o, OPT_ascii);
	s->borders = borders_of(o);
	s->mouse = options_has(o, OPT_mouse);
	s->lang = by_locale ? language_of_reader(o) : options_lang(o);
	if (by_locale && strcmp(nl_langinfo(CODESET), "UTF-8"))
		s->ascii = true;
	if (s->ascii)
		s->lang = LANG_EN;	/* nothing is transliterated */
	if (by_locale)
		tongue_set(s->lang == LANG_ZH);
	return choose_theme(s, o);
}

bool screen_size(const struct options *o, int *w, int *h)
{
	const char *typed = o->value[OPT_size];

	if (size_parse(typed ? typed : "80x24", w, h))
		return true;
	complain("--size takes columns and rows up to %d, as in 120x40, not '%s'",
		 SIZE_MOST, typed);
	return false;
}

int32_t screen_colors(const struct options *o, int32_t most)
{
	const char *color = o->value[OPT_color];

	if (!color || !strcmp(color, "auto"))
		return most;
	return !strcmp(color, "never") ? 0 : (int32_t)atoi(color);
}

static enum tui_color color_of(const struct options *o)
{
	static const struct {
		const char	*word;
		enum tui_color	 color;
	} words[] = {
		{ "never", TUI_COLOR_NEVER }, { "8", TUI_COLOR_8 },
		{ "16", TUI_COLOR_16 },	      { "256", TUI_COLOR_256 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (options_has(o, OPT_color) &&
		    !strcmp(o->value[OPT_color], words[i].word))
			return words[i].color;
	return TUI_COLOR_AUTO;
}

int screen_open(const struct options *o)
{
	struct tui_options options = { .color = color_of(o) };
	struct diag why;

	if (tui_open(&options, &why))
		return DONE;
	complain("%s; --text prints the same facts as lines", why.what);
	return USAGE;
}

void screen_fit(const struct screen *s, struct canvas *c)
{
	int w, h;

	tui_size(&w, &h);
	canvas_close(c);
	canvas_open(c, w, h, s->ascii);
	c->borders = s->borders;
}

static const struct {
	int	    key;
	const char *name;
} named[] = {
	{ ' ', "Space" },
#define KEY(id, name, bytes) { TUI_##id, name },
#include "base/key.def"
#undef KEY
};

/* Within TUI_MAX_W and TUI_MAX_H it fits. */
static void click_name(char name[KEY_NAME_BYTES])
{
	int x, y;

	tui_clicked(&x, &y);
	snprintf(name, KEY_NAME_BYTES, "Click@%d,%d", x % 1000, y % 1000);
}

static void key_name(char name[KEY_NAME_BYTES], int key)
{
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (named[i].key == key) {
			snprintf(name, KEY_NAME_BYTES, "%s", named[i].name);
			return;
		}
	}
	if (key == TUI_CLICK)
		click_name(name);
	else if (key >= TUI_F0 && key <= TUI_F12)
		snprintf(name, KEY_NAME_BYTES, "F%d", key - TUI_F0);
	else if (key < 0x20)
		snprintf(name, KEY_NAME_BYTES, "C-%c", key | 0x60);
	else if (key < TUI_KEYS)
		name[utf8_put(name, (uint32_t)key)] = '\0';
	else
		snprintf(name, KEY_NAME_BYTES, "key %d", key - TUI_KEYS);
}

const char *screen_key(char name[KEY_NAME_BYTES], int timeout_ms)
{
	int key = tui_key(timeout_ms);

	if (key == TUI_EOF)
		return NULL;
	if (key > TUI_SIGNALS)
		tui_die(key - TUI_SIGNALS);
	name[0] = '\0';
	if (key != TUI_NOTHING)
		key_name(name, key);
	return name;
}
