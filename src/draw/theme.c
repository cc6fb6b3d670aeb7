#include "draw/theme.h"

enum { TRUE_COLOUR = 1 << 24 };

#define NAME(role) [ROLE_##role] = #role

const char *const role_names[NR_ROLES] = {
	NAME(TEXT), NAME(DIM), NAME(TITLE), NAME(BORDER), NAME(FOCUS),
	NAME(PCP), NAME(ANON), NAME(SWAP), NAME(FILE), NAME(DIRTY),
	NAME(WRITEBACK), NAME(SHMEM), NAME(SLAB), NAME(PGTABLE), NAME(KERNEL),
	NAME(HUGE), NAME(PINNED), NAME(ISOLATED), NAME(COW), NAME(GOOD),
	NAME(WARN), NAME(BAD),
};

/* How the table of a theme says where an ink is bold. */
enum {
	B16 = BOLD_AT_16,
	B16_8 = BOLD_AT_16 | BOLD_AT_8,
	B_ALL = BOLD_AT_256 | BOLD_AT_16 | BOLD_AT_8,
};

/*
 * The ink on a fill is bold with 256 colours and more only: of 16 or 8, many
 * terminals paint bold black as grey. FOCUS has the colour of TITLE: what sets
 * it apart is that it is bold.
 *
 *			   rgb	     256  16   8  bold
 */
static const struct theme dark = {
	.name = "dark",
	.background = 0x1c1c1c,
	.foreground = 0xd0d0d0,
	.ink = {
		[ROLE_TEXT]	 = {0xd0d0d0, 252,  7, -1, 0},
		[ROLE_DIM]	 = {0x9e9e9e, 247,  8, -1, 0},
		[ROLE_TITLE]	 = {0xffffff, 231, 15, -1, B16_8},
		[ROLE_BORDER]	 = {0x808080, 244,  8, -1, 0},
		[ROLE_FOCUS]	 = {0xffffff, 231, 15, -1, B_ALL},
		[ROLE_PCP]	 = {0xafd7d7, 152, 14,  6, 0},
		[ROLE_ANON]	 = {0xff8700, 208,  3,  3, 0},
		[ROLE_SWAP]	 = {0xff5f5f, 203,  9,  1, 0},
		[ROLE_FILE]	 = {0x5fafd7,  74, 12,  6, 0},
		[ROLE_DIRTY]	 = {0xff5faf, 205, 13,  5, 0},
		[ROLE_WRITEBACK] = {0x00afaf,  37,  6,  6, 0},
		[ROLE_SHMEM]	 = {0x8787ff, 105,  5,  5, 0},
		[ROLE_SLAB]	 = {0xafffaf, 157, 10,  2, 0},
		[ROLE_PGTABLE]	 = {0x5faf87,  72,  2,  2, 0},
		[ROLE_KERNEL]	 = {0xc6c6c6, 251,  7,  7, 0},
		[ROLE_HUGE]	 = {0xffd75f, 221, 11,  3, 0},
		[ROLE_PINNED]	 = {0xffff00, 226, 11,  3, B16_8},
		[ROLE_ISOLATED]	 = {0xffffff, 231, 15,  7, 0},
		[ROLE_COW]	 = {0xffd7ff, 225, 13,  5, B16},
		[ROLE_GOOD]	 = {0x5fd787,  78, 10,  2, 0},
		[ROLE_WARN]	 = {0xffaf00, 214, 11,  3, 0},
		[ROLE_BAD]	 = {0xff5f5f, 203,  9,  1, B16_8},
	},
	.touched	   = {0x000000,  16,  0,  0, 0},
	.follow		   = {0x000000,  16, 15,  7, 0},
	.follow_background = {0xff00ff, 201,  5,  5, 0},
	.cursor		   = {0x000000,  16,  0,  0, 0},
	.cursor_background = {0xffffff, 231, 15,  7, 0},
};

const struct theme *theme_default(void)
{
	return &dark;
}

/*
 * Attributes of a role when there is no colour; the rest is normal. What a
 * word says of a daemon, a figure or a gauge (DIM, TEXT, GOOD, WARN, BAD) has
 * five looks of its own; letters tell themselves apart.
 */
static const struct look mono[NR_ROLES] = {
	[ROLE_DIM]	 = {.dim = true},
	[ROLE_TITLE]	 = {.bold = true},
	[ROLE_FOCUS]	 = {.bold = true},
	[ROLE_PCP]	 = {.dim = true, .bold = true},
	[ROLE_SWAP]	 = {.underline = true},
	[ROLE_DIRTY]	 = {.bold = true},
	[ROLE_WRITEBACK] = {.bold = true, .underline = true},
	[ROLE_HUGE]	 = {.underline = true},
	[ROLE_PINNED]	 = {.bold = true},
	[ROLE_ISOLATED]	 = {.bold = true},
	[ROLE_COW]	 = {.underline = true},
	[ROLE_GOOD]	 = {.bold = true},
	[ROLE_WARN]	 = {.underline = true},
	[ROLE_BAD]	 = {.bold = true, .underline = true},
};

/* An overlay replaces what the letter had, or two of them would look alike. */
static struct look mono_look(const struct cell *cell)
{
	struct look look = mono[cell->role];

	if (cell->over & OVER_CURSOR)
		look = (struct look){.reverse = true, .underline = true};
	else if (cell->over & OVER_FOLLOW)
		look = (struct look){.reverse = true, .bold = true};
	else if (cell->over & OVER_TOUCHED)
		look = (struct look){.reverse = true};
	else if (cell->over & OVER_DIM)
		look = (struct look){.dim = true};
	else {
		look.bold |= (cell->over & OVER_BOLD) != 0;
		look.underline |= (cell->over & OVER_UNDERLINE) != 0;
	}
	look.fg = look.bg = -1;
	return look;
}

static int32_t colour_of(const struct ink *ink, int32_t colors)
{
	if (colors >= TRUE_COLOUR)
		return (int32_t)ink->rgb;
	if (colors >= 256)
		return ink->c256;
	return colors >= 16 ? ink->c16 : ink->c8;
}

static bool bold_of(const struct ink *ink, int32_t colors)
{
	return ink->bold & (colors >= 256 ? BOLD_AT_256 :
			    colors >= 16 ? BOLD_AT_16 : BOLD_AT_8);
}

/* The step of the 6 x 6 x 6 cube of 256 colours that is nearest to 0..255. */
static int32_t cube_step(uint32_t part)
{
	return part < 48 ? 0 : part < 115 ? 1 : ((int32_t)part - 35) / 40;
}

/* What is behind a cell that nothing fills. */
static int32_t background_of(const struct theme *t, int32_t colors)
{
	uint32_t red = t->background >> 16;
	uint32_t green = t->background >> 8 & 0xff;
	uint32_t blue = t->background & 0xff;

	if (!t->own_background)
		return -1;
	if (colors >= TRUE_COLOUR)
		return (int32_t)t->background;
	if (colors >= 256)
		return 16 + 36 * cube_step(red) + 6 * cube_step(green) +
		       cube_step(blue);
	return red + green + blue < 3 * 128 ? 0 : 7;
}

static struct look on_fill(const struct ink *ink, const struct ink *fill,
			   int32_t colors)
{
	return (struct look){
		.fg = colour_of(ink, colors),
		.bg = colour_of(fill, colors),
		.bold = bold_of(ink, colors),
	};
}

/* With 8 colours half of the roles have no colour to fill with: reverse. */
static struct look touched_look(const struct theme *t, const struct ink *role,
				int32_t colors)
{
	struct look look;

	if (colors < 16)
		return (struct look){.fg = role->c8,
				     .bg = background_of(t, colors),
				     .reverse = true,
				     .bold = bold_of(role, colors)};
	look = on_fill(&t->touched, role, colors);
	look.bold |= colors >= 256;
	return look;
}

static struct look plain_look(const struct theme *t, const struct cell *cell,
			      int32_t colors)
{
	const struct ink *ink = &t->ink[cell->over & OVER_DIM ? ROLE_DIM :
							      cell->role];
	struct look look = {.bold = false};

	if (colors < 16)
		look = mono_look(cell);
	look.fg = colour_of(ink, colors);
	look.bg = background_of(t, colors);
	look.bold |= bold_of(ink, colors);
	return look;
}

struct look theme_look(const struct theme *t, const struct cell *cell,
		       int32_t colors)
{
	struct look look;

	bug_on(cell->role >= NR_ROLES);
	if (cell->over & (OVER_FOUND | OVER_CHANGED)) {
		struct cell plain = *cell;

		plain.over = (uint8_t)(plain.over &
				       ~(OVER_FOUND | OVER_CHANGED));
		look = theme_look(t, &plain, colors);
		look.underline = true;
		look.bold |= (cell->over & OVER_FOUND) != 0;
		return look;
	}
	if (colors < 8 || t->mono)
		return mono_look(cell);
	if (cell->over & OVER_CURSOR) {
		look = on_fill(&t->cursor, &t->cursor_background, colors);
		look.underline = true;
		return look;
	}
	if (cell->over & OVER_FOLLOW)
		return on_fill(&t->follow, &t->follow_background, colors);
	if (cell->over & OVER_TOUCHED)
		return touched_look(t, &t->ink[cell->role], colors);
	return plain_look(t, cell, colors);
}
