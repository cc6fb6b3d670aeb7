/*
 * vt - a terminal far away: what it shows is known from what was sent to it
 *
 * It is never asked, and no terminfo either: the few sequences of ISO 6429 that
 * are sent (place, look, erase) are understood wherever recordings are played.
 * What is sent depends on the pictures alone.
 *
 * pen    the look that the terminal writes in
 */
#ifndef OUT_VT_H
#define OUT_VT_H

#include "base/text.h"
#include "draw/theme.h"

struct vt {
	const struct theme *theme;	/* the caller's */
	const struct theme *home;	/* whose colours are the terminal's own */
	int32_t	     colors;	/* 0, 8, 16, 256 or 1 << 24 */
	int	     w, h;
	struct cell *shown;	/* owned, w * h; as the terminal has them */
	struct look  pen;
	int	     x, y;	/* the cursor; x is -1 behind the last column */
};

void vt_open(struct vt *v, const struct theme *t, int32_t colors);
void vt_close(struct vt *v);

/*
 * Another theme from the next vt_draw_all() on. What the first one left to the
 * terminal is painted where the two differ: nobody can turn its ground light.
 */
void vt_theme(struct vt *v, const struct theme *t);

/* All of a picture, whatever the terminal showed before. */
void vt_draw_all(struct vt *v, const struct canvas *c, struct text *out);

/*
 * What differs from the picture before; nothing is added to `out` if nothing
 * does. A picture of another size is drawn as by vt_draw_all().
 */
void vt_draw(struct vt *v, const struct canvas *c, struct text *out);

/*
 * The picture stays and the cursor is seen again: what is printed next stands
 * below the picture.
 */
void vt_leave(struct vt *v, struct text *out);

#endif
