/*
 * picker - rows over the picture, one of which is chosen
 */
#ifndef CLI_PICKER_H
#define CLI_PICKER_H

#include <stdint.h>

#include "base/text.h"
#include "cli/find.h"
#include "draw/canvas.h"

struct player;

typedef void picker_fn(struct player *p, uint32_t row);

/*
 * What / finds beyond the words of the rows: does the row fit, too; and what is
 * told of all that fits.
 */
struct picker_search {
	bool (*fits)(struct player *p, uint32_t row, const char *wanted);
	void (*tell)(struct player *p, const char *wanted, struct text *out);
};

struct picker {
	struct text rows;	/* each ends in '\n' */
	char	    title[80];
	uint32_t    nr, at;
	uint32_t    top;	/* first row shown */
	picker_fn  *chosen;
	struct find find;
	const struct picker_search *search;	/* NULL = the rows alone */
	struct text told;	/* of what was found last */
	bool	    open;
};

/*
 * Empty, with this title; then a row at a time, and it is open. Parts of a row
 * are parted by tabs; picker_align(), once all rows are there, lets each part
 * begin in one column.
 */
void picker_open(struct picker *k, const char *title, picker_fn *chosen);
void picker_row(struct picker *k, const char *row, bool here);
void picker_align(struct picker *k);
void picker_close(struct picker *k);	/* the rows' memory, too */

/* Up, Down, paging, / n N, Enter, Esc; others mean nothing. */
void picker_key(struct picker *k, struct player *p, const char *name);

void picker_draw(struct picker *k, struct canvas *c, enum lang lang);

#endif
