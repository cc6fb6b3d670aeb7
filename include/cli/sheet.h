/*
 * sheet - a text over the picture, in a frame, that can be scrolled; one whose
 * lines mean something has a cursor, which goes from line to line
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "base/text.h"
#include "cli/find.h"
#include "draw/canvas.h"
#include "draw/rect.h"
#include "story/story.h"

enum { SHEET_EDGES = 4 };	/* columns beside the text: frame and blanks */

struct sheet {
	struct text text;
	char title[80];
	int  top;		/* first row shown */
	int  columns;		/* that its lines were folded at */
	int  found;		/* row of the last match; -1 = none */
	struct find find;
	bool open;
	bool pointed;		/* has a cursor */
	int  line;		/* that it is on */
	struct rect at;		/* where that was drawn */
};

/* Open with this title and a copy of the text; tabs become spaces. */
void sheet_open(struct sheet *sheet, const char *title, const char *text);
/* It gets a cursor, on its first line. */
void sheet_point(struct sheet *sheet);
void sheet_close(struct sheet *sheet);	/* the text's memory too */

/*
 * Scrolls, or moves the cursor, looks for a word, or closes; with a cursor Enter
 * is the caller's. Return: false if the key means nothing to it.
 */
bool sheet_key(struct sheet *sheet, const char *name);

void sheet_draw(struct sheet *sheet, struct canvas *c, enum lang lang);

#endif
