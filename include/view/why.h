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

/*
 * The event of the unit whose reason explains most: the newest if it has one,
 * else the newest of the weightiest (a fault says more than a list that was
 * not empty) of the newest event's operation, else of those before it; but
 * nothing about panels that nobody asked for, unless the request hung on it.
 * Return: its index; between->nr_last = none.
 */
uint32_t why_choose(const struct facts *f);

/* Does event `i` of a summary belong to the operation of its newest event? */
bool why_is_of_last_op(const struct summary *b, uint32_t i);

#endif
