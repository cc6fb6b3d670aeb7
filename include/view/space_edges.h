/*
 * space_edges - how an area came by its edges in this unit: merged with what
 * stood beside it, grown, or cut out of a larger one
 */
#ifndef VIEW_SPACE_EDGES_H
#define VIEW_SPACE_EDGES_H

#include "mm/vma.h"
#include "view/facts.h"

/*
 * The memory of the task in the picture, if areas can have other edges than a
 * unit ago: asked once, the rest costs little. Return: 0 if none can.
 */
handle_t edges_of(const struct facts *f);

/*
 * "merged with the area after it: 4100K new + 12K", of an area of that memory:
 * in fewer words if all of them have no room in so many columns. Return: false
 * if it has the edges that it had, or all of it is new.
 */
bool edges_words(const struct facts *f, handle_t mm, const struct vma *v,
		 int columns, struct text *out);

#endif
