/*
 * canvas - a picture made of cells, before it meets a terminal or a file
 *
 * cell    one column of one row: a character and what it means
 * role    what a cell stands for (ROLE_ANON), not a colour: a theme says how
 *         that looks
 * mark    "these cells are frame 0x1a3": read by inspection, mouse, search,
 *         follow and glides
 *
 * A wide character (width 2) takes its cell and the next one, which then
 * holds CELL_TAIL. Drawing outside the clip does nothing. No kernel words
 * here.
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum role {
	ROLE_TEXT,
	ROLE_DIM,
	ROLE_TITLE,
	ROLE_BORDER,
	ROLE_FOCUS,
	ROLE_PCP,
	ROLE_ANON,
	ROLE_SWAP,
	ROLE_FILE,
	ROLE_DIRTY,
	ROLE_WRITEBACK,
	ROLE_SHMEM,
	ROLE_SLAB,
	ROLE_PGTABLE,
	ROLE_KERNEL,
	ROLE_HUGE,
	ROLE_PINNED,
	ROLE_ISOLATED,
	ROLE_COW,
	ROLE_GOOD,
	ROLE_WARN,
	ROLE_BAD,
	NR_ROLES,
};

/* Over a role; the strongest one that is set is shown (cursor first). */
enum overlay {
	OVER_TOUCHED = 1,	/* ink on the role's colour, bold */
	OVER_FOLLOW = 2,
	OVER_CURSOR = 4,
	OVER_BOLD = 8,		/* mono attribute of a letter */
	OVER_UNDERLINE = 16,
	OVER_DIM = 32,		/* outside the focus */
	OVER_FOUND = 64,	/* what was looked for; seen beside any other */
	OVER_CHANGED = 128,	/* underlined, whatever the colours */
};

enum { CELL_TAIL = 0xffffffffu };

struct cell {
	uint32_t code;		/* Unicode; CELL_TAIL; never a control character */
	uint8_t	 role;
	uint8_t	 over;
	uint16_t pad;
};

/* What a mark stands for. The number's meaning belongs to the view. */
struct mark {
	int16_t	 x, y, w, h;
	uint16_t kind;
	uint16_t panel;
	uint32_t pad;
	uint64_t id;		/* pfn, vaddr, order, event number ... */
	uint64_t sub;		/* task handle, zone ... */
};

struct rect {
	int x, y, w, h;
};

/* Lines around panels. ASCII ones also where they stand inside of a panel. */
enum borders { BORDERS_ROUND, BORDERS_SQUARE, BORDERS_ASCII, BORDERS_NONE };

struct canvas {
	int	     w, h;
	struct cell *cells;	/* owned, w * h, row by row */
	struct mark *marks;	/* owned, in drawing order: the last wins */
	size_t	     nr_marks;
	size_t	     cap_marks;
	struct rect  clip;
	uint16_t     panel;	/* given to marks from now on */
	bool	     ascii;	/* lines, gauges and signs by their ASCII twins */
	enum borders borders;	/* set once it is open */
};

void canvas_open(struct canvas *c, int w, int h, bool ascii);
void canvas_close(struct canvas *c);
void canvas_clear(struct canvas *c);	/* spaces, no marks, clip = all */
/* Return: the clip as it was, to put back. */
struct rect canvas_clip(struct canvas *c, struct rect r);

static inline struct cell *canvas_cell(const struct canvas *c, int x, int y)
{
	return &c->cells[(size_t)y * (size_t)c->w + (size_t)x];
}

/*
 * Text at x, y; control characters become '?'. Cut at the clip, never in the
 * middle of a wide character. Return: columns it takes (also what was cut).
 */
int canvas_text(struct canvas *c, int x, int y, enum role role, const char *s);
int canvas_textn(struct canvas *c, int x, int y, enum role role, const char *s,
		 size_t len);
int canvas_printf(struct canvas *c, int x, int y, enum role role,
		  const char *fmt, ...) PRINTF_LIKE(5, 6);
/* Right-aligned: ends before x_end. Return: its first column. */
int canvas_right(struct canvas *c, int x_end, int y, enum role role,
		 const char *s);
void canvas_put(struct canvas *c, int x, int y, enum role role, uint8_t over,
		uint32_t code);
void canvas_fill(struct canvas *c, struct rect r, enum role role, uint32_t code);
/* Add an overlay to cells that are drawn already. */
void canvas_over(struct canvas *c, struct rect r, uint8_t over);

/* In words: what a rect of the canvas stands for. */
void canvas_mark(struct canvas *c, struct rect r, uint16_t kind, uint64_t id,
		 uint64_t sub);
/* The topmost mark at a cell; NULL = none. */
const struct mark *canvas_mark_at(const struct canvas *c, int x, int y);

/* Columns of a text; 0, 1 or 2 a character (see width.h). */
int text_columns(const char *s, size_t len);

/*
 * Break a text into rows of at most `columns`: at words, between CJK
 * characters, no closing punctuation at the start of a row.
 * Return: bytes of the first row; *next gets where the second one begins.
 */
size_t text_row(const char *s, size_t len, int columns, size_t *next);

/* By the same rules: may a row end between two that no space parts? */
bool text_may_part(uint32_t before, uint32_t after);

struct text;
/*
 * All lines of a text, each in rows of at most `columns`, added to `out`. Where
 * a line goes on it begins at column `hang`, or below its own first word if
 * that is further in; in too few columns for that, at the edge.
 */
void text_fold(const char *s, int columns, int hang, struct text *out);

/* Plain text of the picture, rows ended by \n, trailing spaces kept. */
void canvas_print(const struct canvas *c, struct text *out);

#endif
