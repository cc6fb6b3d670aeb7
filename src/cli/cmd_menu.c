/* The menu of installed walkthroughs, when nothing else was asked for */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "cli/places.h"
#include "cli/play.h"
#include "load/scenario.h"
#include "tui/tui.h"

struct menu {
	struct walkthroughs all;
	char **titles;		/* owned, of owned strings */
	size_t at;
	size_t top;		/* first one shown */
};

static char *title_of(const char *path, enum lang lang)
{
	struct diags faults;
	struct story *story;
	char *title;

	diags_init(&faults, path);
	story = scenario_load(path, &faults);
	title = xstrdup(story ? words_in(&story->title, lang)
			      : "(has faults: framewalk check prints them)");
	if (story)
		story_free(story);
	diags_free(&faults);
	return title;
}

static void menu_draw(struct menu *m, struct canvas *c)
{
	size_t rows = c->h > 6 ? (size_t)c->h - 5 : 1;

	if (m->at < m->top)
		m->top = m->at;
	if (m->at >= m->top + rows)
		m->top = m->at - rows + 1;
	canvas_clear(c);
	canvas_text(c, 1, 0, ROLE_TITLE, "framewalk");
	for (size_t i = 0; i < rows && m->top + i < m->all.nr; i++) {
		const struct walkthrough *w = &m->all.list[m->top + i];
		int y = (int)i + 2;

		if (m->top + i == m->at)
			canvas_put(c, 1, y, ROLE_FOCUS, 0, '>');
		canvas_text(c, 3, y, ROLE_TEXT, w->name);
		canvas_text(c, 24, y, ROLE_DIM, m->titles[m->top + i]);
		if (m->top + i == m->at)
			canvas_over(c, (struct rect){ 3, y, c->w - 4, 1 },
				    OVER_BOLD);
	}
	canvas_text(c, 1, c->h - 1, ROLE_DIM,
		    "Up Down  choose   Enter  open   q  quit");
}

static void menu_move(struct menu *m, int by)
{
	size_t last = m->all.nr - 1;

	if (by < 0)
		m->at = m->at > (size_t)-by ? m->at - (size_t)-by : 0;
	else
		m->at = last - m->at > (size_t)by ? m->at + (size_t)by : last;
}

static const struct {
	const char *key;
	int by;
} moves[] = {
	{ "Up", -1 },	 { "k", -1 },	 { "Down", 1 },	  { "j", 1 },
	{ "PgUp", -10 }, { "PgDn", 10 }, { "Home", -1000 }, { "End", 1000 },
	{ "g", -1000 },	 { "G", 1000 },
};

/* Return: the path that was chosen; NULL if none was. */
static const char *menu_choose(struct menu *m, const struct screen *s)
{
	char name[KEY_NAME_BYTES];
	struct canvas c = { 0 };
	const char *key, *path = NULL;

	screen_fit(s, &c);
	for (;;) {
		menu_draw(m, &c);
		tui_show(&c, &s->theme);
		key = screen_key(name, -1);
		if (!key || !strcmp(key, "q") || !strcmp(key, "Q"))
			break;
		if (!strcmp(key, "Enter")) {
			path = m->all.list[m->at].path;
			break;
		}
		if (!strcmp(key, "Resize"))
			screen_fit(s, &c);
		for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
			if (!strcmp(key, moves[i].key))
				menu_move(m, moves[i].by);
	}
	canvas_close(&c);
	return path;
}

static int menu_run(struct menu *m, const struct options *o,
		    const struct screen *s)
{
	struct options chosen = *o;
	const char *path;
	int outcome = screen_open(o);

	if (outcome != DONE)
		return outcome;
	path = menu_choose(m, s);
	tui_close();
	if (!path)
		return DONE;
	chosen.command = CMD_play;
	chosen.args = &path;
	chosen.nr_args = 1;
	return play_stage(&chosen, s);
}

int cmd_menu(const struct options *o)
{
	struct menu m = { 0 };
	struct screen s;
	int outcome;

	if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO) ||
	    options_has(o, OPT_text))
		return cmd_list(o);
	if (!screen_choose(&s, o, true))
		return USAGE;
	walkthroughs_open(&m.all, o->program);
	if (!m.all.nr) {
		walkthroughs_close(&m.all);
		return cmd_list(o);
	}
	m.titles = xcalloc(m.all.nr, sizeof(*m.titles));
	for (size_t i = 0; i < m.all.nr; i++)
		m.titles[i] = title_of(m.all.list[i].path, s.lang);
	outcome = menu_run(&m, o, &s);
	for (size_t i = 0; i < m.all.nr; i++)
		free(m.titles[i]);
	free(m.titles);
	walkthroughs_close(&m.all);
	return outcome;
}
