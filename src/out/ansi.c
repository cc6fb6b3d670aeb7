#include "out/ansi.h"

#include <string.h>

const struct look ansi_plain = {.fg = -1, .bg = -1};

bool ansi_same_look(const struct look *a, const struct look *b)
{
	return a->fg == b->fg && a->bg == b->bg && a->bold == b->bold &&
	       a->underline == b->underline && a->dim == b->dim &&
	       a->reverse == b->reverse;
}

/* A space shows nothing but its background and what is drawn across it. */
bool ansi_same_on_space(const struct look *a, const struct look *b)
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

/* Each on its own, of a terminal that is not reset; ";1" with its semicolon. */
static void add_turns(struct text *out, const struct look *from,
		      const struct look *to, int32_t colors)
{
	/* bold and dim end together */
	bool thick = (from->bold && !to->bold) || (from->dim && !to->dim);

	if (thick)
		text_puts(out, ";22");
	if (to->bold && (thick || !from->bold))
		text_puts(out, ";1");
	if (to->dim && (thick || !from->dim))
		text_puts(out, ";2");
	if (from->underline != to->underline)
		text_puts(out, to->underline ? ";4" : ";24");
	if (from->reverse != to->reverse)
		text_puts(out, to->reverse ? ";7" : ";27");
	if (from->fg != to->fg)
		add_colour(out, 30, to->fg, colors);
	if (from->fg >= 0 && to->fg < 0)
		text_puts(out, ";39");
	if (from->bg != to->bg)
		add_colour(out, 40, to->bg, colors);
	if (from->bg >= 0 && to->bg < 0)
		text_puts(out, ";49");
}

void ansi_turn(struct text *out, const struct look *from,
	       const struct look *to, int32_t colors)
{
	struct text turns = {0}, look = {0};

	if (ansi_same_look(from, to))
		return;
	if (ansi_same_look(to, &ansi_plain)) {
		text_puts(out, "\033[m");
		return;
	}
	add_turns(&turns, from, to, colors);
	ansi_look(&look, to, colors);
	if (turns.len + strlen("\033[m") <= look.len + 1)
		text_printf(out, "\033[%sm", text_str(&turns) + 1);
	else
		text_puts(out, look.s);
	text_free(&turns);
	text_free(&look);
}

static void print_row(const struct canvas *c, int y, const struct theme *t,
		      int32_t colors, struct text *out)
{
	struct look on = ansi_plain;
	char bytes[4];

	for (int x = 0; x < c->w; x++) {
		const struct cell *cell = canvas_cell(c, x, y);
		struct look look;

		if (cell->code == CELL_TAIL)
			continue;
		look = theme_look(t, cell, colors);
		if (!ansi_same_look(&look, &on) &&
		    !(cell->code == ' ' && ansi_same_on_space(&look, &on))) {
			ansi_look(out, &look, colors);
			on = look;
		}
		text_add(out, bytes, utf8_put(bytes, cell->code));
	}
	if (!ansi_same_look(&on, &ansi_plain))
		ansi_look(out, &ansi_plain, colors);
	text_puts(out, "\n");
}

void ansi_print(const struct canvas *c, const struct theme *t, int32_t colors,
		struct text *out)
{
	for (int y = 0; y < c->h; y++)
		print_row(c, y, t, colors, out);
}
