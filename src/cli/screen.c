#include "cli/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/places.h"
#include "cli/session.h"
#include "load/theme_file.h"
#include "tui/tui.h"

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
		complain("no file and no theme is named '%s'; '%s' is built in",
			 name, s->theme.name);
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

/* The first of these that is set says which language messages are in. */
static bool locale_is_chinese(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return !strncmp(value, "zh", 2);
	}
	return false;
}

bool screen_choose(struct screen *s, const struct options *o, bool by_locale)
{
	setlocale(LC_CTYPE, "");
	s->ascii = options_has(o, OPT_ascii);
	s->lang = options_lang(o);
	if (by_locale && strcmp(nl_langinfo(CODESET), "UTF-8"))
		s->ascii = true;
	if (by_locale && !options_has(o, OPT_lang) && locale_is_chinese())
		s->lang = LANG_ZH;
	if (s->ascii)
		s->lang = LANG_EN;	/* nothing is transliterated */
	return choose_theme(s, o);
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
}

static const struct {
	int	    key;
	const char *name;
} special[] = {
	{ ' ', "Space" },
	{ TUI_ENTER, "Enter" },
	{ TUI_TAB, "Tab" },
	{ TUI_BACKTAB, "S-Tab" },
	{ TUI_ESC, "Esc" },
	{ TUI_BACKSPACE, "Backspace" },
	{ TUI_DELETE, "Delete" },
	{ TUI_INSERT, "Insert" },
	{ TUI_UP, "Up" },
	{ TUI_DOWN, "Down" },
	{ TUI_LEFT, "Left" },
	{ TUI_RIGHT, "Right" },
	{ TUI_SHIFT_UP, "S-Up" },
	{ TUI_SHIFT_DOWN, "S-Down" },
	{ TUI_SHIFT_LEFT, "S-Left" },
	{ TUI_SHIFT_RIGHT, "S-Right" },
	{ TUI_PAGE_UP, "PgUp" },
	{ TUI_PAGE_DOWN, "PgDn" },
	{ TUI_HOME, "Home" },
	{ TUI_END, "End" },
	{ TUI_WHEEL_UP, "WheelUp" },
	{ TUI_WHEEL_DOWN, "WheelDown" },
	{ TUI_RESIZE, "Resize" },
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
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		if (special[i].key == key) {
			snprintf(name, KEY_NAME_BYTES, "%s", special[i].name);
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
