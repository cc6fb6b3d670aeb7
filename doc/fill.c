/*
 * fill - a page of the manual or a completion out of its template and the
 * tables of the program
 *
 * usage: fill [zh] TEMPLATE, to the standard output. @VERSION@ is replaced
 * anywhere; with zh the tables are asked for their Chinese.
 */
#include "fill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"

#ifndef VERSION
#define VERSION "0"
#endif

static const struct filler *filler_find(const char *name, size_t len)
{
	static const struct filler *const lists[] = {
		program_fillers, scenario_fillers, shell_fillers,
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const struct filler *f = lists[i]; f->name; f++)
			if (strlen(f->name) == len &&
			    !strncmp(f->name, name, len))
				return f;
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
static bool line_fill(struct text *out, const char *line, enum lang lang)
{
	size_t len = strcspn(line, "\n");
	const struct filler *f;

	if (len < 3 || line[0] != '@' || line[len - 1] != '@') {
		line_plain(out, line);
		return true;
	}
	f = filler_find(line + 1, len - 2);
	if (f && f->fill)
		f->fill(out, lang);
	else if (f)
		f->alike(out);
	return f;
}

static bool template_fill(FILE *in, const char *name, struct text *out,
			  enum lang lang)
{
	char *line = NULL;
	size_t size = 0;
	bool good = true;

	while (good && getline(&line, &size, in) >= 0) {
		good = line_fill(out, line, lang);
		if (!good)
			fprintf(stderr, "%s: nothing fills %s", name, line);
	}
	free(line);
	return good;
}

int main(int argc, char **argv)
{
	bool zh = argc == 3 && !strcmp(argv[1], "zh");
	const char *name = argc == 2 || zh ? argv[argc - 1] : NULL;
	FILE *in = name ? fopen(name, "r") : NULL;
	struct text page = { 0 }, out = { 0 };
	bool good;

	if (!in) {
		fprintf(stderr, "usage: fill [zh] TEMPLATE: %s\n",
			strerror(errno));
		return EXIT_FAILURE;
	}
	tongue_set(zh);
	good = template_fill(in, name, &page, zh ? LANG_ZH : LANG_EN);
	fclose(in);
	if (zh)
		roff_wide(&out, text_str(&page));
	else
		text_add(&out, text_str(&page), page.len);
	if (good && fwrite(text_str(&out), 1, out.len, stdout) != out.len)
		good = false;
	text_free(&page);
	text_free(&out);
	return good && !fflush(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
