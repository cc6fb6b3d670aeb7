#define _XOPEN_SOURCE 700	/* for wcwidth(); NOLINT */

#include "tui/tui.h"

#include <string.h>
#include <wchar.h>

#include "draw/width.h"
#include "tui/terminal.h"

/* Unchanged cells that curses writes over rather than moving past them. */
enum { LESS_THAN_A_MOVE = 5 };

void screen_forget(struct terminal *t)
{
	memset(t->shown, 0,
	       (size_t)t->w * (size_t)t->h * sizeof(*t->shown));
	werase(stdscr);
	clearok(curscr, TRUE);
}

/* The pair of two colours; the terminal's own when there are no more. */
static short pair_for(struct terminal *t, int32_t fg, int32_t bg)
{
	if (!t->own_colors) {
		fg = fg < 0 ? COLOR_WHITE : fg;
		bg = bg < 0 ? COLOR_BLACK : bg;
	} else if (fg < 0 && bg < 0) {
		return 0;
	}
	for (short i = 1; i <= t->nr_pairs; i++)
		if (t->pairs[i][0] == fg && t->pairs[i][1] == bg)
			return i;
	if (t->nr_pairs + 1 >= MAX_PAIRS || t->nr_pairs + 1 >= COLOR_PAIRS)
		return 0;
	t->nr_pairs++;
	t->pairs[t->nr_pairs][0] = fg;
	t->pairs[t->nr_pairs][1] = bg;
	init_pair(t->nr_pairs, (short)fg, (short)bg);
	return t->nr_pairs;
}

static struct paint paint_for(struct terminal *t, const struct cell *cell)
{
	struct look look = theme_look(&t->theme, cell, t->colors);
	attr_t on = A_NORMAL;

	if (look.bold)
		on |= A_BOLD;
	if (look.underline)
		on |= A_UNDERLINE;
	if (look.dim)
		on |= A_DIM;
	if (look.reverse)
		on |= A_REVERSE;
	return (struct paint){
		.attributes = on,
		.pair = t->colors ? pair_for(t, look.fg, look.bg) : (short)0,
		.bare = look.bg < 0 && !look.underline && !look.reverse,
	};
}

/* Another theme: every cell may look different. */
static void use_theme(struct terminal *t, const struct theme *theme)
{
	struct cell cell = {.code = ' '};

	memcpy(&t->theme, theme, sizeof(*theme));
	t->nr_pairs = 0;
	for (int role = 0; role < NR_ROLES; role++) {
		for (int over = 0; over < NR_OVERS; over++) {
			cell.role = (uint8_t)role;
			cell.over = (uint8_t)over;
			t->paint[role][over] = paint_for(t, &cell);
		}
	}
	memset(t->shown, 0,
	       (size_t)t->w * (size_t)t->h * sizeof(*t->shown));
}

/* What to show at a place, whatever the size of the canvas. */
static struct cell cell_for(const struct terminal *t, const struct canvas *c,
			    int x, int y)
{
	struct cell cell = {.code = ' ', .role = ROLE_TEXT};

	if (x >= c->w || y >= c->h)
		return cell;
	cell = *canvas_cell(c, x, y);
	cell.over %= NR_OVERS;
	/* the other half of a wide character may lie beyond the edge */
	if (x == t->w - 1 && cell.code != CELL_TAIL &&
	    code_columns(cell.code) == 2)
		cell.code = ' ';
	return cell;
}

static bool same_cell(struct cell a, struct cell b)
{
	return a.code == b.code && a.role == b.role && a.over == b.over;
}

/*
 * What the terminal's idea of a character's width is may differ from ours;
 * then it gets a '?' for each column, and the row stays in place.
 */
static int cells_of(struct cell cell, const struct paint *p, cchar_t *to)
{
	int columns = code_columns(cell.code), nr = 1;
	wchar_t one[2] = {(wchar_t)cell.code, L'\0'};

	if (cell.code == CELL_TAIL)
		return 0;
	if (cell.code >= 0x7f && wcwidth(one[0]) != columns) {
		one[0] = L'?';
		nr = columns;
	}
	for (int i = 0; i < nr; i++)
		setcchar(&to[i], one, p->attributes, p->pair, NULL);
	return nr;
}

/*
 * A space on no background looks the same in every ink: in the one that the
 * terminal writes in it costs no change of colour.
 */
static const struct paint *ink_for(const struct terminal *t, struct cell cell)
{
	const struct paint *p = &t->paint[cell.role][cell.over];

	return cell.code == ' ' && t->ink->bare && p->bare ? t->ink : p;
}

/* The first cell from x on that differs; w if none does. */
static int next_change(const struct terminal *t, const struct canvas *c, int x,
		       int y)
{
	const struct cell *shown = t->shown + (size_t)y * (size_t)t->w;
	int edge = y >= c->h ? 0 : (c->w < t->w ? c->w : t->w) - 1;

	/* before the edge most cells are as the canvas has them */
	while (x < edge && same_cell(*canvas_cell(c, x, y), shown[x]))
		x++;
	while (x < t->w && same_cell(cell_for(t, c, x, y), shown[x]))
		x++;
	return x;
}

/*
 * Hand over a run of cells, from one that differs, at once. A few unchanged
 * ones between two that differ go along: curses writes them again instead of
 * moving, and their spaces are to be in the ink, too.
 * Return: the next cell that differs.
 */
static int show_run(struct terminal *t, const struct canvas *c, int start,
		    int y)
{
	struct cell *shown = t->shown + (size_t)y * (size_t)t->w;
	int x = start, end, next, nr = 0;

	do {
		next = next_change(t, c, x + 1, y);
		end = x + 1;
		if (next < t->w && next - x <= LESS_THAN_A_MOVE)
			end = next;
		for (; x < end; x++) {
			shown[x] = cell_for(t, c, x, y);
			t->ink = ink_for(t, shown[x]);
			nr += cells_of(shown[x], t->ink, t->row + nr);
		}
	} while (end == next && next < t->w);
	mvwadd_wchnstr(stdscr, y, start, t->row, nr);
	return next;
}

/* Return: something differed. */
static bool show_row(struct terminal *t, const struct canvas *c, int y)
{
	int x = next_change(t, c, 0, y);
	bool changed = x < t->w;

	while (x < t->w)
		x = show_run(t, c, x, y);
	return changed;
}

/* What curses leaves the terminal to write in, after each frame. */
static const struct paint *first_ink(const struct terminal *t)
{
	static const struct paint plain = {.bare = true};

	return t->own_colors || !t->colors ? &plain : &t->paint[ROLE_TEXT][0];
}

void tui_show(const struct canvas *c, const struct theme *theme)
{
	struct terminal *t = terminal();
	bool changed = false;

	if (!t->open)
		return;
	/* other bytes between the members only cost the work once more */
	if (memcmp(&t->theme, theme, sizeof(*theme)) != 0)	/* NOLINT */
		use_theme(t, theme);
	t->ink = first_ink(t);
	for (int y = 0; y < t->h; y++)
		changed |= show_row(t, c, y);
	if (!changed)
		return;
	wnoutrefresh(stdscr);
	frame_send(t);
}
