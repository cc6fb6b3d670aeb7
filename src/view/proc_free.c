#include "view/proc_free.h"

#include <stdio.h>
#include <string.h>

#include "mm/proc_files.h"
#include "view/proc_changes.h"

enum { MEM_LINE = 1, NOTES = 3,
       CUT_W = sizeof("buff/cache    shared ") - 1 };

static bool is_free(const struct facts *f)
{
	const char *path = proc_path(f);

	return !strncmp(path, "free", 4) && (!path[4] || path[4] == ' ');
}

/* procps says of more than there is that it is what is free. */
static bool adds_up(const struct facts *f)
{
	struct meminfo i;

	meminfo_read(f->now, &i);
	return i.available <= i.total && !strstr(proc_path(f), "--old");
}

void proc_free_fit(const struct facts *f, struct proc_fit *fit,
		   const struct proc_line *head, size_t columns)
{
	static const char *const least[] = { "shared", "available", NULL };

	if (is_free(f))
		proc_fit_leave(fit, head, least, columns);
}

void proc_free_fit_changes(const struct facts *f, struct proc_fit *fit,
			   const struct proc_line *head, size_t columns)
{
	static const char *const told[] = { "available", NULL };

	if (is_free(f) && adds_up(f))
		proc_fit_leave(fit, head, told, columns);
}

/* Is there no room for the last of the columns that are to stay? */
static bool is_cut(const struct panel *p, const struct proc_lines *lines)
{
	struct proc_fit fit = { .len = 0 };
	size_t room = (size_t)panel_width(p);

	for (int i = 0; i < lines->nr; i++)
		proc_fit_add(&fit, &lines->line[i]);
	proc_fit_to(&fit, room);
	proc_free_fit(p->f, &fit, &lines->line[0], room);
	return proc_fit_columns(&fit) > room;
}

/* A row of its own, if one is left. */
static void say(struct panel *p, int *y, const char *words)
{
	if (*y < p->r.y + p->r.h)
		line_draw(p->c, panel_left(p), (*y)++, panel_width(p), ROLE_DIM,
			  words);
}

/* "454020 -6248", the change if it has room behind `before` columns. */
static void cell_words(const struct panel *p, const struct proc_choice *c,
		       const char *name, int before, char out[64])
{
	const struct proc_line *head = c->now->line;
	char now[32], change[32];

	proc_fit_cell(head, head + MEM_LINE, name, now);
	proc_changes_cell(head, head + MEM_LINE, proc_choice_was(c, MEM_LINE),
			  name, change);
	if (before + (int)(strlen(now) + strlen(change)) > panel_width(p))
		change[0] = '\0';
	snprintf(out, 64, "%s%s", now, change);
}

int proc_free_rows(const struct facts *f, const struct proc_lines *lines)
{
	return is_free(f) && lines->nr > MEM_LINE && adds_up(f) ? NOTES : 0;
}

void proc_free_draw_sum(struct panel *p, const struct proc_choice *c, int used)
{
	int left = p->r.h - used, y = p->r.y + used + (left > NOTES);
	enum lang lang = p->f->lang;
	char cell[64], shared[64], words[160];

	if (!proc_free_rows(p->f, c->now))
		return;
	snprintf(words, sizeof(words), ui(lang, UI_free_adds_up), "");
	cell_words(p, c, "available", text_columns(words, strlen(words)), cell);
	snprintf(words, sizeof(words), ui(lang, UI_free_adds_up), cell);
	say(p, &y, words);
	if (is_cut(p, c->now)) {
		proc_fit_cell(c->now->line, c->now->line + MEM_LINE, "shared",
			      shared);
		cell_words(p, c, "buff/cache", CUT_W + (int)strlen(shared),
			   cell);
		cell_words(p, c, "shared", CUT_W + (int)strlen(cell), shared);
		snprintf(words, sizeof(words), "buff/cache %s   shared %s",
			 cell, shared);
		say(p, &y, words);
	}
	say(p, &y, ui(lang, UI_free_reserve));
}
