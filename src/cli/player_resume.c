/* --resume: a scenario opens where it was left last */
#include <stdlib.h>
#include <string.h>

#include "cli/player.h"
#include "cli/player_kept.h"
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
	struct text line = { 0 };

	p->lang_began = p->scene.settings.lang;
	if (path && last_place_find(path, &line))
		p->kept_stays = !player_kept_restore(p, line.s);
	text_free(&line);
	free(path);
}

int player_keep_place(const struct player *p)
{
	char *path = path_of(p);
	struct text line = { 0 };
	struct diag why;
	bool kept = true, wanted = path && player_kept_print(p, &line);

	/* who only saw that something is gone has lost nothing by that */
	if (path && (wanted || !p->kept_stays))
		kept = last_place_keep(path, wanted ? text_str(&line) : NULL,
				       &why);
	if (!kept)
		complain("%s", why.what);
	text_free(&line);
	free(path);
	return kept ? DONE : FAILED;
}
