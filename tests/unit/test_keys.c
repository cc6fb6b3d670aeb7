#include "view/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/words.h"

static void test_actions(void **state)
{
	(void)state;
	assert_int_equal(key_action("l", KEYS_STAGE), ACT_ON);
	assert_int_equal(key_action("Right", KEYS_STAGE), ACT_ON);
	assert_int_equal(key_action("Right", KEYS_IN(VIEW)), ACT_RIGHT);
	assert_int_equal(key_action("a", KEYS_STAGE), ACT_NONE);
	assert_int_equal(key_action("a", KEYS_IN(ASK)), ACT_CHOOSE);
	assert_int_equal(key_action("F9", KEYS_STAGE), ACT_VIEW);
	assert_int_equal(key_action("F1", KEYS_STAGE), ACT_HELP);
	assert_int_equal(key_action("", KEYS_STAGE), ACT_NONE);
	assert_int_equal(key_action("Ri", KEYS_STAGE), ACT_NONE);
}

/* On the stage a key means one thing: the table has no key twice. */
static void test_one_meaning(void **state)
{
	(void)state;
	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];
		unsigned context = 1u << row->context;
		char keys[128], *rest, *key;

		if (context & KEYS_STAGE)
			context = KEYS_STAGE;
		strcpy(keys, row->keys);
		for (key = strtok_r(keys, " ", &rest); key;
		     key = strtok_r(NULL, " ", &rest))
			assert_int_equal(key_action(key, context), row->action);
	}
}

/* Each row is there in both languages, and can be shown in the column. */
static void test_rows(void **state)
{
	struct text text = { 0 };

	(void)state;
	for (unsigned i = 0; i < nr_key_rows; i++) {
		assert_true(*words_in(&key_rows[i].doc, LANG_EN));
		assert_true(*words_in(&key_rows[i].doc, LANG_ZH));
		assert_string_not_equal(key_rows[i].doc.in[LANG_EN],
					key_rows[i].doc.in[LANG_ZH]);
		assert_true(strlen(key_rows[i].shown) <= 10);
	}
	keys_print(&text, LANG_EN);
	assert_non_null(strstr(text.s, "  l Right     one unit on"));
	assert_non_null(strstr(text.s, "\nin a view\n"));
	assert_non_null(strstr(text.s, "\n  :until CONDITION  "));
	text_free(&text);
}

/* The hints in the stage's last row name keys that there are. */
static void test_hints(void **state)
{
	static const enum ui hints[] = {
		UI_k_play, UI_k_on, UI_k_back, UI_k_event, UI_k_chapter,
		UI_k_unit, UI_k_view, UI_k_goto, UI_k_zoom, UI_k_layout,
		UI_k_inspect, UI_k_follow, UI_k_leave, UI_k_answer, UI_k_quit,
		UI_k_help,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		const char *hint = ui(LANG_EN, hints[i]);
		char key[16];

		snprintf(key, sizeof(key), "%.*s", (int)strcspn(hint, " "),
			 hint);
		if (!strcmp(key, "space"))	/* in small letters there */
			key[0] = 'S';
		if (key_action(key, ~0u) == ACT_NONE)
			fail_msg("no key '%s'", key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_one_meaning),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_hints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
