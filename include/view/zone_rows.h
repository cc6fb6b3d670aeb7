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

/* What the panel's other rows say, so that these do not. */
struct zone_told {
	bool	 here;			/* where it happens */
	uint32_t nr[MAX_ZONES];		/* checks of the zone that are told */
	uint32_t newest[MAX_ZONES];	/* the newest of them, in the history */
};

/* `told` may be NULL. Return: a mark of its gauge has no name for want of
 * room. */
bool zone_rows_draw(struct panel *p, unsigned zone, int y, int rows,
		    const struct zone_told *told);

/*
 * "kept 442  min 33  low 41  high 49" from x on, in the order of a gauge's
 * marks, then whose the check was and the zone's size (NULL = neither): from
 * the right they go, what is kept and a boost last.
 */
void zone_figures_draw(struct panel *p, const struct zone *z, int x, int y,
		       const char *asked, const char *size);

/* Frames that the zone keeps back from a request that may use any zone. */
uint64_t zone_kept(const struct zone *z);
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
