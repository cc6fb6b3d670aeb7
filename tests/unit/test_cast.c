/* The form of both versions; what a title may not do */
#include "out/cast.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PALETTE                                                                \
	"#000000:#cd0000:#00cd00:#cdcd00:#0000ee:#cd00cd:#00cdcd:#e5e5e5:"     \
	"#7f7f7f:#ff0000:#00ff00:#ffff00:#5c5cff:#ff00ff:#00ffff:#ffffff"
#define THEME                                                                  \
	"\"theme\":{\"fg\":\"#d0d0d0\",\"bg\":\"#1c1c1c\","                     \
	"\"palette\":\"" PALETTE "\"}"

static void add(struct cast *c, uint64_t ms, char letter, const char *data,
		struct text *out)
{
	cast_event(c, ms, letter, data, strlen(data), out);
}

static char *record(int version)
{
	struct text out = { 0 };
	struct cast c;

	cast_begin(&c, version, 80, 24, "One \"page\"\033[2J 中\x80",
		   theme_default(), &out);
	add(&c, 0, 'o', "\033[Hab\r\n", &out);
	add(&c, 1007, 'i', "\033[C", &out);
	add(&c, 1007, 'm', "Split \\ 拆分", &out);
	add(&c, 62040, 'r', "100x30", &out);
	add(&c, UINT64_C(5000000000000), 'o', "", &out);
	return out.s;
}

static void test_version_2(void **state)
{
	char *cast = record(2);

	(void)state;
	assert_string_equal(cast,
		"{\"version\":2,\"width\":80,\"height\":24,"
		"\"env\":{\"TERM\":\"xterm-256color\"}," THEME ","
		"\"title\":\"One \\\"page\\\"?[2J 中?\"}\n"
		"[0.000,\"o\",\"\\u001b[Hab\\r\\n\"]\n"
		"[1.007,\"i\",\"\\u001b[C\"]\n"
		"[1.007,\"m\",\"Split \\\\ 拆分\"]\n"
		"[62.040,\"r\",\"100x30\"]\n"
		"[5000000000.000,\"o\",\"\"]\n");
	free(cast);
}

static void test_version_3(void **state)
{
	char *cast = record(3);

	(void)state;
	assert_string_equal(cast,
		"{\"version\":3,\"term\":{\"cols\":80,\"rows\":24,"
		"\"type\":\"xterm-256color\"," THEME "},"
		"\"title\":\"One \\\"page\\\"?[2J 中?\"}\n"
		"[0.000,\"o\",\"\\u001b[Hab\\r\\n\"]\n"
		"[1.007,\"i\",\"\\u001b[C\"]\n"
		"[0.000,\"m\",\"Split \\\\ 拆分\"]\n"
		"[61.033,\"r\",\"100x30\"]\n"
		"[4999999937.960,\"o\",\"\"]\n");
	free(cast);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version_2),
		cmocka_unit_test(test_version_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
