#include "out/vt.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "out/ansi.h"

/* A move of the cursor costs as much as so many bytes of text. */
enum { MOVE_BYTES = 9 };

/* The code of a cell that was erased: no theme has painted its background. */
enum { ERASED = 0 };

void vt_open(struct vt *v, const struct theme *t, int32_t colors)
{
	*v = (struct vt){.theme = t, .home = t, .colors = colors};
}

void vt_close(struct vt *v)
{
	free(v->shown);
	v->shown = NULL;
}

void vt_theme(struct vt *v, const struct theme *t)
{
	v->theme = t;
}

static struct look look_of(const struct vt *v, const struct cell *cell)
{
	struct look look = theme_look(v->theme, cell, v->colors);

	if (v->colors < 1 << 24)
		return look;
	if (look.bg < 0 && v->theme->background != v->home->background)
		look.bg = (int32_t)v->theme->background;
	if (look.fg < 0 && v->theme->foreground != v->home->foreground)
		look.fg = (int32_t)v->theme->foreground;
	return look;
}

/* Is it what an erased cell shows? */
static bool is_blank(const struct vt *v, const struct cell *cell)
{
	struct look look;

	if (cell->code != ' ')
		return false;
	look = look_of(v, cell);
	return ansi_same_on_space(&look, &ansi_plain);
}

/* Does a terminal that shows the one look as if it showed the other? */
static bool same_cell(const struct vt *v, const struct cell *shown,
		      const struct cell *cell)
{
	struct look a, b;

	if (shown->code == ERASED)
		return is_blank(v, cell);
	if (shown->code != cell->code)
		return false;
	if (shown->code == CELL_TAIL ||		/* looks like its head */
	    (shown->role == cell->role && shown->over == cell->over))
		return true;
	a = look_of(v, shown);
	b = look_of(v, cell);
	return ansi_same_look(&a, &b) ||
	       (shown->code == ' ' && ansi_same_on_space(&a, &b));
}

static void turn_to(struct vt *v, const struct look *look, struct text *out)
{
	ansi_turn(out, &v->pen, look, v->colors);
	v->pen = *look;
}

/* Places are counted from the corner: no earlier width is relied upon. */
static void move_to(struct vt *v, int x, int y, struct text *out)
{
	if (v->x == x && v->y == y)
		return;
	if (!x && y == v->y + 1)
		text_puts(out, "\r\n");
	else if (!x && y == v->y)
		text_puts(out, "\r");
	else if (y == v->y)
		text_printf(out, "\033[%dG", x + 1);
	else if (!x)
		text_printf(out, "\033[%dH", y + 1);
	else
		text_printf(out, "\033[%d;%dH", y + 1, x + 1);
	v->x = x;
	v->y = y;
}

/* One character where the cursor is. Return: the columns it takes. */
static int put_cell(struct vt *v, const struct canvas *c, struct text *out)
{
	const struct cell *cell = canvas_cell(c, v->x, v->y);
	struct look look = look_of(v, cell);
	int columns = 1;
	char bytes[4];

	if (v->x + 1 < c->w && cell[1].code == CELL_TAIL)
		columns = 2;
	if (cell->code != ' ' || !ansi_same_on_space(&look, &v->pen))
		turn_to(v, &look, out);
	text_add(out, bytes, utf8_put(bytes, cell->code));
	v->x = v->x + columns < c->w ? v->x + columns : -1;
	return columns;
}

/* Bytes to write over [x, end) again in the pen; too many if it must turn. */
static int bytes_over(const struct vt *v, const struct canvas *c, int x,
		      int end, int y)
{
	int nr = 0;
	char bytes[4];

	for (; x < end && nr <= MOVE_BYTES; x++) {
		const struct cell *cell = canvas_cell(c, x, y);
		struct look look = look_of(v, cell);

		if (cell->code == CELL_TAIL)
			continue;
		if (!ansi_same_look(&look, &v->pen) &&
		    (cell->code != ' ' || !ansi_same_on_space(&look, &v->pen)))
			return MOVE_BYTES + 1;
		nr += (int)utf8_put(bytes, cell->code);
	}
	return nr;
}

/* The first cell from x on that differs; w if none does. */
static int next_change(const struct vt *v, const struct canvas *c, int x, int y)
{
	const struct cell *shown = v->shown + (size_t)y * (size_t)v->w;

	while (x < c->w && same_cell(v, &shown[x], canvas_cell(c, x, y)))
		x++;
	return x;
}

/* Where the blanks at the end of a row begin. */
static int blank_from(const struct vt *v, const struct canvas *c, int y)
{
	int x = c->w;

	while (x && is_blank(v, canvas_cell(c, x - 1, y)))
		x--;
	return x;
}

/* Is erasing [x, w), which is to be blank, less than writing spaces? */
static bool erasing_pays(const struct vt *v, const struct canvas *c, int x,
			 int y)
{
	int last = x;

	for (int next = x; next < c->w; next = next_change(v, c, next + 1, y))
		last = next;
	return last - x >= MOVE_BYTES;
}

static void erase_rest(struct vt *v, int x, int y, struct text *out)
{
	move_to(v, x, y, out);
	if (!ansi_same_on_space(&v->pen, &ansi_plain))
		turn_to(v, &ansi_plain, out);
	text_puts(out, "\033[K");
}

static void draw_row(struct vt *v, const struct canvas *c, int y,
		     struct text *out)
{
	int end = blank_from(v, c, y), x = next_change(v, c, 0, y);

	while (x < c->w) {
		if (x >= end && erasing_pays(v, c, x, y)) {
			erase_rest(v, x, y, out);
			return;
		}
		if (v->y != y || v->x < 0 || v->x > x ||
		    bytes_over(v, c, v->x, x, y) > MOVE_BYTES)
			move_to(v, x, y, out);
		while (v->x >= 0 && v->x < x)
			put_cell(v, c, out);
		x += put_cell(v, c, out);
		x = next_change(v, c, x, y);
	}
}

static void remember(struct vt *v, const struct canvas *c)
{
	size_t nr = (size_t)c->w * (size_t)c->h;

	for (size_t i = 0; i < nr; i++)
		v->shown[i] = c->cells[i];
}

static void draw_rows(struct vt *v, const struct canvas *c, struct text *out)
{
	for (int y = 0; y < c->h; y++)
		draw_row(v, c, y, out);
	remember(v, c);
}

void vt_draw_all(struct vt *v, const struct canvas *c, struct text *out)
{
	size_t nr = (size_t)c->w * (size_t)c->h;

	v->w = c->w;
	v->h = c->h;
	v->shown = xrealloc(v->shown, (nr + 1) * sizeof(*v->shown));
	for (size_t i = 0; i < nr; i++)
		v->shown[i] = (struct cell){.code = ERASED};
	text_puts(out, "\033[?25l\033[m\033[H\033[2J");
	v->pen = ansi_plain;
	v->x = v->y = 0;
	draw_rows(v, c, out);
}

void vt_draw(struct vt *v, const struct canvas *c, struct text *out)
{
	if (c->w != v->w || c->h != v->h)
		vt_draw_all(v, c, out);
	else
		draw_rows(v, c, out);
}

/*
 * In a taller terminal the cursor goes to the row below. In one of just this
 * size a line feed would push the first row out, and pages that show the
 * recording have such terminals: there a space is written over the space in
 * the last cell, so that the next character that anybody prints begins a row.
 */
void vt_leave(struct vt *v, struct text *out)
{
	const struct cell *last = &v->shown[v->w * v->h - 1];

	turn_to(v, &ansi_plain, out);
	if (last->code == ERASED || is_blank(v, last))
		text_printf(out, "\033[%d;9999H ", v->h + 1);
	else
		text_printf(out, "\033[%dH", v->h + 1);
	text_puts(out, "\033[?25h");
}
