/*
 * help - the first page of help: keys in short, then every letter of the
 * picture with its meaning, from the same tables that draw it
 *
 * The second page, all keys by group, is the table of keys itself (see
 * cli/keys.h); whoever owns the keys shows it.
 */
#ifndef VIEW_HELP_H
#define VIEW_HELP_H

#include "view/facts.h"

void help_draw(struct canvas *c, const struct facts *f);

#endif
