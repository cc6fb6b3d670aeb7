/*
 * score - what a learner said to the questions, in a file that a teacher may
 * collect
 *
 * One line an answer, added at the end of the file the moment it is given;
 * what stands there is never touched. Fields are parted by tabs:
 *
 *	SCENARIO STEP KIND VERDICT TYPED ANSWER BRANCH
 *
 * SCENARIO  its name; STEP the number of the step that asks
 * KIND      choice, number or predict
 * VERDICT   right, wrong, or passed: the learner went on without an answer
 * TYPED     what was typed, `-` if nothing
 * ANSWER    the engine's value; a choice is its letter; `-` when passed
 * BRANCH    main, or a what-if by its name; what was typed follows with its
 *           place: "main; 2.3: alloc_pages 1; 2.4: sleep 5"
 *
 * A line that cannot be written is kept and tried again with the next one; at
 * the end what is left of them goes to the standard error.
 */
#ifndef CLI_SCORE_H
#define CLI_SCORE_H

#include "base/diag.h"
#include "base/text.h"
#include "story/story.h"

struct score {
	int	    fd;		/* -1 = no file was asked for */
	char	   *path;	/* owned; NULL */
	struct text left;	/* not written yet */
};

/* path NULL = none. Return: false and *why if it cannot be written. */
bool score_open(struct score *s, const char *path, struct diag *why);

/* verdict: 1 right, -1 wrong, 0 passed. Return: false if it is only kept. */
bool score_add(struct score *s, const struct story *story, uint32_t step,
	       const struct ask *ask, int verdict, const char *typed,
	       int64_t value, const char *branch);

/* Return: DONE; FAILED after a message with the lines that are not in it. */
int score_close(struct score *s);

#endif
