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

void sheet_close(struct sheet *sheet)
{
	text_free(&sheet->text);
	sheet->top = 0;
	sheet->open = false;
}

static int nr_lines(const struct sheet *sheet)
{
	int nr = 0;

	for (const char *s = text_str(&sheet->text); *s; nr++) {
		s += strcspn(s, "\n");
		s += *s != '\0';
	}
	return nr;
}

bool sheet_key(struct sheet *sheet, const char *name)
{
	static const struct scroll {
		const char *key;
		int by;
	} scrolls[] = {
		{ "Up", -1 },	 { "k", -1 },	{ "Down", 1 },	 { "j", 1 },
		{ "PgUp", -10 }, { "PgDn", 10 }, { "Space", 10 },
		{ "Home", -100000 }, { "g", -100000 },
		{ "End", 100000 },   { "G", 100000 },
	};
	static const char *const closers[] = { "Esc", "Enter", "q", "?" };

	for (size_t i = 0; i < sizeof(scrolls) / sizeof(scrolls[0]); i++) {
		if (strcmp(name, scrolls[i].key))
			continue;
		sheet->top += scrolls[i].by;	/* sheet_draw() puts it right */
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

void sheet_draw(struct sheet *sheet, struct canvas *c)
{
	int lines = nr_lines(sheet), rows = c->h - 4;
	struct rect r, clip;
	const char *s = text_str(&sheet->text);
	char right[64];

	if (rows < 1 || c->w < 20)
		return;
	rows = rows < lines ? rows : lines;
	if (sheet->top > lines - rows)
		sheet->top = lines - rows;
	if (sheet->top < 0)
		sheet->top = 0;
	r = (struct rect){ 1, (c->h - rows - 2) / 2, c->w - 2, rows + 2 };
	snprintf(right, sizeof(right), " %d-%d of %d  Esc closes ", sheet->top + 1,
		 sheet->top + rows, lines);
	draw_frame(sheet, c, r, right);
	clip = canvas_clip(c, (struct rect){ r.x + 2, r.y + 1, r.w - 4, rows });
	for (int line = 0; *s && line < sheet->top + rows; line++) {
		size_t len = strcspn(s, "\n");

		if (line >= sheet->top)
			canvas_textn(c, r.x + 2, r.y + 1 + line - sheet->top,
				     ROLE_TEXT, s, len);
		s += len + (s[len] != '\0');
	}
	canvas_clip(c, clip);
}
