/*
 * zone_rows - a zone's free frames against its marks, in one to four rows:
 * name, free frames and the last check; a gauge; its marks; the figures. Where
 * it is wide, three say all of it; one more is for what figures were.
 */
#ifndef VIEW_ZONE_ROWS_H
#define VIEW_ZONE_ROWS_H

#include "view/view.h"

enum { FREE_END = 20 };	/* columns to the end of a zone's free frames */

/* More rows tell nothing more. */
int zone_rows_most(struct panel *p);

/* What the panel's other rows say, so that these do not. */
struct zone_told {
	bool	 here;			/* where it happens */
	uint32_t nr[MAX_ZONES];		/* checks of the zone that are told */
	uint32_t newest[MAX_ZONES];	/* the newest of them, in the history */
};

/* `told` may be NULL. Return: of a mark of its gauge only the letter has
 * room. */
bool zone_rows_draw(struct panel *p, unsigned zone, int y, int rows,
		    const struct zone_told *told);

/* Frames that have a user: neither free nor in hand nor on a per-CPU list. */
uint64_t zone_given_out(const struct zone *z);

/*
 * A gauge's colour: how close the zone is to what it has to keep. ROLE_TEXT
 * stands between low and high, or for a zone without marks.
 */
enum role zone_free_role(const struct zone *z);

/* "24713 > 1237 + 0  yes", as the kernel compares. */
void check_words(const struct facts *f, const struct event *check, char *out,
		 size_t len);

#endif
