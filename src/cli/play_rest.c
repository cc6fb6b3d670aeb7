/*
 * A file that takes long to read: the picture of its first lines stands while
 * the rest is read behind it.
 */
#include <string.h>

#include "cli/play.h"
#include "tui/tui.h"

enum { KEYS_KEPT = 8 };

/* While the rest of a long file is read: its first picture stands. */
struct rest {
	struct player	    *p;
	const struct screen *screen;
	char		     keys[KEYS_KEPT][KEY_NAME_BYTES];	/* typed meanwhile */
	int		     nr_keys;
};

static bool ends_it(const char *key)
{
	return !key || !strcmp(key, "q");
}

/* What is typed is answered to when all has been read, but for the key that ends. */
static bool rest_go_on(void *data, unsigned percent)
{
	struct rest *rest = data;
	struct player *p = rest->p;
	char name[KEY_NAME_BYTES];
	const char *key;

	player_say(p, player_word(p, "reading the file: %u %%   q leaves",
				  "正在读入文件：%u %%   按 q 离开"), percent);
	player_draw(p);
	tui_show(&p->canvas, themes_now(&p->themes, &rest->screen->theme));
	while ((key = screen_key(name, 0)) && *key && !ends_it(key)) {
		if (!strcmp(key, "Resize"))
			screen_fit(rest->screen, &p->canvas);
		else if (rest->nr_keys < KEYS_KEPT)
			memcpy(rest->keys[rest->nr_keys++], name, sizeof(name));
	}
	if (!key)
		p->outcome = FAILED;
	p->quit = ends_it(key);
	return !p->quit;
}

int play_rest(struct player *p, const struct screen *s, struct diags *faults)
{
	struct rest rest = { .p = p, .screen = s };
	struct scenario_watch watch = { rest_go_on, &rest };
	int outcome = DONE;

	if (rest_go_on(&rest, 0))
		outcome = player_read_rest(p, &watch, faults);
	if (p->quit)
		return p->outcome;
	p->scene.settings.message = NULL;
	for (int i = 0; i < rest.nr_keys && outcome == DONE && !p->quit; i++) {
		player_draw(p);
		player_key(p, rest.keys[i]);
	}
	return outcome;
}
