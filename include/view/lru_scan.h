/*
 * lru_scan - a cluster of pages that a task or daemon took from a list's tail,
 * and what became of them; two may take turns
 */
#ifndef VIEW_LRU_SCAN_H
#define VIEW_LRU_SCAN_H

#include "view/verdicts.h"

struct scan {
	const struct event *taken;
	bool	 active;		/* of an active list: pages move down */
	bool	 now;			/* the newest event begins or ends it */
	bool	 over;			/* nothing is in hand any more */
	uint64_t nr[NR_WAYS];
	uint64_t judged, left;
};

/* The event that the verdict's scan began with; UINT32_MAX = of no scan. */
uint32_t scan_of(const struct facts *f, uint32_t verdict);
struct scan scan_at(const struct facts *f, uint32_t at);
/* Does the event say what becomes of a page that was taken? */
bool scan_decides(const struct event *e);

/*
 * "taken from inactive_file 32  freed 2  kept 1  active 2  not yet judged 27",
 * how many of the judged stand below if not all do, and who took them.
 */
void scan_draw(struct panel *p, const struct scan *s, int y, uint64_t shown);
/* The pages that are in hand and not yet judged, the next one at the right. */
void scan_hand_draw(struct panel *p, const struct scan *s, int y);

#endif
