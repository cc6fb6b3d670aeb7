#include "cli/picker.h"

#include <stdio.h>
#include <string.h>

#include "draw/widget.h"
#include "view/search.h"

void picker_open(struct picker *k, const char *title, picker_fn *chosen)
{
	picker_close(k);
	snprintf(k->title, sizeof(k->title), "%s", title);
	k->chosen = chosen;
	k->open = true;
}

void picker_row(struct picker *k, const char *row, bool here)
{
	if (here)
		k->at = k->nr;
	text_printf(&k->rows, "%s\n", row);
	k->nr++;
}

enum { MOST_PARTS = 6, GAP = 2 };

/* The next part of a row, up to a tab or the row's end. */
static size_t part_len(const char *s)
{
	return strcspn(s, "\t\n");
}

/* The widest of each part, but of those that end a row. */
static void measure_parts(const char *rows, int wide[MOST_PARTS])
{
	int part = 0;

	for (; *rows; rows++) {
		size_t len = part_len(rows);
		int columns = text_columns(rows, len);

		rows += len;
		if (*rows == '\t' && columns > wide[part])
			wide[part] = columns;
		part = *rows != '\t' ? 0 : part + (part < MOST_PARTS - 1);
	}
}

void picker_align(struct picker *k)
{
	int wide[MOST_PARTS] = { 0 }, part = 0;
	struct text rows = { 0 };

	measure_parts(text_str(&k->rows), wide);
	for (const char *s = text_str(&k->rows); *s; s++) {
		size_t len = part_len(s);

		text_add(&rows, s, len);
		if (s[len] == '\t')
			text_printf(&rows, "%*s", wide[part] + GAP -
				    text_columns(s, len), "");
		else
			text_puts(&rows, "\n");
		part = s[len] != '\t' ? 0 : part + (part < MOST_PARTS - 1);
		s += len;
	}
	text_free(&k->rows);
	k->rows = rows;
}

void picker_close(struct picker *k)
{
	text_free(&k->rows);
	text_free(&k->told);
	memset(k, 0, sizeof(*k));
}

static void move(struct picker *k, int by)
{
	int64_t to = (int64_t)k->at + by;

	to = to < 0 ? 0 : to >= (int64_t)k->nr ? (int64_t)k->nr - 1 : to;
	k->at = k->nr ? (uint32_t)to : 0;
}

struct searched {
	struct picker *k;
	struct player *p;
};

static bool row_fits(void *ctx, uint32_t row, const char *wanted)
{
	const struct searched *in = ctx;
	const char *s = text_str(&in->k->rows);
	struct text words = { 0 };
	bool fits;

	for (uint32_t i = 0; i < row; i++)
		s += strcspn(s, "\n") + 1;
	text_add(&words, s, strcspn(s, "\n"));
	fits = search_in(text_str(&words), wanted);
	text_free(&words);
	return fits ||
	       (in->k->search && in->k->search->fits(in->p, row, wanted));
}

/* Return: it was a key of the search. */
static bool search(struct picker *k, struct player *p, const char *name)
{
	struct searched in = { k, p };
	int direction;
	uint32_t row;

	text_reset(&k->told);
	if (!find_key(&k->find, name, &direction))
		return false;
	if (!direction)
		return true;
	row = find_entry(&k->find, k->nr, (int64_t)k->at + direction, direction,
			 row_fits, &in);
	if (row < k->nr)
		k->at = row;
	if (k->search && k->find.came != FIND_NOWHERE)
		k->search->tell(p, k->find.wanted, &k->told);
	return true;
}

void picker_key(struct picker *k, struct player *p, const char *name)
{
	static const struct {
		const char *key;
		int by;
	} moves[] = {
		{ "Up", -1 },	 { "k", -1 },	 { "Down", 1 },	  { "j", 1 },
		{ "PgUp", -10 }, { "PgDn", 10 }, { "Home", -10000 },
		{ "g", -10000 }, { "End", 10000 }, { "G", 10000 },
	};
	picker_fn *chosen = k->chosen;
	uint32_t at = k->at;

	if (search(k, p, name))
		return;
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (!strcmp(name, moves[i].key))
			move(k, moves[i].by);
	if (!strcmp(name, "Enter") && k->nr) {
		picker_close(k);
		chosen(p, at);
	} else if (!strcmp(name, "Esc") || !strcmp(name, "q")) {
		picker_close(k);
	}
}

static int columns_wanted(const struct picker *k)
{
	int most = text_columns(k->title, strlen(k->title)) + 12;
	int told = text_columns(text_str(&k->told), k->told.len);

	most = told > most ? told : most;
	for (const char *s = text_str(&k->rows); *s; s += strcspn(s, "\n") + 1) {
		int columns = text_columns(s, strcspn(s, "\n"));

		most = columns > most ? columns : most;
	}
	return most;
}

/* What is typed, or what came of it, in the lower border. */
static void draw_found(const struct picker *k, struct canvas *c, struct rect r,
		       enum lang lang)
{
	bool none = k->find.came != FIND_FOUND && !k->told.len;
	int told = text_columns(text_str(&k->told), k->told.len);

	if (k->find.typing || none) {
		find_draw(&k->find, c, r, lang);
	} else if (k->told.len) {
		r.w = told + 2 < r.w ? told + 2 : r.w;
		canvas_fill(c, r, ROLE_TEXT, ' ');
		line_draw(c, r.x + 1, r.y, r.w - 2, ROLE_TEXT,
			  text_str(&k->told));
	}
}

/* Frame and margins; the status and key rows stay free. */
enum { EDGES = 6 };

void picker_draw(struct picker *k, struct canvas *c, enum lang lang)
{
	int w = columns_wanted(k) + EDGES, rows = c->h - 4, y;
	const char *s = text_str(&k->rows);
	char aside[32];
	struct box box = { .title = k->title, .aside = aside, .focused = true };
	struct text row = { 0 };
	struct rect clip;

	if (rows < 1 || c->w < 20)
		return;
	rows = rows < (int)k->nr ? rows : (int)k->nr;
	w = w < c->w ? w : c->w;
	if (k->at < k->top)
		k->top = k->at;
	if (k->at >= k->top + (uint32_t)rows)
		k->top = k->at - (uint32_t)rows + 1;
	snprintf(aside, sizeof(aside), "%u/%u", k->at + 1, k->nr);
	box.r = (struct rect){ (c->w - w) / 2, (c->h - 4 - rows) / 2, w,
			       rows + 2 };
	box_draw(c, &box);
	clip = canvas_clip(c, box_inside(&box));
	y = box.r.y + 1 - (int)k->top;
	for (uint32_t i = 0; i < k->nr; i++, y++) {
		size_t len = strcspn(s, "\n");

		if (i == k->at)
			gutter_put(c, box.r.x + 1, y, GUTTER_HERE);
		text_reset(&row);
		text_add(&row, s, len);
		if (y > box.r.y)
			line_draw(c, box.r.x + 3, y, w - EDGES + 1,
				  i == k->at ? ROLE_TITLE : ROLE_TEXT,
				  text_str(&row));
		s += len + 1;
	}
	canvas_clip(c, clip);
	search_light(c, box_inside(&box), k->find.wanted);
	draw_found(k, c, (struct rect){ box.r.x + 2, box.r.y + rows + 1, w - 4,
					1 }, lang);
	text_free(&row);
}
