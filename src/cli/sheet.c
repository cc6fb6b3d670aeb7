#include "cli/sheet.h"

#include <stdio.h>
#include <string.h>

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

void sheet_close(struct sheet *sheet)
{
	text_free(&sheet->text);
	sheet->top = 0;
	sheet->found = -1;
	sheet->find.typing = false;
	sheet->find.came = FIND_FOUND;
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

static int nr_rows(const struct sheet *sheet, int columns)
{
	struct fold f = fold_begin(sheet, columns);
	struct row row;
	int nr = 0;

	while (next_row(&f, &row))
		nr++;
	return nr;
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

static bool row_fits(void *ctx, uint32_t nr, const char *wanted)
{
	const struct sheet *sheet = ctx;
	struct fold f = fold_begin(sheet, sheet->columns);
	struct text words = { 0 };
	struct row row = { .len = 0 };
	bool fits;

	do
		next_row(&f, &row);
	while (nr--);
	text_add(&words, row.s, row.len);
	fits = search_in(text_str(&words), wanted);
	text_free(&words);
	return fits;
}

/* From the first row shown on; then from the last match. */
static void match(struct sheet *sheet, int direction)
{
	uint32_t nr = (uint32_t)nr_rows(sheet, sheet->columns), row;
	int from = sheet->found >= 0 ? sheet->found + direction :
		   direction > 0 ? sheet->top : sheet->top - 1;

	row = find_entry(&sheet->find, nr, from, direction, row_fits, sheet);
	if (row < nr)
		sheet->top = sheet->found = (int)row;
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
		sheet->top += scrolls[i].by;	/* sheet_draw() puts it right */
		sheet->found = -1;
		return true;
	}
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

void sheet_draw(struct sheet *sheet, struct canvas *c, enum lang lang)
{
	static const struct words below = {
		{ " %d-%d of %d  Esc closes ", " %d-%d/%d  Esc 关闭 " }
	};
	int columns = columns_wanted(sheet), room = c->h - 4, lines, rows;
	struct rect r, clip;
	struct fold fold;
	struct row row;
	char right[64];

	if (room < 1 || c->w < 20)
		return;
	if (columns < LEAST_COLUMNS)
		columns = LEAST_COLUMNS;
	if (columns > c->w - SHEET_EDGES)
		columns = c->w - SHEET_EDGES;
	sheet->columns = columns;
	lines = nr_rows(sheet, columns);
	rows = room < lines ? room : lines;
	if (sheet->top > lines - rows)
		sheet->top = lines - rows;
	if (sheet->top < 0)
		sheet->top = 0;
	r = (struct rect){ (c->w - columns - SHEET_EDGES) / 2, (room - rows) / 2,
			   columns + SHEET_EDGES, rows + 2 };
	snprintf(right, sizeof(right), words_in(&below, lang), sheet->top + 1,
		 sheet->top + rows, lines);
	draw_frame(sheet, c, r, right);
	clip = canvas_clip(c, (struct rect){ r.x + 2, r.y + 1, columns, rows });
	fold = fold_begin(sheet, columns);
	for (int y = -sheet->top; y < rows && next_row(&fold, &row); y++)
		if (y >= 0)
			canvas_textn(c, r.x + 2 + row.indent, r.y + 1 + y,
				     ROLE_TEXT, row.s, row.len);
	canvas_clip(c, clip);
	search_light(c, (struct rect){ r.x + 2, r.y + 1, columns, rows },
		     sheet->find.wanted);
	find_draw(&sheet->find, c,
		  (struct rect){ r.x + 2, r.y + rows + 1, columns, 1 }, lang);
}
