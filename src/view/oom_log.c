#include "view/oom_log.h"

#include <ctype.h>
#include <string.h>

#include "view/oom_figures.h"

static bool is_wordy(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char more[] = " ...";

/* Bytes of a line that stand, no number cut: all, or those before dots. */
static size_t kept_bytes(const char *line, int w)
{
	size_t bytes = text_cut(line, w);

	if (!line[bytes])
		return bytes;
	bytes = text_cut(line, w - (int)strlen(more));
	while (bytes && is_wordy(line[bytes - 1]) && is_wordy(line[bytes]))
		bytes--;
	return bytes;
}

/* One line of at most w columns; what has no room gives way to an ellipsis. */
static void draw_line(struct panel *p, int y, const char *line, int w)
{
	size_t bytes = kept_bytes(line, w);
	int x = panel_left(p);

	x += canvas_textn(p->c, x, y, ROLE_DIM, line, bytes);
	if (line[bytes])
		canvas_text(p->c, x, y, ROLE_DIM, more);
}

/* Of the killer's table, or what announces it. */
static bool is_table(const char *line)
{
	return line[0] == '[' || strstr(line, "Tasks state");
}

/*
 * The table is the kernel's text: it stands as it was written, or not at all,
 * for what it counts is in the table above. Return: all its lines have room.
 */
static bool table_fits(const struct panel *p, const struct oom_report *log)
{
	const struct machine *m = p->f->now;

	for (handle_t h = log->tasks; h && h != log->killed;
	     h = dmesg_line_at(m, h)->next) {
		const char *line = dmesg_line_at(m, h)->text;

		if (is_table(line) &&
		    text_columns(line, strlen(line)) > panel_width(p))
			return false;
	}
	return true;
}

/*
 * Bytes of its first row, which ends behind a comma or a blank: the killer
 * writes lists without one. 0 = there is no such place.
 */
static size_t first_row(const char *line, int w)
{
	size_t next, bytes = text_row(line, strlen(line), w, &next);

	while (line[next] && bytes && !strchr(", ", line[bytes - 1]))
		bytes--;
	return bytes;
}

/*
 * The lines of the killer's report before its verdict, a long one in two rows,
 * as long as there is `room` for more. Return: rows.
 */
static int draw_report(struct panel *p, int y, const struct oom_report *log,
		       bool table, int room)
{
	const struct machine *m = p->f->now;
	int top = y;

	for (handle_t h = log->tasks; h && h != log->killed;
	     h = dmesg_line_at(m, h)->next) {
		const char *line = dmesg_line_at(m, h)->text;
		size_t bytes = 0;

		if (is_table(line) && !table)
			continue;
		if (!is_table(line) && room > 0)
			bytes = first_row(line, panel_width(p));
		if (bytes && line[bytes]) {
			canvas_textn(p->c, panel_left(p), y++, ROLE_DIM, line,
				     bytes);
			line += bytes;
			room--;
		}
		draw_line(p, y++, line, panel_width(p));
	}
	return y - top;
}

int oom_log_rows(const struct panel *p)
{
	const struct machine *m = p->f->now;
	struct oom_report log = oom_report_find(m, 0);
	struct rect r = { panel_left(p), p->r.y, panel_width(p), 0 };

	return log.killed ? paragraph_draw(p->c, r, ROLE_TEXT,
				dmesg_line_at(m, log.killed)->text, 0) : 0;
}

/* Before the verdict, with the table or without. */
static int nr_lines(const struct machine *m, const struct oom_report *log,
		    bool table)
{
	int nr = 0;

	for (handle_t h = log->tasks; h && h != log->killed;
	     h = dmesg_line_at(m, h)->next)
		nr += table || !is_table(dmesg_line_at(m, h)->text);
	return nr;
}

int oom_log_draw(struct panel *p, int y, int rows)
{
	const struct machine *m = p->f->now;
	struct oom_report log = oom_report_find(m, 0);
	struct rect r = { panel_left(p), y, panel_width(p), 0 };
	const char *killed;
	bool table = table_fits(p, &log);
	int left, end = y + rows;

	if (!log.killed || rows <= 0)
		return y;
	killed = dmesg_line_at(m, log.killed)->text;
	left = rows - nr_lines(p->f->now, &log, table) -
	       paragraph_draw(p->c, r, ROLE_DIM, killed, 0);
	if (left >= 0)
		r.y += draw_report(p, y, &log, table, left);
	r.h = end - r.y;
	r.y += paragraph_draw(p->c, r, ROLE_TEXT, killed, 0);
	return r.y < end ? r.y : end;
}
