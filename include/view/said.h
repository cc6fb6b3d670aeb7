/*
 * said - what the scenario says here: the narration, or the question in its
 * place; below it what was answered, and why that is so
 */
#ifndef VIEW_SAID_H
#define VIEW_SAID_H

#include "view/view.h"

struct said {
	struct text say;	/* narration or question */
	struct text verdict;	/* what was answered */
	struct text reason;	/* and what decided */
	bool	    asks;	/* a question is open */
	bool	    begins;	/* one was put, perhaps answered, before the step */
};

/* Ended by said_free(). */
void said_tell(const struct facts *f, struct said *s);
void said_free(struct said *s);

/* Rows of all of it at a width of so many columns. */
int said_rows(const struct said *s, int columns);

/*
 * As much as there is room for, from the row on to which the story was
 * scrolled; a sign at the end says that it goes on, and which keys lead there.
 */
void said_draw(struct panel *p, struct rect r, const struct said *s);

/* Rows of a text at that width. */
int said_rows_of(const char *s, int columns);

/*
 * Rows of a text, the first `skip` left out. If it goes on below, the last row
 * is cut at a word and `sign` follows in its own role. Return: does it go on?
 */
bool said_draw_cut(struct canvas *c, struct rect r, enum role role,
		   const char *s, int skip, const char *sign,
		   enum role sign_role);

#endif
