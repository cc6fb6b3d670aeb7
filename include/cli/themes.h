/*
 * themes - those that T goes through: the one that was chosen, then the others
 * that are installed, by name
 */
#ifndef CLI_THEMES_H
#define CLI_THEMES_H

#include <stdbool.h>
#include <stddef.h>

#include "draw/theme.h"

struct themes {
	struct theme *list;	/* owned; the first one is what was chosen */
	size_t nr, cap;
	size_t at;
	bool   gathered;	/* the others are in the list */
};

void themes_open(struct themes *t, const struct theme *chosen);
void themes_close(struct themes *t);

/* The one in use; `otherwise` if it was never opened. */
const struct theme *themes_now(const struct themes *t,
			       const struct theme *otherwise);

/*
 * Go on to the next one, after the last to the first. The files are read when
 * this is first called; one with faults is passed over. `program` is argv[0].
 */
void themes_next(struct themes *t, const char *program);

/* Their names joined by '|'; nothing if it was never opened. */
struct text;
void themes_words(struct themes *t, const char *program, struct text *out);
/* The i-th of these names. */
void themes_choose(struct themes *t, size_t i);

#endif
