/*
 * theme - what a role looks like: colours for 24 bits, 256, 16 and 8 colours
 * and attributes for none
 */
#ifndef DRAW_THEME_H
#define DRAW_THEME_H

#include "draw/canvas.h"

struct ink {
	uint32_t rgb;		/* 0xrrggbb */
	int16_t	 c256;		/* 0..255 */
	int16_t	 c16;		/* 0..15 */
	int16_t	 c8;		/* 0..7; -1 = the terminal's own */
	uint16_t bold;		/* enum bold_at */
};

/* Depths at which an ink is bold as well. */
enum bold_at {
	BOLD_AT_8 = 1,
	BOLD_AT_16 = 2,
	BOLD_AT_256 = 4,	/* and with 24 bits */
};

struct theme {
	char	   name[32];
	bool	   mono;	/* attributes only; no inks */
	bool	   light;	/* paints on a light background */
	bool	   own_background;
	uint32_t   background;	/* rgb, for recordings and SVG */
	uint32_t   foreground;
	struct ink ink[NR_ROLES];
	struct ink touched;	/* ink on a touched cell */
	struct ink follow, follow_background;
	struct ink cursor, cursor_background;
};

extern const char *const role_names[NR_ROLES];	/* "TEXT", "ANON" ... */

/* The theme `dark`, built in: there is always one. */
const struct theme *theme_default(void);

/*
 * How a cell is shown: after overlays, for `colors` 0, 8, 16, 256 or 1 << 24.
 * With 8 colours, which are fewer than roles, the attributes of none stay.
 */
struct look {
	int32_t fg, bg;		/* index or rgb; -1 = the terminal's own */
	bool	bold, underline, dim, reverse;
};
struct look theme_look(const struct theme *t, const struct cell *cell,
		       int32_t colors);

#endif
