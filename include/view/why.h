/*
 * why - the reason of an event, in the language of the interface
 *
 * In English it is event_why()'s; in Chinese the same facts from the same
 * fields, so that an event has a reason in both or in neither.
 */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include "mm/event.h"
#include "view/words.h"

/* Appends one sentence; nothing if there was no choice. */
void why_tell(const struct machine *m, const struct event *e, enum lang lang,
	      struct text *out);

/*
 * The event whose reason explains most of those: the newest if it has one,
 * else the newest of the weightiest (a fault says more than a list that was
 * not empty). Return: its index; nr = none has a reason.
 */
uint32_t why_choose(const struct machine *m, const struct event *events,
		    uint32_t nr);

#endif
