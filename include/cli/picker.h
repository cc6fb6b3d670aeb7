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

struct picker {
	struct text rows;	/* each ends in '\n' */
	char	    title[80];
	uint32_t    nr, at;
	uint32_t    top;	/* first row shown */
	picker_fn  *chosen;
	struct find find;
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
