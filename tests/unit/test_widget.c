#include "draw/widget.h"

#include <setjmp.h>
#include <stdarg.h>
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

static void test_rects(void **state)
{
	struct rect a = {1, 1, 4, 3}, far = {9, 9, 2, 2}, r;

	(void)state;
	r = rect_meet(a, (struct rect){3, 0, 9, 2});
	assert_int_equal(r.x, 3);
	assert_int_equal(r.y, 1);
	assert_int_equal(r.w, 2);
	assert_int_equal(r.h, 1);
	r = rect_meet(a, far);
	assert_int_equal(r.w, 0);
	assert_int_equal(r.h, 0);
	r = rect_meet(a, (struct rect){-2000000000, 0, 2147483647, 2147483647});
	assert_int_equal(r.w, 4);
	assert_true(rect_has(a, 4, 3));
	assert_false(rect_has(a, 5, 3));
	assert_false(rect_has(a, 4, 4));
}

static void test_one_box(void **state)
{
	struct box b = {.r = {0, 0, 30, 3}, .title = "zones", .aside = "low"};
	struct rect inside = box_inside(&b);
	struct canvas c;

	(void)state;
	assert_int_equal(inside.x, 1);
	assert_int_equal(inside.w, 28);
	assert_int_equal(inside.h, 1);
	canvas_open(&c, 30, 3, false);
	canvas_fill(&c, (struct rect){0, 0, 30, 3}, ROLE_DIM, '.');
	box_draw(&c, &b);
	is_picture(&c, "╭─ zones ────────────── low ─╮\n"
		       "│                            │\n"
		       "╰────────────────────────────╯\n");
	assert_int_equal(canvas_cell(&c, 0, 0)->role, ROLE_BORDER);
	assert_int_equal(canvas_cell(&c, 3, 0)->role, ROLE_TITLE);
	assert_int_equal(canvas_cell(&c, 24, 0)->role, ROLE_TEXT);
	canvas_close(&c);
}

/*
 * Boxes that share lines: the corner of one is a joint of another. The rows
 * are those of the overview at 80x24, in small.
 */
static void test_joined_boxes(void **state)
{
	static const struct box boxes[] = {
		{.r = {0, 0, 11, 3}, .title = "a"},
		{.r = {10, 0, 10, 3}, .title = "b", .focused = true},
		{.r = {0, 2, 11, 3}},
		{.r = {10, 2, 10, 3}, .quiet = true, .title = "d"},
		{.r = {0, 4, 20, 3}, .title = "story", .aside = "e 1"},
	};
	struct canvas c;

	(void)state;
	canvas_open(&c, 20, 7, false);
	boxes_draw(&c, boxes, 5);
	is_picture(&c, "╭─ a ─────┬─ b ────╮\n"
		       "│         │        │\n"
		       "├─────────┼─ d ────┤\n"
		       "│         │        │\n"
		       "├─ story ─┴── e 1 ─┤\n"
		       "│                  │\n"
		       "╰──────────────────╯\n");
	/* the focused one's border is whole, also where others share it */
	assert_int_equal(canvas_cell(&c, 10, 0)->role, ROLE_FOCUS);
	assert_int_equal(canvas_cell(&c, 10, 1)->role, ROLE_FOCUS);
	assert_int_equal(canvas_cell(&c, 15, 2)->role, ROLE_FOCUS);
	assert_int_equal(canvas_cell(&c, 9, 2)->role, ROLE_BORDER);
	assert_int_equal(canvas_cell(&c, 13, 2)->role, ROLE_DIM);
	canvas_close(&c);
}

/* The other ways to draw them; joints in the middle are the same for all. */
static void test_borders(void **state)
{
	static const struct box boxes[] = {
		{.r = {0, 0, 8, 3}, .title = "a"}, {.r = {7, 0, 4, 3}},
	};
	static const char *const pictures[] = {
		[BORDERS_ROUND] = "╭─ a ──┬──╮\n│      │  │\n╰──────┴──╯\n",
		[BORDERS_SQUARE] = "┌─ a ──┬──┐\n│      │  │\n└──────┴──┘\n",
		[BORDERS_ASCII] = "+- a --+--+\n|      |  |\n+------+--+\n",
		[BORDERS_NONE] = "   a       \n           \n           \n",
	};

	(void)state;
	for (int how = BORDERS_ROUND; how <= BORDERS_NONE; how++) {
		struct canvas c;

		canvas_open(&c, 11, 3, false);
		c.borders = (enum borders)how;
		boxes_draw(&c, boxes, 2);
		is_picture(&c, pictures[how]);
		canvas_close(&c);
	}
}

/* Columns need not meet: three above, two below, as at 200x60. */
static void test_joints_that_do_not_meet(void **state)
{
	static const struct box boxes[] = {
		{.r = {0, 0, 6, 3}}, {.r = {5, 0, 6, 3}}, {.r = {10, 0, 6, 3}},
		{.r = {0, 2, 9, 3}}, {.r = {8, 2, 8, 3}},
	};
	struct canvas c;

	(void)state;
	canvas_open(&c, 16, 5, false);
	boxes_draw(&c, boxes, 5);
	is_picture(&c, "╭────┬────┬────╮\n"
		       "│    │    │    │\n"
		       "├────┴──┬─┴────┤\n"
		       "│       │      │\n"
		       "╰───────┴──────╯\n");
	canvas_close(&c);
	canvas_open(&c, 16, 5, true);
	boxes_draw(&c, boxes, 5);
	is_picture(&c, "+----+----+----+\n"
		       "|    |    |    |\n"
		       "+----+--+-+----+\n"
		       "|       |      |\n"
		       "+-------+------+\n");
	canvas_close(&c);
}

static void has_title(int w, const char *title, const char *aside,
		      const char *row)
{
	struct box b = {.r = {0, 0, w, 2}, .title = title, .aside = aside};
	struct text got = {0};
	struct canvas c;

	canvas_open(&c, w, 1, false);
	boxes_draw(&c, &b, 1);
	canvas_print(&c, &got);
	assert_string_equal(text_str(&got), row);
	text_free(&got);
	canvas_close(&c);
}

static void test_titles(void **state)
{
	(void)state;
	/* without a line between them, one must go */
	has_title(18, "frames", "zone", "╭─ frames ───────╮\n");
	has_title(19, "frames", "zone", "╭─ frames ─ zone ─╮\n");
	has_title(28, "address space - 1 reader", "x",
		  "╭─ address space - 1 ──────╮\n");
	has_title(27, "address space - reader", NULL,
		  "╭─ address space ─────────╮\n");
	has_title(13, "一二三四", NULL, "╭─ 一二三 ──╮\n");
	has_title(8, "abcdef", NULL, "╭─ ab ─╮\n");
	has_title(6, "abcdef", NULL, "╭────╮\n");
	has_title(2, "abcdef", "x", "╭╮\n");
	has_title(14, NULL, "aside", "╭──── aside ─╮\n");
}

static void test_small_boxes(void **state)
{
	struct box b = {.r = {0, 0, 1, 1}, .title = "a"};
	struct canvas c;

	(void)state;
	canvas_open(&c, 3, 1, false);
	boxes_draw(&c, &b, 1);
	b.r = (struct rect){1, -1, 2, 2};
	boxes_draw(&c, &b, 1);
	is_picture(&c, " ╰╯\n");
	assert_int_equal(box_inside(&b).w, 0);
	canvas_close(&c);
}

static void test_gutter(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 2, 1, false);
	gutter_put(&c, 0, 0, GUTTER_NONE);
	is_picture(&c, "  \n");
	gutter_put(&c, 0, 0, GUTTER_FOLLOWED);
	gutter_put(&c, 0, 0, GUTTER_CHANGED);
	is_picture(&c, "@ \n");
	gutter_put(&c, 0, 0, GUTTER_HERE);
	gutter_put(&c, 0, 0, GUTTER_FOLLOWED);
	is_picture(&c, "> \n");
	gutter_put(&c, 5, 5, GUTTER_HERE);
	canvas_close(&c);
}

static void has_gauge(uint64_t value, uint64_t max, const char *row)
{
	struct canvas c;

	canvas_open(&c, 8, 1, true);
	gauge_draw(&c, 0, 0, 8, ROLE_GOOD, value, max);
	is_picture(&c, row);
	canvas_close(&c);
}

static void test_gauge(void **state)
{
	(void)state;
	has_gauge(0, 100, "--------\n");
	has_gauge(1, 100, "#-------\n");
	has_gauge(50, 100, "####----\n");
	has_gauge(99, 100, "#######-\n");
	has_gauge(100, 100, "########\n");
	has_gauge(101, 100, "#######>\n");
	has_gauge(UINT64_MAX, 100, "#######>\n");
	has_gauge(0, 0, "--------\n");
	has_gauge(UINT64_MAX / 2, UINT64_MAX, "###-----\n");
	has_gauge(UINT64_MAX / 2 + 9, UINT64_MAX, "####----\n");
}

static void has_marks(int w, uint64_t max, const struct gauge_mark *marks,
		      size_t nr, const char *row)
{
	struct canvas c;

	canvas_open(&c, w, 1, false);
	gauge_marks_draw(&c, 0, 0, w, max, marks, nr, NULL);
	is_picture(&c, row);
	canvas_close(&c);
}

/* The gauges of the overviews at 80x24 and 120x40: scale 1.25 x high. */
static void test_marks(void **state)
{
	static const struct gauge_mark dma32[] = {
		{422, "min", NULL, 0}, {527, "low", "lo", 0}, {632, "high", "hi", 0},
	};
	static const struct gauge_mark dma[] = {
		{181, "kept", NULL, 0}, {214, "min", NULL, 0}, {222, "low", NULL, 0},
		{230, "high", "hi", 0},
	};

	(void)state;
	has_marks(28, 790, dma32, 3, "           min▴ lo▴ hi▴     \n");
	has_marks(28, 287, dma, 4, "kept/min/low/high▴  ▴▴▴     \n");
	has_marks(55, 790, dma32, 3, "                          min▴   low▴  "
		  " high▴          \n");
	has_marks(55, 287, dma, 4, "                 kept/min/low/high▴      "
		  "▴▴ ▴          \n");
}

/* Marks too close for their names have them together, in their order. */
static void test_close_marks_share_names(void **state)
{
	static const struct gauge_mark far[] = {
		{10, "kept", NULL, 0}, {40, "min", NULL, 0}, {42, "low", "lo", 0},
		{44, "high", "hi", 0},
	};

	(void)state;
	has_marks(50, 50, far, 4, "      kept▴                 min/low/high▴ ▴ "
		  "▴     \n");
	/* what is short comes before what is shared by more */
	has_marks(22, 50, far, 4, "kept▴   min/lo/hi▴▴▴  \n");
	has_marks(19, 50, far, 4, "   ▴  min/lo/hi▴▴▴ \n");
	/* a blank short: the names of the last two have no room, of three have */
	has_marks(21, 21, (struct gauge_mark[]){ {9, "ab", NULL, 0},
		  {13, "cd", NULL, 0}, {16, "ef", NULL, 0} }, 3,
		  " ab/cd/ef▴   ▴  ▴    \n");
}

/* Those that have letters say at their own cell which one they are. */
static void test_marks_with_letters(void **state)
{
	static const struct gauge_mark far[] = {
		{10, "kept", NULL, 'k'}, {40, "min", NULL, 'm'},
		{42, "low", "lo", 'l'}, {44, "high", "hi", 'h'},
	};
	struct canvas c;
	bool nameless = false;

	(void)state;
	has_marks(50, 50, far, 4, "      kept\u25b4                min/low/high m l h"
				  "     \n");
	has_marks(23, 50, far, 4, "kept\u25b4   min/lo/hi mlh  \n");
	has_marks(20, 50, far, 4, "kept\u25b4 min/lo/hi mlh \n");
	has_marks(18, 50, far, 4, "   k          mlh \n");
	has_marks(12, 50, far, 4, "  k      mlh\n");
	/* where all names stand no letter has to be told */
	canvas_open(&c, 50, 1, false);
	gauge_marks_draw(&c, 0, 0, 50, 50, far, 4, &nameless);
	assert_false(nameless);
	gauge_marks_draw(&c, 0, 0, 12, 50, far, 4, &nameless);
	assert_true(nameless);
	canvas_close(&c);
}

static void test_marks_never_overlap(void **state)
{
	static const struct gauge_mark same[] = {
		{5, "a", NULL, 0}, {5, "b", NULL, 0}, {5, "c", NULL, 0},
	};

	(void)state;
	has_marks(9, 9, same, 3, "a/b/c▴▴▴ \n");
	has_marks(6, 5, same, 3, "   ▴▴▴\n");	/* back from the end */
	has_marks(2, 9, same, 3, "▴▴\n");
	has_marks(0, 9, same, 3, "\n");
}

/* Where the scale ends, as far as it has the room behind the last mark. */
static void test_scale_ends(void **state)
{
	static const struct {
		int w;
		const char *row;
	} rows[] = {
		{ 26, "                high▴ 100▸\n" },
		{ 25, "                high▴ 100\n" },
		{ 20, "            high▴   \n" },
	};
	static const struct gauge_mark high[] = { {80, "high", "hi", 0} };
	struct canvas c;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int w = rows[i].w;

		canvas_open(&c, w, 1, false);
		gauge_end_draw(&c, gauge_marks_draw(&c, 0, 0, w, 100, high, 1, NULL),
			       w, 0, 100, true, "");
		is_picture(&c, rows[i].row);
		canvas_close(&c);
	}
	canvas_open(&c, 26, 1, false);
	assert_int_equal(gauge_marks_draw(&c, 3, 0, 12, 100, high, 0, NULL), 3);
	gauge_end_draw(&c, 0, 26, 0, 100, false, "");
	is_picture(&c, "                       100\n");
	/* the words go before the number does */
	gauge_end_draw(&c, 16, 26, 0, 100, true, "to ");
	is_picture(&c, "                   to 100▸\n");
	canvas_clear(&c);
	gauge_end_draw(&c, 20, 26, 0, 100, true, "to ");
	is_picture(&c, "                      100▸\n");
	canvas_close(&c);
}

static void is_shared(const uint64_t *parts, size_t nr, int cells,
		      const int *wanted)
{
	int out[8];

	share_cells(parts, nr, cells, out);
	for (size_t i = 0; i < nr; i++)
		assert_int_equal(out[i], wanted[i]);
}

static void test_share(void **state)
{
	(void)state;
	is_shared((uint64_t[]){1, 1, 1}, 3, 10, (int[]){4, 3, 3});
	is_shared((uint64_t[]){1, 1, 1}, 3, 11, (int[]){4, 4, 3});
	is_shared((uint64_t[]){0, 5, 0}, 3, 7, (int[]){0, 7, 0});
	is_shared((uint64_t[]){0, 0}, 2, 7, (int[]){0, 0});
	is_shared((uint64_t[]){3, 1}, 2, 0, (int[]){0, 0});
	/* 47 x 2851 / 52685 = 2.5, 3.9, 39.3, 0.3, 1.0 by largest remainder */
	is_shared((uint64_t[]){2851, 4372, 44016, 282, 1164}, 5, 47,
		  (int[]){3, 4, 39, 0, 1});
	is_shared((uint64_t[]){UINT64_MAX, UINT64_MAX, 1}, 3, 5,
		  (int[]){3, 2, 0});
}

/* However the parts lie: the sum is right, nobody is a whole cell off. */
static void test_share_is_fair(void **state)
{
	uint32_t dice = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		uint64_t parts[8], total = 0;
		int out[8], sum = 0, cells = round % 97;

		for (int i = 0; i < 8; i++) {
			dice = dice * 1664525u + 1013904223u;
			parts[i] = dice >> 30 ? dice >> (dice >> 27) : 0;
			total += parts[i];
		}
		share_cells(parts, 8, cells, out);
		for (int i = 0; i < 8; i++) {
			uint64_t exact = parts[i] * (uint64_t)cells;

			sum += out[i];
			assert_true(out[i] >= 0);
			if (!total)
				continue;
			assert_true((uint64_t)out[i] >= exact / total);
			assert_true((uint64_t)out[i] <=
				    (exact + total - 1) / total);
		}
		assert_int_equal(sum, total ? cells : 0);
	}
}

static void test_runs(void **state)
{
	static const struct run runs[] = {
		{'k', ROLE_KERNEL, 0, 2}, {'f', ROLE_FILE, OVER_TOUCHED, 3},
		{'.', ROLE_DIM, 0, 9},
	};
	struct canvas c;

	(void)state;
	canvas_open(&c, 10, 1, false);
	assert_int_equal(runs_draw(&c, 1, 0, 7, runs, 3), 7);
	is_picture(&c, " kkfff..  \n");
	assert_int_equal(canvas_cell(&c, 3, 0)->over, OVER_TOUCHED);
	assert_int_equal(canvas_cell(&c, 3, 0)->role, ROLE_FILE);
	assert_int_equal(runs_draw(&c, 0, 0, 9, runs, 1), 2);
	canvas_close(&c);
}

static void test_numbers(void **state)
{
	struct canvas c;

	(void)state;
	canvas_open(&c, 14, 1, false);
	assert_int_equal(number_draw(&c, 6, 0, ROLE_TEXT, 749, 758), 9);
	is_picture(&c, "   749 -9     \n");
	canvas_clear(&c);
	assert_int_equal(number_draw(&c, 6, 0, ROLE_TEXT, 44016, 44007), 9);
	is_picture(&c, " 44016 +9     \n");
	canvas_clear(&c);
	assert_int_equal(number_draw(&c, 6, 0, ROLE_TEXT, 5, 5), 6);
	is_picture(&c, "     5        \n");
	assert_int_equal(change_draw(&c, 7, 0, 0, 12345), 6);
	is_picture(&c, "     5 -12345 \n");
	canvas_close(&c);
}

static void test_paragraph(void **state)
{
	static const char s[] = "one two three four";
	struct canvas c;

	(void)state;
	canvas_open(&c, 9, 3, false);
	assert_int_equal(paragraph_draw(&c, (struct rect){1, 0, 8, 0},
					ROLE_TEXT, s, 0), 3);
	is_picture(&c, "         \n         \n         \n");
	paragraph_draw(&c, (struct rect){1, 0, 8, 2}, ROLE_TEXT, s, 0);
	is_picture(&c, " one two \n three   \n         \n");
	canvas_clear(&c);
	paragraph_draw(&c, (struct rect){1, 0, 8, 2}, ROLE_TEXT, s, 1);
	is_picture(&c, " three   \n four    \n         \n");
	assert_int_equal(paragraph_draw(&c, (struct rect){0, 0, 0, 0},
					ROLE_TEXT, "abc", 0), 3);
	canvas_close(&c);
}

static void has_words(int w, const char *row)
{
	static const struct word words[] = {
		{"l on", ROLE_TEXT, false}, {NULL, ROLE_TEXT, false},
		{"h back", ROLE_TEXT, false}, {"z zoom", ROLE_TEXT, false},
		{"? help", ROLE_TEXT, true},
	};
	struct canvas c;

	canvas_open(&c, 28, 1, false);
	words_draw(&c, 0, 0, w, 2, words, 5);
	is_picture(&c, row);
	canvas_close(&c);
}

static void test_words(void **state)
{
	(void)state;
	has_words(28, "l on  h back  z zoom  ? help\n");
	has_words(27, "l on  h back  ? help        \n");
	has_words(19, "l on  ? help                \n");
	has_words(11, "? help                      \n");
	has_words(5, "                            \n");
}

static void has_ends(int w, const char *row)
{
	struct canvas c;

	canvas_open(&c, 20, 1, false);
	ends_draw(&c, 0, 0, w, ROLE_TEXT, "one - two", "three");
	is_picture(&c, row);
	canvas_close(&c);
}

static void test_ends(void **state)
{
	(void)state;
	has_ends(20, "one - two      three\n");
	has_ends(15, "one - two three     \n");
	has_ends(14, "one - two           \n");
	has_ends(8, "one                 \n");
	has_ends(2, "on                  \n");
	has_ends(0, "                    \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rects),
		cmocka_unit_test(test_one_box),
		cmocka_unit_test(test_joined_boxes),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_joints_that_do_not_meet),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_small_boxes),
		cmocka_unit_test(test_gutter),
		cmocka_unit_test(test_gauge),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_close_marks_share_names),
		cmocka_unit_test(test_marks_with_letters),
		cmocka_unit_test(test_marks_never_overlap),
		cmocka_unit_test(test_scale_ends),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_share_is_fair),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_paragraph),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
