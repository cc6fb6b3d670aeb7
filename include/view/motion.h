/*
 * motion - what moves when an event happens: one row an event
 *
 * Seldom anything: a picture of what is there now says all. A glide only helps
 * to follow one page or block from where it was to where it is.
 */
#ifndef VIEW_MOTION_H
#define VIEW_MOTION_H

#include "draw/glide.h"
#include "mm/event.h"

/*
 * before, after: the pictures that the event lies between; m: a machine that
 * knows the letter of what moves. Return: false if nothing moves, or one of
 * the ends is not to be seen.
 */
bool motion_find(const struct machine *m, const struct event *e,
		 const struct canvas *before, const struct canvas *after,
		 struct glide *g);

#endif
