/*
 * What is sent, read by a terminal of our own: whatever the pictures, it ends
 * up showing the last one
 */
#include "out/ansi.h"
#include "out/vt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { W = 24, H = 5, TRUE_COLOUR = 1 << 24 };

/* --- a terminal that knows what vt.c sends, and nothing else */

struct glyph {
	uint32_t    code;
	struct look look;
};

struct screen {
	struct glyph at[H][W];
	struct look  pen;
	int  x, y;
	bool wrap;		/* behind the last column */
	bool cursor;
};

static const struct glyph erased = { ' ', { .fg = -1, .bg = -1 } };

static void erase(struct screen *s, int x, int y)
{
	s->at[y][x] = erased;
	s->at[y][x].look.bg = s->pen.bg;
	s->at[y][x].look.reverse = s->pen.reverse;
}

/* Half of a wide character cannot stay alone. */
static void split(struct screen *s, int x, int y)
{
	if (s->at[y][x].code == CELL_TAIL)
		s->at[y][x - 1] = erased;
	if (x + 1 < W && s->at[y][x + 1].code == CELL_TAIL)
		s->at[y][x + 1] = erased;
}

static void put(struct screen *s, uint32_t code, int columns)
{
	assert_false(s->wrap);		/* the row would scroll or wrap */
	assert_true(s->x + columns <= W);
	for (int i = 0; i < columns; i++) {
		split(s, s->x + i, s->y);
		s->at[s->y][s->x + i] =
			(struct glyph){ i ? CELL_TAIL : code, s->pen };
	}
	s->x += columns;
	s->wrap = s->x == W;
	s->x -= s->wrap;
}

static int32_t colour_of(const int *p, int *i)
{
	int32_t colour;

	if (p[*i + 1] == 5) {
		colour = p[*i + 2];
		*i += 2;
	} else {
		assert_int_equal(p[*i + 1], 2);
		colour = p[*i + 2] << 16 | p[*i + 3] << 8 | p[*i + 4];
		*i += 4;
	}
	return colour;
}

static void turn(struct screen *s, const int *p, int nr)
{
	struct look *pen = &s->pen;

	for (int i = 0; i < nr; i++) {
		int n = p[i];

		if (n == 0)
			*pen = ansi_plain;
		else if (n == 1)
			pen->bold = true;
		else if (n == 2)
			pen->dim = true;
		else if (n == 4)
			pen->underline = true;
		else if (n == 7)
			pen->reverse = true;
		else if (n == 22)
			pen->bold = pen->dim = false;
		else if (n == 24)
			pen->underline = false;
		else if (n == 27)
			pen->reverse = false;
		else if (n == 38)
			pen->fg = colour_of(p, &i);
		else if (n == 48)
			pen->bg = colour_of(p, &i);
		else if (n == 39)
			pen->fg = -1;
		else if (n == 49)
			pen->bg = -1;
		else if (n >= 90)
			*(n < 100 ? &pen->fg : &pen->bg) = n % 10 + 8;
		else if (n >= 30 && n < 50)
			*(n < 40 ? &pen->fg : &pen->bg) = n % 10;
		else
			fail_msg("attribute %d is not known", n);
	}
}

/* Behind ESC [. Return: the first byte after the sequence. */
static const char *control(struct screen *s, const char *in)
{
	int p[16] = { 0 }, nr = 1;
	bool private = *in == '?';

	for (in += private; *in == ';' || (*in >= '0' && *in <= '9'); in++) {
		if (*in == ';')
			assert_true(++nr <= 16);
		else
			p[nr - 1] = p[nr - 1] * 10 + *in - '0';
	}
	if (private) {
		assert_int_equal(p[0], 25);
		assert_true(*in == 'h' || *in == 'l');
		s->cursor = *in == 'h';
	} else if (*in == 'm') {
		turn(s, p, nr);
	} else if (*in == 'H' || *in == 'G') {
		if (*in == 'H')
			s->y = p[0] ? p[0] - 1 : 0;
		s->x = *in == 'H' ? (p[1] ? p[1] - 1 : 0) : p[0] - 1;
		/* no further than the last; only who leaves tries */
		s->y = s->y == H ? H - 1 : s->y;
		s->x = s->x == 9998 ? W - 1 : s->x;
		assert_true(s->x >= 0 && s->x < W && s->y < H);
	} else if (*in == 'K' || *in == 'J') {
		for (int y = *in == 'J' ? 0 : s->y; y < H; y++)
			for (int x = *in == 'J' ? 0 : s->x; x < W; x++) {
				split(s, x, y);
				erase(s, x, y);
				if (*in == 'K' && x == W - 1)
					return in + 1;
			}
	} else {
		fail_msg("sequence %c is not known", *in);
	}
	s->wrap = *in == 'm' || private ? s->wrap : false;
	return in + 1;
}

static void feed(struct screen *s, const struct text *sent)
{
	const char *in = text_str(sent), *end = in + sent->len;

	while (in < end) {
		uint32_t code;
		unsigned len = utf8_next(in, (size_t)(end - in), &code);

		assert_true(len);
		in += len;
		if (code == 033) {
			assert_int_equal(*in, '[');
			in = control(s, in + 1);
		} else if (code == '\r') {
			s->x = 0;
			s->wrap = false;
		} else if (code == '\n') {
			assert_true(++s->y < H);
		} else {
			assert_true(code >= ' ');
			put(s, code, code >= 0x4e00 && code < 0xa000 ? 2 : 1);
		}
	}
}

/* --- pictures */

static void shows(const struct screen *s, const struct canvas *c,
		  const struct vt *v)
{
	for (int y = 0; y < c->h; y++) {
		for (int x = 0; x < c->w; x++) {
			const struct cell *cell = canvas_cell(c, x, y);
			const struct glyph *g = &s->at[y][x];
			struct look look = theme_look(v->theme, cell, v->colors);

			assert_int_equal(g->code, cell->code);
			if (cell->code != CELL_TAIL &&
			    !ansi_same_look(&look, &g->look))
				assert_true(cell->code == ' ' &&
					    ansi_same_on_space(&look, &g->look));
		}
	}
}

static uint32_t next(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

/* Some of it changes, as on a stage: words, fills, overlays, whole rows. */
static void change(struct canvas *c, uint32_t *seed)
{
	static const char *const words[] = {
		"a", "Normal", "中文", "─┬─", "x中y国z", "       ", " ", "12",
	};
	int x = (int)next(seed, W + 4) - 2, y = (int)next(seed, H);
	enum role role = (enum role)next(seed, NR_ROLES);
	struct rect r = { x, y, 1 + (int)next(seed, 12), 1 };

	switch (next(seed, 5)) {
	case 0:
		canvas_over(c, r, (uint8_t)next(seed, 64));
		break;
	case 1:
		canvas_fill(c, r, role, ' ');
		break;
	default:
		canvas_text(c, x, y, role, words[next(seed, 8)]);
	}
}

static void test_random_pictures(void **state)
{
	static const int32_t depths[] = { 0, 8, 16, 256, TRUE_COLOUR };
	unsigned left_free = 0;	/* a row begins with what is printed next */
	uint32_t seed = 1;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		struct theme theme = *theme_default();
		struct screen s = { .pen = ansi_plain };
		struct text sent = { 0 };
		struct canvas c;
		struct vt v;

		theme.own_background = round & 1;
		/* whatever stood there before */
		memset(s.at, 0, sizeof(s.at));
		canvas_open(&c, W, H, false);
		vt_open(&v, &theme, depths[round % 5]);
		for (int picture = 0; picture < 40; picture++) {
			for (uint32_t nr = next(&seed, 6); nr; nr--)
				change(&c, &seed);
			if (next(&seed, 10))
				vt_draw(&v, &c, &sent);
			else
				vt_draw_all(&v, &c, &sent);
			feed(&s, &sent);
			shows(&s, &c, &v);
			text_reset(&sent);
		}
		vt_leave(&v, &sent);
		feed(&s, &sent);
		shows(&s, &c, &v);
		assert_true(s.cursor);
		assert_int_equal(s.y, H - 1);
		left_free += s.wrap;
		assert_true(s.wrap || !s.x);
		assert_true(ansi_same_look(&s.pen, &ansi_plain));
		text_free(&sent);
		canvas_close(&c);
		vt_close(&v);
	}
	assert_true(left_free > 50 && left_free < 200);
}

static void sends(struct vt *v, const struct canvas *c, const char *wanted)
{
	struct text sent = { 0 };

	vt_draw(v, c, &sent);
	assert_string_equal(text_str(&sent), wanted);
	text_free(&sent);
}

/* Only what differs, and the shorter of two ways. */
static void test_differences(void **state)
{
	struct canvas c;
	struct vt v;

	(void)state;
	canvas_open(&c, W, H, false);
	vt_open(&v, theme_default(), 256);
	canvas_text(&c, 0, 0, ROLE_FILE, "file");
	sends(&v, &c, "\033[?25l\033[m\033[H\033[2J\033[38;5;74mfile");
	sends(&v, &c, "");
	/* a few cells between are written again, many are jumped over */
	canvas_text(&c, 0, 1, ROLE_FILE, "a.......b...........c");
	sends(&v, &c, "\r\na.......b...........c");
	canvas_text(&c, 0, 1, ROLE_FILE, "A.......B...........C");
	sends(&v, &c, "\rA.......B\033[21GC");
	/* the ink alone */
	canvas_text(&c, 3, 0, ROLE_ANON, "e");
	sends(&v, &c, "\033[1;4H\033[38;5;208me");
	canvas_over(&c, (struct rect){ 3, 0, 1, 1 }, OVER_TOUCHED);
	sends(&v, &c, "\033[4G\033[1;38;5;16;48;5;208me");
	/* the rest of a row */
	canvas_fill(&c, (struct rect){ 0, 1, W, 1 }, ROLE_TEXT, ' ');
	sends(&v, &c, "\r\n\033[m\033[K");
	/* a wide character, and half of it */
	canvas_text(&c, 2, 2, ROLE_FILE, "中");
	sends(&v, &c, "\033[3;3H\033[38;5;74m中");
	canvas_text(&c, 3, 2, ROLE_FILE, "x");
	sends(&v, &c, "\033[3G x");
	canvas_close(&c);
	/* another size is another picture */
	canvas_open(&c, 3, 2, false);
	canvas_text(&c, 0, 1, ROLE_FILE, "abc");
	sends(&v, &c, "\033[?25l\033[m\033[H\033[2J\r\n\033[38;5;74mabc");
	canvas_text(&c, 0, 1, ROLE_FILE, "abd");
	sends(&v, &c, "\033[3Gd");
	canvas_close(&c);
	vt_close(&v);
}

/* Where a second theme has another ground, it is painted; with 24 bits only. */
static void test_themes(void **state)
{
	static const char empty[] = "\033[?25l\033[m\033[H\033[2J";
	struct theme light = *theme_default();
	struct text all = { 0 };
	struct canvas c;
	struct vt v;

	(void)state;
	light.background = 0xfefdfc;
	light.foreground = 0x010203;
	canvas_open(&c, 2, 1, false);
	vt_open(&v, theme_default(), TRUE_COLOUR);
	sends(&v, &c, empty);
	vt_theme(&v, &light);
	vt_draw_all(&v, &c, &all);
	assert_non_null(strstr(all.s, "48;2;254;253;252m"));
	assert_non_null(strstr(all.s, "  "));
	text_reset(&all);
	vt_theme(&v, theme_default());
	vt_draw_all(&v, &c, &all);
	assert_string_equal(all.s, empty);
	text_free(&all);
	vt_close(&v);
	vt_open(&v, theme_default(), 256);
	vt_theme(&v, &light);
	sends(&v, &c, empty);
	vt_close(&v);
	canvas_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_pictures),
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_themes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
