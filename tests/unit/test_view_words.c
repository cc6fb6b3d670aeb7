/* Words, letters and sizes of the interface, in both languages */
#include "stage_fixture.h"

#include <ctype.h>

#include "base/text.h"
#include "view/palette.h"
#include "view/view.h"

/* "%u" ... of a format, in their order, without flags and widths. */
static void conversions(const char *s, char *out)
{
	for (; *s; s++) {
		if (*s != '%')
			continue;
		while (*++s && !isalpha((unsigned char)*s))
			;
		while (*s == 'l' || *s == 'h' || *s == 'z')
			*out++ = *s++;
		*out++ = *s;
	}
	*out = '\0';
}

static void test_words_agree(void **state)
{
	(void)state;
	for (int id = 0; id < NR_UI; id++) {
		char en[64], zh[64];

		assert_non_null(ui(LANG_EN, (enum ui)id));
		assert_non_null(ui(LANG_ZH, (enum ui)id));
		conversions(ui(LANG_EN, (enum ui)id), en);
		conversions(ui(LANG_ZH, (enum ui)id), zh);
		assert_string_equal(en, zh);
	}
}

static void test_one_letter_a_glyph(void **state)
{
	(void)state;
	for (int a = 0; a < NR_GLYPHS; a++)
		for (int b = 0; b < a; b++)
			assert_true(glyphs[a].letter != glyphs[b].letter);
	assert_int_equal(order_letter(10, MIGRATE_MOVABLE).c, 'X');
	assert_int_equal(order_letter(0, MIGRATE_MOVABLE).c, '0');
	assert_int_equal(glyph_active(GLYPH_ANON).c, 'A');
	assert_int_equal(glyph_active(GLYPH_PGTABLE).c, 't');
	assert_int_equal(tag_letter(9), '9');
	assert_int_equal(tag_letter(10), 'A');
}

static void test_sizes_in_words(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *words;
	} cases[] = {
		{ 0, "0" },		 { 4096, "4K" },
		{ 1064 << 10, "1064K" }, { 16 << 20, "16M" },
		{ 18544 << 10, "18.1M" }, { UINT64_C(1) << 40, "1T" },
	};
	char out[24];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(size_words(cases[i].bytes, out),
				    cases[i].words);
}

static bool is_han(uint32_t code)
{
	return code >= 0x4e00 && code <= 0x9fff;
}

/* Half-width punctuation behind a Chinese character is a slip. */
static void check_punctuation(const char *s)
{
	size_t len = strlen(s);
	uint32_t last = 0, code;

	for (size_t at = 0; at < len; last = code) {
		at += utf8_next(s + at, len - at, &code);
		if (is_han(last) && code < 0x7f && strchr(",:;?!()", (int)code))
			fail_msg("half-width '%c' in %s", (char)code, s);
	}
}

static void check_story(const char *path)
{
	struct stage_fixture f;

	fixture_open(&f, path);
	for (uint32_t i = 1; i <= f.story->nr_steps; i++) {
		const struct step_detail *step = step_detail(f.story, i);

		check_punctuation(words_in(&step->title, LANG_ZH));
		check_punctuation(words_in(&step->say, LANG_ZH));
		for (uint32_t a = 0; a < step->nr_asks; a++) {
			const struct ask *ask = &step->asks[a];

			check_punctuation(words_in(&ask->text, LANG_ZH));
			for (uint32_t k = 0; k < ask->nr_choices; k++)
				check_punctuation(words_in(&ask->choice[k],
							   LANG_ZH));
		}
	}
	fixture_close(&f);
}

static void test_chinese_punctuation(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/13-buddy.json",
		"traces/13-buddy-m16.json", NULL,
	};

	(void)state;
	for (int id = 0; id < NR_UI; id++)
		check_punctuation(ui(LANG_ZH, (enum ui)id));
	for (int i = 0; lessons[i]; i++)
		check_story(lessons[i]);
}

/* A name is cut between two characters, and counted in columns. */
static void test_names_are_cut_whole(void **state)
{
	struct inode i = { .name = "/srv/数据数据数据" };
	char out[FILE_WORDS_BYTES];

	(void)state;
	assert_string_equal(file_words_cut(&i, 10, out), "数据数据数");
	assert_string_equal(file_words_cut(&i, 9, out), "数据数据");
	assert_string_equal(file_words_cut(&i, 12, out), "数据数据数据");
	strcpy(i.name, "data");
	assert_string_equal(file_words_cut(&i, 3, out), "dat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_agree),
		cmocka_unit_test(test_one_letter_a_glyph),
		cmocka_unit_test(test_sizes_in_words),
		cmocka_unit_test(test_chinese_punctuation),
		cmocka_unit_test(test_names_are_cut_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
