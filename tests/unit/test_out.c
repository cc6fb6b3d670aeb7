#include "out/ansi.h"
#include "out/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { TRUE_COLOUR = 1 << 24 };

/* One of everything: fills, wide characters, lines, markup. */
static void draw(struct canvas *c)
{
	canvas_open(c, 10, 2, false);
	canvas_text(c, 0, 0, ROLE_ANON, "aA");
	canvas_over(c, (struct rect){1, 0, 1, 1}, OVER_TOUCHED);
	canvas_text(c, 3, 0, ROLE_FILE, "<中&");
	canvas_text(c, 0, 1, ROLE_BORDER, "───");
	canvas_text(c, 3, 1, ROLE_BORDER, "╮▮");
	canvas_put(c, 6, 1, ROLE_TEXT, OVER_CURSOR, ' ');
}

static void is_ansi(int32_t colors, const char *wanted)
{
	struct text out = {0};
	struct canvas c;

	draw(&c);
	ansi_print(&c, theme_default(), colors, &out);
	assert_string_equal(text_str(&out), wanted);
	text_free(&out);
	canvas_close(&c);
}

static void test_ansi_256(void **state)
{
	(void)state;
	is_ansi(256, "\033[0;38;5;208ma\033[0;1;38;5;16;48;5;208mA"
		"\033[0;38;5;252m \033[0;38;5;74m<中&   \033[0m\n"
		"\033[0;38;5;244m───╮▮ \033[0;4;38;5;16;48;5;231m "
		"\033[0;38;5;252m   \033[0m\n");
}

static void test_ansi_true_colour(void **state)
{
	(void)state;
	is_ansi(TRUE_COLOUR, "\033[0;38;2;255;135;0ma"
		"\033[0;1;38;2;0;0;0;48;2;255;135;0mA"
		"\033[0;38;2;208;208;208m "
		"\033[0;38;2;95;175;215m<中&   \033[0m\n"
		"\033[0;38;2;128;128;128m───╮▮ "
		"\033[0;4;38;2;0;0;0;48;2;255;255;255m "
		"\033[0;38;2;208;208;208m   \033[0m\n");
}

static void test_ansi_16_and_none(void **state)
{
	(void)state;
	is_ansi(16, "\033[0;33ma\033[0;30;43mA\033[0;37m \033[0;94m<中&   "
		"\033[0m\n\033[0;90m───╮▮ \033[0;4;30;107m \033[0;37m   "
		"\033[0m\n");
	is_ansi(0, "a\033[0;7mA\033[0m <中&   \n"
		"───╮▮ \033[0;4;7m \033[0m   \n");
}

/* Without its sequences the text is the picture. */
static void test_ansi_keeps_the_text(void **state)
{
	struct text out = {0}, bare = {0}, plain = {0};
	struct canvas c;

	(void)state;
	draw(&c);
	ansi_print(&c, theme_default(), 256, &out);
	for (const char *s = out.s; *s; s++) {
		if (*s == '\033')
			s = strchr(s, 'm');
		else
			text_add(&bare, s, 1);
		assert_non_null(s);
	}
	canvas_print(&c, &plain);
	assert_string_equal(text_str(&bare), text_str(&plain));
	text_free(&out);
	text_free(&bare);
	text_free(&plain);
	canvas_close(&c);
}

static void has(const struct text *out, const char *part)
{
	if (!strstr(text_str(out), part))
		fail_msg("no %s in\n%s", part, text_str(out));
}

/* A cell at x, y filled with a colour. */
static void has_fill(const struct text *out, int x, int y, const char *colour)
{
	struct text part = {0};

	text_printf(&part, "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"20\" "
		    "fill=\"%s\"/>", x, y, colour);
	has(out, text_str(&part));
	text_free(&part);
}

static void test_svg(void **state)
{
	struct text out = {0};
	struct canvas c;

	(void)state;
	draw(&c);
	svg_print(&c, theme_default(), &out);
	has(&out, "width=\"120\" height=\"60\" viewBox=\"-10 -10 120 60\"");
	has(&out, "fill=\"#1c1c1c\"/>");
	/* the touched letter: its fill, then its ink */
	has_fill(&out, 10, 0, "#ff8700");
	has(&out, "<text x=\"10\" y=\"15\" textLength=\"10\" "
	    "fill=\"#000000\" font-weight=\"bold\">A</text>");
	has(&out, ">&lt;</text>");
	has(&out, ">&amp;</text>");
	/* a wide character in the middle of its two cells */
	has(&out, "<text x=\"50\" y=\"15\" text-anchor=\"middle\" "
	    "fill=\"#5fafd7\">中</text>");
	/* a line of three cells is one stroke */
	has(&out, "<path d=\"M0 20m0 10h30M30 20m0 10q5 0 5 5v5\" "
	    "fill=\"none\" stroke=\"#808080\"/>");
	has(&out, "M40 20m2 3h6v14h-6z\" fill=\"#808080\"/>");
	has_fill(&out, 60, 20, "#ffffff");
	assert_string_equal(out.s + out.len - 7, "</svg>\n");
	text_free(&out);
	canvas_close(&c);
}

/* Without colours: reverse is a fill of ink, dim lies between the two. */
static void test_svg_of_a_mono_theme(void **state)
{
	struct theme t = *theme_default();
	struct text out = {0};
	struct canvas c;

	(void)state;
	t.mono = true;
	t.background = 0xffffff;
	t.foreground = 0x000000;
	draw(&c);
	canvas_text(&c, 7, 1, ROLE_DIM, "z");
	canvas_text(&c, 8, 1, ROLE_BAD, "▮▯");
	svg_print(&c, &t, &out);
	has_fill(&out, 10, 0, "#000000");
	has(&out, " fill=\"#ffffff\">A</text>");
	has(&out, " fill=\"#666666\">z</text>");
	/* signs are underlined and bold too */
	has(&out, "<path d=\"M80 20m2 3h6v14h-6zM80 20m0 18h10v1h-10z\" "
	    "fill=\"#000000\" stroke=\"#000000\"/>");
	has(&out, "M90 20m0 18.5h10\" fill=\"none\" "
	    "stroke=\"#000000\" stroke-width=\"2\"/>");
	has(&out, "fill=\"#000000\">a</text>");
	text_free(&out);
	canvas_close(&c);
}

/* Every '<' opens what a '>' closes, and no cell is drawn outside. */
static void test_svg_of_every_size(void **state)
{
	(void)state;
	for (int w = 0; w < 12; w++) {
		struct text out = {0};
		struct canvas c;
		int open = 0;

		canvas_open(&c, w, 2, false);
		canvas_text(&c, 0, 0, ROLE_TEXT, "a中 b  c──▮▯x");
		canvas_text(&c, 0, 1, ROLE_DIRTY, "▸▸──中中aa&<");
		canvas_over(&c, (struct rect){2, 0, 9, 2}, OVER_CURSOR);
		svg_print(&c, theme_default(), &out);
		for (const char *s = out.s; *s; s++) {
			open += (*s == '<') - (*s == '>');
			assert_true(open == 0 || open == 1);
		}
		assert_int_equal(open, 0);
		text_free(&out);
		canvas_close(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ansi_256),
		cmocka_unit_test(test_ansi_true_colour),
		cmocka_unit_test(test_ansi_16_and_none),
		cmocka_unit_test(test_ansi_keeps_the_text),
		cmocka_unit_test(test_svg),
		cmocka_unit_test(test_svg_of_a_mono_theme),
		cmocka_unit_test(test_svg_of_every_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
