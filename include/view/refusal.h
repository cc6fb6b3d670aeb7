/*
 * refusal - why a machine did not do what it was told
 *
 * A call that is refused has a number only, -EINVAL; what it means for this
 * call stands in refusal.def, in both languages.
 */
#ifndef VIEW_REFUSAL_H
#define VIEW_REFUSAL_H

#include "mm/op.h"
#include "view/why.h"

/* `error` is positive: EINVAL. NULL = nothing is known of it. */
const char *refusal_words(enum op_verb verb, int error, enum lang lang);

/* The newest operation was refused, and what r tells is about another one. */
bool refusal_untold(const struct facts *f, struct reason r);

/*
 * Appends why the newest operation was refused: the numbers of the event that
 * decided, else what the error means. Nothing if it was done.
 */
void refusal_tell(const struct facts *f, struct text *out);

/* "exec -EINVAL  " where events of others stand above it, then the same. */
void refusal_tell_named(const struct facts *f, struct text *out);

#endif
