#include "view/layout.h"

#include <string.h>

enum { MAX_COLUMNS = 3, MAX_ROWS = 3, HEAVIEST = 200 };

/* Without borders: rows of the story, and the fewest that a panel needs. */
enum { BARE_STORY_H = 2, BARE_PANEL_H = 3 };

/* A try: so many views in rows of `columns`, the last row perhaps shorter. */
struct grid {
	enum view_id ids[MAX_PLACES];
	int nr, columns, rows;
};

static int max_columns(int w)
{
	return w >= 200 ? 3 : w >= 80 ? 2 : 1;
}

static int max_rows(int h)
{
	return h >= 40 ? 3 : h >= 24 ? 2 : 1;
}

/*
 * Rows of the story, from so many rows of the stage on: at the least the event,
 * why, and two rows of narration.
 */
static int story_rows(int h, bool zoomed)
{
	static const struct {
		int h, rows, zoomed;
	} sizes[] = {
		{ 60, 12, 7 }, { 40, 10, 7 }, { 36, 7, 7 }, { 24, 7, 5 },
		{ 22, 6, 5 }, { 20, 5, 5 }, { 0, 4, 4 },
	};
	int i = 0;

	while (h < sizes[i].h)
		i++;
	return zoomed ? sizes[i].zoomed : sizes[i].rows;
}

static int row_views(const struct grid *g, int row)
{
	int left = g->nr - row * g->columns;

	return left < g->columns ? left : g->columns;
}

static const struct view *at(const struct grid *g, int row, int column)
{
	return views[g->ids[row * g->columns + column]];
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* Least and wished widths of a column, over the rows that have all columns. */
static void column_wants(const struct grid *g, int nr, int column, int *least,
			 int *good)
{
	*least = *good = 1;
	for (int row = 0; row < g->rows; row++) {
		if (row_views(g, row) != nr)
			continue;
		*least = most(*least, at(g, row, column)->min_w);
		*good = most(*good, at(g, row, column)->good_w);
	}
}

static void row_wants(const struct grid *g, int row, int *least, int *good)
{
	*least = *good = 1;
	for (int i = 0; i < row_views(g, row); i++) {
		*least = most(*least, at(g, row, i)->min_h);
		*good = most(*good, at(g, row, i)->good_h);
	}
}

/*
 * Share `cells`: each its least, the rest by what they wish beyond. Return:
 * false if the least does not fit.
 */
static bool share(int cells, int nr, const int *least, const int *good,
		  int *out)
{
	int sum = 0, wishes = 0, given = 0;

	for (int i = 0; i < nr; i++) {
		sum += least[i];
		wishes += good[i];
	}
	for (int i = 0; i < nr; i++) {
		out[i] = least[i] + (cells - sum) * good[i] / wishes;
		given += out[i];
	}
	out[nr - 1] += cells - given;
	return sum <= cells;
}

/* Boxes overlap by their lines: so many cells inside, lines not counted. */
static bool grid_place(const struct grid *g, struct rect r, struct layout *l)
{
	int least[MAX_PLACES], good[MAX_PLACES], h[MAX_PLACES], w[MAX_PLACES];
	int y = r.y;
	bool fits;

	for (int row = 0; row < g->rows; row++)
		row_wants(g, row, &least[row], &good[row]);
	fits = share(r.h - g->rows - 1, g->rows, least, good, h);
	l->nr = 0;
	for (int row = 0; row < g->rows; row++) {
		int nr = row_views(g, row), x = r.x;

		for (int i = 0; i < nr; i++)
			column_wants(g, nr, i, &least[i], &good[i]);
		fits &= share(r.w - nr - 1, nr, least, good, w);
		for (int i = 0; i < nr; i++) {
			l->places[l->nr++] = (struct place){
				g->ids[row * g->columns + i],
				{ x, y, w[i] + 2, h[row] + 2 },
			};
			x += w[i] + 1;
		}
		y += h[row] + 1;
	}
	return fits;
}

static int weight_of(enum view_id id, uint32_t touched)
{
	return views[id]->weight + (touched & 1u << id ? HEAVIEST : 0);
}

/* The lightest goes; of equal ones the last. */
static void drop_lightest(struct grid *g, uint32_t touched)
{
	int worst = 0;

	for (int i = 1; i < g->nr; i++)
		if (weight_of(g->ids[i], touched) <=
		    weight_of(g->ids[worst], touched))
			worst = i;
	g->nr--;
	memmove(&g->ids[worst], &g->ids[worst + 1],
		(size_t)(g->nr - worst) * sizeof(g->ids[0]));
}

/* The most views that fit; one always does. */
static void plan_panels(struct layout *l, struct rect r,
			const enum view_id *wanted, int nr, uint32_t touched,
			int columns, int rows)
{
	struct grid g = { .nr = 0 };

	for (int i = 0; i < nr && g.nr < MAX_PLACES - 1; i++)
		g.ids[g.nr++] = wanted[i];
	for (; g.nr; drop_lightest(&g, touched)) {
		g.columns = columns < g.nr ? columns : g.nr;
		g.rows = (g.nr + g.columns - 1) / g.columns;
		if ((g.rows <= rows && grid_place(&g, r, l)) || g.nr == 1)
			break;
	}
}

static void plan_boxed(struct layout *l, int w, int h,
		       const enum view_id *wanted, int nr, uint32_t touched,
		       int story_h, int read)
{
	int top = l->title, below = h - 2;	/* status and keys */
	int limit = (below - top) * 2 / 3 - 2;
	int story = most(story_h, read < limit ? read : limit) + 2;
	struct rect r = { 0, top, w, below - top - story + 1 };

	if (nr)
		plan_panels(l, r, wanted, nr, touched, max_columns(w),
			    max_rows(h));
	else
		story = below - top;
	l->places[l->nr++] = (struct place){
		VIEW_STORY, { 0, below - story, w, story } };
}

/*
 * One panel without a border, an event line and a row of narration; what is
 * read takes what it wants, and all if too little is left for the panel.
 */
static void plan_bare(struct layout *l, int w, int h,
		      const enum view_id *wanted, int nr, uint32_t touched,
		      int read)
{
	int rows = h - 2, story = most(BARE_STORY_H, read);
	struct grid g = { .nr = 0 };

	for (int i = 0; i < nr && g.nr < MAX_PLACES - 1; i++)
		g.ids[g.nr++] = wanted[i];
	while (g.nr > 1)
		drop_lightest(&g, touched);
	if (!g.nr || rows - story < BARE_PANEL_H)
		story = rows;
	else
		l->places[l->nr++] = (struct place){
			g.ids[0], { -1, -1, w + 2, rows - story + 2 } };
	l->places[l->nr++] = (struct place){
		VIEW_STORY, { -1, rows - story - 1, w + 2, story + 2 } };
}

void layout_plan(struct layout *l, int w, int h, const enum view_id *wanted,
		 int nr, uint32_t touched, enum view_id zoom, int read)
{
	memset(l, 0, sizeof(*l));
	l->too_small = w < LEAST_W || h < LEAST_H;
	if (l->too_small)
		return;
	l->boxed = h >= LEAST_BOXED_H;
	l->title = h >= 20;
	l->progress = h >= 22;
	if (zoom == VIEW_STORY)
		nr = 0;
	else if (zoom != VIEW_NONE)
		nr = 1, wanted = &zoom;
	if (!l->boxed)
		plan_bare(l, w, h, wanted, nr, touched, read);
	else
		plan_boxed(l, w, h, wanted, nr, touched,
			   story_rows(h, zoom != VIEW_NONE), read);
}
