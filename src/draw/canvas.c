#include "draw/canvas.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "draw/rect.h"
#include "draw/width.h"

/* What an ASCII canvas shows instead; all other characters become '?'. */
static const struct twin {
	uint32_t code;
	char	 ascii;
} twins[] = {
	{0x2500, '-'}, {0x2502, '|'}, {0x253c, '+'},	/* ─ │ ┼ */
	{0x250c, '+'}, {0x2510, '+'}, {0x2514, '+'},	/* ┌ ┐ └ */
	{0x2518, '+'},					/* ┘ */
	{0x256d, '+'}, {0x256e, '+'}, {0x2570, '+'},	/* ╭ ╮ ╰ */
	{0x256f, '+'}, {0x251c, '+'}, {0x2524, '+'},	/* ╯ ├ ┤ */
	{0x252c, '+'}, {0x2534, '+'},			/* ┬ ┴ */
	{0x25ae, '#'}, {0x25af, '-'},			/* ▮ ▯ */
	{0x25b8, '>'}, {0x25c2, '<'},			/* ▸ ◂ */
	{0x25b4, '^'}, {0x25be, 'v'},			/* ▴ ▾ */
};

static uint32_t ascii_twin(uint32_t code)
{
	if (code < 0x7f)
		return code;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (twins[i].code == code)
			return (uint32_t)twins[i].ascii;
	return '?';
}

/*
 * Some terminals take two cells for characters that Unicode calls ambiguous.
 * Of those only lines are used.
 */
static bool is_line(uint32_t code)
{
	return code >= 0x2500 && code < 0x2580;
}

static struct rect whole(const struct canvas *c)
{
	return (struct rect){0, 0, c->w, c->h};
}

void canvas_open(struct canvas *c, int w, int h, bool ascii)
{
	bug_on(w < 0 || h < 0 || w > INT16_MAX || h > INT16_MAX);
	memset(c, 0, sizeof(*c));
	c->w = w;
	c->h = h;
	c->ascii = ascii;
	c->cells = xcalloc((size_t)w * (size_t)h, sizeof(*c->cells));
	canvas_clear(c);
}

void canvas_close(struct canvas *c)
{
	free(c->cells);
	free(c->marks);
	memset(c, 0, sizeof(*c));
}

void canvas_clear(struct canvas *c)
{
	size_t nr = (size_t)c->w * (size_t)c->h;

	for (size_t i = 0; i < nr; i++)
		c->cells[i] = (struct cell){.code = ' ', .role = ROLE_TEXT};
	c->nr_marks = 0;
	c->panel = 0;
	c->clip = whole(c);
}

struct rect canvas_clip(struct canvas *c, struct rect r)
{
	struct rect was = c->clip;

	c->clip = rect_meet(r, whole(c));
	return was;
}

/* A cell is about to change: the other half of a wide character goes blank. */
static void split_wide(struct canvas *c, int x, int y)
{
	struct cell *cell = canvas_cell(c, x, y);

	if (cell->code == CELL_TAIL)
		cell[-1].code = ' ';
	else if (x + 1 < c->w && cell[1].code == CELL_TAIL)
		cell[1].code = ' ';
}

static void put_narrow(struct canvas *c, int x, int y, enum role role,
		       uint8_t over, uint32_t code)
{
	if (!rect_has(c->clip, x, y))
		return;
	split_wide(c, x, y);
	*canvas_cell(c, x, y) = (struct cell){
		.code = code, .role = (uint8_t)role, .over = over};
}

/* Half of it outside of the clip: the half inside is a space. */
static void put_wide(struct canvas *c, int x, int y, enum role role,
		     uint8_t over, uint32_t code)
{
	bool both = rect_has(c->clip, x, y) && rect_has(c->clip, x + 1, y);

	put_narrow(c, x, y, role, over, ' ');
	put_narrow(c, x + 1, y, role, over, ' ');
	if (!both)
		return;
	canvas_cell(c, x, y)->code = code;
	canvas_cell(c, x + 1, y)->code = CELL_TAIL;
}

static int put(struct canvas *c, int x, int y, enum role role, uint8_t over,
	       uint32_t code)
{
	int columns = code_columns(code);

	if (c->ascii || (c->borders == BORDERS_ASCII && is_line(code)))
		code = ascii_twin(code);
	if (columns == 2 && c->ascii)
		put_narrow(c, x + 1, y, role, over, code);
	if (columns == 1 || (columns == 2 && c->ascii))
		put_narrow(c, x, y, role, over, code);
	else if (columns == 2)
		put_wide(c, x, y, role, over, code);
	return columns;
}

void canvas_put(struct canvas *c, int x, int y, enum role role, uint8_t over,
		uint32_t code)
{
	if (code < ' ' || (code >= 0x7f && code < 0xa0) || code > 0x10ffff)
		code = '?';
	if (x < INT_MAX)
		put(c, x, y, role, over, code);
}

int canvas_textn(struct canvas *c, int x, int y, enum role role, const char *s,
		 size_t len)
{
	int columns = 0, w;
	uint32_t code;
	bool shown = y >= c->clip.y && y < c->clip.y + c->clip.h;

	while (len && columns < INT16_MAX) {
		unsigned bytes = drawn_next(s, len, &code, &w);
		int64_t at = (int64_t)x + columns;

		if (shown && at >= c->clip.x - 1 && at < c->clip.x + c->clip.w)
			put(c, (int)at, y, role, 0, code);
		columns += w;
		s += bytes;
		len -= bytes;
	}
	return columns;
}

int canvas_text(struct canvas *c, int x, int y, enum role role, const char *s)
{
	return canvas_textn(c, x, y, role, s, strlen(s));
}

int canvas_printf(struct canvas *c, int x, int y, enum role role,
		  const char *fmt, ...)
{
	char line[512], *s = line;
	va_list ap, again;
	int len, columns;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(line, sizeof(line), fmt, ap);
	bug_on(len < 0);
	if ((size_t)len >= sizeof(line)) {
		s = xmalloc((size_t)len + 1);
		vsnprintf(s, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	va_end(ap);
	columns = canvas_textn(c, x, y, role, s, (size_t)len);
	if (s != line)
		free(s);
	return columns;
}

int canvas_right(struct canvas *c, int x_end, int y, enum role role,
		 const char *s)
{
	int x = x_end - text_columns(s, strlen(s));

	canvas_text(c, x, y, role, s);
	return x;
}

void canvas_fill(struct canvas *c, struct rect r, enum role role, uint32_t code)
{
	int step = code_columns(code) == 2 ? 2 : 1;

	r = rect_meet(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x += step)
			canvas_put(c, x, y, role, 0, code);
}

void canvas_over(struct canvas *c, struct rect r, uint8_t over)
{
	r = rect_meet(r, c->clip);
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++) {
			struct cell *cell = canvas_cell(c, x, y);

			cell->over |= over;
			/* the first half of a wide character shows both */
			if (cell->code == CELL_TAIL)
				cell[-1].over |= over;
		}
	}
}

void canvas_mark(struct canvas *c, struct rect r, uint16_t kind, uint64_t id,
		 uint64_t sub)
{
	r = rect_meet(r, c->clip);
	if (r.w == 0)
		return;
	c->marks = xgrow(c->marks, c->nr_marks, &c->cap_marks,
			 sizeof(*c->marks));
	c->marks[c->nr_marks++] = (struct mark){
		.x = (int16_t)r.x, .y = (int16_t)r.y,
		.w = (int16_t)r.w, .h = (int16_t)r.h,
		.kind = kind, .panel = c->panel, .id = id, .sub = sub,
	};
}

const struct mark *canvas_mark_at(const struct canvas *c, int x, int y)
{
	for (size_t i = c->nr_marks; i-- > 0;) {
		const struct mark *m = &c->marks[i];

		if (x >= m->x && x < m->x + m->w && y >= m->y &&
		    y < m->y + m->h)
			return m;
	}
	return NULL;
}

void canvas_print(const struct canvas *c, struct text *out)
{
	char bytes[4];

	for (int y = 0; y < c->h; y++) {
		for (int x = 0; x < c->w; x++) {
			uint32_t code = canvas_cell(c, x, y)->code;

			if (code != CELL_TAIL)
				text_add(out, bytes, utf8_put(bytes, code));
		}
		text_add(out, "\n", 1);
	}
}
