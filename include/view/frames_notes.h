/*
 * frames_notes - what is said in the frames view of its map's signs by kind, in
 * the rows that are left, and how the zone is laid out there
 */
#ifndef VIEW_FRAMES_NOTES_H
#define VIEW_FRAMES_NOTES_H

#include "view/view.h"

/* How the zone is laid out on the panel. */
struct grid {
	const struct zone *z;
	const struct zone *before;
	pfn_t	 base;		/* first frame of the first row */
	unsigned shift;
	enum paint paint;	/* that is shown */
	int	 label;		/* columns of a row's first frame */
	int	 wide;		/* columns of a row's cells */
	int	 cells;		/* a row */
	int	 rows;
	bool	 lens;
	int	 tree;		/* rows of the map by order; 0 = no room */
	int	 legend;	/* rows of counts */
};

/* Where rows and ends of rows are left for notes. */
struct frames_room {
	int y;			/* first row below the map and the lens */
	int head_x;		/* behind the scale above the lens's cells */
	int counts_x;		/* behind the last count */
};

/*
 * Of what is drawn already: in rows of their own if all has room there, else
 * the most needed wherever some is left.
 */
void frames_notes_draw(struct panel *p, const struct grid *g,
		       const struct frames_room *room);

#endif
