/*
 * widget - what views share: boxes with shared borders, gauges, runs of
 * letters, numbers with their change, gutter signs, paragraphs, bars of words
 *
 * Every function draws inside the clip only, in ASCII twins if the canvas
 * says so, and takes no memory. No kernel words here.
 */
#ifndef DRAW_WIDGET_H
#define DRAW_WIDGET_H

#include "draw/canvas.h"
#include "draw/rect.h"

/*
 * box - the border of a panel and its titles
 *
 * `r` includes the border. Neighbours share a line: the right column of one
 * is the left column of the next, so their rects overlap by one.
 */
struct box {
	struct rect r;
	const char *title;	/* left; NULL = none */
	const char *aside;	/* right: what it is about; NULL = none */
	bool	    focused;	/* border and title in FOCUS */
	bool	    quiet;	/* title in DIM: the event does not touch it */
};

/*
 * Draw the borders of all boxes, joined where they meet, then the titles. If
 * both titles of a box do not fit, the aside goes; then the title is cut at a
 * word. What lies inside a box is left as it is. Boxes smaller than 2x2 are
 * not drawn.
 */
void boxes_draw(struct canvas *c, const struct box *boxes, size_t nr);

/* The cells inside the border; w or h is 0 if there are none. */
struct rect box_inside(const struct box *b);

/* One box for a pop-up: clears its inside first. */
void box_draw(struct canvas *c, const struct box *b);

/*
 * gutter - the first cell inside a panel says what its row is: the stronger
 * sign stays, whatever the order of the calls
 */
enum gutter {
	GUTTER_NONE,
	GUTTER_CHANGED,		/* '*' changed since the unit began */
	GUTTER_FOLLOWED,	/* '@' what is followed is in this row */
	GUTTER_HERE,		/* '>' here it happens */
};

void gutter_put(struct canvas *c, int x, int y, enum gutter sign);

/*
 * gauge - a value on a scale that begins at 0, `w` cells wide
 *
 * Cells filled: value * w / max, rounded down, at least one if the value is
 * not 0, all if it reaches max. Beyond max the last one is an arrow.
 */
void gauge_draw(struct canvas *c, int x, int y, int w, enum role role,
		uint64_t value, uint64_t max);

struct gauge_mark {
	uint64_t    at;		/* on the scale of the gauge */
	const char *name;	/* "high"; "" = no name */
	const char *brief;	/* "hi", if the name has no room; NULL = none */
	char	    letter;	/* stands for the sign where the name does not
				   stand at it; 0 = none */
};

enum { MAX_GAUGE_MARKS = 16 };	/* more are not drawn */

/*
 * The row under a gauge: a sign under the cell of each mark, its name to the
 * left, in TITLE. No name touches a mark that is not its own: marks too close
 * for that have their names together before the first of them, in their order
 * ("min/low/high"); only the leftmost ones stay without where these have no
 * room. Of both kinds each is its letter, if it has one, so that it is seen
 * which is which. `marks` ascend. Two marks never share a cell: the right one
 * moves on, and back at the end of the row. *nameless (NULL = nobody asks) gets
 * whether some have their name nowhere. Return: the column after the last one;
 * x if there is none.
 */
int gauge_marks_draw(struct canvas *c, int x, int y, int w, uint64_t max,
		     const struct gauge_mark *marks, size_t nr,
		     bool *nameless);
/*
 * In the same row, before column `end` if there is room behind `from`: where
 * the scale ends, with an arrow if values may lie beyond, and `words` before it
 * ("to "); of these the words go first, then the arrow.
 */
void gauge_end_draw(struct canvas *c, int from, int end, int y, uint64_t max,
		    bool open, const char *words);

/*
 * Share `cells` among parts by the largest remainder (equal ones: the first).
 * The sum of out[] is `cells`, or 0 if all parts are 0.
 */
void share_cells(const uint64_t *parts, size_t nr, int cells, int *out);

/* A run of one letter in a strip. */
struct run {
	uint32_t letter;
	uint8_t	 role;		/* enum role */
	uint8_t	 over;		/* enum overlay */
	int	 cells;
};

/* Runs one after the other, at most w cells. Return: cells drawn. */
int runs_draw(struct canvas *c, int x, int y, int w, const struct run *runs,
	      size_t nr);

/*
 * A number that ends before x_end; then, after a space, how it changed ("+9",
 * "-9", nothing if equal). Return: the column after the last one.
 */
int number_draw(struct canvas *c, int x_end, int y, enum role role,
		uint64_t now, uint64_t before);
/* "+9" or "-9" alone, from x on, in TITLE. Return: columns; 0 if equal. */
int change_draw(struct canvas *c, int x, int y, uint64_t now, uint64_t before);

/*
 * A text in rows (text_row), the first `skip` of them left out. '\n' ends a
 * row. Return: rows of the whole text; with r.h 0 it only counts.
 */
int paragraph_draw(struct canvas *c, struct rect r, enum role role,
		   const char *s, int skip);

/*
 * Words in a row, `gap` columns apart: status, keys. What does not fit goes,
 * the last first, but those that say `keep` only after all others. Return: the
 * column after the last one.
 */
struct word {
	const char *text;	/* NULL or "" = left out */
	enum role   role;
	bool	    keep;
};

enum { MAX_WORDS = 32 };	/* more are not drawn */

int words_draw(struct canvas *c, int x, int y, int w, int gap,
	       const struct word *words, size_t nr);

/* Columns that they take, if all fit. */
int words_width(const struct word *words, size_t nr, int gap);

/*
 * Return: bytes of a text cut at a word to at most `columns`, without a dash
 * or comma left hanging; all of it if it fits.
 */
size_t text_cut(const char *s, int columns);

/*
 * A text in one row of at most w columns: what is longer is cut at a word and
 * ends in dots. Return: columns drawn.
 */
int line_draw(struct canvas *c, int x, int y, int w, enum role role,
	      const char *s);

/*
 * Two texts in one row: left from x, right up to x + w; the right one
 * goes if it does not fit, then the left one is cut at a word.
 */
void ends_draw(struct canvas *c, int x, int y, int w, enum role role,
	       const char *left, const char *right);

#endif
