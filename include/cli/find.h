/*
 * find - / n N in what lies over the picture, or in the menu: the word being
 * typed, the word looked for, and what came of it
 */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include "cli/line.h"
#include "draw/canvas.h"
#include "story/story.h"

/* What came of the last search; FIND_FOUND is also that of none. */
enum found { FIND_FOUND, FIND_NO_MORE_ON, FIND_NO_MORE_BACK, FIND_NOWHERE };

struct find {
	struct line line;	/* being typed, while `typing` */
	char	    wanted[LINE_BYTES];	/* looked for last; "" = nothing yet */
	bool	    typing;
	enum found  came;
};

void find_open(struct find *f);

/*
 * A key while the word is typed: Esc leaves, Enter looks for it (for the same
 * once more, if nothing was typed, as in less). Return: true = look now, on.
 */
bool find_typed(struct find *f, const char *name);

/*
 * Any key of a list without a table of its own: / opens, n goes on, N back.
 * Return: is it one of these; *direction is 1 or -1 if it is to be looked.
 */
bool find_key(struct find *f, const char *name, int *direction);

/*
 * The first entry that fits, among nr, from `from` on: itself if `from` fits.
 * Return: its number; nr if none does, and f->came says so.
 */
typedef bool find_fits_fn(void *ctx, uint32_t entry, const char *wanted);
uint32_t find_entry(struct find *f, uint32_t nr, int64_t from, int direction,
		    find_fits_fn *fits, void *ctx);

/*
 * The line being typed, or what came of it, between two blanks; beside these
 * the row, which may be a border, stays. Return: columns; 0 if there is none.
 */
int find_draw(const struct find *f, struct canvas *c, struct rect row,
	      enum lang lang);

#endif
