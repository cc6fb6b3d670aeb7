/*
 * fill - what the manual and the completions take from the program's tables
 *
 * A template is text with lines that hold nothing but @NAME@; each of them is
 * replaced by what the filler of that name prints.
 */
#ifndef DOC_FILL_H
#define DOC_FILL_H

#include "base/text.h"
#include "story/story.h"


struct filler {
	const char *name;	/* NULL ends a list */
	void (*fill)(struct text *out, enum lang lang);
	void (*alike)(struct text *out);	/* or: alike in both */
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
unsigned roff_words(struct text *out, const char *const *words, enum lang lang);

/* What parts the words of such a list, before `next`. */
void roff_comma(struct text *out, const char *next, enum lang lang);

static inline const char *either(enum lang lang, const char *en, const char *zh)
{
	return lang == LANG_ZH ? zh : en;
}

/*
 * A page with wide characters, for groff, which ends a row at a blank only and
 * takes the end of a line for one: places where a row may end are marked, lines
 * that no blank parts are joined.
 */
void roff_wide(struct text *out, const char *page);

#endif
