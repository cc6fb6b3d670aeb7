/*
 * space_edges - how an area came by its edges in this unit: merged with what
 * stood beside it, grown, or cut out of a larger one
 */
#ifndef VIEW_SPACE_EDGES_H
#define VIEW_SPACE_EDGES_H

#include "mm/vma.h"
#include "view/facts.h"

/* Can an area have other edges than a unit ago? Costs nothing to ask. */
bool edges_moved(const struct facts *f);

/*
 * "merged with the area after it: 4100K new + 12K": in fewer words if all of
 * them have no room in so many columns. Return: false if the area of the task
 * has the edges that it had, or all of it is new.
 */
bool edges_words(const struct facts *f, const struct vma *v, int columns,
		 struct text *out);

#endif
