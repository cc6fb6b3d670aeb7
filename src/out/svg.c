#include "out/svg.h"

#include "draw/width.h"

enum {
	TRUE_COLOUR = 1 << 24,
	CELL_W = 10,		/* pixels; the font's size is made to fit */
	CELL_H = 20,
	BASELINE = 15,		/* from the top of a cell */
	MARGIN = 10,
	LINE = 0x2500,		/* ─ */
};

/* What fonts draw with gaps or not at all, within a cell from its corner. */
static const struct shape {
	uint32_t    code;
	bool	    filled;
	const char *path;
} shapes[] = {
	{LINE,	 false, "m0 10h10"},
	{0x2502, false, "m5 0v20"},			/* │ */
	{0x250c, false, "m5 20v-10h5"},			/* ┌ */
	{0x2510, false, "m0 10h5v10"},			/* ┐ */
	{0x2514, false, "m5 0v10h5"},			/* └ */
	{0x2518, false, "m0 10h5v-10"},			/* ┘ */
	{0x256d, false, "m5 20v-5q0-5 5-5"},		/* ╭ */
	{0x256e, false, "m0 10q5 0 5 5v5"},		/* ╮ */
	{0x2570, false, "m5 0v5q0 5 5 5"},		/* ╰ */
	{0x256f, false, "m0 10q5 0 5-5v-5"},		/* ╯ */
	{0x251c, false, "m5 0v20m0-10h5"},		/* ├ */
	{0x2524, false, "m5 0v20m0-10h-5"},		/* ┤ */
	{0x252c, false, "m0 10h10m-5 0v10"},		/* ┬ */
	{0x2534, false, "m0 10h10m-5 0v-10"},		/* ┴ */
	{0x253c, false, "m0 10h10m-5-10v20"},		/* ┼ */
	{0x25ae, true,	"m2 3h6v14h-6z"},		/* ▮ */
	{0x25af, false, "m2.5 3.5h5v13h-5z"},		/* ▯ */
	{0x25b8, true,	"m2 5l6 5l-6 5z"},		/* ▸ */
	{0x25c2, true,	"m8 5l-6 5l6 5z"},		/* ◂ */
	{0x25b4, true,	"m1 15l4-9l4 9z"},		/* ▴ */
	{0x25be, true,	"m1 6l4 9l4-9z"},		/* ▾ */
};

static const struct shape *shape_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (shapes[i].code == code)
			return &shapes[i];
	return NULL;
}

/* A row of cells, each with its look: all of it made plain colours. */
struct row {
	const struct canvas *c;
	const struct theme *t;
	int y;
	struct text *out;
};

/* Dim: three fifths of the ink, the rest from behind it. */
static int32_t dimmed(uint32_t ink, uint32_t behind)
{
	uint32_t mixed = 0;

	for (int shift = 0; shift < 24; shift += 8)
		mixed |= (3 * (ink >> shift & 0xff) +
			  2 * (behind >> shift & 0xff)) / 5 << shift;
	return (int32_t)mixed;
}

static struct look look_at(const struct row *r, int x)
{
	struct look look = theme_look(r->t, canvas_cell(r->c, x, r->y),
				      TRUE_COLOUR);
	int32_t background = (int32_t)r->t->background;

	if (look.fg < 0)
		look.fg = (int32_t)r->t->foreground;
	if (look.dim)
		look.fg = dimmed((uint32_t)look.fg, r->t->background);
	if (look.reverse) {
		look.bg = look.fg;
		look.fg = background;
	}
	if (look.bg == background)
		look.bg = -1;
	return look;
}

static uint32_t code_at(const struct row *r, int x)
{
	return canvas_cell(r->c, x, r->y)->code;
}

static bool same_ink(const struct look *a, const struct look *b)
{
	return a->fg == b->fg && a->bold == b->bold &&
	       a->underline == b->underline;
}

static void add_fills(const struct row *r)
{
	for (int x = 0, next; x < r->c->w; x = next) {
		int32_t bg = look_at(r, x).bg;

		for (next = x + 1; next < r->c->w; next++)
			if (look_at(r, next).bg != bg &&
			    code_at(r, next) != CELL_TAIL)
				break;
		if (bg >= 0)
			text_printf(r->out, "<rect x=\"%d\" y=\"%d\" "
				    "width=\"%d\" height=\"%d\" "
				    "fill=\"#%06x\"/>\n", x * CELL_W,
				    r->y * CELL_H, (next - x) * CELL_W, CELL_H,
				    (unsigned)bg);
	}
}

static void add_character(struct text *out, uint32_t code)
{
	char bytes[4];

	if (code == '&')
		text_puts(out, "&amp;");
	else if (code == '<')
		text_puts(out, "&lt;");
	else if (code == '>')
		text_puts(out, "&gt;");
	else
		text_add(out, bytes, utf8_put(bytes, code));
}

static void add_ink(struct text *out, const struct look *look)
{
	text_printf(out, " fill=\"#%06x\"%s%s>", (unsigned)look->fg,
		    look->bold ? " font-weight=\"bold\"" : "",
		    look->underline ? " text-decoration=\"underline\"" : "");
}

/* The end of a path: what is bold is drawn with a wider stroke. */
static void add_path_ink(struct text *out, const struct look *look, bool filled)
{
	unsigned ink = (unsigned)look->fg;

	if (filled)
		text_printf(out, "\" fill=\"#%06x\"", ink);
	else
		text_puts(out, "\" fill=\"none\"");
	if (!filled || look->bold)
		text_printf(out, " stroke=\"#%06x\"", ink);
	if (!filled && look->bold)
		text_puts(out, " stroke-width=\"2\"");
	text_puts(out, "/>\n");
}

/*
 * A run of shapes of one look, as one path. Lines of a border are one stroke.
 * Return: the cell after it.
 */
static int add_shapes(const struct row *r, int x, const struct shape *shape)
{
	struct look first = look_at(r, x), look = first;
	bool filled = shape->filled;

	text_puts(r->out, "<path d=\"");
	while (shape && shape->filled == filled && same_ink(&look, &first)) {
		int start = x++;

		while (shape->code == LINE && x < r->c->w &&
		       code_at(r, x) == LINE && look_at(r, x).fg == first.fg)
			x++;
		text_printf(r->out, "M%d %d", start * CELL_W, r->y * CELL_H);
		if (shape->code == LINE)
			text_printf(r->out, "m0 10h%d", (x - start) * CELL_W);
		else
			text_puts(r->out, shape->path);
		if (first.underline)
			text_printf(r->out, "M%d %dm0 18%s", start * CELL_W,
				    r->y * CELL_H,
				    filled ? "h10v1h-10z" : ".5h10");
		if (x == r->c->w)
			break;
		shape = shape_of(code_at(r, x));
		look = look_at(r, x);
	}
	add_path_ink(r->out, &first, filled);
	return x;
}

/* A wide character stands alone, in the middle of its two cells. */
static int add_wide(const struct row *r, int x)
{
	struct look look = look_at(r, x);

	text_printf(r->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\"",
		    (x + 1) * CELL_W, r->y * CELL_H + BASELINE);
	add_ink(r->out, &look);
	add_character(r->out, code_at(r, x));
	text_puts(r->out, "</text>\n");
	return x + 2;
}

/* A space may be part of a run, two of them may not: each run is placed. */
static bool ends_run(const struct row *r, int x, const struct look *look)
{
	uint32_t code = code_at(r, x);
	struct look here = look_at(r, x);

	if (code == ' ' && !look->underline)
		return x + 1 == r->c->w || code_at(r, x + 1) == ' ' ||
		       ends_run(r, x + 1, look);
	return !same_ink(&here, look) || shape_of(code) ||
	       code_columns(code) != 1;
}

static int add_run(const struct row *r, int x)
{
	struct look look = look_at(r, x);
	int end = x + 1;

	while (end < r->c->w && !ends_run(r, end, &look))
		end++;
	text_printf(r->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"",
		    x * CELL_W, r->y * CELL_H + BASELINE, (end - x) * CELL_W);
	add_ink(r->out, &look);
	for (; x < end; x++)
		add_character(r->out, code_at(r, x));
	text_puts(r->out, "</text>\n");
	return end;
}

static void add_row(const struct row *r)
{
	add_fills(r);
	for (int x = 0; x < r->c->w;) {
		uint32_t code = code_at(r, x);
		const struct shape *shape = shape_of(code);

		if (code == ' ' && !look_at(r, x).underline)
			x++;
		else if (shape)
			x = add_shapes(r, x, shape);
		else if (code_columns(code) == 2)
			x = add_wide(r, x);
		else
			x = add_run(r, x);
	}
}

void svg_print(const struct canvas *c, const struct theme *t, struct text *out)
{
	int w = c->w * CELL_W + 2 * MARGIN, h = c->h * CELL_H + 2 * MARGIN;

	text_printf(out,
		    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		    "height=\"%d\" viewBox=\"%d %d %d %d\" "
		    "font-family=\"'DejaVu Sans Mono', 'Noto Sans Mono', "
		    "'Noto Sans Mono CJK SC', monospace\" font-size=\"16.6\" "
		    "stroke-width=\"1.2\" xml:space=\"preserve\">\n"
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		    "fill=\"#%06x\"/>\n",
		    w, h, -MARGIN, -MARGIN, w, h, -MARGIN, -MARGIN, w, h,
		    (unsigned)t->background);
	for (int y = 0; y < c->h; y++)
		add_row(&(struct row){c, t, y, out});
	text_puts(out, "</svg>\n");
}
