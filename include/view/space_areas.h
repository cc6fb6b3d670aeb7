/*
 * space_areas - which areas of a task are worth a row of the address-space view
 */
#ifndef VIEW_SPACE_AREAS_H
#define VIEW_SPACE_AREAS_H

#include "view/space_plan.h"

/* The areas that are worth most, the best first; nr = 0: not yet weighed. */
struct space_best {
	struct space_area area[SPACE_SHOWN * 2];
	int		  nr;
};

/* Of the task here and of the twin; whose memory it is stands in `sp`. */
int areas_count(const struct facts *f, const struct space *sp);

/*
 * Fills shown and nr_shown: in so many rows the areas that are worth most,
 * highest first; once the viewer scrolls, those from there on. Where all have a
 * row nothing is weighed; what was is kept in `b`.
 */
void areas_choose(const struct facts *f, struct space *sp, int rows,
		  struct space_best *b);

/* The same task's memory a unit ago; 0 = it was not there, or had none. */
handle_t space_mm_before(const struct facts *f);

/* By the last event; and is it not as it was a unit ago? */
bool area_touched(const struct facts *f, const struct vma *v);
bool area_new(const struct facts *f, const struct space *sp,
	      const struct vma *v);

static inline bool area_holds(const struct vma *v, vaddr_t addr)
{
	return addr >= v->start && addr < v->end;
}

#endif
