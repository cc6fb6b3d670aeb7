/*
 * wish - which views a scene wants, the most important first
 */
#ifndef VIEW_WISH_H
#define VIEW_WISH_H

#include "view/facts.h"
#include "view/layout.h"

/* Each once, without the story, which is always there. */
struct wish {
	enum view_id ids[MAX_PLACES];
	int	     nr;
};

/* What the viewer wants, else the scenario, else what the machine has. */
void wish_make(const struct facts *f, struct wish *w);

#endif
