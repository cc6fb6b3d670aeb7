#include "cli/themes.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "cli/places.h"
#include "load/theme_file.h"

static void add(struct themes *t, const struct theme *theme)
{
	for (size_t i = 0; i < t->nr; i++)
		if (!strcmp(t->list[i].name, theme->name))
			return;
	t->list = xgrow(t->list, t->nr, &t->cap, sizeof(*t->list));
	t->list[t->nr++] = *theme;
}

void themes_open(struct themes *t, const struct theme *chosen)
{
	memset(t, 0, sizeof(*t));
	add(t, chosen);
}

void themes_close(struct themes *t)
{
	free(t->list);
	memset(t, 0, sizeof(*t));
}

const struct theme *themes_now(const struct themes *t,
			       const struct theme *otherwise)
{
	return t->nr ? &t->list[t->at] : otherwise;
}

static void gather(struct themes *t, const char *program)
{
	struct walkthroughs files;

	themes_installed(&files, program);
	for (size_t i = 0; i < files.nr; i++) {
		struct diags faults;
		struct theme theme;

		diags_init(&faults, files.list[i].path);
		if (theme_load(&theme, files.list[i].path, &faults))
			add(t, &theme);
		diags_free(&faults);
	}
	walkthroughs_close(&files);
	add(t, theme_default());
	t->gathered = true;
}

void themes_words(struct themes *t, const char *program, struct text *out)
{
	if (t->nr && !t->gathered)
		gather(t, program);
	for (size_t i = 0; i < t->nr; i++)
		text_printf(out, "%s%s", i ? "|" : "", t->list[i].name);
}

void themes_choose(struct themes *t, size_t i)
{
	t->at = i < t->nr ? i : t->at;
}

void themes_next(struct themes *t, const char *program)
{
	if (!t->gathered)
		gather(t, program);
	t->at = (t->at + 1) % t->nr;
}
