/* The file of settings: what it may say, and what is said of its faults */
#include "cli/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char	       folder[64], path[80], errors[80];
	char	      *text;
	struct options options;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/test_config.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/config", f->folder);
	snprintf(f->errors, sizeof(f->errors), "%s/errors", f->folder);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	unlink(f->errors);
	rmdir(f->folder);
	free(f->text);
	free(f);
	return 0;
}

/* Read a file of these bytes; what was complained is kept. */
static bool reads(struct fixture *f, const char *bytes)
{
	FILE *file = fopen(f->path, "w");
	int real = dup(STDERR_FILENO);
	const char *said[NR_OPTIONS] = { NULL };
	bool good;

	fputs(bytes, file);
	fclose(file);
	free(f->text);
	f->text = NULL;
	assert_non_null(freopen(f->errors, "w", stderr));
	good = config_file(said, f->path, &f->text);
	fflush(stderr);
	dup2(real, STDERR_FILENO);
	close(real);
	if (good)
		config_apply(&f->options, said);
	return good;
}

/* The message after "framewalk: FILE". */
static void complains(struct fixture *f, const char *bytes, const char *wanted)
{
	char line[512] = "", start[128];
	FILE *file;

	assert_false(reads(f, bytes));
	file = fopen(f->errors, "r");
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	snprintf(start, sizeof(start), "framewalk: %s", f->path);
	assert_memory_equal(line, start, strlen(start));
	assert_string_equal(line + strlen(start), wanted);
}

static void test_settings(void **state)
{
	struct fixture *f = *state;

	assert_true(reads(f, "# mine\n\n  theme = light\r\nlang=zh\n"
			  "\tcolor =16 \nascii = on\nambiguous-wide = auto"));
	assert_string_equal(f->options.value[OPT_theme], "light");
	assert_string_equal(f->options.value[OPT_lang], "zh");
	assert_string_equal(f->options.value[OPT_color], "16");
	assert_true(options_has(&f->options, OPT_ascii));
	assert_false(options_has(&f->options, OPT_ambiguous_wide));
}

static void test_the_command_line_wins(void **state)
{
	struct fixture *f = *state;

	f->options.value[OPT_theme] = "mono";
	assert_true(reads(f, "theme = light\nlang = zh\n"));
	assert_string_equal(f->options.value[OPT_theme], "mono");
	assert_string_equal(f->options.value[OPT_lang], "zh");
}

static void test_the_later_line_wins(void **state)
{
	struct fixture *f = *state;

	assert_true(reads(f, "theme = light\nascii = off\ntheme = dark\n"
			  "ascii = on\nambiguous-wide = on\n"
			  "ambiguous-wide = off\n"));
	assert_string_equal(f->options.value[OPT_theme], "dark");
	assert_true(options_has(&f->options, OPT_ascii));
	assert_false(options_has(&f->options, OPT_ambiguous_wide));
}

static void test_faults_have_their_place(void **state)
{
	struct fixture *f = *state;

	complains(f, "theme = light\ntheem = dark\n",
		  ":2: there is no setting 'theem'; did you mean 'theme'?\n");
	complains(f, "\n\nvolume = 11\n",
		  ":3: there is no setting 'volume'; known: theme, lang, color, "
		  "ascii, ambiguous-wide, borders, resume\n");
	complains(f, "color = 7",
		  ":1: color is auto, never, 8, 16 or 256, not '7'\n");
	complains(f, "ascii = yes\n", ":1: ascii is on, off or auto, not 'yes'\n");
	complains(f, "theme light\n",
		  ":1: this is no setting; write NAME = VALUE\n");
	complains(f, "\033[2J = 1\n", ":1: there is no setting '?[2J'; known: "
		  "theme, lang, color, ascii, ambiguous-wide, borders, resume\n");
}

static void test_files_that_are_none(void **state)
{
	struct fixture *f = *state;
	const char *said[NR_OPTIONS] = { NULL };
	char *big = malloc(70000);

	assert_true(config_file(said, "/tmp/none/of/this", &f->text));
	assert_true(config_file(said, "/dev/null/config", &f->text));
	assert_null(f->text);
	memset(big, '\n', 70000);
	big[69999] = '\0';
	complains(f, big, ": settings have less than 65536 bytes\n");
	free(big);
}

/* What a command other than `play` prints depends on its arguments alone. */
static void test_only_the_stage_looks(void **state)
{
	struct fixture *f = *state;
	char folder[128], path[160];
	FILE *file;

	snprintf(folder, sizeof(folder), "%s/framewalk", f->folder);
	snprintf(path, sizeof(path), "mkdir %s", folder);
	assert_int_equal(system(path), 0);
	snprintf(path, sizeof(path), "%s/config", folder);
	file = fopen(path, "w");
	fputs("lang = zh\n", file);
	fclose(file);
	setenv("XDG_CONFIG_HOME", f->folder, 1);
	f->options.command = CMD_snap;
	assert_true(config_read(&f->options));
	assert_false(options_has(&f->options, OPT_lang));
	f->options.command = CMD_play;
	f->options.value[OPT_no_config] = "";
	assert_true(config_read(&f->options));
	assert_false(options_has(&f->options, OPT_lang));
	f->options.value[OPT_no_config] = NULL;
	assert_true(config_read(&f->options));
	assert_string_equal(f->options.value[OPT_lang], "zh");
	options_free(&f->options);
	unsetenv("XDG_CONFIG_HOME");
	setenv("HOME", f->folder, 1);		/* no ~/.config there */
	f->options.command = CMD_NONE;
	assert_true(config_read(&f->options));
	assert_false(options_has(&f->options, OPT_lang));
	unlink(path);
	rmdir(folder);
}

/* The settings may be what a call lacks: it is judged once they are read. */
static void test_resume_needs_no_scenario(void **state)
{
	char program[] = "framewalk", play[] = "play", *argv[] = { program, play };
	struct fixture *f = *state;

	assert_true(options_parse(&f->options, 2, argv));
	assert_true(reads(f, "resume = on\n"));
	assert_true(options_enough(&f->options));
	options_free(&f->options);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_settings),
		TEST(test_the_command_line_wins),
		TEST(test_the_later_line_wins),
		TEST(test_faults_have_their_place),
		TEST(test_files_that_are_none),
		TEST(test_only_the_stage_looks),
		TEST(test_resume_needs_no_scenario),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
