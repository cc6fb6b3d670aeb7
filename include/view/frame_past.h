/*
 * frame_past - what happened to a frame earlier in the run
 */
#ifndef VIEW_FRAME_PAST_H
#define VIEW_FRAME_PAST_H

#include "view/facts.h"

/*
 * Lines "3.1.25  allocated  demo", oldest first: the newest few up to this
 * position. That there was nothing is said, and from where on was looked. A
 * play does not wait for the search: nothing then.
 */
void frame_past_tell(const struct facts *f, pfn_t pfn, struct text *lines);

#endif
