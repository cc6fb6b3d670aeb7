/*
 * player_set - the settings that the prompt's `set NAME VALUE` changes
 */
#ifndef CLI_PLAYER_SET_H
#define CLI_PLAYER_SET_H

#include "cli/complete.h"
#include "cli/player.h"

/* Words joined by '|' for one of the settings. */
struct setting_row {
	const char  *name;
	const char  *words;	/* NULL = the names of the themes */
	void (*set)(struct player *p, int word);
	struct words doc;
};
extern const struct setting_row setting_rows[];
extern const unsigned nr_setting_rows;

/* What follows `set`; a wrong or missing word is answered with the right ones. */
void player_set(struct player *p, const char *rest);
void player_set_complete(struct player *p, struct completion *c,
			 const char *rest);

#endif
