/*
 * deeper - from one thing to the next one behind it: a frame, the page that it
 * is, its area, its task
 */
#ifndef VIEW_DEEPER_H
#define VIEW_DEEPER_H

#include "view/facts.h"

/* What a mark stands for, its place kept. Return: true. */
static inline bool mark_to(struct mark *m, enum object kind, uint64_t id,
			   uint64_t sub)
{
	m->kind = (uint16_t)kind;
	m->id = id;
	m->sub = sub;
	return true;
}

/*
 * Of the box on `mark`: the thing it shows, the last that settings.deeper has
 * opened; it stands where the mark stands.
 */
struct mark deeper_opened(const struct facts *f, const struct mark *mark);

/*
 * What Enter opens in that box: of a kind that was not shown on the way there.
 * Return: false if there is nothing.
 */
bool deeper_next(const struct facts *f, const struct mark *mark,
		 struct mark *next);

/* The line that says so: "Enter  frame 0x2aca"; nothing if there is none. */
void deeper_tell(const struct facts *f, const struct mark *mark,
		 struct text *lines);

#endif
