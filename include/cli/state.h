/*
 * state - files that keep something of the viewer from one run to the next;
 * none is written unless it was asked for
 */
#ifndef CLI_STATE_H
#define CLI_STATE_H

#include "base/diag.h"
#include "base/text.h"

/*
 * $XDG_STATE_HOME/framewalk/NAME, else in .local/state of HOME. Return: false
 * if nothing says where that is.
 */
bool state_path(const char *name, struct text *path);

/* The folders of a path; what cannot be made the opening will tell. */
void state_folders(char *path);

/*
 * Where scenarios were left: the file "places", a line each, what is kept (as
 * cli/player_kept.h says, the position first), a tab and the scenario's whole
 * path, the one left last at the end. Of so many the oldest is forgotten; a line
 * that is none such stays as it is.
 */
enum { MOST_LAST_PLACES = 200 };

/* Return: false if the scenario has no line. */
bool last_place_find(const char *scenario, struct text *pos);

/* The whole path of the scenario left last. Return: false if none is kept. */
bool last_place_newest(struct text *scenario);

/* pos NULL = it is forgotten. Return: false and *why if it cannot be written. */
bool last_place_keep(const char *scenario, const char *pos, struct diag *why);

#endif
