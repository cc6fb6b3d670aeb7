/*
 * deeper - from one thing to the next one behind it: a frame, the page that it
 * is, its area, its task
 */
#ifndef VIEW_DEEPER_H
#define VIEW_DEEPER_H

#include "view/facts.h"

/*
 * What Enter opens in the pop-up of `on`; kinds in `seen` (bits) have been
 * shown on the way and are not gone back to. Return: false if there is nothing.
 */
bool deeper_next(const struct facts *f, const struct mark *on, uint32_t seen,
		 struct mark *next);

/* "frame 0x2aca": the thing in few words. */
void object_words(const struct facts *f, const struct mark *m,
		  struct text *out);

#endif
