/*
 * event_words - an event as a picture lists it
 *
 * The same fields and values as event_print() gives, but what a reader looks
 * for first stands first (the reason, the place), and an address has no zeros
 * in front: a row is short, and its end is what is cut.
 */
#ifndef VIEW_EVENT_WORDS_H
#define VIEW_EVENT_WORDS_H

#include "base/text.h"
#include "mm/event.h"

/* Appends "page_fault_user  reason=zero_page address=401000 ...". */
void event_words(const struct machine *m, const struct event *e,
		 struct text *out);

#endif
