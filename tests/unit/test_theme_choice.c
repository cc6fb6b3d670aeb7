/* T: the chosen theme, then the installed ones by name, and round again */
#include "cli/themes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"

/* What T shows, until the first one comes again. */
static void gather(const struct theme *chosen, struct text *got)
{
	struct themes t;

	themes_open(&t, chosen);
	do {
		text_printf(got, "%s ", themes_now(&t, NULL)->name);
		themes_next(&t, "");
	} while (strcmp(themes_now(&t, NULL)->name, chosen->name) != 0);
	themes_close(&t);
}

static void goes_through(const struct theme *chosen, const char *wanted)
{
	struct text got = {0};

	gather(chosen, &got);
	assert_string_equal(text_str(&got), wanted);
	text_free(&got);
}

static void test_the_installed_ones(void **state)
{
	struct theme own = *theme_default();

	(void)state;
	setenv("FRAMEWALK_DATA", ".", 1);
	setenv("XDG_DATA_HOME", "/none", 1);
	goes_through(theme_default(),
		     "dark colour-blind high-contrast light mono ");
	/* one that is a file somewhere keeps its turn */
	strcpy(own.name, "own");
	goes_through(&own, "own colour-blind dark high-contrast light mono ");
}

/* The built-in one is always there; a file with faults is passed over. */
static void test_faults_are_passed_over(void **state)
{
	char folder[64] = "/tmp/test_theme.XXXXXX", path[128];
	struct theme own = *theme_default();
	struct text got = {0};
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/themes", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/themes/broken.json", folder);
	file = fopen(path, "w");
	fputs("{\"theme\": 1}\n", file);
	fclose(file);
	setenv("FRAMEWALK_DATA", folder, 1);
	setenv("XDG_DATA_HOME", folder, 1);
	strcpy(own.name, "own");
	gather(&own, &got);
	assert_memory_equal(text_str(&got), "own ", 4);
	assert_non_null(strstr(text_str(&got), " dark "));
	assert_null(strstr(text_str(&got), "  "));	/* it has no name */
	assert_null(strstr(text_str(&got), "broken"));
	text_free(&got);
	unlink(path);
	snprintf(path, sizeof(path), "%s/themes", folder);
	rmdir(path);
	rmdir(folder);
}

static void test_never_opened(void **state)
{
	struct themes t = {.nr = 0};

	(void)state;
	assert_ptr_equal(themes_now(&t, theme_default()), theme_default());
	themes_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_installed_ones),
		cmocka_unit_test(test_faults_are_passed_over),
		cmocka_unit_test(test_never_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
