/*
 * beside - two branches at the same place, side by side: figures, or the view
 * that is focused, left and right on the same scale
 *
 * A `~` on the line between them stands in each row that is not the same on
 * both sides. The branch that is walked has the marks, so that a cursor stays
 * on its side.
 */
#ifndef VIEW_BESIDE_H
#define VIEW_BESIDE_H

#include "view/facts.h"
#include "view/layout.h"

enum { BESIDE_W = 60, BESIDE_H = 16 };

/* Is there another scene, and room for both? */
bool beside_is(const struct canvas *c, const struct scene *s);

/* The view that is shown twice; VIEW_NONE = figures. */
enum view_id beside_view(const struct scene *s);

/* Both in the place of the layout's first panel, the story as it is. */
void beside_draw(struct canvas *c, const struct facts *f,
		 const struct layout *l);

/* The figures of both, one a line. */
void beside_say(const struct facts *f, struct text *out);

#endif
