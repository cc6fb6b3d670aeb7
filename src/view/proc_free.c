#include "view/proc_free.h"

#include <stdio.h>
#include <string.h>

#include "mm/proc_files.h"

enum { MEM_LINE = 1 };

static bool is_free(const struct facts *f)
{
	const char *path = proc_path(f);

	return !strncmp(path, "free", 4) && (!path[4] || path[4] == ' ');
}

void proc_free_fit(const struct facts *f, struct proc_fit *fit,
		   const struct proc_line *head, size_t columns)
{
	static const char *const least[] = { "shared", "available", NULL };

	if (is_free(f))
		proc_fit_leave(fit, head, least, columns);
}

/* procps says of more than there is that it is what is free. */
static bool adds_up(const struct facts *f)
{
	struct meminfo i;

	meminfo_read(f->now, &i);
	return i.available <= i.total && !strstr(proc_path(f), "--old");
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

void proc_free_draw_sum(struct panel *p, const struct proc_lines *lines)
{
	int left = p->r.h - lines->nr, y = p->r.y + lines->nr + (left > 3);
	const struct proc_line *head = lines->line, *mem = head + MEM_LINE;
	enum lang lang = p->f->lang;
	char cell[32], shared[32], words[96];

	if (!is_free(p->f) || lines->nr <= MEM_LINE || !adds_up(p->f))
		return;
	proc_fit_cell(head, mem, "available", cell);
	snprintf(words, sizeof(words), ui(lang, UI_free_adds_up), cell);
	say(p, &y, words);
	if (is_cut(p, lines)) {
		proc_fit_cell(head, mem, "buff/cache", cell);
		proc_fit_cell(head, mem, "shared", shared);
		snprintf(words, sizeof(words), "buff/cache %s   shared %s",
			 cell, shared);
		say(p, &y, words);
	}
	say(p, &y, ui(lang, UI_free_reserve));
}
