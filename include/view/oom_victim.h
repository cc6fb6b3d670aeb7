/*
 * oom_victim - the sentence about whom the killer took: who asked for the
 * frame, why it hits this task, and what comes back
 */
#ifndef VIEW_OOM_VICTIM_H
#define VIEW_OOM_VICTIM_H

#include "base/text.h"
#include "view/facts.h"

/*
 * Of the last one that was marked in this unit, or before it in the same
 * operation. Return: its pid; 0 if there is none, and nothing is said.
 */
uint32_t oom_victim_words(const struct facts *f, struct text *out);

#endif
