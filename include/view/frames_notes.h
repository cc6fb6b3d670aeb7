/*
 * frames_notes - what is said in the frames view of its map's signs by kind, in
 * the rows that are left, and how the zone is laid out there
 */
#ifndef VIEW_FRAMES_NOTES_H
#define VIEW_FRAMES_NOTES_H

#include "view/view.h"

/* How much is said of what the map's signs are: the less room, the less. */
enum notes { NOTES_LONG, NOTES_SHORT, NOTES_LEAST };

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
	int	 notes;		/* rows that say what signs are */
	enum notes how_notes;
	bool	 types_told;	/* above the lens */
};

/* What capitals in the `rows` of cells from y on are; "" if there is none. */
const char *frames_active_words(const struct panel *p, const struct grid *g,
				int y, int rows);

/*
 * The letters of types that the map has, "behind it its type: U Unmovable"; if
 * `brief` "U: type". Nothing if there are none.
 */
void frames_type_words(const struct panel *p, const struct grid *g, bool brief,
		       struct text *out);

/* Of a map that is drawn: which notes have room, g->notes and g->how_notes. */
void frames_plan_notes(const struct panel *p, struct grid *g);
/* In their rows, else behind the counts, from x on in the last row. */
void frames_draw_notes(struct panel *p, const struct grid *g, int x);

#endif
