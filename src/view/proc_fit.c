#include "view/proc_fit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "draw/rect.h"

void proc_fit_add(struct proc_fit *f, const struct proc_line *l)
{
	size_t len = l->len < FIT_COLUMNS ? l->len : FIT_COLUMNS;

	for (size_t i = 0; i < len; i++)
		if (l->s[i] != ' ')
			f->column[i] = FIT_INK;
	f->len = f->len > len ? f->len : len;
}

/* Return: blanks of the widest gap, of which *at is the last. */
static size_t widest_gap(const struct proc_fit *f, size_t *at)
{
	size_t most = 0, n = 0;

	for (size_t i = 0; i < f->len; i++) {
		if (f->column[i] == FIT_GONE)
			continue;
		n = f->column[i] == FIT_BLANK ? n + 1 : 0;
		if (n > most) {
			most = n;
			*at = i;
		}
	}
	return most;
}

size_t proc_fit_columns(const struct proc_fit *f)
{
	size_t nr = 0;

	for (size_t i = 0; i < f->len; i++)
		nr += f->column[i] != FIT_GONE;
	return nr;
}

void proc_fit_to(struct proc_fit *f, size_t columns)
{
	size_t at = 0, w = proc_fit_columns(f);

	for (; w > columns && widest_gap(f, &at) > 1; w--)
		f->column[at] = FIT_GONE;
}

/* Where a cell below that heading ends; 0 = there is no such heading. */
static size_t cell_end(const struct proc_line *head, const char *name)
{
	size_t n = strlen(name), at = 0;

	while (at + n <= head->len && memcmp(head->s + at, name, n))
		at++;
	return at + n <= head->len ? at + n : 0;
}

void proc_fit_cell(const struct proc_line *head, const struct proc_line *l,
		   const char *name, char out[32])
{
	size_t end = cell_end(head, name), from = end;

	out[0] = '\0';
	if (!end || end > l->len)
		return;
	while (from && l->s[from - 1] != ' ')
		from--;
	snprintf(out, 32, "%.*s", (int)(end - from), l->s + from);
}

/* From the end of the heading before this one to its own. */
static void leave(struct proc_fit *f, const struct proc_line *head,
		  const char *name)
{
	size_t end = cell_end(head, name), from = end - strlen(name);

	if (!end || end > FIT_COLUMNS)
		return;
	while (from && head->s[from - 1] == ' ')
		from--;
	while (from < end)
		f->column[from++] = FIT_GONE;
}

void proc_fit_leave(struct proc_fit *f, const struct proc_line *head,
		    const char *const *names, size_t columns)
{
	for (; *names && proc_fit_columns(f) > columns; names++)
		leave(f, head, *names);
}

static void squeeze(const struct proc_fit *f, const struct proc_line *l,
		    struct text *out)
{
	for (size_t i = 0; i < l->len; i++)
		if (i >= FIT_COLUMNS || f->column[i] != FIT_GONE)
			text_add(out, l->s + i, 1);
}

/* Return: the line that begins at *text, which goes behind it. */
static struct proc_line take_line(const char **text)
{
	struct proc_line l = { *text, strcspn(*text, "\n") };

	*text += l.len + ((*text)[l.len] == '\n');
	while (l.len && l.s[l.len - 1] == ' ')
		l.len--;
	return l;
}

/* One table: the lines up to an empty one. Return: what follows them. */
static const char *fit_table(const char *text, size_t columns,
			     struct text *out)
{
	struct proc_fit fit = { 0 };
	struct proc_line l = { text, 1 };

	for (const char *s = text; *s && l.len;) {
		l = take_line(&s);
		proc_fit_add(&fit, &l);
	}
	proc_fit_to(&fit, columns);
	do {
		l = take_line(&text);
		squeeze(&fit, &l, out);
		text_puts(out, "\n");
	} while (*text && l.len);
	return text;
}

void proc_fit_text(const char *text, size_t columns, struct text *out)
{
	while (*text)
		text = fit_table(text, columns, out);
}

/* Do two blanks or more part the columns there? One parts words, too. */
static bool parts_columns(const struct proc_fit *f, size_t i)
{
	return f->column[i] == FIT_BLANK &&
	       ((i > 0 && f->column[i - 1] != FIT_INK) ||
		(i + 1 < f->len && f->column[i + 1] != FIT_INK));
}

/*
 * Where a table ends that has no room for all its columns: behind the last one
 * that is whole in every line, with its heading. 0 = that would be less than
 * half of it.
 */
static int whole_columns(const struct proc_fit *f, int room)
{
	int at = 0, end = 0;

	for (size_t i = 0; i < f->len && at <= room; i++) {
		if (f->column[i] == FIT_GONE)
			continue;
		if (parts_columns(f, i))
			end = at + 1;
		at++;
	}
	return 2 * end >= room ? end : 0;
}

static void draw_cut(const struct proc_fit *f, struct canvas *c, struct rect r,
		     enum role role, const struct text *line)
{
	static const char dots[] = "...";
	const char *s = text_str(line);
	int keep = r.w - (int)strlen(dots), whole = whole_columns(f, keep - 1);
	struct rect clip = c->clip;

	if (whole)
		keep = whole;
	while (keep > 0 && isdigit((unsigned char)s[keep - 1]) &&
	       isdigit((unsigned char)s[keep]))
		keep--;
	if (keep <= 0)
		return;
	canvas_clip(c, rect_meet(clip, (struct rect){ r.x, r.y, keep, 1 }));
	canvas_textn(c, r.x, r.y, role, s, line->len);
	canvas_clip(c, clip);
	canvas_text(c, r.x + keep, r.y, role, dots);
}

int proc_fit_draw(const struct proc_fit *f, struct canvas *c, struct rect r,
		  enum role role, const struct proc_line *l)
{
	struct text line = { 0 };
	int columns;

	squeeze(f, l, &line);
	columns = text_columns(text_str(&line), line.len);
	if (columns > r.w)
		draw_cut(f, c, r, role, &line);
	else
		canvas_textn(c, r.x, r.y, role, text_str(&line), line.len);
	text_free(&line);
	return columns < r.w ? columns : r.w;
}
