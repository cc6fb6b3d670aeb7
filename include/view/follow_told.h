/*
 * follow_told - what is said of the thing that is followed: which it is, where
 * it is, and what `@` stands in the place of
 */
#ifndef VIEW_FOLLOW_TOLD_H
#define VIEW_FOLLOW_TOLD_H

#include "base/text.h"
#include "view/facts.h"

/*
 * "@ frame 0x2aca", `brief` "@ 0x2aca", "@ slot 0:1", "@ freed at 4.12.7",
 * "@ not in memory"; "" if nothing is followed.
 */
void follow_where(const struct facts *f, bool brief, struct text *out);

/*
 * For the status: what is followed, the letter that `@` hides wherever the
 * frame is shown, when it was freed. "@ follows 0x2aca = a anonymous". What
 * does not fit in `room` columns goes, the last first, but of a page that is
 * gone it is told that it is.
 */
void follow_status(const struct facts *f, int room, struct text *out);

#endif
