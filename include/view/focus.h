/*
 * focus - in hard focus what the event has nothing to do with is DIM, in each
 * panel by the same rule
 *
 * Letters of a map are dimmed one by one as they are drawn (letter_put()); this
 * is for all else.
 */
#ifndef VIEW_FOCUS_H
#define VIEW_FOCUS_H

#include "view/view.h"

/*
 * To be called once the panel is drawn. Of one that the event does not touch
 * all is dimmed. Else rows without a sign in the gutter, a filled or an
 * underlined cell, or a figure that changed; of a row with some of these,
 * things beside a filled one of their kind. Where nothing would stay, all does.
 */
void focus_dim(const struct panel *p);

#endif
