/*
 * fill - a page of the manual or a completion out of its template and the
 * tables of the program
 *
 * usage: fill TEMPLATE, to the standard output. @VERSION@ is replaced anywhere.
 */
#include "fill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VERSION
#define VERSION "0"
#endif

static fill_fn *filler_find(const char *name, size_t len)
{
	static const struct filler *const lists[] = {
		program_fillers, scenario_fillers, shell_fillers,
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const struct filler *f = lists[i]; f->name; f++)
			if (strlen(f->name) == len &&
			    !strncmp(f->name, name, len))
				return f->fill;
	return NULL;
}

static void line_plain(struct text *out, const char *line)
{
	const char *at;

	for (; (at = strstr(line, "@VERSION@")); line = at + 9) {
		text_add(out, line, (size_t)(at - line));
		text_puts(out, VERSION);
	}
	text_puts(out, line);
}

/* Return: false if the line asks for what nobody prints. */
static bool line_fill(struct text *out, const char *line)
{
	size_t len = strcspn(line, "\n");
	fill_fn *fill;

	if (len < 3 || line[0] != '@' || line[len - 1] != '@') {
		line_plain(out, line);
		return true;
	}
	fill = filler_find(line + 1, len - 2);
	if (fill)
		fill(out);
	return fill;
}

static bool template_fill(FILE *in, const char *name, struct text *out)
{
	char *line = NULL;
	size_t size = 0;
	bool good = true;

	while (good && getline(&line, &size, in) >= 0) {
		good = line_fill(out, line);
		if (!good)
			fprintf(stderr, "%s: nothing fills %s", name, line);
	}
	free(line);
	return good;
}

int main(int argc, char **argv)
{
	struct text out = { 0 };
	FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
	bool good;

	if (!in) {
		fprintf(stderr, "usage: fill TEMPLATE: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	good = template_fill(in, argv[1], &out);
	fclose(in);
	if (good && fwrite(out.s, 1, out.len, stdout) != out.len)
		good = false;
	text_free(&out);
	return good && !fflush(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
