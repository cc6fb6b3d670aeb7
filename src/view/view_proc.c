/*
 * The proc view: a text of /proc as the kernel prints it. What changed since
 * the unit began, and what moved it, is told beside it, never inside.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "mm/vmstat.h"
#include "view/kinds.h"
#include "view/proc_cause.h"
#include "view/proc_changes.h"
#include "view/proc_choice.h"
#include "view/proc_fit.h"
#include "view/proc_free.h"
#include "view/task_doing.h"

enum {
	COLUMN = 37,		/* of chosen lines, where they stand in two */
	BETWEEN = 3,		/* two columns: a blank, and the gutter */
	WITH_SUM_H = 10,	/* rows with one that counts the lines */
	CHANGE_W = 7,		/* of a change, so that causes stand in line */
};

/* Lines as they are drawn. */
struct drawn {
	const struct proc_choice *c;
	struct proc_fit		  fit;
	bool			  dim;	/* those that are as they were */
};

/* The figure leaves out tables that a walk goes through, and pictures count. */
static bool lacks_tables(const struct machine *m)
{
	return kind_frames(m, KIND_PGTABLE) != node_stat_sum(m, NR_PAGETABLE);
}

/*
 * It counts reads that faults began; a task's majflt also faults that waited
 * for such a read, or began one for what lies ahead. Source: mm/filemap.c
 * filemap_fault(), mm/memory.c do_swap_page(), mm_account_fault() (6.1).
 */
static bool had_reads(const struct machine *m)
{
	return m->s->vm_event[PGMAJFAULT] != 0;
}

/* A note behind a line where another panel counts what is named like it. */
static const struct {
	const char *file, *name;
	bool	  (*differs)(const struct machine *m);
	enum ui	    words, brief;
} notes[] = {
	{ "meminfo", "PageTables:", lacks_tables, UI_tables_of_proc,
	  UI_tables_of_proc_short },
	{ "vmstat", "pgmajfault", had_reads, UI_majflt_differs,
	  UI_majflt_differs_short },
};

static void draw_note(struct panel *p, const struct proc_line *l, int x, int y,
		      int end)
{
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		const char *words = ui(p->f->lang, notes[i].words);

		if (strcmp(proc_path(p->f), notes[i].file) ||
		    !proc_line_is(l, notes[i].name) ||
		    !notes[i].differs(p->f->now))
			continue;
		if (x + text_columns(words, strlen(words)) > end)
			words = ui(p->f->lang, notes[i].brief);
		if (x + text_columns(words, strlen(words)) <= end)
			canvas_text(p->c, x, y, ROLE_DIM, words);
	}
}

/*
 * Beside a line, if it has room before `end`: by how much it changed, why.
 * Return: the column after it.
 */
static int draw_change(struct panel *p, const struct proc_choice *c, int i,
		       int x, int y, int end)
{
	int64_t change;
	struct text cause = { 0 };
	char words[32];
	int w;

	if (!proc_choice_change(c, i, &change) || !change)
		return x;
	w = snprintf(words, sizeof(words), "%+" PRId64, change);
	if (x + w > end)
		return end;
	canvas_text(p->c, x, y, ROLE_TITLE, words);
	x += w < CHANGE_W ? CHANGE_W : w;
	proc_cause(p->f, &c->now->line[i], change, &cause);
	if (cause.len &&
	    x + 2 + text_columns(text_str(&cause), cause.len) <= end)
		x += 2 + canvas_text(p->c, x + 2, y, ROLE_TEXT,
				     text_str(&cause));
	text_free(&cause);
	return x + 2;
}

/* Line i of the text in the row r. */
static void draw_line(struct panel *p, const struct drawn *d, int i,
		      struct rect r)
{
	const struct proc_line *l = &d->c->now->line[i];
	bool same = proc_line_same(l, proc_choice_was(d->c, i));
	enum role role = same && d->dim ? ROLE_DIM : ROLE_TEXT;
	int w = proc_fit_draw(&d->fit, p->c, r, role, l);
	int x = r.x + w + 2, end = r.x + r.w;

	canvas_mark(p->c, (struct rect){ r.x, r.y, w, 1 }, OBJ_LINE,
		    (uint64_t)i, 0);
	if (!same) {
		if (r.x == panel_left(p))
			panel_sign(p, r.y, GUTTER_CHANGED);
		else
			gutter_put(p->c, r.x - 2, r.y, GUTTER_CHANGED);
		x = draw_change(p, d->c, i, x, r.y, end);
	}
	draw_note(p, l, x, r.y, end);
}

/* Two columns if one is too short, and if the lines fit into half the width. */
static int columns_of(const struct panel *p, const struct proc_choice *c)
{
	int w = panel_width(p);

	if (c->nr <= p->r.h || w < 2 * COLUMN)
		return 1;
	for (int k = 0; k < c->nr; k++)
		if ((int)c->now->line[c->line[k]].len > w / 2 - BETWEEN)
			return 1;
	return 2;
}

/* Lines recede only behind one that is news, of the first `nr` chosen. */
static bool has_news(const struct proc_choice *c, int nr)
{
	for (int k = 0; k < nr; k++)
		if (!proc_line_same(&c->now->line[c->line[k]],
				    proc_choice_was(c, c->line[k])))
			return true;
	return false;
}

/* Lines below others: how their figures changed. */
struct below {
	struct text text;	/* one behind the other */
	struct {
		size_t from, len;
	} *line;		/* of each chosen line; len 0 = none; owned */
};

/*
 * Of a line with several figures, where the first one's change does not stand
 * beside it: as many as there are rows for.
 */
static void below_make(struct below *b, const struct proc_choice *c, int rows)
{
	*b = (struct below){ .line = xcalloc((size_t)c->nr, sizeof(*b->line)) };
	for (int k = 0; k < c->nr && rows > 0; k++) {
		const struct proc_line *was = proc_choice_was(c, c->line[k]);
		int64_t first;

		b->line[k].from = b->text.len;
		if (!was || (proc_choice_change(c, c->line[k], &first) && first) ||
		    !proc_changes_line(&c->now->line[c->line[k]], was, &b->text))
			continue;
		b->line[k].len = b->text.len - b->line[k].from;
		rows--;
	}
}

static struct proc_line below_line(const struct below *b, int k)
{
	return (struct proc_line){ text_str(&b->text) + b->line[k].from,
				   b->line[k].len };
}

/* No column goes for them. */
static void below_none(struct below *b, const struct proc_choice *c)
{
	for (int k = 0; k < c->nr; k++)
		b->line[k].len = 0;
	text_reset(&b->text);
}

/* Return: all have room. A column goes for them only if it is told elsewhere. */
static bool fit_lines(const struct facts *f, struct proc_fit *fit,
		      const struct proc_choice *c, const struct below *b,
		      size_t room)
{
	*fit = (struct proc_fit){ .len = 0 };
	for (int k = 0; k < c->nr; k++) {
		struct proc_line l = below_line(b, k);

		proc_fit_add(fit, &c->now->line[c->line[k]]);
		proc_fit_add(fit, &l);
	}
	proc_fit_to(fit, room);
	if (c->nr && b->text.len)
		proc_free_fit_changes(f, fit, &c->now->line[c->line[0]], room);
	return proc_fit_columns(fit) <= room;
}

static void below_free(struct below *b)
{
	text_free(&b->text);
	free(b->line);
}

/* Return: rows. */
static int draw_choice(struct panel *p, const struct proc_choice *c,
		       int columns)
{
	int rows = p->r.h, w = panel_width(p) / columns;
	int room = columns > 1 ? w - BETWEEN : w, more = 0;
	int nr = c->nr < rows * columns ? c->nr : rows * columns;
	struct drawn d = { .c = c, .dim = has_news(c, nr) };
	struct below below;

	below_make(&below, c, columns > 1 ? 0 : rows - c->nr -
				      proc_free_rows(p->f, c->now));
	if (!fit_lines(p->f, &d.fit, c, &below, (size_t)room)) {
		below_none(&below, c);
		fit_lines(p->f, &d.fit, c, &below, (size_t)room);
	}
	if (c->nr)
		proc_free_fit(p->f, &d.fit, &c->now->line[c->line[0]],
			      (size_t)room);
	for (int k = 0; k < nr; k++) {
		int x = panel_left(p) + k / rows * w;
		int wide = k / rows == columns - 1 ? panel_end(p) - x : room;
		struct proc_line l = below_line(&below, k);
		struct rect r = { x, p->r.y + k % rows + more, wide, 1 };

		draw_line(p, &d, c->line[k], r);
		r.y += l.len > 0;
		if (l.len)
			proc_fit_draw(&d.fit, p->c, r, ROLE_TITLE, &l);
		more += l.len > 0;
	}
	below_free(&below);
	return nr + more;
}

/*
 * Lines instead of a part of the text: those that changed, if they lie too far
 * apart; the telling ones, if nothing did or all of it is new. Return: columns
 * to draw them in; 0 = a part will do.
 */
static int choose(const struct panel *p, struct proc_choice *c)
{
	const char *path = proc_path(p->f);
	bool changed = c->nr_news && c->was->nr;
	int columns;

	if (changed ? c->last_news - c->first_news < p->r.h :
		      !proc_top_lacks_telling(c->now, p->r.h, path))
		return 0;
	if (changed)
		proc_choice_news(c);
	else
		proc_choice_from(c, 0);
	proc_choice_leave_table(c, panel_width(p), path);
	columns = columns_of(p, c);
	if (changed)
		proc_choice_thin(c, p->r.h * columns);
	if (c->nr > p->r.h * columns)
		proc_choice_pick(c, p->r.h * columns, path);
	return columns;
}

/*
 * "lines 13 of 58, changed 4" in the last row, if it is free or kept free; and
 * how another file is asked for.
 */
static void draw_sum(struct panel *p, const struct proc_choice *c, int columns)
{
	int shown = c->nr < p->r.h * columns ? c->nr : p->r.h * columns;

	char lines[96];

	snprintf(lines, sizeof(lines), ui(p->f->lang, UI_proc_lines), shown,
		 c->now->nr, c->nr_news);
	words_draw(p->c, panel_left(p), p->r.y + p->r.h, panel_width(p), 3,
		   (struct word[]){
		{ lines, ROLE_DIM, true },
		{ ui(p->f->lang, UI_proc_other), ROLE_DIM, false },
	}, 2);
}

/*
 * All lines if they fit, or as the viewer scrolls; else the part where
 * something changed; else, if that does not fit either, a choice.
 */
static void draw_lines(struct panel *p, const struct proc_lines *now,
		       const struct proc_lines *was)
{
	bool sum = p->r.h >= WITH_SUM_H;
	struct panel lines = *p;
	int most, used;
	int top = p->f->s->settings.scroll[VIEW_PROC], columns = 0;
	struct proc_choice c;

	lines.r.h -= sum;
	most = now->nr > lines.r.h ? now->nr - lines.r.h : 0;
	proc_choice_open(&c, now, was);
	if (most && !top)
		columns = choose(&lines, &c);
	if (!columns) {
		if (!top && c.nr_news && was->nr && c.last_news >= lines.r.h)
			top = c.first_news;
		proc_choice_from(&c, top > most ? most : top);
		columns = 1;
	}
	used = draw_choice(&lines, &c, columns);
	if (!top)
		proc_free_draw_sum(&lines, &c, used);
	if (sum)
		draw_sum(&lines, &c, columns);
	proc_choice_close(&c);
}

static void proc_draw(struct panel *p)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	const char *path = proc_path(p->f);
	struct proc_lines now, was;
	struct diag why = { 0 };

	if (proc_lines_read(&now, p->f->now, path, true, &why)) {
		proc_lines_read(&was, p->f->before, path, true, &why);
		draw_lines(p, &now, &was);
		proc_lines_free(&was);
	} else {
		paragraph_draw(p->c, r, ROLE_DIM, why.what, 0);
	}
	proc_lines_free(&now);
}

static void proc_about(const struct panel *p, struct text *title,
		       struct text *aside)
{
	text_printf(title, " - %s", proc_path(p->f));
	text_puts(aside, ui(p->f->lang, UI_changes_marked));
}

const struct view view_proc = {
	.name = "proc", .title = UI_proc, .weight = 1,
	.min_w = 30, .min_h = 3, .good_w = 44, .good_h = 12,
	.about = proc_about, .draw = proc_draw,
};
