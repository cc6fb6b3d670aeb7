/*
 * player_kept - what --resume keeps of a player, as one line: its place, the
 * branches and which of them is shown, views, the language if it was changed
 */
#ifndef CLI_PLAYER_KEPT_H
#define CLI_PLAYER_KEPT_H

#include "cli/player.h"

/*
 * Append the line. Return: false if nothing of it is worth keeping: at its
 * beginning or its end, and all as it was opened.
 */
bool player_kept_print(const struct player *p, struct text *out);

/*
 * As the line says, as far as that can be had, and a message. The line is cut
 * into its fields. Return: false if something of it is gone.
 */
bool player_kept_restore(struct player *p, char *line);

#endif
