/* A million lines of JSON become a story; cJSON's tree of them beside it. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "bench.h"
#include "load/scenario.h"
#include "pty.h"

enum { MILLION = 1000000, TENTH = MILLION / 10 };

static const char header[] =
	"{\"framewalk\": 1, \"title\": \"a long run\", \"machine\": {\"ram\": \"4G\"}}\n"
	"{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"2G\", \"as\": \"buf\"}}]}\n";

/* Lines of a recorded run: one access each, some 80 bytes. */
static void add_lines(struct text *t, int nr, const char *between)
{
	for (int i = 0; i < nr; i++) {
		unsigned kib = (unsigned)(hash_word((uint64_t)i) & 0x7ffff) * 4;

		text_printf(t, "%s{\"do\": [{\"access\": {\"at\": \"buf+%uK\", \"length\": 1, \"mode\": \"%s\"}}]}",
			    i ? between : "", kib, i % 3 ? "write" : "read");
	}
}

/* A file without a name. */
static FILE *lines_file(int nr)
{
	FILE *file = tmpfile();
	struct text t = { 0 };

	text_puts(&t, header);
	add_lines(&t, nr, "\n");
	text_puts(&t, "\n");
	if (!file || fwrite(t.s, 1, t.len, file) != t.len || fflush(file))
		bench_die("load", "no file to read from");
	text_free(&t);
	return file;
}

/* values: ms, bytes a line */
static void load_lines(double *values, int nr)
{
	FILE *file = lines_file(nr);
	struct diags faults;
	struct story *story;
	double start, resident;
	char path[32];

	snprintf(path, sizeof(path), "/dev/fd/%d", fileno(file));
	diags_init(&faults, "lines");
	resident = bench_resident_kib();
	start = bench_cpu_ns();
	story = scenario_load(path, &faults);
	values[0] = (bench_cpu_ns() - start) / 1e6;
	values[1] = (bench_resident_kib() - resident) * 1024 / nr;
	if (!story)
		bench_die("load", faults.nr ? faults.list[0].what : "no story");
	story_free(story);
	diags_free(&faults);
	fclose(file);
}

static void load_million(double *values)
{
	load_lines(values, MILLION);
}

static void load_tenth(double *values)
{
	load_lines(values, TENTH);
}

/* From its start to the stage, in a terminal of 80x24. */
static double first_frame_us(const char *program, int nr)
{
	FILE *file = lines_file(nr);
	char path[32];
	const char *argv[] = { program, path, NULL };
	double start = bench_wall_ns(), us;
	struct pty s;

	snprintf(path, sizeof(path), "/dev/fd/%d", fileno(file));
	s = pty_open(argv, 80, 24);
	us = pty_stage_ns(&s, start) / 1e3;
	pty_close(&s);
	fclose(file);
	return us;
}

/* The same lines as one array. */
static void tree(double *values)
{
	struct text t = { 0 };
	double start, resident;
	cJSON *root;

	text_puts(&t, "[");
	add_lines(&t, MILLION, ",\n");
	text_puts(&t, "]");
	resident = bench_resident_kib();
	start = bench_cpu_ns();
	root = cJSON_ParseWithLength(t.s, t.len);
	values[0] = (bench_cpu_ns() - start) / 1e6;
	values[1] = (bench_resident_kib() - resident) * 1024 / MILLION;
	if (!root)
		bench_die("cJSON", "no tree");
	cJSON_Delete(root);
	text_free(&t);
}

void bench_load(struct bench *b)
{
	double values[2];

	bench_apart(load_million, values, 2);
	bench_tell(b, FIG_load_lines, values[0]);
	bench_tell(b, FIG_load_memory, values[1]);
	bench_apart(load_tenth, values, 2);
	bench_tell(b, FIG_load_100k_lines, values[0]);
	bench_apart(tree, values, 2);
	bench_tell(b, FIG_tree_lines, values[0]);
	bench_tell(b, FIG_tree_memory, values[1]);
	if (!b->program)
		bench_die("pty", "--program PATH is wanted");
	bench_tell(b, FIG_first_frame_long, first_frame_us(b->program, MILLION));
	bench_tell(b, FIG_first_frame_tenth, first_frame_us(b->program, TENTH));
}
