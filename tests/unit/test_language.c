/* Messages in the language of who reads them */
#include "scenario_fixture.h"

#include <stdlib.h>

#include "base/tongue.h"
#include "cli/language.h"

static const struct wrong chinese[] = {
	{ "3", 1, "操作应为对象，而这里是数", "应写 {\"alloc_pages\"" },
	{ "{\"aloc_pages\": 0}", 2, "不认识的操作 \"aloc_pages\"", "是否想写 \"alloc_pages\"？" },
	{ "{\"alloc_pages\": {\"order\": \"1\"}}", 27, "\"order\"：应为数，而这里是字符串", "" },
	{ "{\"alloc_pages\": {\"order\": 11}}", 27, "\"order\" 是 11", "应为 0 到 10" },
	{ "{\"free_pages\": \"b\"}", 16, "这里没有名为 \"b\" 的块的标签", "" },
	{ "{\"free_pages\": {}}", 16, "free_pages：缺少 \"block\"", "需要 \"block\"" },
	{ "{\"alloc_pages\": 0, \"until\": \"1 +\"}", 29, "\"until\"，其第 4 列：缺少一个数或值的路径", "" },
	{ "{\"alloc_pages\": 0 \"x\": 1}", 19, "这里应是“,”或“}”，而不是'\"'", "" },
	{ "{\"alloc_pages\": 0", 19, "这里应是“,”或“}”，而不是']'", "" },
};

static void test_faults(void **state)
{
	static const char before[] = HEAD "\"steps\": [{\"do\": ";
	static const struct wrong english = {
		"3", 1, "an operation is a number", "write"
	};

	(void)state;
	tongue_set(true);
	for (size_t i = 0; i < sizeof(chinese) / sizeof(chinese[0]); i++)
		assert_wrong(&chinese[i], before, "}]}");
	tongue_set(false);
	assert_wrong(&english, before, "}]}");
}

static void test_one_line(void **state)
{
	struct diags faults;
	char line[128] = "";
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	tongue_set(true);
	diags_init(&faults, "x.json");
	diag_hint(diags_add(&faults, 3, 7, "unknown key \"%.60s\"", "a"),
		  "did you mean '%s'?", "b");
	diags_print(&faults, file);
	tongue_set(false);
	diags_free(&faults);
	rewind(file);
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	assert_string_equal(line, "x.json:3:7: 不认识的键 \"a\"，是否想输入“b”？\n");
}

static bool chinese_with(const char *all, const char *messages,
			 const char *ctype)
{
	setenv("LC_ALL", all, 1);
	setenv("LC_MESSAGES", messages, 1);
	setenv("LC_CTYPE", ctype, 1);
	return locale_is_chinese();
}

/* Chinese only where its characters can be shown. */
static void test_locale(void **state)
{
	(void)state;
	setenv("LANG", "C", 1);
	assert_true(chinese_with("", "zh_CN.UTF-8", "C.UTF-8"));
	assert_false(chinese_with("", "zh_CN.UTF-8", "C"));
	assert_false(chinese_with("", "en_US.UTF-8", "C.UTF-8"));
	assert_false(chinese_with("C.UTF-8", "zh_CN.UTF-8", "C.UTF-8"));
	setenv("LANG", "zh_TW.UTF-8", 1);
	assert_true(chinese_with("", "", "C.UTF-8"));
	/* one that is not installed is known by its name */
	assert_true(chinese_with("", "", ""));
	assert_true(chinese_with("zh_XX.utf8@none", "", ""));
	assert_false(chinese_with("zh_XX.GBK", "", ""));
	assert_false(chinese_with("zh_XX", "", ""));
}

/* --lang goes before the locale. */
static void test_option(void **state)
{
	struct options o = { .program = "" };

	(void)state;
	setenv("LANG", "C", 1);
	assert_true(chinese_with("", "zh_CN.UTF-8", "C.UTF-8"));
	language_of_messages(&o);
	assert_string_equal(tongue("a list"), "列表");
	o.value[OPT_lang] = "en";
	language_of_messages(&o);
	assert_string_equal(tongue("a list"), "a list");
	assert_false(chinese_with("C", "", ""));
	o.value[OPT_lang] = "zh";
	language_of_messages(&o);
	assert_string_equal(tongue("a list"), "列表");
	o.value[OPT_lang] = NULL;
	language_of_messages(&o);
	assert_string_equal(tongue("a list"), "a list");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_locale),
		cmocka_unit_test(test_option),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
