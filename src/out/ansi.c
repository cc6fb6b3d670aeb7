#include "out/ansi.h"

/* Nothing on, the terminal's own colours. */
static const struct look plain = {.fg = -1, .bg = -1};

static bool same_look(const struct look *a, const struct look *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->bold == b->bold &&
	       a->underline == b->underline && a->dim == b->dim &&
	       a->reverse == b->reverse;
}

/* A space shows nothing but its background and what is drawn across it. */
static bool same_on_space(const struct look *a, const struct look *b)
{
	return a->bg == b->bg && !a->underline && !b->underline &&
	       !a->reverse && !b->reverse;
}

/* `base`: 30 for the ink, 40 for what is behind it. */
static void add_colour(struct text *out, int base, int32_t colour,
		       int32_t colors)
{
	if (colour < 0 || colors < 8)
		return;
	if (colors > 256)
		text_printf(out, ";%d;2;%d;%d;%d", base + 8, colour >> 16,
			    colour >> 8 & 0xff, colour & 0xff);
	else if (colors == 256)
		text_printf(out, ";%d;5;%d", base + 8, colour);
	else if (colour < 8)
		text_printf(out, ";%d", base + colour);
	else
		text_printf(out, ";%d", base + 60 + colour - 8);
}

void ansi_look(struct text *out, const struct look *look, int32_t colors)
{
	text_puts(out, "\033[0");
	if (look->bold)
		text_puts(out, ";1");
	if (look->dim)
		text_puts(out, ";2");
	if (look->underline)
		text_puts(out, ";4");
	if (look->reverse)
		text_puts(out, ";7");
	add_colour(out, 30, look->fg, colors);
	add_colour(out, 40, look->bg, colors);
	text_puts(out, "m");
}

static void print_row(const struct canvas *c, int y, const struct theme *t,
		      int32_t colors, struct text *out)
{
	struct look on = plain;
	char bytes[4];

	for (int x = 0; x < c->w; x++) {
		const struct cell *cell = canvas_cell(c, x, y);
		struct look look;

		if (cell->code == CELL_TAIL)
			continue;
		look = theme_look(t, cell, colors);
		if (!same_look(&look, &on) &&
		    !(cell->code == ' ' && same_on_space(&look, &on))) {
			ansi_look(out, &look, colors);
			on = look;
		}
		text_add(out, bytes, utf8_put(bytes, cell->code));
	}
	if (!same_look(&on, &plain))
		ansi_look(out, &plain, colors);
	text_puts(out, "\n");
}

void ansi_print(const struct canvas *c, const struct theme *t, int32_t colors,
		struct text *out)
{
	for (int y = 0; y < c->h; y++)
		print_row(c, y, t, colors, out);
}
