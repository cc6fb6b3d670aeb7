#include "cli/places.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "cli/options.h"

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif

enum { MAX_ROOTS = 5 };

struct roots {
	char *path[MAX_ROOTS];
	int   nr;
};

static void root_add(struct roots *r, const char *folder, const char *below)
{
	struct text path = { 0 };

	if (!folder || !*folder)
		return;
	text_printf(&path, "%s%s", folder, below);
	r->path[r->nr++] = path.s;
}

/*
 * The folder of the running program. Where the system does not say which file
 * it is, the name it was called by does, if that has a folder.
 */
static char *program_folder(const char *program)
{
	char *path = realpath("/proc/self/exe", NULL);

	if (!path && strchr(program, '/'))
		path = realpath(program, NULL);
	if (path && strrchr(path, '/'))
		*strrchr(path, '/') = '\0';
	return path;
}

static void roots_open(struct roots *r, const char *program)
{
	const char *data_home = getenv("XDG_DATA_HOME");
	char *folder = program_folder(program);

	r->nr = 0;
	root_add(r, getenv("FRAMEWALK_DATA"), "");
	if (data_home && *data_home)
		root_add(r, data_home, "/framewalk");
	else
		root_add(r, getenv("HOME"), "/.local/share/framewalk");
	root_add(r, folder, "/..");
	root_add(r, folder, "/../share/framewalk");
	root_add(r, PREFIX, "/share/framewalk");
	free(folder);
}

static void roots_close(struct roots *r)
{
	for (int i = 0; i < r->nr; i++)
		free(r->path[i]);
}

/* Bytes of a scenario's name without its ending; 0 = not a scenario's. */
static size_t stem_length(const char *file)
{
	static const char *const endings[] = { ".json", ".jsonl" };
	size_t len = strlen(file);

	for (size_t i = 0; i < 2; i++) {
		size_t end = strlen(endings[i]);

		if (file[0] != '.' && len > end &&
		    !strcmp(file + len - end, endings[i]))
			return len - end;
	}
	return 0;
}

static const struct walkthrough *find(const struct walkthroughs *w,
				      const char *name)
{
	for (size_t i = 0; i < w->nr; i++)
		if (!strcmp(w->list[i].name, name))
			return &w->list[i];
	return NULL;
}

static void add_file(struct walkthroughs *w, const char *folder,
		     const char *file)
{
	size_t stem = stem_length(file);
	struct text path = { 0 };
	char *name;

	if (!stem)
		return;
	name = xstrndup(file, stem);
	if (find(w, name)) {		/* an earlier root has it */
		free(name);
		return;
	}
	text_printf(&path, "%s/%s", folder, file);
	w->list = xgrow(w->list, w->nr, &w->cap, sizeof(*w->list));
	w->list[w->nr++] = (struct walkthrough){ name, path.s };
}

static void add_folder(struct walkthroughs *w, const char *root,
		       const char *folder)
{
	struct text path = { 0 };
	struct dirent *entry;
	DIR *dir;

	text_printf(&path, "%s/%s", root, folder);
	dir = opendir(path.s);
	while (dir && (entry = readdir(dir)))
		add_file(w, path.s, entry->d_name);
	if (dir)
		closedir(dir);
	text_free(&path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct walkthrough *)a)->name,
		      ((const struct walkthrough *)b)->name);
}

static void gather(struct walkthroughs *w, const char *program,
		   const char *folder)
{
	struct roots roots;

	memset(w, 0, sizeof(*w));
	roots_open(&roots, program);
	for (int i = 0; i < roots.nr; i++)
		add_folder(w, roots.path[i], folder);
	roots_close(&roots);
	if (w->nr)
		qsort(w->list, w->nr, sizeof(*w->list), by_name);
}

void walkthroughs_open(struct walkthroughs *w, const char *program)
{
	gather(w, program, "traces");
}

void themes_installed(struct walkthroughs *w, const char *program)
{
	gather(w, program, "themes");
}

void walkthroughs_close(struct walkthroughs *w)
{
	for (size_t i = 0; i < w->nr; i++) {
		free(w->list[i].name);
		free(w->list[i].path);
	}
	free(w->list);
	memset(w, 0, sizeof(*w));
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISDIR(st.st_mode);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The shortest name that has these letters: "05", "buddy"; NULL. */
static const char *name_with(const struct walkthroughs *w, const char *typed)
{
	const char *best = NULL;

	for (size_t i = 0; i < w->nr; i++) {
		const char *name = w->list[i].name;

		if (strlen(typed) >= 2 && strstr(name, typed) &&
		    (!best || strlen(name) < strlen(best)))
			best = name;
	}
	return best;
}

static void complain_scenario(const struct walkthroughs *w, const char *typed)
{
	const char *near = NULL, *command = command_near(typed);

	if (is_folder(typed)) {
		complain("'%s' is a folder, a scenario is a file", typed);
		return;
	}
	for (size_t i = 0; i < w->nr; i++)
		near = nearer(typed, near, w->list[i].name);
	if (!near)
		near = name_with(w, typed);
	if (near)
		complain("no file and no walkthrough is named '%s'; did you mean '%s'?",
			 typed, near);
	else if (command)
		complain("no file and no walkthrough is named '%s'; did you mean the command '%s'?",
			 typed, command);
	else
		complain("no file and no walkthrough is named '%s'; "
			 "'framewalk list' prints the walkthroughs", typed);
}

char *scenario_find(const char *scenario, const char *program)
{
	struct walkthroughs all;
	const struct walkthrough *w;
	char *path = NULL;

	if (!strcmp(scenario, "-") || is_file(scenario))
		return xstrdup(scenario);
	walkthroughs_open(&all, program);
	w = find(&all, scenario);
	if (w)
		path = xstrdup(w->path);
	else
		complain_scenario(&all, scenario);
	walkthroughs_close(&all);
	return path;
}

char *theme_find(const char *theme, const char *program)
{
	struct text path = { 0 };
	struct roots roots;

	if (is_file(theme))
		return xstrdup(theme);
	roots_open(&roots, program);
	for (int i = 0; i < roots.nr; i++) {
		text_reset(&path);
		text_printf(&path, "%s/themes/%s.json", roots.path[i], theme);
		if (is_file(path.s))
			break;
		text_reset(&path);
	}
	roots_close(&roots);
	if (path.len)
		return path.s;
	text_free(&path);
	return NULL;
}
