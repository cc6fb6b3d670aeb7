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
	bool	 letters_told;
};

/* Of a map that is drawn: which notes have room, g->notes and g->how_notes. */
void frames_plan_notes(const struct panel *p, struct grid *g);
/*
 * Above the cells of the lens: their scale, and what has no room in the notes.
 * They are planned and the lens is drawn.
 */
void frames_draw_lens_head(struct panel *p, struct grid *g, int y,
			   const char *scale);
/* In their rows, else behind the counts, from x on in the last row. */
void frames_draw_notes(struct panel *p, const struct grid *g, int x);

#endif
