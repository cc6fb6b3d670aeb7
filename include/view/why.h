/*
 * why - the reason of an event, in the language of the interface
 *
 * What is said in which case stands in why.def, in both languages side by side.
 */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include "mm/event.h"
#include "view/facts.h"

/* Appends one sentence; nothing if there was no choice. */
void why_tell(const struct machine *m, const struct event *e, enum lang lang,
	      struct text *out);

/* How much events of this kind explain, at most; 0 = hardly anything. */
unsigned why_weight(enum event_id id);

/* What was told to have decided. */
struct reason {
	const struct event *event;	/* NULL = nothing had a choice */
	struct pos	    at;
	bool		    of_last_op;	/* the newest event's */
};

/*
 * The event of the unit whose reason explains most: the newest if it has one,
 * else the newest of the weightiest (a fault says more than a list that was
 * not empty) of the newest event's operation, else of those before it, though
 * somebody's end comes first; but nothing about panels that nobody asked for,
 * unless the request hung on it. What decided whether a request was served is
 * found however many events came after it.
 */
struct reason why_choose(const struct facts *f);

#endif
