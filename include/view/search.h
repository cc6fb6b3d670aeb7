/*
 * search - a text in a picture
 *
 * Capitals count as small letters, in ASCII.
 */
#ifndef VIEW_SEARCH_H
#define VIEW_SEARCH_H

#include "base/text.h"
#include "draw/canvas.h"

bool search_in(const char *text, const char *wanted);

/* What stands in these cells, row after row, without a line's end. */
void search_text(const struct canvas *c, struct rect r, struct text *out);

/* Does it stand somewhere in a row of the picture, as it is written? */
bool search_shows(const struct canvas *c, const char *wanted);

/* Underline the text wherever it stands in there. */
void search_light(struct canvas *c, struct rect r, const char *wanted);

#endif
