/*
 * The proc view: a text of /proc as the kernel prints it. What changed since
 * the unit began is marked beside it, never inside.
 */
#include "view/view.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "mm/procfs.h"

enum {
	MAX_LINES = 4096,
	COLUMN = 37,		/* of chosen lines, where they stand in two */
	BETWEEN = 3,		/* two columns: a blank, and the gutter */
	MAX_COLUMNS = 512,	/* of a line, in which blanks are looked for */
};

struct lines {
	struct text text;
	const char *line[MAX_LINES];
	size_t	    len[MAX_LINES];
	int	    nr;
};

static const char *path_of(const struct facts *f)
{
	return f->show.proc ? f->show.proc : "meminfo";
}

/* Tabs stand for spaces up to the next multiple of eight. */
static void add_expanded(struct text *out, const char *s)
{
	size_t column = 0;

	for (; *s; s++) {
		size_t w = *s == '\t' ? 8 - column % 8 : 1;

		text_add(out, *s == '\t' ? "        " : s, w);
		column = *s == '\n' ? 0 : column + w;
	}
}

static bool read_lines(const struct machine *m, const char *path,
		       struct lines *l, struct diag *why)
{
	struct text raw = { 0 };
	const char *s;
	bool there = procfs_print(m, path, &raw, why);

	l->nr = 0;
	add_expanded(&l->text, text_str(&raw));
	text_free(&raw);
	for (s = text_str(&l->text); *s && l->nr < MAX_LINES; l->nr++) {
		l->line[l->nr] = s;
		l->len[l->nr] = strcspn(s, "\n");
		s += l->len[l->nr] + (s[l->len[l->nr]] != '\0');
	}
	return there;
}

/* Bytes of a line's name: "MemFree:" of meminfo, the range of maps. */
static size_t name_of(const struct lines *l, int i)
{
	size_t n = 0;

	while (n < l->len[i] && l->line[i][n] == ' ')
		n++;
	while (n < l->len[i] && l->line[i][n] != ' ')
		n++;
	return n;
}

static bool same_name(const struct lines *a, int i, const struct lines *b,
		      int j)
{
	size_t n = name_of(a, i);

	return n == name_of(b, j) && !memcmp(a->line[i], b->line[j], n);
}

/* The line that this one was before: of that name, looked for from here on. */
static int line_before(const struct lines *now, int i, const struct lines *was,
		       int from)
{
	if (now->nr == was->nr && i < was->nr)
		return i;
	for (int j = from; j < was->nr; j++)
		if (same_name(now, i, was, j))
			return j;
	return -1;
}

/* The first number of a line behind its name. */
static bool first_number(const struct lines *l, int i, int64_t *value)
{
	const char *s = l->line[i] + name_of(l, i), *end = l->line[i] + l->len[i];

	while (s < end && !isdigit((unsigned char)*s))
		s++;
	if (s == end)
		return false;
	*value = strtoll(s, NULL, 10);
	return true;
}

static bool line_same(const struct lines *now, int i, const struct lines *was,
		      int old)
{
	return old >= 0 && was->len[old] == now->len[i] &&
	       !memcmp(was->line[old], now->line[i], now->len[i]);
}

/*
 * The columns of the shown lines. What is blank in all of them can go from all
 * of them, so that numbers stay below their headings.
 */
struct fit {
	enum { BLANK, INK, GONE } column[MAX_COLUMNS];
	size_t len;
};

/* The lines that are shown, and what they were before. */
struct choice {
	const struct lines *now, *was;
	const int *old;		/* of each line of now: its line of was */
	int	   line[MAX_LINES];
	int	   nr;
	bool	   in[MAX_LINES];	/* of those: stays; see choice_pick() */
	struct fit fit;
};

static void fit_add(struct fit *f, const char *line, size_t len)
{
	len = len < MAX_COLUMNS ? len : MAX_COLUMNS;
	for (size_t i = 0; i < len; i++)
		if (line[i] != ' ')
			f->column[i] = INK;
	f->len = f->len > len ? f->len : len;
}

/* Return: blanks of the widest gap, of which *at is the last. */
static size_t widest_gap(const struct fit *f, size_t *at)
{
	size_t most = 0, n = 0;

	for (size_t i = 0; i < f->len; i++) {
		if (f->column[i] == GONE)
			continue;
		n = f->column[i] == BLANK ? n + 1 : 0;
		if (n > most) {
			most = n;
			*at = i;
		}
	}
	return most;
}

/* The widest gaps give first; one blank stays of each. */
static void fit_to(struct fit *f, size_t columns)
{
	size_t at = 0;

	for (size_t w = f->len; w > columns && widest_gap(f, &at) > 1; w--)
		f->column[at] = GONE;
}

static void fit_line(const struct fit *f, const char *line, size_t len,
		     struct text *out)
{
	for (size_t i = 0; i < len; i++)
		if (i >= MAX_COLUMNS || f->column[i] != GONE)
			text_add(out, line + i, 1);
}

/* Cut to `w` columns, never inside a number. */
static void draw_cut(struct canvas *c, int x, int y, int w, enum role role,
		     const struct text *line)
{
	static const char dots[] = "...";
	const char *s = text_str(line);
	int keep = w - (int)strlen(dots);
	struct rect clip = c->clip;

	while (keep > 0 && isdigit((unsigned char)s[keep - 1]) &&
	       isdigit((unsigned char)s[keep]))
		keep--;
	if (keep <= 0)
		return;
	canvas_clip(c, rect_meet(clip, (struct rect){ x, y, keep, 1 }));
	canvas_textn(c, x, y, role, s, line->len);
	canvas_clip(c, clip);
	canvas_text(c, x + keep, y, role, dots);
}

/* Return: columns it takes. */
static int draw_fitted(struct panel *p, const struct choice *c, int i, int x,
		       int y, int w, enum role role)
{
	struct text line = { 0 };
	int columns;

	fit_line(&c->fit, c->now->line[i], c->now->len[i], &line);
	columns = text_columns(text_str(&line), line.len);
	if (columns > w)
		draw_cut(p->c, x, y, w, role, &line);
	else
		canvas_textn(p->c, x, y, role, text_str(&line), line.len);
	text_free(&line);
	return columns < w ? columns : w;
}

/* Line i of the text, from column x to before `end`. */
static void draw_line(struct panel *p, const struct choice *c, int i, int x,
		      int y, int end)
{
	int old = c->old[i];
	bool same = line_same(c->now, i, c->was, old);
	int w = draw_fitted(p, c, i, x, y, end - x,
			    same ? ROLE_DIM : ROLE_TEXT);
	int64_t a, b;
	char words[32];

	canvas_mark(p->c, (struct rect){ x, y, w, 1 }, OBJ_LINE, (uint64_t)i,
		    0);
	if (same)
		return;
	if (x == panel_left(p))
		panel_sign(p, y, GUTTER_CHANGED);
	else
		gutter_put(p->c, x - 2, y, GUTTER_CHANGED);
	if (old < 0 || !first_number(c->now, i, &a) ||
	    !first_number(c->was, old, &b) || a == b)
		return;
	snprintf(words, sizeof(words), "%+" PRId64, a - b);
	if (x + w + 2 + (int)strlen(words) <= end)
		canvas_text(p->c, x + w + 2, y, ROLE_TITLE, words);
}

/* Which lines differ: how many, and the first and last of them. */
struct news {
	int nr, first, last;
};

/* Which line of before each line was. */
static struct news match_lines(const struct lines *now, const struct lines *was,
			       int *old)
{
	struct news n = { 0, 0, 0 };
	int from = 0;

	for (int i = 0; i < now->nr; i++) {
		old[i] = line_before(now, i, was, from);
		from = old[i] >= 0 ? old[i] + 1 : from;
		if (line_same(now, i, was, old[i]))
			continue;
		n.first = n.nr++ ? n.first : i;
		n.last = i;
	}
	return n;
}

/* Lines that say what another one says too, when both change alike. */
static const struct {
	const char *name, *like;
} echoes[] = {
	{ "VmPeak:", "VmSize:" },
	{ "VmHWM:", "VmRSS:" },
	{ "VmData:", "VmSize:" },
	{ "MemAvailable:", "MemFree:" },
	{ "RssAnon:", "VmRSS:" },
};
enum { NR_ECHOES = sizeof(echoes) / sizeof(echoes[0]) };

/*
 * The lines that a text is read for, most telling first: what a task has (the
 * top of its status says who it is), a zone's marks, a log's verdict.
 */
enum { MAX_TELLING = 6 };
static const struct telling {
	const char *path;	/* NULL = any other */
	bool	    log;	/* read from its end; a name stands anywhere */
	const char *name[MAX_TELLING];
} tellings[] = {
	{ "zoneinfo", false, { "Node", "protection:", "pages", "low", "high",
			       "min" } },
	{ "meminfo", false, { "MemFree:", "AnonPages:", "PageTables:",
			      "MemAvailable:", "Cached:", "Slab:" } },
	{ "dmesg", true, { "Out of memory", "invoked oom-killer",
			   "oom-kill:" } },
	{ NULL, false, { "VmRSS:", "VmSize:", "VmPTE:", "RssAnon:",
			 "VmData:", "VmStk:" } },
};

static const struct telling *telling_of(const char *path)
{
	const struct telling *t = tellings;

	while (t->path && strcmp(t->path, path) != 0)
		t++;
	return t;
}

/* Blanks before a name do not count. */
static bool is_named(const struct lines *l, int i, const char *name)
{
	size_t n = name_of(l, i), blanks = 0;

	while (blanks < n && l->line[i][blanks] == ' ')
		blanks++;
	return n - blanks == strlen(name) &&
	       !memcmp(l->line[i] + blanks, name, n - blanks);
}

static bool has_words(const struct lines *l, int i, const char *words)
{
	size_t n = strlen(words);

	for (size_t at = 0; at + n <= l->len[i]; at++)
		if (!memcmp(l->line[i] + at, words, n))
			return true;
	return false;
}

/* Where in the choice the line of that name stands; -1 = it is not in it. */
static int choice_find(const struct choice *c, const char *name)
{
	for (int k = 0; k < c->nr; k++)
		if (is_named(c->now, c->line[k], name))
			return k;
	return -1;
}

static bool choice_change(const struct choice *c, int k, int64_t *change)
{
	int i = c->line[k];
	int64_t a, b;

	if (c->old[i] < 0 || !first_number(c->now, i, &a) ||
	    !first_number(c->was, c->old[i], &b))
		return false;
	*change = a - b;
	return true;
}

/* Leave out echoes until `room` is enough. */
static void choice_thin(struct choice *c, int room)
{
	for (int e = 0; e < NR_ECHOES && c->nr > room; e++) {
		int k = choice_find(c, echoes[e].name);
		int like = choice_find(c, echoes[e].like);
		int64_t a, b;

		if (k < 0 || like < 0 || !choice_change(c, k, &a) ||
		    !choice_change(c, like, &b) || a != b)
			continue;
		c->nr--;
		memmove(&c->line[k], &c->line[k + 1],
			(size_t)(c->nr - k) * sizeof(c->line[0]));
	}
}

/* How telling a line is: 1 = most; 0 = not. */
static int line_rank(const struct lines *l, int i, const struct telling *t)
{
	for (int k = 0; k < MAX_TELLING && t->name[k]; k++)
		if (t->log ? has_words(l, i, t->name[k]) :
			     is_named(l, i, t->name[k]))
			return k + 1;
	return 0;
}

/*
 * Lines of the highest ranks stay, as many ranks as there is room for. Return:
 * room for other lines; none while a rank had to go.
 */
static int pick_telling(struct choice *c, int room, const struct telling *t)
{
	int nr[MAX_TELLING + 1] = { 0 }, least = 0, lines = 0;

	for (int k = 0; k < c->nr; k++)
		nr[line_rank(c->now, c->line[k], t)]++;
	while (least < MAX_TELLING && lines + nr[least + 1] <= room)
		lines += nr[++least];
	for (int k = 0; k < c->nr; k++) {
		int rank = line_rank(c->now, c->line[k], t);

		c->in[k] = rank && rank <= least;
	}
	return lines && least < MAX_TELLING ? 0 : room - lines;
}

/*
 * Of more lines than there is room for: the telling ones, and others from the
 * top, or of a log from the end.
 */
static void choice_pick(struct choice *c, int room, const struct telling *t)
{
	int more = pick_telling(c, room, t), nr = 0;

	for (int n = 0; n < c->nr && more; n++) {
		int k = t->log ? c->nr - 1 - n : n;

		more -= !c->in[k];
		c->in[k] = true;
	}
	for (int k = 0; k < c->nr; k++)
		if (c->in[k])
			c->line[nr++] = c->line[k];
	c->nr = nr;
}

/* Would the text from its top lack a line that it is read for? */
static bool top_lacks_telling(const struct lines *l, int rows,
			      const struct telling *t)
{
	for (int i = rows; i < l->nr; i++)
		if (t->log || line_rank(l, i, t))
			return true;
	return false;
}

/* Two columns if one is too short, and if the lines fit into half the width. */
static int columns_of(const struct panel *p, const struct choice *c)
{
	int w = panel_width(p);

	if (c->nr <= p->r.h || w < 2 * COLUMN)
		return 1;
	for (int k = 0; k < c->nr; k++)
		if ((int)c->now->len[c->line[k]] > w / 2 - BETWEEN)
			return 1;
	return 2;
}

static void draw_choice(struct panel *p, struct choice *c, int columns)
{
	int rows = p->r.h, w = panel_width(p) / columns;
	int room = columns > 1 ? w - BETWEEN : w;

	for (int k = 0; k < c->nr; k++)
		fit_add(&c->fit, c->now->line[c->line[k]],
			c->now->len[c->line[k]]);
	fit_to(&c->fit, (size_t)room);
	for (int k = 0; k < c->nr && k < rows * columns; k++) {
		int x = panel_left(p) + k / rows * w;
		bool last = k / rows == columns - 1;

		draw_line(p, c, c->line[k], x, p->r.y + k % rows,
			  last ? panel_end(p) : x + room);
	}
}

static void choose_from(struct choice *c, int top, bool changed)
{
	c->nr = 0;
	for (int i = top; i < c->now->nr; i++)
		if (!changed || !line_same(c->now, i, c->was, c->old[i]))
			c->line[c->nr++] = i;
}

/*
 * Lines instead of a part of the text: those that changed, if they lie too far
 * apart; the telling ones, if nothing did or all of it is new. Return: columns
 * to draw them in; 0 = a part will do.
 */
static int choose(const struct panel *p, struct news n, struct choice *c)
{
	const struct telling *t = telling_of(path_of(p->f));
	bool changed = n.nr && c->was->nr;
	int columns;

	if (changed ? n.last - n.first < p->r.h :
		      !top_lacks_telling(c->now, p->r.h, t))
		return 0;
	choose_from(c, 0, changed);
	columns = columns_of(p, c);
	if (changed)
		choice_thin(c, p->r.h * columns);
	if (c->nr > p->r.h * columns)
		choice_pick(c, p->r.h * columns, t);
	return columns;
}

/*
 * All lines if they fit, or as the viewer scrolls; else the part where
 * something changed; else, if that does not fit either, a choice.
 */
static void draw_lines(struct panel *p, const struct lines *now,
		       const struct lines *was, int *old)
{
	struct news n = match_lines(now, was, old);
	int most = now->nr > p->r.h ? now->nr - p->r.h : 0;
	int top = p->f->s->settings.scroll[VIEW_PROC], columns = 0;
	struct choice *c = xcalloc(1, sizeof(*c));

	c->now = now;
	c->was = was;
	c->old = old;
	if (most && !top)
		columns = choose(p, n, c);
	if (!columns) {
		if (!top && n.nr && was->nr && n.last >= p->r.h)
			top = n.first;
		choose_from(c, top > most ? most : top, false);
	}
	draw_choice(p, c, columns ? columns : 1);
	free(c);
}

static void proc_draw(struct panel *p)
{
	struct lines *texts = xcalloc(2, sizeof(*texts));
	int *old = xcalloc(MAX_LINES, sizeof(*old));
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	struct diag why = { 0 };

	if (read_lines(p->f->now, path_of(p->f), &texts[0], &why)) {
		read_lines(p->f->before, path_of(p->f), &texts[1], &why);
		draw_lines(p, &texts[0], &texts[1], old);
	} else {
		paragraph_draw(p->c, r, ROLE_DIM, why.what, 0);
	}
	text_free(&texts[0].text);
	text_free(&texts[1].text);
	free(texts);
	free(old);
}

static void proc_about(const struct panel *p, struct text *title,
		       struct text *aside)
{
	text_printf(title, " - %s", path_of(p->f));
	text_puts(aside, ui(p->f->lang, UI_changes_marked));
}

const struct view view_proc = {
	.name = "proc", .title = UI_proc, .weight = 1,
	.min_w = 30, .min_h = 3, .good_w = 44, .good_h = 12,
	.about = proc_about, .draw = proc_draw,
};
