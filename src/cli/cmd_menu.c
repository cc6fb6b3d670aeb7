/* The menu of installed walkthroughs, when nothing else was asked for */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/menu.h"
#include "cli/play.h"
#include "cli/state.h"
#include "cli/themes.h"
#include "tui/tui.h"

static void next_theme(struct menu *m, struct themes *t, const char *program)
{
	if (!t->nr) {
		menu_say(m, UI_no_themes);
		return;
	}
	themes_next(t, program);
	menu_say(m, UI_theme_now, themes_now(t, NULL)->name);
}

/* Until something is to be opened or left. MENU_STAY: the terminal is gone. */
static enum menu_wish choose(struct menu *m, struct screen *s,
			     const char *program)
{
	enum menu_wish wish = MENU_STAY;
	struct themes themes = { 0 };
	char name[KEY_NAME_BYTES];
	struct canvas c = { 0 };
	const char *key = "";

	screen_fit(s, &c);
	if (tui_colors())
		themes_open(&themes, &s->theme);
	tui_mouse(s->mouse);
	while (wish == MENU_STAY && key) {
		menu_draw(m, &c);
		tui_show(&c, themes_now(&themes, &s->theme));
		key = screen_key(name, -1);
		if (key && !strcmp(key, "Resize"))
			screen_fit(s, &c);
		else if (key && s->ascii && !m->find.typing &&
			 !strcmp(key, "A"))
			menu_say(m, UI_no_chinese);
		else if (key)
			wish = menu_key(m, key);
		if (wish == MENU_THEME) {
			next_theme(m, &themes, program);
			wish = MENU_STAY;
		}
	}
	s->theme = *themes_now(&themes, &s->theme);
	themes_close(&themes);
	canvas_close(&c);
	return wish;
}

static int play(struct menu *m, const struct options *o, struct screen *s,
		bool predict)
{
	struct options chosen = *o;
	const char *path = menu_path(m);
	int outcome;

	chosen.command = CMD_play;
	chosen.args = &path;
	chosen.nr_args = 1;
	if (predict)
		chosen.value[OPT_mode] = "predict";
	s->lang = m->lang;
	outcome = play_stage(&chosen, s);
	m->lang = s->lang;
	return outcome;
}

/* The end of a walkthrough leads back here, with the cursor where it was. */
static int menu_run(struct menu *m, const struct options *o, struct screen *s)
{
	for (;;) {
		enum menu_wish wish;
		int outcome = screen_open(o);

		if (outcome != DONE)
			return outcome;
		wish = choose(m, s, o->program);
		tui_close();
		if (wish == MENU_QUIT)
			return DONE;
		if (wish == MENU_STAY)
			return FAILED;
		if (play(m, o, s, wish == MENU_PREDICT) != DONE)
			menu_say(m, UI_left_by_error);
	}
}

/* Who resumes most likely means the one that was left last. */
static void point_at_last(struct menu *m, const struct options *o)
{
	struct text last = { 0 };

	if (options_has(o, OPT_resume) && last_place_newest(&last))
		menu_point(m, text_str(&last));
	text_free(&last);
}

int cmd_menu(const struct options *o)
{
	struct menu m;
	struct screen s;
	int outcome;

	if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO) ||
	    options_has(o, OPT_text))
		return cmd_list(o);
	if (!screen_choose(&s, o, true))
		return USAGE;
	if (!menu_open(&m, o->program, s.lang))
		return cmd_list(o);
	point_at_last(&m, o);
	outcome = menu_run(&m, o, &s);
	menu_close(&m);
	return outcome;
}
