/*
 * help - the first page of help: keys in short, then every letter of the
 * picture with its meaning, from the same tables that draw it
 *
 * The second page, all keys by group, is keys_print(); the player shows it in
 * a sheet that scrolls.
 */
#ifndef VIEW_HELP_H
#define VIEW_HELP_H

#include "view/facts.h"

/* Its letters and signs as lines, for the text mode. */
void help_letters(struct text *out, enum lang lang);

void help_draw(struct canvas *c, const struct facts *f);

#endif
