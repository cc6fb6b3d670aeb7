/*
 * ask - the question of a step, as far as the stage and the text say it
 */
#ifndef VIEW_ASK_H
#define VIEW_ASK_H

#include "base/text.h"
#include "view/facts.h"

/* The step's question; NULL = none. */
const struct ask *facts_ask(const struct facts *f);

/*
 * A question is put before the first operation of its step: from the first
 * event on the picture itself may tell the answer. Who goes on passes it, who
 * comes back is asked again.
 */
bool ask_is_put(const struct ask *ask, struct pos pos);

/* Put here, not for the class alone, and not answered yet. */
bool ask_is_open(const struct facts *f);

/*
 * Put here, with something to come that decides: no narration yet, which would
 * tell it.
 */
bool ask_hides_say(const struct facts *f);

/* "Your answer: b  Not so: it is a", one line; "" while nothing was said. */
void ask_verdict(const struct facts *f, struct text *out);

/*
 * Below the verdict: the event that decided with its reason, and after a wrong
 * answer what to do with it; "" before the answer.
 */
void ask_reason(const struct facts *f, struct text *out);

/* What to do now: "a-c and Enter". */
const char *ask_hint(const struct facts *f, const struct ask *ask);

/* The narration that stands here: the step's, or a word before the first. */
const char *facts_say(const struct facts *f);

/* Where no question is open: the narration, what is for the class below it. */
void ask_say(const struct facts *f, struct text *out);

#endif
