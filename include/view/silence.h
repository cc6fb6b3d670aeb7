/*
 * silence - what was done where no event tells of it
 */
#ifndef VIEW_SILENCE_H
#define VIEW_SILENCE_H

#include "view/facts.h"

/*
 * Appends the unit's last operation, which made no event, and its error if it
 * had one. At least one operation has run.
 */
void silence_tell(const struct facts *f, struct text *out);

/*
 * Appends ", none at 9.1449" where the operation behind which the picture
 * stands made no event: the newest one is of an earlier operation.
 */
void silence_note(const struct facts *f, struct text *out);

#endif
