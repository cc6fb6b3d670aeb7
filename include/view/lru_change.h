/*
 * lru_change - what made a list longer or shorter in the unit
 *
 * came     pages that joined it from the batches: new to the lists
 * freed    by reclaim, which frees from the inactive lists
 * moved    from the other list of the kind (+), or to it (-)
 * other    the rest: freed with their task, unmapped, truncated, locked; moved,
 *          too, where pages of the kind went in such a way, for nobody counts
 *          from which of its two lists
 *
 * Always: the change is came - freed + moved + other.
 */
#ifndef VIEW_LRU_CHANGE_H
#define VIEW_LRU_CHANGE_H

#include "draw/widget.h"
#include "view/view.h"

struct lru_change {
	uint64_t came, freed;
	int64_t	 moved, other;
};

/*
 * Return: false if not known: pages are in hand, or several nodes share the
 * counters, or nobody looks at the list.
 */
bool lru_change(const struct facts *f, enum lru_list lru,
		struct lru_change *c);

/*
 * What came and what reclaim freed, if there is both and nothing else: that
 * has room beside the length. Return: false if it is not so.
 */
bool lru_came_and_went(const struct facts *f, enum lru_list lru,
		       uint64_t *came, uint64_t *freed);

/*
 * "-1427 reclaimed", "-15 to active" ...: signed parts; behind them how many
 * pages stayed, for they had been used: "16 got a second chance". `brief`: in
 * as few words as can be.
 */
enum { LRU_PARTS = 5 };
struct lru_parts {
	char	    text[LRU_PARTS][64];
	uint64_t    pages[LRU_PARTS];
	struct word words[LRU_PARTS];
	unsigned    nr;		/* 0: the change has no parts to tell of */
};
void lru_parts(const struct facts *f, enum lru_list lru, bool brief,
	       struct lru_parts *p);

/*
 * A row for each list whose change is not told beside its length (`both`: it
 * is, where there are two parts), with its name; what has no room behind it
 * goes on below. `max` rows at most, the lists of which there is most to tell
 * first. Return: rows.
 */
int lru_changes_draw(struct panel *p, int y, int max, bool both);

#endif
