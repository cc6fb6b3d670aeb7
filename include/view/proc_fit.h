/*
 * proc_fit - lines of a table in fewer columns than they have
 *
 * gap  columns next to each other that are blank in every line
 *
 * What is blank in all lines can go from all of them, so that numbers stay
 * below their headings.
 */
#ifndef VIEW_PROC_FIT_H
#define VIEW_PROC_FIT_H

#include "draw/canvas.h"
#include "view/proc_lines.h"

enum { FIT_COLUMNS = 512 };	/* of a line, in which blanks are looked for */

/* Of no lines when it is all zero. */
struct proc_fit {
	enum { FIT_BLANK, FIT_INK, FIT_GONE } column[FIT_COLUMNS];
	size_t len;		/* columns of the longest line */
};

/* One more line that has to be fitted. */
void proc_fit_add(struct proc_fit *f, const struct proc_line *l);

/*
 * Squeeze the lines to that many columns, or as far as they go: the widest
 * gaps give first; one blank stays of each.
 */
void proc_fit_to(struct proc_fit *f, size_t columns);

/*
 * Where squeezed lines are still longer than that many columns: what stands
 * below these headings goes, one after the other until the rest fits. Cells end
 * where their headings do. `names` ends with NULL.
 */
void proc_fit_leave(struct proc_fit *f, const struct proc_line *head,
		    const char *const *names, size_t columns);

/* Columns of the longest line as they are squeezed. */
size_t proc_fit_columns(const struct proc_fit *f);

/* The cell of a line below a heading, as far as `out` goes; "" = none. */
void proc_fit_cell(const struct proc_line *head, const struct proc_line *l,
		   const char *name, char out[32]);

/*
 * The lines of a text squeezed to that many columns, or as far as they go,
 * added to `out`; as they are if they have the room. An empty line parts two
 * tables, each squeezed by itself.
 */
void proc_fit_text(const char *text, size_t columns, struct text *out);

/*
 * A line as it is squeezed, in the row r.y from r.x on; what is longer than
 * r.w is cut, never inside a number, and ends in dots. Return: columns it
 * takes.
 */
int proc_fit_draw(const struct proc_fit *f, struct canvas *c, struct rect r,
		  enum role role, const struct proc_line *l);

#endif
