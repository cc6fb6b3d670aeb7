/*
 * fill - what the manual and the completions take from the program's tables
 *
 * A template is text with lines that hold nothing but @NAME@; each of them is
 * replaced by what the filler of that name prints.
 */
#ifndef DOC_FILL_H
#define DOC_FILL_H

#include "base/text.h"

typedef void fill_fn(struct text *out);

struct filler {
	const char *name;	/* NULL ends a list */
	fill_fn	   *fill;
};

extern const struct filler program_fillers[];	/* of framewalk(1) */
extern const struct filler scenario_fillers[];	/* of framewalk-scenario(5) */
extern const struct filler shell_fillers[];	/* of the completions */

/* A blank, or a new line if the next word of that text has no room. */
void roff_space(struct text *out, const char *next);

/* Text for roff: what it would take for a request is escaped, `x` is bold. */
void roff_text(struct text *out, const char *s);

/* A paragraph with a tag: the tag as it is, then the sentence. */
void roff_item(struct text *out, const char *tag, const char *doc);

/* "a, b, c" in bold; returns how many. Words end with NULL. */
unsigned roff_words(struct text *out, const char *const *words);

#endif
