#include "cli/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void state_folders(char *path)
{
	for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

bool state_path(const char *name, struct text *path)
{
	const char *home = getenv("XDG_STATE_HOME"), *below = "";

	if (!home || *home != '/') {	/* a relative one does not count */
		home = getenv("HOME");
		below = "/.local/state";
	}
	if (!home || !*home)
		return false;
	text_printf(path, "%s%s/framewalk/%s", home, below, name);
	return true;
}

/* Each whole line, its end cut off, in the file's order. */
typedef void line_fn(void *ctx, const char *line);

/* Return: false if there is a file that cannot be read. */
static bool each_line(const char *path, line_fn *each, void *ctx)
{
	FILE *file = fopen(path, "r");
	bool good = file || errno == ENOENT;
	char *line = NULL;
	size_t size = 0;

	while (file && getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		each(ctx, line);
	}
	free(line);
	if (file)
		good = !ferror(file) && !fclose(file);
	return good;
}

/* The scenario of a line; NULL = it is none of ours. */
static const char *scenario_of(const char *line)
{
	const char *tab = strchr(line, '\t');

	return tab ? tab + 1 : NULL;
}

static bool is_of(const char *line, const char *scenario)
{
	const char *s = scenario_of(line);

	return s && !strcmp(s, scenario);
}

struct lookup {
	const char  *scenario;
	struct text *pos;
};

static void take_place(void *ctx, const char *line)
{
	struct lookup *l = ctx;

	if (!is_of(line, l->scenario))
		return;
	text_reset(l->pos);
	text_add(l->pos, line, strcspn(line, "\t"));
}

bool last_place_find(const char *scenario, struct text *pos)
{
	struct lookup l = { scenario, pos };
	struct text path = { 0 };

	text_reset(pos);
	if (state_path("places", &path))
		each_line(text_str(&path), take_place, &l);
	text_free(&path);
	return pos->len;
}

static void take_scenario(void *ctx, const char *line)
{
	struct text *scenario = ctx;

	if (!scenario_of(line))
		return;
	text_reset(scenario);
	text_puts(scenario, scenario_of(line));
}

bool last_place_newest(struct text *scenario)
{
	struct text path = { 0 };

	text_reset(scenario);
	if (state_path("places", &path))
		each_line(text_str(&path), take_scenario, scenario);
	text_free(&path);
	return scenario->len;
}

struct rewrite {
	const char *scenario;
	struct text lines;
	unsigned    nr;
};

static void count_other(void *ctx, const char *line)
{
	struct rewrite *w = ctx;

	w->nr += !is_of(line, w->scenario);
}

/* w->nr: how many there are, then how many come yet. */
static void copy_other(void *ctx, const char *line)
{
	struct rewrite *w = ctx;

	if (is_of(line, w->scenario))
		return;
	if (w->nr-- < MOST_LAST_PLACES)
		text_printf(&w->lines, "%s\n", line);
}

/* In place of the file, at once: half a file is never seen. */
static bool replace(char *path, const struct text *lines)
{
	struct text fresh = { 0 };
	bool good;
	FILE *file;

	state_folders(path);
	text_printf(&fresh, "%s.new", path);
	file = fopen(text_str(&fresh), "w");
	good = file &&
	       fwrite(text_str(lines), 1, lines->len, file) == lines->len;
	if (file)
		good &= !fclose(file);
	good = good && !rename(text_str(&fresh), path);
	text_free(&fresh);
	return good;
}

bool last_place_keep(const char *scenario, const char *pos, struct diag *why)
{
	struct rewrite w = { .scenario = scenario };
	struct text path = { 0 }, before = { 0 };
	bool good = true;

	if (!state_path("places", &path)) {
		diag_set(why, 0, 0, "neither XDG_STATE_HOME nor HOME says where the place is to be kept");
		return false;
	}
	/* nothing to forget: no file is made for that */
	if (pos || last_place_find(scenario, &before)) {
		good = each_line(text_str(&path), count_other, &w) &&
		       each_line(text_str(&path), copy_other, &w);
		if (pos)
			text_printf(&w.lines, "%s\t%s\n", pos, scenario);
		good = good && replace(path.s, &w.lines);
	}
	if (!good)
		diag_set(why, 0, 0, "the place cannot be kept in '%.120s': %s",
			 text_str(&path), strerror(errno));
	text_free(&w.lines);
	text_free(&before);
	text_free(&path);
	return good;
}
