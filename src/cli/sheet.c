#include "cli/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "draw/widget.h"
#include "view/search.h"

enum { TAB = 8 };

void sheet_open(struct sheet *sheet, const char *title, const char *text)
{
	unsigned column = 0;

	sheet_close(sheet);
	snprintf(sheet->title, sizeof(sheet->title), "%s", title);
	for (; *text; text++) {
		if (*text == '\t') {
			text_add(&sheet->text, "        ", TAB - column % TAB);
			column += TAB - column % TAB;
			continue;
		}
		text_add(&sheet->text, text, 1);
		column = *text == '\n' ? 0 : column + 1;
	}
	sheet->open = true;
}

void sheet_point(struct sheet *sheet)
{
	sheet->pointed = true;
	sheet->line = 0;
}

void sheet_close(struct sheet *sheet)
{
	text_free(&sheet->text);
	sheet->top = 0;
	sheet->found = -1;
	sheet->find.typing = false;
	sheet->find.came = FIND_FOUND;
	sheet->pointed = false;
	sheet->open = false;
}

/* Where in a text the next row begins, while it is folded. */
struct fold {
	const char *rest;
	int	    columns;
	int	    hang;	/* of the line that goes on; 0 = a new one */
};

struct row {
	const char *s;
	size_t	    len;
	int	    indent;
};

/*
 * Where the rows of a line that goes on begin: under what stands in its second
 * column ("  }    the next event"), or under its first word.
 */
static int hang_of(const char *line, size_t len, int columns)
{
	size_t first = strspn(line, " "), i = first;

	while (i + 1 < len && (line[i] != ' ' || line[i + 1] != ' '))
		i++;
	if (i + 1 < len) {
		size_t second = i + strspn(line + i, " ");
		int at = text_columns(line, second);

		if (second < len && at <= columns / 2)
			return at;
	}
	return first <= (size_t)columns / 2 ? (int)first : 0;
}

/* Return: false if there is no row any more. */
static bool next_row(struct fold *f, struct row *row)
{
	size_t line = strcspn(f->rest, "\n"), next;

	if (!*f->rest)
		return false;
	row->s = f->rest;
	row->indent = f->hang;
	row->len = text_row(row->s, line, f->columns - f->hang, &next);
	if (next >= line) {
		next = line + (row->s[line] != '\0');
		f->hang = 0;
	} else if (!f->hang) {
		f->hang = hang_of(row->s, line, f->columns);
	}
	f->rest = row->s + next;
	return true;
}

static struct fold fold_begin(const struct sheet *sheet, int columns)
{
	return (struct fold){ text_str(&sheet->text), columns, 0 };
}

/* Rows up to the one that begins with `end`; NULL = all of them. */
static int nr_rows(const struct sheet *sheet, int columns, const char *end)
{
	struct fold f = fold_begin(sheet, columns);
	struct row row;
	int nr = 0;

	while (next_row(&f, &row) && row.s != end)
		nr++;
	return nr;
}

/* The line under the cursor, which is put right. */
static const char *pointed_line(struct sheet *sheet)
{
	const char *at = text_str(&sheet->text), *next;
	int line = 0;

	for (; line < sheet->line; line++) {
		next = at + strcspn(at, "\n");
		if (!next[0] || !next[1])
			break;
		at = next + 1;
	}
	sheet->line = line;
	return at;
}

/* As many rows around the cursor as there are: its line is among them. */
static void show_line(struct sheet *sheet, int columns, int rows)
{
	const char *line = pointed_line(sheet);
	int first = nr_rows(sheet, columns, line);
	int last = nr_rows(sheet, columns, line + strcspn(line, "\n") + 1) - 1;

	if (sheet->top <= last - rows)
		sheet->top = last - rows + 1;
	if (sheet->top > first)
		sheet->top = first;
}

/* As wide as its longest line, if there is so much room. */
static int columns_wanted(const struct sheet *sheet)
{
	int most = text_columns(sheet->title, strlen(sheet->title)) + 4;

	for (const char *s = text_str(&sheet->text); *s;) {
		size_t len = strcspn(s, "\n");
		int columns = text_columns(s, len);

		most = columns > most ? columns : most;
		s += len + (s[len] != '\0');
	}
	return most;
}

/* The text folded once, for a search that asks for many of its rows. */
static struct row *rows_make(const struct sheet *sheet, uint32_t nr)
{
	struct fold f = fold_begin(sheet, sheet->columns);
	struct row *rows = xcalloc(nr + 1, sizeof(*rows));

	for (uint32_t i = 0; i < nr; i++)
		next_row(&f, &rows[i]);
	return rows;
}

static bool row_fits(void *ctx, uint32_t nr, const char *wanted)
{
	const struct row *row = (const struct row *)ctx + nr;
	struct text words = { 0 };
	bool fits;

	text_add(&words, row->s, row->len);
	fits = search_in(text_str(&words), wanted);
	text_free(&words);
	return fits;
}

static int line_of(const struct sheet *sheet, int nr)
{
	struct fold f = fold_begin(sheet, sheet->columns);
	const char *s = f.rest;
	struct row row;
	int line = 0;

	while (nr-- && next_row(&f, &row))
		;
	for (; s < f.rest; s++)
		line += *s == '\n';
	return line;
}

/* From the cursor or the first row shown on; then from the last match. */
static void match(struct sheet *sheet, int direction)
{
	uint32_t nr = (uint32_t)nr_rows(sheet, sheet->columns, NULL), row;
	int first = sheet->pointed ? nr_rows(sheet, sheet->columns,
					     pointed_line(sheet)) :
				     sheet->top;
	int from = sheet->found >= 0 ? sheet->found + direction :
		   direction > 0 ? first : first - 1;
	struct row *rows;

	rows = rows_make(sheet, nr);
	row = find_entry(&sheet->find, nr, from, direction, row_fits, rows);
	free(rows);
	if (row >= nr)
		return;
	sheet->top = sheet->found = (int)row;
	sheet->line = line_of(sheet, (int)row);
}

bool sheet_key(struct sheet *sheet, const char *name)
{
	static const struct scroll {
		const char *key;
		int by;
	} scrolls[] = {
		{ "Up", -1 },	 { "k", -1 },	{ "Down", 1 },	 { "j", 1 },
		{ "PgUp", -10 }, { "PgDn", 10 }, { "Space", 10 },
		{ "WheelUp", -3 }, { "WheelDown", 3 },
		{ "Home", -100000 }, { "g", -100000 },
		{ "End", 100000 },   { "G", 100000 },
	};
	static const char *const closers[] = { "Esc", "Enter", "q", "?" };
	int direction;

	if (find_key(&sheet->find, name, &direction)) {
		if (direction)
			match(sheet, direction);
		return true;
	}

	for (size_t i = 0; i < sizeof(scrolls) / sizeof(scrolls[0]); i++) {
		if (strcmp(name, scrolls[i].key))
			continue;
		/* sheet_draw() puts it right */
		*(sheet->pointed ? &sheet->line : &sheet->top) += scrolls[i].by;
		sheet->found = -1;
		return true;
	}
	if (sheet->pointed && !strcmp(name, "Enter"))
		return false;
	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++) {
		if (strcmp(name, closers[i]))
			continue;
		sheet_close(sheet);
		return true;
	}
	return false;
}

/* Frame and margins take four columns; the status and key rows stay free. */
enum { LEAST_COLUMNS = 30 };

/* Rows of the text in r, from the first that is shown. */
static void draw_rows(struct sheet *sheet, struct canvas *c, struct rect r)
{
	struct rect clip = canvas_clip(c, r);
	struct fold fold = fold_begin(sheet, r.w);
	const char *line = sheet->pointed ? pointed_line(sheet) : NULL;
	const char *end = line ? line + strcspn(line, "\n") : NULL;
	struct row row;

	sheet->at = (struct rect){ r.x, r.y, 0, 0 };
	for (int y = -sheet->top; y < r.h && next_row(&fold, &row); y++) {
		struct rect at = { r.x, r.y + y, r.w, 1 };

		if (y < 0)
			continue;
		canvas_textn(c, at.x + row.indent, at.y, ROLE_TEXT, row.s,
			     row.len);
		if (!line || row.s < line || row.s > end)
			continue;
		canvas_over(c, at, OVER_CURSOR);
		sheet->at = sheet->at.h ? sheet->at : at;
	}
	canvas_clip(c, clip);
}

/* In the lower border: what is looked for, and which rows these are. */
static void draw_foot(const struct sheet *sheet, struct canvas *c,
		      struct rect r, const char *which, enum lang lang)
{
	struct rect row = { r.x + 2, r.y + r.h - 1, r.w - 4, 1 };
	int used = find_draw(&sheet->find, c, row, lang);

	if (!used || used + text_columns(which, strlen(which)) <= row.w)
		canvas_right(c, row.x + row.w, row.y, ROLE_DIM, which);
}

void sheet_draw(struct sheet *sheet, struct canvas *c, enum lang lang)
{
	static const struct words below = {
		{ " %d-%d of %d  Esc closes ", " %d-%d/%d  Esc 关闭 " }
	}, below_lines = {
		{ " %d-%d of %d  Enter inspect  Esc closes ",
		  " %d-%d/%d  Enter 细看  Esc 关闭 " }
	};
	int columns = columns_wanted(sheet), room = c->h - 4, lines, rows;
	struct box box = { .title = sheet->title, .focused = true };
	struct rect inner;
	char which[64];

	if (room < 1 || c->w < 20)
		return;
	if (columns < LEAST_COLUMNS)
		columns = LEAST_COLUMNS;
	if (columns > c->w - SHEET_EDGES)
		columns = c->w - SHEET_EDGES;
	sheet->columns = columns;
	lines = nr_rows(sheet, columns, NULL);
	rows = room < lines ? room : lines;
	if (sheet->pointed)
		show_line(sheet, columns, rows);
	if (sheet->top > lines - rows)
		sheet->top = lines - rows;
	if (sheet->top < 0)
		sheet->top = 0;
	box.r = (struct rect){ (c->w - columns - SHEET_EDGES) / 2,
			       (room - rows) / 2, columns + SHEET_EDGES,
			       rows + 2 };
	snprintf(which, sizeof(which),
		 words_in(sheet->pointed ? &below_lines : &below, lang),
		 sheet->top + 1, sheet->top + rows, lines);
	box_draw(c, &box);
	inner = (struct rect){ box.r.x + 2, box.r.y + 1, columns, rows };
	draw_rows(sheet, c, inner);
	search_light(c, inner, sheet->find.wanted);
	draw_foot(sheet, c, box.r, which, lang);
}
