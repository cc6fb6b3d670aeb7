/*
 * line - one line being typed, with the keys of readline
 *
 * Always: text is UTF-8 that ends in a NUL; cursor counts bytes and stands
 *         before a whole character or at the end.
 */
#ifndef CLI_LINE_H
#define CLI_LINE_H

#include <stdbool.h>

enum { LINE_BYTES = 256, LINE_HISTORY = 16 };

struct line {
	char text[LINE_BYTES];
	int  len;
	int  cursor;
	char past[LINE_HISTORY][LINE_BYTES];	/* oldest first */
	int  nr_past;
	int  at_past;		/* which of them is shown; nr_past = none */
};

void line_reset(struct line *l);	/* empty; the history stays */
void line_set(struct line *l, const char *text);
void line_remember(struct line *l);	/* what stands there, for Up */

/* Put text in at the cursor; what has no room is left out. */
void line_insert(struct line *l, const char *text);

/* A key by its name (keys.h). Return: false if it means nothing to a line. */
bool line_key(struct line *l, const char *name);

#endif
