/*
 * oom_victim - the sentence about whom the killer took: who asked for the
 * frame, why it hits this task, and what comes back; how swap stood, and when
 * an earlier one was
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

/*
 * "Swap was full.": how it stood when the killer came, before what it took
 * gave its slots back; nothing where it is not known. A sentence more, behind
 * what `out` has.
 */
void oom_swap_words(const struct facts *f, struct text *out);

/* There was one, the killer came in this unit, and no slot was free then. */
bool oom_swap_was_full(const struct facts *f);

/* Of the last kill: "Last kill: step 3, t 43.6 ms. Swap was full." */
void oom_earlier_words(const struct facts *f, struct text *out);

#endif
