/*
 * progress - how far the walk has come, as a gauge with a tick where a chapter
 * begins
 */
#ifndef VIEW_PROGRESS_H
#define VIEW_PROGRESS_H

#include "view/facts.h"

/* From column x on. Return: the column where what follows it may begin. */
int progress_draw(struct canvas *c, const struct facts *f, int x, int y);

#endif
