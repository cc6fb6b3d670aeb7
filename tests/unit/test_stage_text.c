/* The text mode: its form, and that it tells what the pictures tell. */
#include "stage_fixture.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"

static const char *const scenarios[] = {
	"tests/golden/toy.json", "tests/golden/task.json", "traces/tour.json",
	NULL,
};

static void tell(struct stage_fixture *f, enum view_id zoom, struct text *out)
{
	text_reset(out);
	f->scene.settings.zoom = zoom;
	stage_text(&f->scene, out);
	f->scene.settings.zoom = VIEW_NONE;
}

/*
 * A line: the position, or two blanks or "* " and something behind it; no
 * control character but what a file of /proc has for a tab.
 */
static void look_form(struct stage_fixture *f, int *lines)
{
	static const char *const first[NR_LANGS] = { "position ", "位置 " };
	struct text text = { 0 };
	unsigned nr = 0;

	for (int lang = 0; lang < NR_LANGS; lang++) {
		f->scene.settings.lang = (enum lang)lang;
		tell(f, VIEW_NONE, &text);
		nr = 0;
		for (char *rest, *line = strtok_r(text.s, "\n", &rest); line;
		     line = strtok_r(NULL, "\n", &rest), nr++) {
			const char *want = nr ? (line[0] == '*' ? "* " : "  ") :
						first[lang];

			if (strncmp(line, want, strlen(want)))
				fail_msg("not a line: '%s'", line);
			assert_true(nr == 0 || line[2]);
			for (const char *s = line; *s; s++)
				assert_true(!iscntrl((unsigned char)*s) ||
					    *s == '\t');
		}
		assert_true(nr >= 2);
		*lines += (int)nr;
		text_reset(&text);
	}
	f->scene.settings.lang = LANG_EN;
	text_free(&text);
}

static void test_form(void **state)
{
	(void)state;
	assert_true(fixture_steps(scenarios, look_form) > 1000);
}

/* Each view has something to tell of its own. */
static void test_views(void **state)
{
	struct text alone = { 0 }, with = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "11", UNIT_STEP);
	tell(&f, VIEW_STORY, &alone);
	for (int v = 0; v < NR_VIEWS; v++) {
		tell(&f, (enum view_id)v, &with);
		if (v != VIEW_STORY && with.len <= alone.len)
			fail_msg("nothing is told of %s",
				 view_name((enum view_id)v));
	}
	text_free(&alone);
	text_free(&with);
	fixture_close(&f);
}

/* Digits of the next plain number of three digits or more; 0 = none. */
static size_t next_number(const char **at)
{
	const char *s = *at;

	while (*s) {
		const char *start = s;
		size_t len;

		if (!isalnum((unsigned char)*s)) {
			s++;
			continue;
		}
		while (isalnum((unsigned char)*s))
			s++;
		len = strspn(start, "0123456789");
		if (len < 3 || start + len != s)
			continue;
		/* a change, or a size: "+126", "205.8M" */
		if ((start > *at && strchr("+-.", start[-1])) || *s == '.')
			continue;
		/* the scale of the picture: none is in the text */
		if ((start - *at >= 9 && !strncmp(start - 9, "1 cell = ", 9)) ||
		    !strncmp(s, "\u25b8", strlen("\u25b8")))
			continue;
		*at = start;
		return len;
	}
	return 0;
}

static bool has_number(const char *text, const char *number, size_t len)
{
	for (const char *s = text; (s = strstr(s, number)); s++) {
		const char *start = s;	/* an address may have zeros in front */

		while (start > text && start[-1] == '0')
			start--;
		if ((start == text || !isalnum((unsigned char)start[-1])) &&
		    !isalnum((unsigned char)s[len]))
			return true;
	}
	return false;
}

/* Numbers that stand in the picture of the view alone are in the text, too. */
static void look_numbers(struct stage_fixture *f, int *numbers)
{
	static const enum view_id looked[] = {
		VIEW_OVERVIEW, VIEW_BUDDY, VIEW_OOM, VIEW_ZONES,
	};
	struct text picture = { 0 }, text = { 0 };

	for (size_t i = 0; i < sizeof(looked) / sizeof(looked[0]); i++) {
		const char *s;
		struct canvas c;
		char number[32];
		size_t len;

		f->scene.settings.zoom = looked[i];
		fixture_draw(f, &c, 200, 24, false);
		text_reset(&picture);
		canvas_print(&c, &picture);
		canvas_close(&c);
		tell(f, looked[i], &text);
		for (s = picture.s; (len = next_number(&s)); s += len) {
			snprintf(number, sizeof(number), "%.*s", (int)len, s);
			++*numbers;
			if (has_number(text.s, number, len))
				continue;
			print_error("%s\n%s\n", picture.s, text.s);
			fail_msg("%s of step %u: %s is in the picture alone",
				 view_name(looked[i]), f->scene.pos.step,
				 number);
		}
	}
	text_free(&picture);
	text_free(&text);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_true(fixture_steps(scenarios, look_numbers) > 1000);
}

/* Reached by going on or by coming back: the same text. */
static void test_both_sides(void **state)
{
	struct text on = { 0 }, back = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/task.json");
	fixture_at(&f, "3.1", UNIT_OP);
	fixture_at(&f, "4.1", UNIT_OP);
	tell(&f, VIEW_NONE, &on);
	fixture_at(&f, "6", UNIT_OP);
	fixture_at(&f, "4.1", UNIT_OP);
	tell(&f, VIEW_NONE, &back);
	assert_string_equal(on.s, back.s);
	text_free(&on);
	text_free(&back);
	fixture_close(&f);
}

/* While the processor walks, entries that it has not read are not told. */
static void test_walk_so_far(void **state)
{
	struct text text = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/task.json");
	fixture_at(&f, "4.1.mmu_walk#2", UNIT_EVENT);
	tell(&f, VIEW_WALK, &text);
	assert_non_null(strstr(text.s, "\n  PGD table "));
	assert_non_null(strstr(text.s, "\n* PUD table "));
	assert_null(strstr(text.s, " PMD table "));
	assert_null(strstr(text.s, "physical"));
	fixture_at(&f, "4.1.mmu_walk#4", UNIT_EVENT);
	tell(&f, VIEW_WALK, &text);
	assert_non_null(strstr(text.s, "\n* PTE table "));
	text_free(&text);
	fixture_close(&f);
}

/* Are these the text's lines, one after the other? */
static void assert_lines(struct stage_fixture *f, enum view_id zoom,
			 const char *lines)
{
	struct text text = { 0 };

	tell(f, zoom, &text);
	if (!strstr(text.s, lines))
		fail_msg("not told: '%s' in\n%s", lines, text.s);
	text_free(&text);
}

/* Which marks a request was held against, and what was done in between. */
static void test_request(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "8", UNIT_STEP);
	assert_lines(&f, VIEW_ZONES,
		     "\n  request of hog  order 0  GFP_HIGHUSER_MOVABLE|"
		     "__GFP_COMP|__GFP_ZERO  from DMA\n"
		     "  request low: DMA 153 > 153 + 0  no\n"
		     "  request then: kswapd0 is woken\n"
		     "  request min: DMA 153 > 123 + 0  yes\n"
		     "  request end: frame 0x567 of DMA\n");
	fixture_at(&f, "8.920.7", UNIT_EVENT);
	assert_lines(&f, VIEW_ZONES,
		     "\n  request low: DMA 153 > 153 + 0  no\n"
		     "* request then: kswapd0 is woken\n"
		     "* kswapd0 asleep -> at work, woken for order 0, "
		     "until a zone is above high\n");
	/* what only the step changed is no news of the event */
	assert_lines(&f, VIEW_ZONES, "\n  zone DMA free 153 of 3840 ");
	f.scene.settings.lang = LANG_ZH;
	assert_lines(&f, VIEW_ZONES, "\n* 请求 接着: 唤醒 kswapd0\n"
		     "* kswapd0 睡眠 -> 工作中，为 0 阶被唤醒，"
		     "直到有一个区高于 high\n");
	fixture_close(&f);
}

/* Nothing is told of a daemon that does not change beside those views. */
static void test_daemons_beside_others(void **state)
{
	struct text text = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "8.920.6", UNIT_EVENT);
	tell(&f, VIEW_ZONES, &text);
	assert_null(strstr(text.s, "kswapd0"));
	tell(&f, VIEW_LRU, &text);
	assert_non_null(strstr(text.s, "\n  kswapd0 asleep\n"));
	text_free(&text);
	fixture_close(&f);
}

/* Why the killer came, and what an access that met a swap entry cost. */
static void test_refused_and_swapped_in(void **state)
{
	struct text text = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	fixture_at(&f, "3.2.196102", UNIT_EVENT);
	assert_lines(&f, VIEW_OOM, "\n  refused DMA32 414 > 637 + 0  no"
				   "   DMA 223 > 49 + 190  no\n");
	fixture_at(&f, "2", UNIT_STEP);
	tell(&f, VIEW_OOM, &text);
	assert_null(strstr(text.s, "\n  refused"));
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "11", UNIT_STEP);
	assert_lines(&f, VIEW_SWAP,
		     "\n  do_swap_page  demo 7ffff79dd000  slot 8  "
		     "not in the swap cache: major\n"
		     "  window slots 8-15  8 to read\n"
		     "  slot 8 -> frame 0x335, mapped, @  slot freed  "
		     "7 read along, not mapped\n"
		     "  next pages of slots 9 to 15 cost a minor fault each, "
		     "o the disk\n");
	fixture_at(&f, "10", UNIT_STEP);
	tell(&f, VIEW_SWAP, &text);
	assert_null(strstr(text.s, "do_swap_page"));
	text_free(&text);
	fixture_close(&f);
}

/* The map's letters of a paint, and what each of them is. */
static void test_paints(void **state)
{
	static const struct {
		enum paint paint;
		const char *map, *key;
	} told[] = {
		{ PAINT_OWNER, "  1 x 83", "\n  by owner:  . free" },
		{ PAINT_OWNER, "  1 x 83", "  1 demo  2 hog" },
		{ PAINT_TYPE, "  M x ", "\n  by type:  M Movable" },
		{ PAINT_AGE, "  p x ", "  p inactive  P active" },
	};
	struct text text = { 0 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "kswapd", UNIT_STEP);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		f.scene.settings.paint = told[i].paint;
		tell(&f, VIEW_FRAMES, &text);
		assert_non_null(strstr(text_str(&text), told[i].map));
		assert_non_null(strstr(text_str(&text), told[i].key));
	}
	f.scene.settings.paint = PAINT_KIND;
	tell(&f, VIEW_FRAMES, &text);
	assert_null(strstr(text_str(&text), "by kind"));
	text_free(&text);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_paints),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_both_sides),
		cmocka_unit_test(test_walk_so_far),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_daemons_beside_others),
		cmocka_unit_test(test_refused_and_swapped_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
