/*
 * help - the pages of help: keys in short, then every letter and sign of the
 * picture with its meaning, from the same tables that draw it; where a view is
 * zoomed its letters come first
 *
 * As many pages as the canvas needs, and one more: all keys and letters as a
 * text (keys_print, help_letters), which the player shows in a sheet.
 */
#ifndef VIEW_HELP_H
#define VIEW_HELP_H

#include "view/facts.h"

/* Letters and signs as lines; those of `picture` only where there is one. */
void help_letters(struct text *out, enum lang lang, bool picture);

/* How many there are on such a canvas, that of the sheet included. */
int help_pages(const struct canvas *c, const struct settings *set);

/* The page of the settings; of the sheet's only what stands below it. */
void help_draw(struct canvas *c, const struct facts *f);

#endif
