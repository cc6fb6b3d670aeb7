#include "cli/sheet.h"

#include <stdio.h>
#include <string.h>

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
	sheet->pointed = false;
	sheet->open = false;
}

/* The next row of the text, folded at `columns`; its bytes. NULL = no more. */
static const char *next_row(const char **rest, int columns, size_t *len)
{
	const char *row = *rest;
	size_t line = strcspn(row, "\n"), next;

	if (!*row)
		return NULL;
	*len = text_row(row, line, columns, &next);
	if (next >= line)
		next = line + (row[line] != '\0');
	*rest = row + next;
	return row;
}

/* Rows up to the one that begins with `end`; NULL = all of them. */
static int nr_rows(const struct sheet *sheet, int columns, const char *end)
{
	const char *rest = text_str(&sheet->text), *row;
	size_t len;
	int nr = 0;

	while ((row = next_row(&rest, columns, &len)) && row != end)
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

	for (size_t i = 0; i < sizeof(scrolls) / sizeof(scrolls[0]); i++) {
		if (strcmp(name, scrolls[i].key))
			continue;
		/* sheet_draw() puts it right */
		*(sheet->pointed ? &sheet->line : &sheet->top) += scrolls[i].by;
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

static void draw_frame(const struct sheet *sheet, struct canvas *c, struct rect r,
		       const char *right)
{
	static const uint32_t corner[] = { 0x256d, 0x256e, 0x2570, 0x256f };
	int x2 = r.x + r.w - 1, y2 = r.y + r.h - 1;

	canvas_fill(c, r, ROLE_TEXT, ' ');
	canvas_hline(c, r.x, r.y, r.w, ROLE_FOCUS);
	canvas_hline(c, r.x, y2, r.w, ROLE_FOCUS);
	canvas_vline(c, r.x, r.y, r.h, ROLE_FOCUS);
	canvas_vline(c, x2, r.y, r.h, ROLE_FOCUS);
	for (int i = 0; i < 4; i++)
		canvas_put(c, i & 1 ? x2 : r.x, i & 2 ? y2 : r.y, ROLE_FOCUS, 0,
			   corner[i]);
	canvas_printf(c, r.x + 2, r.y, ROLE_TITLE, " %s ", sheet->title);
	canvas_right(c, x2 - 1, y2, ROLE_DIM, right);
}

/* Frame and margins take four columns; the status and key rows stay free. */
enum { LEAST_COLUMNS = 30 };

/* Rows of the text in r, from the first that is shown. */
static void draw_rows(struct sheet *sheet, struct canvas *c, struct rect r)
{
	struct rect clip = canvas_clip(c, r);
	const char *rest = text_str(&sheet->text), *row;
	const char *line = sheet->pointed ? pointed_line(sheet) : NULL;
	const char *end = line ? line + strcspn(line, "\n") : NULL;
	size_t len;

	sheet->at = (struct rect){ r.x, r.y, 0, 0 };
	for (int y = -sheet->top; y < r.h; y++) {
		struct rect at = { r.x, r.y + y, r.w, 1 };

		row = next_row(&rest, r.w, &len);
		if (!row || y < 0)
			continue;
		canvas_textn(c, at.x, at.y, ROLE_TEXT, row, len);
		if (!line || row < line || row > end)
			continue;
		canvas_over(c, at, OVER_CURSOR);
		sheet->at = sheet->at.h ? sheet->at : at;
	}
	canvas_clip(c, clip);
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
	struct rect r;
	char right[64];

	if (room < 1 || c->w < 20)
		return;
	if (columns < LEAST_COLUMNS)
		columns = LEAST_COLUMNS;
	if (columns > c->w - SHEET_EDGES)
		columns = c->w - SHEET_EDGES;
	lines = nr_rows(sheet, columns, NULL);
	rows = room < lines ? room : lines;
	if (sheet->pointed)
		show_line(sheet, columns, rows);
	if (sheet->top > lines - rows)
		sheet->top = lines - rows;
	if (sheet->top < 0)
		sheet->top = 0;
	r = (struct rect){ (c->w - columns - SHEET_EDGES) / 2, (room - rows) / 2,
			   columns + SHEET_EDGES, rows + 2 };
	snprintf(right, sizeof(right),
		 words_in(sheet->pointed ? &below_lines : &below, lang),
		 sheet->top + 1, sheet->top + rows, lines);
	draw_frame(sheet, c, r, right);
	draw_rows(sheet, c, (struct rect){ r.x + 2, r.y + 1, columns, rows });
}
