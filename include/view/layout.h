/*
 * layout - where title, panels, story, status and keys stand at a size
 *
 * Panels share their border lines. What does not fit at its least useful size
 * goes, the lightest first; a panel that the event touches counts as heaviest,
 * and the story never goes.
 */
#ifndef VIEW_LAYOUT_H
#define VIEW_LAYOUT_H

#include "view/view.h"

enum { MAX_PLACES = 9, LEAST_W = 40, LEAST_H = 12, LEAST_BOXED_H = 16 };

struct place {
	enum view_id id;
	struct rect  box;	/* its border included */
};

struct layout {
	bool	     too_small;	/* a message of two lines, nothing else */
	bool	     boxed;	/* panels have borders */
	bool	     title, progress;
	struct place places[MAX_PLACES];
	int	     nr;
};

/*
 * wanted: nr of them, in the order of reading, without the story. touched: a
 * bit for each view that the event belongs to. zoom: alone on the stage.
 * read: rows that the story wants to be read whole (story_wants()); it gets
 * them as long as a third of the stage is left.
 */
void layout_plan(struct layout *l, int w, int h, const enum view_id *wanted,
		 int nr, uint32_t touched, enum view_id zoom, int read);

#endif
