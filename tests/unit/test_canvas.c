#include "draw/canvas.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"

static void is_picture(const struct canvas *c, const char *rows)
{
	struct text got = {0};

	canvas_print(c, &got);
	assert_string_equal(text_str(&got), rows);
	text_free(&got);
}

/* A tail stands behind a wide character, and nowhere else. */
static void is_well_formed(const struct canvas *c)
{
	for (int y = 0; y < c->h; y++) {
		for (int x = 0; x < c->w; x++) {
			uint32_t code = canvas_cell(c, x, y)->code;
			bool wide, tail;

			assert_true(code >= ' ' && code != 0x7f);
			if (code == CELL_TAIL)
				continue;
			wide = code == 0x4e2d;	/* the one that is drawn */
			tail = x + 1 < c->w &&
			       canvas_cell(c, x + 1, y)->code == CELL_TAIL;
			assert_true(wide == tail);
		}
		assert_true(canvas_cell(c, 0, y)->code != CELL_TAIL);
	}
}

static void test_open(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 3, 2, false);
	is_picture(&c, "   \n   \n");
	assert_int_equal(c.clip.w, 3);
	assert_int_equal(c.nr_marks, 0);
	canvas_close(&c);
	canvas_open(&c, 0, 0, false);
	is_picture(&c, "");
	canvas_text(&c, 0, 0, ROLE_TEXT, "nothing");
	canvas_close(&c);
}

static void test_text(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 6, 2, false);
	assert_int_equal(canvas_text(&c, 1, 0, ROLE_ANON, "ab中"), 4);
	assert_int_equal(canvas_text(&c, 3, 1, ROLE_TEXT, "beyond"), 6);
	is_picture(&c, " ab中 \n   bey\n");
	assert_int_equal(canvas_cell(&c, 1, 0)->role, ROLE_ANON);
	assert_int_equal(canvas_cell(&c, 4, 0)->code, CELL_TAIL);
	assert_int_equal(canvas_text(&c, -2, 1, ROLE_TEXT, "xyz"), 3);
	assert_int_equal(canvas_printf(&c, 1, 1, ROLE_TEXT, "%d/%s", 7, "n"), 3);
	is_picture(&c, " ab中 \nz7/ney\n");
	assert_int_equal(canvas_right(&c, 6, 0, ROLE_TEXT, "中"), 4);
	is_picture(&c, " ab 中\nz7/ney\n");
	canvas_close(&c);
}

static void test_text_is_harmless(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 8, 1, false);
	canvas_text(&c, 0, 0, ROLE_TEXT, "\033[2J\n\302\205\377");
	is_picture(&c, "?[2J??? \n");
	canvas_put(&c, 7, 0, ROLE_TEXT, 0, 0x1b);
	canvas_put(&c, 6, 0, ROLE_TEXT, 0, 0xffffffff);
	is_picture(&c, "?[2J????\n");
	canvas_text(&c, 0, 0, ROLE_TEXT, "e\u0301\u202ex");
	is_picture(&c, "ex2J????\n");		/* what has no width is left out */
	canvas_text(&c, INT_MAX, 0, ROLE_TEXT, "far");
	canvas_text(&c, INT_MIN, INT_MIN, ROLE_TEXT, "far");
	canvas_put(&c, INT_MAX, 0, ROLE_TEXT, 0, 0x4e2d);
	is_picture(&c, "ex2J????\n");
	canvas_close(&c);
}

static void test_wide_characters_are_never_halved(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 5, 1, false);
	canvas_text(&c, 0, 0, ROLE_TEXT, "中中");
	canvas_put(&c, 1, 0, ROLE_TEXT, 0, 'x');	/* on a tail */
	is_picture(&c, " x中 \n");
	canvas_put(&c, 2, 0, ROLE_TEXT, 0, 'y');	/* on a head */
	is_picture(&c, " xy  \n");
	canvas_put(&c, 4, 0, ROLE_TEXT, 0, 0x4e2d);	/* at the edge */
	is_picture(&c, " xy  \n");
	canvas_put(&c, 0, 0, ROLE_TEXT, 0, 'z');
	canvas_text(&c, -1, 0, ROLE_TEXT, "中");
	is_picture(&c, " xy  \n");
	canvas_text(&c, 0, 0, ROLE_TEXT, "中中");
	canvas_text(&c, 1, 0, ROLE_TEXT, "中");		/* over two of them */
	is_picture(&c, " 中  \n");
	canvas_close(&c);
}

static void test_clip(void **state)
{
	struct canvas c;
	struct rect was;

	(void)state;
	canvas_open(&c, 6, 3, false);
	canvas_fill(&c, (struct rect){0, 0, 6, 3}, ROLE_DIM, '.');
	was = canvas_clip(&c, (struct rect){1, 1, 4, 1});
	canvas_text(&c, 0, 1, ROLE_TEXT, "中中中");
	canvas_text(&c, 0, 0, ROLE_TEXT, "no");
	is_picture(&c, "......\n. 中 .\n......\n");
	canvas_clip(&c, was);
	canvas_clip(&c, (struct rect){4, -5, INT_MAX, INT_MAX});
	assert_int_equal(c.clip.x, 4);
	assert_int_equal(c.clip.y, 0);
	assert_int_equal(c.clip.w, 2);
	assert_int_equal(c.clip.h, 3);
	canvas_clip(&c, (struct rect){2, 1, -3, 1});
	canvas_fill(&c, (struct rect){0, 0, 6, 3}, ROLE_DIM, '#');
	is_picture(&c, "......\n. 中 .\n......\n");
	canvas_close(&c);
}

/* Whatever is drawn where, through whatever clip. */
static void test_random_drawing_is_well_formed(void **state)
{
	struct canvas c;
	uint32_t dice = 1;

	(void)state;
	canvas_open(&c, 9, 4, false);
	for (int i = 0; i < 20000; i++) {
		int x, y, w, h;

		dice = dice * 1664525u + 1013904223u;
		x = (int)(dice >> 28) - 3;
		y = (int)(dice >> 24 & 7) - 2;
		w = (int)(dice >> 20 & 7);
		h = (int)(dice >> 16 & 3);
		switch (dice >> 12 & 3) {
		case 0:
			canvas_clip(&c, (struct rect){x, y, w + 3, h + 2});
			break;
		case 1:
			canvas_text(&c, x, y, ROLE_TEXT, "a中中b");
			break;
		case 2:
			canvas_fill(&c, (struct rect){x, y, w, h}, ROLE_DIM,
				    w & 1 ? 0x4e2d : '.');
			break;
		default:
			canvas_put(&c, x, y, ROLE_TEXT, 0, w & 1 ? 0x4e2d : '#');
		}
		is_well_formed(&c);
	}
	canvas_close(&c);
}

static void test_over(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 4, 1, false);
	canvas_text(&c, 0, 0, ROLE_ANON, "a中b");
	canvas_over(&c, (struct rect){2, 0, 9, 1}, OVER_TOUCHED);
	canvas_over(&c, (struct rect){3, 0, 1, 1}, OVER_CURSOR);
	assert_int_equal(canvas_cell(&c, 0, 0)->over, 0);
	assert_int_equal(canvas_cell(&c, 1, 0)->over, OVER_TOUCHED);
	assert_int_equal(canvas_cell(&c, 3, 0)->over,
			 OVER_TOUCHED | OVER_CURSOR);
	assert_int_equal(canvas_cell(&c, 3, 0)->role, ROLE_ANON);
	canvas_text(&c, 3, 0, ROLE_TEXT, "b");		/* drawn anew */
	assert_int_equal(canvas_cell(&c, 3, 0)->over, 0);
	canvas_close(&c);
}

static void test_marks(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 8, 4, false);
	assert_null(canvas_mark_at(&c, 0, 0));
	c.panel = 3;
	canvas_mark(&c, (struct rect){0, 0, 8, 4}, 9, 1, 2);
	canvas_mark(&c, (struct rect){2, 1, 2, 1}, 1, 0x1a3, 0);
	canvas_clip(&c, (struct rect){4, 0, 4, 2});
	canvas_mark(&c, (struct rect){0, 0, 3, 3}, 5, 7, 0);	/* outside */
	canvas_mark(&c, (struct rect){3, 1, 9, 9}, 5, 8, 0);	/* cut */
	assert_int_equal(c.nr_marks, 3);
	assert_int_equal(canvas_mark_at(&c, 3, 1)->id, 0x1a3);
	assert_int_equal(canvas_mark_at(&c, 4, 1)->id, 8);
	assert_int_equal(canvas_mark_at(&c, 4, 1)->w, 4);
	assert_int_equal(canvas_mark_at(&c, 4, 2)->kind, 9);
	assert_int_equal(canvas_mark_at(&c, 4, 2)->panel, 3);
	assert_null(canvas_mark_at(&c, 8, 1));
	for (uint64_t i = 0; i < 100; i++)
		canvas_mark(&c, (struct rect){5, 0, 1, 1}, 2, i, 0);
	assert_int_equal(canvas_mark_at(&c, 5, 0)->id, 99);
	canvas_clear(&c);
	assert_int_equal(c.nr_marks, 0);
	assert_int_equal(c.panel, 0);
	canvas_close(&c);
}

static void test_ascii_twins(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 12, 3, true);
	canvas_text(&c, 0, 0, ROLE_BORDER, "───");
	canvas_text(&c, 0, 1, ROLE_BORDER, "│");
	canvas_text(&c, 0, 2, ROLE_BORDER, "│");
	canvas_text(&c, 4, 0, ROLE_TEXT, "▮▯▴▸◂▾");
	canvas_text(&c, 2, 1, ROLE_TEXT, "╭╮╰╯├┤┬┴┼");
	canvas_text(&c, 2, 2, ROLE_TEXT, "é中a");
	is_picture(&c, "--- #-^><v  \n| +++++++++ \n| ???a      \n");
	canvas_close(&c);
}

/* Lines may take two cells elsewhere; all else stays as it is. */
static void test_ascii_lines_alone(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 12, 2, false);
	c.borders = BORDERS_ASCII;
	canvas_text(&c, 0, 0, ROLE_BORDER, "───");
	canvas_text(&c, 3, 0, ROLE_TEXT, "╮▮▯▴▸中");
	canvas_text(&c, 0, 1, ROLE_TEXT, "│é");
	is_picture(&c, "---+▮▯▴▸中  \n|é          \n");
	canvas_close(&c);
}

/* Rows of a text, joined by '|'. */
static void is_wrapped(const char *s, int columns, const char *rows)
{
	struct text got = {0};
	size_t len = strlen(s), next;

	while (len) {
		size_t bytes = text_row(s, len, columns, &next);

		assert_true(next > 0 && next <= len && bytes <= next);
		text_add(&got, s, bytes);
		text_puts(&got, "|");
		s += next;
		len -= next;
	}
	assert_string_equal(text_str(&got), rows);
	text_free(&got);
}

static void test_rows_of_words(void **state)
{
	(void)state;
	is_wrapped("", 5, "");
	is_wrapped("one", 5, "one|");
	is_wrapped("one two three", 7, "one two|three|");
	is_wrapped("one two three", 8, "one two|three|");
	is_wrapped("one   two  ", 4, "one|two|");
	is_wrapped("abcdefgh ij", 3, "abc|def|gh|ij|");
	is_wrapped("a abcdefgh", 3, "a|abc|def|gh|");
	is_wrapped("  in dent", 4, "  in|dent|");
	is_wrapped("one\ntwo\n\nthree", 9, "one|two||three|");
	is_wrapped("    x", 2, "|x|");
	is_wrapped("a", 0, "a|");
}

static void is_folded(const char *s, int columns, int hang, const char *rows)
{
	struct text got = {0};

	text_fold(s, columns, hang, &got);
	assert_string_equal(text_str(&got), rows);
	text_free(&got);
}

/* Lines that fit stay as they are; of the others no word and number breaks. */
static void test_folded_lines(void **state)
{
	(void)state;
	is_folded("", 9, 4, "");
	is_folded("a b\n\n c  d \n", 9, 4, "a b\n\n c  d \n");
	is_folded("* one two 12345 kB\nx\n", 12, 4,
		  "* one two\n    12345 kB\nx\n");
	is_folded("  say one two three", 9, 0, "  say one\n  two\n  three");
	is_folded("      say one", 9, 0, "      say\none");
	is_folded("一二，三四五", 8, 2, "一二，三\n  四五");
	is_folded("0123456789", 8, 4, "01234567\n    89");
}

static void test_rows_of_cjk(void **state)
{
	(void)state;
	is_wrapped("一二三四五", 4, "一二|三四|五|");
	is_wrapped("一二三四五", 5, "一二|三四|五|");
	/* no closing punctuation begins a row, no opening one ends it */
	is_wrapped("一二，三", 4, "一|二，|三|");
	is_wrapped("一二三（四）", 8, "一二三|（四）|");
	is_wrapped("一二三。”四", 6, "一二|三。”|四|");
	is_wrapped("一abc二", 4, "一|abc|二|");
	is_wrapped("一二。。。。", 4, "一|二。|。。|。|");
	is_wrapped("一", 1, "一|");
	is_wrapped("一二　三", 4, "一二|三|");
}

/* The narration of the design's picture, 70 wide. */
static void test_rows_of_narration(void **state)
{
	(void)state;
	is_wrapped("一个文件占满了整台机器。什么也没丢：176 MiB 随时可以归还。但下"
		   "一个页框会动用保留的内存，所以分配器先唤醒 kswapd，然后按更低的"
		   "水位再试一次。", 70,
		   "一个文件占满了整台机器。什么也没丢：176 MiB 随时可以归还。但下"
		   "一个页框|"
		   "会动用保留的内存，所以分配器先唤醒 kswapd，然后按更低的水位再试"
		   "一次。|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_is_harmless),
		cmocka_unit_test(test_wide_characters_are_never_halved),
		cmocka_unit_test(test_clip),
		cmocka_unit_test(test_random_drawing_is_well_formed),
		cmocka_unit_test(test_over),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_ascii_twins),
		cmocka_unit_test(test_ascii_lines_alone),
		cmocka_unit_test(test_rows_of_words),
		cmocka_unit_test(test_folded_lines),
		cmocka_unit_test(test_rows_of_cjk),
		cmocka_unit_test(test_rows_of_narration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
