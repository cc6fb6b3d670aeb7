/* --resume: a scenario opens where it was left last */
#include <stdlib.h>
#include <string.h>

#include "cli/player.h"
#include "cli/state.h"

/* Whole, since it is looked up from other folders; the caller's. NULL = none. */
static char *path_of(const struct player *p)
{
	char *path;

	if (!options_has(p->options, OPT_resume) ||
	    options_has(p->options, OPT_auto) || !strcmp(p->session.path, "-"))
		return NULL;
	path = realpath(p->session.path, NULL);
	if (path && strchr(path, '\n')) {	/* it would be two lines */
		free(path);
		path = NULL;
	}
	return path;
}

void player_resume(struct player *p)
{
	char *path = options_has(p->options, OPT_at) ? NULL : path_of(p);
	struct text words = { 0 };
	struct diag why;
	struct pos pos;

	if (path && last_place_find(path, &words)) {
		if (!timeline_parse_pos(p->session.timeline, text_str(&words),
					&pos, &why))
			player_say(p, player_word(p,
				"it was left at %s, which is not there any more",
				"上次停在 %s，如今已没有这个位置"),
				text_str(&words));
		else if (player_go(p, pos))
			player_say(p, "%s", player_word(p,
				"where it was left; g goes to the beginning",
				"上次停下的地方；按 g 回到开头"));
	}
	text_free(&words);
	free(path);
}

int player_keep_place(const struct player *p)
{
	struct pos pos = p->branch ? player_place_on(p, 0) : p->scene.pos;
	struct timeline *main = p->branches[0].timeline;
	char *path = path_of(p);
	struct text words = { 0 };
	struct diag why;
	bool kept = true, over;

	over = !pos_compare(main, pos, timeline_end(main)) || !pos.step;
	timeline_print_pos(main, pos, &words);
	if (path)
		kept = last_place_keep(path, over ? NULL : text_str(&words),
				       &why);
	if (!kept)
		complain("%s", why.what);
	text_free(&words);
	free(path);
	return kept ? DONE : FAILED;
}
