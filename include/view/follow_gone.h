/*
 * follow_gone - when and where the thing that is followed went
 */
#ifndef VIEW_FOLLOW_GONE_H
#define VIEW_FOLLOW_GONE_H

#include "view/facts.h"

/*
 * If f->followed is nowhere, or a frame that nobody uses: see in the run when
 * that began. The frame that a page was stays marked until the operation ends
 * in which it went; a frame that is followed as such, always.
 */
void follow_gone(struct facts *f, handle_t task);

#endif
