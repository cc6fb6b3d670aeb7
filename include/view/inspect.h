/*
 * inspect - what the thing under the cursor is, in a box over the picture
 */
#ifndef VIEW_INSPECT_H
#define VIEW_INSPECT_H

#include "view/facts.h"

/*
 * One kind of thing: what is told of it. Lines end in \n; no title: nothing
 * can be told.
 */
typedef void inspect_fn(const struct facts *f, const struct mark *m,
			struct text *title, struct text *lines);

/* Nothing happens if the mark stands for nothing that can be told. */
void inspect_draw(struct canvas *c, const struct facts *f,
		  const struct mark *mark);

/* The same as text: title, then lines. Return: false if there is nothing. */
bool inspect_tell(const struct facts *f, const struct mark *mark,
		  struct text *title, struct text *lines);

#endif
