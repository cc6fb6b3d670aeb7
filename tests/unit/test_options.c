#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_WORDS = 16 };

/* Parse words parted by spaces; what is said goes to `said`. */
static char said[2048];

static bool parse(struct options *o, const char *line)
{
	static char words[512];
	char *argv[MAX_WORDS] = { NULL }, *rest, *word;
	int argc = 0, copy = dup(STDERR_FILENO);
	FILE *file = tmpfile();
	size_t len;
	bool good;

	strcpy(words, line);
	for (word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	good = options_parse(o, argc, argv) && options_enough(o);
	fflush(stderr);
	dup2(copy, STDERR_FILENO);
	close(copy);
	rewind(file);
	len = fread(said, 1, sizeof(said) - 1, file);
	said[len] = '\0';
	fclose(file);
	return good;
}

static void good(struct options *o, const char *line)
{
	if (!parse(o, line))
		fail_msg("'%s': %s", line, said);
}

static void bad(const char *line, const char *message)
{
	struct options o;

	assert_false(parse(&o, line));
	if (!strstr(said, message))
		fail_msg("'%s' said: %s", line, said);
	options_free(&o);
}

static void test_commands(void **state)
{
	struct options o;

	(void)state;
	good(&o, "framewalk");
	assert_int_equal(o.command, CMD_NONE);
	options_free(&o);
	good(&o, "framewalk 13-buddy");
	assert_int_equal(o.command, CMD_play);
	assert_string_equal(o.args[0], "13-buddy");
	options_free(&o);
	good(&o, "framewalk run a b c");
	assert_int_equal(o.command, CMD_run);
	assert_int_equal(o.nr_args, 3);
	options_free(&o);
	/* a scenario may be called as a command is */
	good(&o, "framewalk play run");
	assert_int_equal(o.command, CMD_play);
	assert_string_equal(o.args[0], "run");
	options_free(&o);
	good(&o, "framewalk proc --help");
	assert_true(o.help);
	options_free(&o);
}

static void test_values(void **state)
{
	struct options o;

	(void)state;
	good(&o, "framewalk snap x --at 3 --size=120x40 -ofile --ascii");
	assert_string_equal(o.value[OPT_at], "3");
	assert_string_equal(o.value[OPT_size], "120x40");
	assert_string_equal(o.value[OPT_output], "file");
	assert_true(options_has(&o, OPT_ascii));
	assert_false(options_has(&o, OPT_view));
	options_free(&o);
	good(&o, "framewalk snap -o file -- --at");
	assert_string_equal(o.args[0], "--at");
	assert_string_equal(o.value[OPT_output], "file");
	options_free(&o);
	good(&o, "framewalk check -");
	assert_string_equal(o.args[0], "-");
	options_free(&o);
}

static void test_mistakes(void **state)
{
	(void)state;
	bad("framewalk run", "run needs SCENARIO...");
	bad("framewalk proc meminfo", "usage: framewalk proc [OPTION...] PATH SCENARIO");
	bad("framewalk rnu x", "did you mean 'run'?");
	bad("framewalk keys x", "a word too many: 'x'");
	bad("framewalk list x y", "a word too many: 'y'");
	bad("framewalk events x --form 3", "did you mean '--from'?");
	bad("framewalk list --json", "list has no option '--json'");
	bad("framewalk snap x --format jpg", "--format takes text, ansi or svg, not 'jpg'");
	bad("framewalk snap x --at", "--at needs a value");
	bad("framewalk list --paths=yes", "--paths takes no value");
	bad("framewalk run x -o y", "run has no option '-o'");
	bad("framewalk x --lang de", "--lang takes en or zh");
}

static void test_nearer(void **state)
{
	(void)state;
	assert_string_equal(nearer("snpa", NULL, "snap"), "snap");
	assert_null(nearer("elephant", NULL, "snap"));
	assert_string_equal(nearer("lists", "list", "lost"), "list");
	assert_string_equal(nearer("lists", "lost", "list"), "list");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_nearer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
