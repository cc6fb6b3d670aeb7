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
	COLUMN = 37,		/* of changed lines, where they stand in two */
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
 * A line that is too long gives up blanks of its longest gap first: that is
 * how the name at the end of a line of maps stays in sight.
 */
static void fit_line(struct text *line, int columns)
{
	size_t gap = 0, at = 0, cut;

	for (size_t i = 0, n; i < line->len; i += n ? n : 1) {
		n = strspn(line->s + i, " ");
		if (n > gap) {
			gap = n;
			at = i;
		}
	}
	if (line->len <= (size_t)columns || gap < 3)
		return;
	cut = line->len - (size_t)columns;
	cut = cut < gap - 2 ? cut : gap - 2;
	memmove(line->s + at, line->s + at + cut, line->len - at - cut + 1);
	line->len -= cut;
}

/* From column x to before `end`. */
static void draw_line(struct panel *p, const struct lines *now, int i,
		      const struct lines *was, int old, int y, int x, int end)
{
	bool same = line_same(now, i, was, old);
	int w;
	struct text line = { 0 };
	int64_t a, b;
	char words[32];

	text_add(&line, now->line[i], now->len[i]);
	fit_line(&line, end - x);
	w = canvas_textn(p->c, x, y, same ? ROLE_DIM : ROLE_TEXT,
			 text_str(&line), line.len);
	text_free(&line);
	canvas_mark(p->c, (struct rect){ x, y, w, 1 }, OBJ_LINE, (uint64_t)i,
		    0);
	if (same)
		return;
	if (x == panel_left(p))
		panel_sign(p, y, GUTTER_CHANGED);
	if (old < 0 || !first_number(now, i, &a) ||
	    !first_number(was, old, &b) || a == b)
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
 * top of its status says who it is), and a zone's marks.
 */
enum { MAX_TELLING = 6 };
static const struct telling {
	const char *path;	/* NULL = any other */
	int	    rows;	/* panels of more rows show the text from its top */
	const char *name[MAX_TELLING];
} tellings[] = {
	{ "zoneinfo", 20, { "Node", "protection:", "pages", "low", "high", "min" } },
	{ NULL, MAX_TELLING, { "VmRSS:", "VmSize:", "VmPTE:", "RssAnon:",
			       "VmData:", "VmStk:" } },
};

static const struct telling *telling_of(const char *path)
{
	const struct telling *t = tellings;

	while (t->path && strcmp(t->path, path) != 0)
		t++;
	return t;
}

/* Some of the lines, when there is no room for what is between. */
struct choice {
	const struct lines *now, *was;
	const int *old;		/* of each line of now: its line of was */
	int	   line[MAX_LINES];
	int	   nr;
};

/* Blanks before a name do not count. */
static bool is_named(const struct lines *l, int i, const char *name)
{
	size_t n = name_of(l, i), blanks = 0;

	while (blanks < n && l->line[i][blanks] == ' ')
		blanks++;
	return n - blanks == strlen(name) &&
	       !memcmp(l->line[i] + blanks, name, n - blanks);
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

static void choose_changed(struct choice *c)
{
	for (int i = 0; i < c->now->nr; i++)
		if (!line_same(c->now, i, c->was, c->old[i]))
			c->line[c->nr++] = i;
}

/* How telling a line is: 1 = most; 0 = not. */
static int line_rank(const struct lines *l, int i, const struct telling *t)
{
	for (int k = 0; k < MAX_TELLING; k++)
		if (is_named(l, i, t->name[k]))
			return k + 1;
	return 0;
}

/* Lines of the highest ranks, as many ranks as there is room for. */
static void choose_telling(struct choice *c, int room, const struct telling *t)
{
	int nr[MAX_TELLING + 1] = { 0 }, least = 0, lines = 0;

	for (int i = 0; i < c->now->nr; i++)
		nr[line_rank(c->now, i, t)]++;
	while (least < MAX_TELLING && lines + nr[least + 1] <= room)
		lines += nr[++least];
	for (int i = 0; i < c->now->nr; i++) {
		int rank = line_rank(c->now, i, t);

		if (rank && rank <= least)
			c->line[c->nr++] = i;
	}
}

static int columns_of(const struct panel *p)
{
	return panel_width(p) >= 2 * COLUMN ? 2 : 1;
}

/* In two columns if one is too short and there is room. */
static void draw_choice(struct panel *p, struct choice *c)
{
	int rows = p->r.h, columns = c->nr > rows ? columns_of(p) : 1;
	int w = panel_width(p) / columns;

	choice_thin(c, rows * columns);
	for (int k = 0; k < c->nr && k < rows * columns; k++) {
		int i = c->line[k], y = p->r.y + k % rows;
		int x = panel_left(p) + k / rows * w;

		draw_line(p, c->now, i, c->was, c->old[i], y, x,
			  x + w - (columns > 1));
		if (k >= rows && !line_same(c->now, i, c->was, c->old[i]))
			gutter_put(p->c, x - 2, y, GUTTER_CHANGED);
	}
}

/*
 * Lines instead of a part of the text: those that changed, if they lie too far
 * apart; the telling ones, if nothing did or all of it is new. None: a part.
 */
static void choose(const struct panel *p, struct news n, struct choice *c)
{
	const struct telling *t = telling_of(path_of(p->f));
	bool is_new = n.nr && !c->was->nr;

	if (n.nr && !is_new && n.last - n.first >= p->r.h)
		choose_changed(c);
	else if ((!n.nr || is_new) && p->r.h <= t->rows)
		choose_telling(c, p->r.h * columns_of(p), t);
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
	int top = p->f->s->settings.scroll[VIEW_PROC], y = p->r.y;
	struct choice *c = xcalloc(1, sizeof(*c));

	c->now = now;
	c->was = was;
	c->old = old;
	if (most && !top)
		choose(p, n, c);
	if (c->nr)
		draw_choice(p, c);
	if (!top && n.nr && was->nr && n.last >= p->r.h)
		top = n.first;
	top = top > most ? most : top;
	for (int i = top; !c->nr && i < now->nr && y < p->r.y + p->r.h; i++)
		draw_line(p, now, i, was, old[i], y++, panel_left(p),
			  panel_end(p));
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
