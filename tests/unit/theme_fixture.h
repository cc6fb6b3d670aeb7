/* The theme files that are shipped, one after the other. For tests only. */
#ifndef THEME_FIXTURE_H
#define THEME_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "draw/theme.h"
#include "load/theme_file.h"

typedef void theme_fn(const struct theme *t, void *ctx);

/* Return: how many there are. */
static inline int each_theme(theme_fn *look, void *ctx)
{
	DIR *dir = opendir("themes");
	struct dirent *entry;
	int nr = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);
		struct diags faults;
		char path[300];
		struct theme t;

		if (len < 5 || strcmp(entry->d_name + len - 5, ".json"))
			continue;
		snprintf(path, sizeof(path), "themes/%s", entry->d_name);
		diags_init(&faults, path);
		if (!theme_load(&t, path, &faults))
			diags_print(&faults, stderr);
		assert_int_equal(faults.nr, 0);
		diags_free(&faults);
		/* it is found by its file, and said by its name */
		assert_int_equal(strlen(t.name), len - 5);
		assert_memory_equal(t.name, entry->d_name, len - 5);
		look(&t, ctx);
		nr++;
	}
	closedir(dir);
	return nr;
}

#endif
