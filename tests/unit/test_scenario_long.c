/* A file that takes long to read: its beginning first, then all of it. */
#include "scenario_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "load/scenario.h"

enum { LINES = 80000, LINE_BYTES = 60 };

static const char header[] =
	"{\"framewalk\": 1, \"title\": \"long\", \"machine\": {\"ram\": \"64M\"}}\n";

struct long_file {
	char path[64];
	struct diags faults;
};

/* `odd` stands in place of line `at` (from 1, behind the header); NULL = none. */
static void file_open(struct long_file *f, int lines, int at, const char *odd)
{
	FILE *file;
	int fd;

	snprintf(f->path, sizeof(f->path), "/tmp/framewalk-test-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	fputs(header, file);
	for (int i = 1; i <= lines; i++)
		fprintf(file, "%-*s\n", LINE_BYTES - 1, odd && i == at ? odd :
			"{\"do\": [{\"alloc_pages\": {\"order\": 0}}]}");
	fclose(file);
	diags_init(&f->faults, f->path);
}

static void file_close(struct long_file *f)
{
	unlink(f->path);
	diags_free(&f->faults);
}

static void test_beginning(void **state)
{
	struct long_file f;
	struct story *s;

	(void)state;
	/* what is wrong further on is no concern yet, nor what stands there */
	file_open(&f, LINES, LINES, "{\"acess\": 1}");
	s = scenario_begin(f.path);
	assert_non_null(s);
	assert_string_equal(s->title.in[LANG_EN], "long");
	assert_true(s->machine.nr_zones > 0);
	assert_in_range(s->nr_steps, 1000, LINES / 2);
	assert_int_equal(s->nr_groups, s->nr_steps);
	story_free(s);
	assert_null(scenario_load(f.path, &f.faults));
	assert_int_equal(f.faults.list[0].line, LINES + 1);
	file_close(&f);
}

/* A position behind the beginning is known when all has been read. */
static void test_later_positions(void **state)
{
	struct long_file f;
	struct story *s;

	(void)state;
	file_open(&f, LINES, LINES, "{\"label\": \"last\", \"do\": []}");
	s = scenario_begin(f.path);
	assert_non_null(s);
	assert_int_equal(story_label(s, "last", 4), 0);
	story_free(s);
	s = scenario_load(f.path, &f.faults);
	assert_non_null(s);
	assert_int_equal(story_label(s, "last", 4), LINES);
	story_free(s);
	file_close(&f);
}

static void test_no_beginning(void **state)
{
	struct long_file f;

	(void)state;
	file_open(&f, 100, 0, NULL);		/* is short */
	assert_null(scenario_begin(f.path));
	file_close(&f);
	file_open(&f, LINES, 2, "{\"acess\": 1}");	/* at fault there */
	assert_null(scenario_begin(f.path));
	file_close(&f);
	assert_null(scenario_begin(f.path));	/* is no more */
	assert_null(scenario_begin("-"));
	assert_null(scenario_begin("/"));
}

struct looks {
	unsigned nr, percent, until;
};

static bool look(void *data, unsigned percent)
{
	struct looks *l = data;

	assert_in_range(percent, l->percent, 100);
	l->percent = percent;
	return ++l->nr < l->until;
}

static void test_watch(void **state)
{
	struct looks all = { .until = 1000 }, one = { .until = 1 };
	struct scenario_watch watch = { look, &all };
	struct long_file f;
	struct story *s;

	(void)state;
	file_open(&f, 4 * LINES, 0, NULL);
	s = scenario_load_watched(f.path, &watch, &f.faults);
	assert_non_null(s);
	assert_int_equal(s->nr_steps, 4 * LINES);
	assert_in_range(all.nr, 3, 100);
	assert_in_range(all.percent, 60, 100);
	story_free(s);

	watch.data = &one;
	assert_null(scenario_load_watched(f.path, &watch, &f.faults));
	assert_int_equal(one.nr, 1);
	assert_int_equal(f.faults.nr, 0);
	file_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_beginning),
		cmocka_unit_test(test_later_positions),
		cmocka_unit_test(test_no_beginning),
		cmocka_unit_test(test_watch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
