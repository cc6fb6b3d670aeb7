/*
 * judge - what the engine says to a scenario's expectations and questions
 *
 * It walks by itself: where the viewer stands is no matter.
 */
#ifndef CLI_JUDGE_H
#define CLI_JUDGE_H

#include "story/expr.h"
#include "time/timeline.h"

struct judge {
	struct timeline *timeline;	/* not owned */
	struct walker	 now;
	struct walker	 before;	/* where the step began */
	struct summary	 between;	/* from there to here */
};

bool judge_open(struct judge *j, struct timeline *t, struct diag *why);
void judge_close(struct judge *j);

/*
 * Stand at a position: what follows is asked of the machine there and of what
 * happened since its step began. Return: false if it cannot be reached.
 */
bool judge_stand(struct judge *j, struct pos pos, struct diag *why);

/* Does an expectation hold here? In *why, what is so instead. */
bool judge_expect(struct judge *j, const struct expect *e, struct diag *why);

/*
 * The answer of a question: it goes to the position that the answer names, by
 * default the end of the step. Return: false and *why if there is no value.
 */
bool judge_answer(struct judge *j, uint32_t step, const struct ask *ask,
		  int64_t *value, struct diag *why);

#endif
