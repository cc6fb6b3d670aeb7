/*
 * present - the stage for a class: one picture without a border, what decided,
 * and the narration, with blank rows between the thoughts
 */
#ifndef VIEW_PRESENT_H
#define VIEW_PRESENT_H

#include "view/view.h"

/* `id`: the view to show; VIEW_STORY = words only. Fills the canvas. */
void present_draw(struct canvas *c, const struct facts *f, enum view_id id);

#endif
