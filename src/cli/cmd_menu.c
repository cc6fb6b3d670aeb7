/* The menu of installed walkthroughs, when nothing else was asked for */
#include <string.h>
#include <unistd.h>

#include "cli/menu.h"
#include "cli/play.h"
#include "tui/tui.h"

static enum menu_wish choose(struct menu *m, const struct screen *s)
{
	enum menu_wish wish = MENU_STAY;
	char name[KEY_NAME_BYTES];
	struct canvas c = { 0 };

	screen_fit(s, &c);
	while (wish == MENU_STAY) {
		const char *key;

		menu_draw(m, &c);
		tui_show(&c, &s->theme);
		key = screen_key(name, -1);
		if (!key)
			wish = MENU_QUIT;	/* the terminal is gone */
		else if (!strcmp(key, "Resize"))
			screen_fit(s, &c);
		else if (!s->ascii || strcmp(key, "A"))
			wish = menu_key(m, key);
	}
	canvas_close(&c);
	return wish;
}

static int menu_run(struct menu *m, const struct options *o, struct screen *s)
{
	struct options chosen = *o;
	const char *path;
	enum menu_wish wish;
	int outcome = screen_open(o);

	if (outcome != DONE)
		return outcome;
	wish = choose(m, s);
	tui_close();
	if (wish == MENU_QUIT)
		return DONE;
	path = menu_path(m);
	chosen.command = CMD_play;
	chosen.args = &path;
	chosen.nr_args = 1;
	if (wish == MENU_PREDICT)
		chosen.value[OPT_mode] = "predict";
	s->lang = m->lang;
	return play_stage(&chosen, s);
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
	outcome = menu_run(&m, o, &s);
	menu_close(&m);
	return outcome;
}
