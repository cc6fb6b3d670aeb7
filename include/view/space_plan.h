/*
 * space_plan - which areas of a task have a row in the address-space view, and
 * in which columns the parts of a row stand
 */
#ifndef VIEW_SPACE_PLAN_H
#define VIEW_SPACE_PLAN_H

#include "mm/vma.h"
#include "view/view.h"

enum {
	SPACE_SHOWN = 128,	/* areas at most */
	SPACE_WIDE = 56,	/* columns from which on nothing is left out */
};

/*
 * An area, and how much it is worth a row. Side by side those of both pictures
 * have one, so that the same row is the same area.
 */
struct space_area {
	handle_t vma;		/* 0 = only the twin has it */
	handle_t twin;		/* 0 = only this one has it */
	vaddr_t	 start;
	int	 worth;
};

struct space {
	handle_t    mm, mm_before;	/* 0 = it had none */
	handle_t    twin_mm;		/* of the picture beside it; 0 = none */
	int	    nr_areas;
	struct space_area shown[SPACE_SHOWN];	/* highest first */
	int	    nr_shown;
	handle_t    noted;	/* area whose edges are told; 0 = none */
	int	    note;	/* row of that, below its area; 0 = none */
	int	    nr_rows;	/* of areas, with that note */
	int	    lens;		/* rows of single pages; 0 = no room */
	int	    lens_cells;		/* of a row of several */
	int	    rows;		/* for areas and what lies between */
	int	    legend;		/* rows that its letters need */
	int	    nr_kernel;		/* rows of the kernel half */
	int	    words, sizes, strip, cells;	/* columns; sizes 0 = none */
	bool	    rights;
};

/*
 * Whose memory it is, mm to nr_areas. Return: false if there is no task, or it
 * has no memory.
 */
bool space_find(const struct facts *f, struct space *sp);

/* The whole plan. Return: as above. */
bool space_plan(const struct panel *p, struct space *sp);

#endif
