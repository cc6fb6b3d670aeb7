/*
 * zone_rows - a zone's free frames against its marks, in one to four rows:
 * name, free frames and the last check; a gauge; its marks; the figures. Where
 * it is wide, three say all of it.
 */
#ifndef VIEW_ZONE_ROWS_H
#define VIEW_ZONE_ROWS_H

#include "view/view.h"

enum { FREE_END = 20 };	/* columns to the end of a zone's free frames */

/* More rows tell nothing more. */
int zone_rows_most(const struct panel *p);

/* `here`: the first row is where it happens, if that is about the zone. */
void zone_rows_draw(struct panel *p, unsigned zone, int y, int rows, bool here);

/* Frames that the zone keeps back from a request that may use any zone. */
uint64_t zone_kept(const struct zone *z);

/* "24713 > 1237 + 0  yes", as the kernel compares. */
void check_words(const struct facts *f, const struct event *check, char *out,
		 size_t len);

#endif
