#include "cli/menu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "draw/widget.h"
#include "load/scenario.h"
#include "view/keys.h"

enum {
	TOP = 2,		/* rows above the list */
	BELOW = 5,		/* and below: blank, goal, keys */
	GOAL_ROWS = 2,
	LEAST_WITH_GOAL = 14,
	AT_NAME = 5,
	AT_TITLE = 24,
};

const struct part menu_parts[NR_PARTS] = {
#define PART(first, last, en, zh, goal_en, goal_zh)                            \
	{ first, last, { { en, zh } }, { { goal_en, goal_zh } } },
#include "cli/menu.def"
#undef PART
};

const struct words menu_keys_title = { { "menu", "菜单" } };

const struct menu_key_row menu_key_rows[] = {
#define MENU_KEY(act, by, keys, shown, en, zh)                                 \
	{ MENU_ACT_##act, by, keys, shown, { { en, zh } } },
#include "cli/menu_keys.def"
#undef MENU_KEY
};
const unsigned nr_menu_key_rows =
	sizeof(menu_key_rows) / sizeof(menu_key_rows[0]);

static const struct words others = { { "Others", "其他" } };
static const struct words goal_words = {
	{ "Afterwards you can ", "学完之后，你能" }
};
static const struct words key_words = {
	{ "? keys   q quit   Enter open   p predict   Up Down   ] [ part"
	  "   A language",
	  "? 按键   q 退出   Enter 打开   p 预测   上下 选择   ] [ 部分   A 语言" }
};
static const struct words faults = {
	{ "(has faults: framewalk check prints them)",
	  "（有错误：framewalk check 会列出）" }
};

/* By the number that the name begins with; the tour has none. */
static int part_of(const char *name)
{
	char *end;
	unsigned long nr = strtoul(name, &end, 10);

	if (!strcmp(name, "tour"))
		return 0;
	if (end == name || *end != '-')
		return NR_PARTS;
	for (int i = 1; i < NR_PARTS; i++)
		if (nr >= menu_parts[i].first && nr <= menu_parts[i].last)
			return i;
	return NR_PARTS;
}

static void row_add(struct menu *m, int part, int item)
{
	m->rows = xgrow(m->rows, m->nr_rows, &m->cap_rows, sizeof(*m->rows));
	m->rows[m->nr_rows++] = (struct menu_row){ part, item };
}

static void rows_make(struct menu *m)
{
	for (int part = 0; part <= NR_PARTS; part++) {
		size_t before = m->nr_rows;

		for (size_t i = 0; i < m->all.nr; i++) {
			if (part_of(m->all.list[i].name) != part)
				continue;
			if (m->nr_rows == before)
				row_add(m, part, -1);
			row_add(m, part, (int)i);
		}
	}
}

void menu_make(struct menu *m, struct walkthroughs all, enum lang lang)
{
	memset(m, 0, sizeof(*m));
	m->all = all;
	m->lang = lang;
	m->titles = xcalloc(m->all.nr, sizeof(*m->titles));
	rows_make(m);
	m->at = 1;		/* below the first part's title */
}

bool menu_open(struct menu *m, const char *program, enum lang lang)
{
	struct walkthroughs all;

	walkthroughs_open(&all, program);
	if (all.nr)
		menu_make(m, all, lang);
	else
		walkthroughs_close(&all);
	return all.nr;
}

static void title_free(struct words *w)
{
	for (int lang = 0; lang < NR_LANGS; lang++) {
		union { const char *kept; char *given; } s = { w->in[lang] };

		free(s.given);
	}
}

void menu_close(struct menu *m)
{
	for (size_t i = 0; i < m->all.nr; i++)
		title_free(&m->titles[i]);
	free(m->titles);
	free(m->rows);
	sheet_close(&m->sheet);
	walkthroughs_close(&m->all);
}

/* A menu of many files opens at once: what is not shown is not read. */
static const char *title_of(struct menu *m, int item)
{
	struct words *title = &m->titles[item];
	struct diags list;
	struct story *story;

	if (title->in[0])
		return title->in[m->lang];
	diags_init(&list, m->all.list[item].path);
	story = scenario_load(m->all.list[item].path, &list);
	for (int lang = 0; lang < NR_LANGS; lang++)
		title->in[lang] = xstrdup(words_in(story ? &story->title :
							   &faults,
						   (enum lang)lang));
	if (story)
		story_free(story);
	diags_free(&list);
	return title->in[m->lang];
}

static void draw_row(struct menu *m, struct canvas *c, size_t i, int y)
{
	const struct menu_row *row = &m->rows[i];
	const struct words *part = row->part < NR_PARTS ?
					   &menu_parts[row->part].title :
					   &others;

	if (row->item < 0) {
		if (row->part < NR_PARTS)
			canvas_printf(c, 1, y, ROLE_TITLE, "%d", row->part);
		canvas_text(c, 3, y, ROLE_TITLE, words_in(part, m->lang));
		return;
	}
	canvas_text(c, AT_NAME, y, ROLE_TEXT, m->all.list[row->item].name);
	canvas_text(c, AT_TITLE, y, i == m->at ? ROLE_TEXT : ROLE_DIM,
		    title_of(m, row->item));
	if (i != m->at)
		return;
	canvas_put(c, 3, y, ROLE_FOCUS, 0, '>');
	canvas_over(c, (struct rect){ AT_NAME, y, c->w - AT_NAME - 1, 1 },
		    OVER_BOLD);
}

/* The row chosen is shown, with its part's title if that stands above it. */
static void scroll(struct menu *m, size_t rows)
{
	size_t first = m->at;

	if (m->rows[first - 1].item < 0)
		first--;
	if (first < m->top)
		m->top = first;
	if (m->at >= m->top + rows)
		m->top = m->at - rows + 1;
}

static void draw_goal(const struct menu *m, struct canvas *c, int y)
{
	int part = m->rows[m->at].part;
	struct text words = { 0 };

	if (part == NR_PARTS)
		return;
	text_puts(&words, words_in(&goal_words, m->lang));
	text_puts(&words, words_in(&menu_parts[part].goal, m->lang));
	text_puts(&words, m->lang == LANG_ZH ? "。" : ".");
	paragraph_draw(c, (struct rect){ 1, y, c->w - 2, GOAL_ROWS }, ROLE_DIM,
		       text_str(&words), 0);
	text_free(&words);
}

/* Walkthroughs that the list does not show, above and below. */
static void draw_hidden(const struct menu *m, struct canvas *c, size_t rows)
{
	static const struct words hidden = { { "above %zu   below %zu",
					       "上面还有 %zu   下面还有 %zu" } };
	size_t nr[2] = { 0, 0 };
	char words[64];

	for (size_t i = 0; i < m->nr_rows; i++) {
		bool shown = i >= m->top && i < m->top + rows;

		if (!shown && m->rows[i].item >= 0)
			nr[i >= m->top]++;
	}
	if (!nr[0] && !nr[1])
		return;
	snprintf(words, sizeof(words), words_in(&hidden, m->lang), nr[0], nr[1]);
	canvas_text(c, c->w - 1 - text_columns(words, strlen(words)), 0, ROLE_DIM, words);
}

void menu_draw(struct menu *m, struct canvas *c)
{
	bool goal = c->h >= LEAST_WITH_GOAL;
	int rows = c->h - TOP - (goal ? BELOW : 2);

	rows = rows < 1 ? 1 : rows;
	m->nr_shown = (size_t)rows;
	canvas_clear(c);
	canvas_text(c, 1, 0, ROLE_TITLE, "framewalk");
	scroll(m, (size_t)rows);
	draw_hidden(m, c, (size_t)rows);
	for (int i = 0; i < rows && m->top + (size_t)i < m->nr_rows; i++)
		draw_row(m, c, m->top + (size_t)i, TOP + i);
	if (goal)
		draw_goal(m, c, c->h - GOAL_ROWS - 2);
	canvas_text(c, 1, c->h - 1, m->message[0] ? ROLE_TEXT : ROLE_DIM,
		    m->message[0] ? m->message :
				    words_in(&key_words, m->lang));
	if (m->sheet.open)
		sheet_draw(&m->sheet, c, m->lang);
}

/* So many walkthroughs on; titles are stepped over. */
static void move(struct menu *m, int by)
{
	int step = by < 0 ? -1 : 1;

	while (by) {
		size_t at = m->at;

		do
			at += (size_t)step;	/* below 0: beyond the last */
		while (at < m->nr_rows && m->rows[at].item < 0);
		if (at >= m->nr_rows)
			return;
		m->at = at;
		by -= step;
	}
}

/* The first walkthrough of the next part, or of this one or the one before. */
static void move_part(struct menu *m, int by)
{
	int part = m->rows[m->at].part;
	size_t i = m->at;

	if (by > 0) {
		while (i < m->nr_rows && m->rows[i].part == part)
			i++;
	} else {
		i -= m->rows[i - 1].item < 0 && i > 1 ? 2 : 1;
		while (i > 1 && m->rows[i - 1].item >= 0)
			i--;
		i -= m->rows[i].item >= 0;
	}
	if (i < m->nr_rows)
		m->at = i + 1;
}

/* The walkthrough in that row of the screen. Return: false if none is there. */
static bool point(struct menu *m, int y)
{
	size_t i = m->top + (size_t)(y - TOP);

	if (y < TOP || i >= m->top + m->nr_shown || i >= m->nr_rows ||
	    m->rows[i].item < 0)
		return false;
	m->at = i;
	return true;
}

static enum menu_wish click(struct menu *m, int y)
{
	size_t before = m->at;

	return point(m, y) && m->at == before ? MENU_OPEN : MENU_STAY;
}

static void language(struct menu *m)
{
	m->lang = (enum lang)((m->lang + 1) % NR_LANGS);
	tongue_set(m->lang == LANG_ZH);
}

static void help(struct menu *m)
{
	struct text keys = { 0 };

	menu_keys_print(&keys, m->lang);
	sheet_open(&m->sheet, words_in(&menu_keys_title, m->lang),
		   text_str(&keys));
	text_free(&keys);
}

static enum menu_wish perform(struct menu *m, enum menu_act act, int by)
{
	switch (act) {
	case MENU_ACT_move:
		move(m, by);
		return MENU_STAY;
	case MENU_ACT_move_part:
		move_part(m, by);
		return MENU_STAY;
	case MENU_ACT_language:
		language(m);
		return MENU_STAY;
	case MENU_ACT_help:
		help(m);
		return MENU_STAY;
	default:
		return (enum menu_wish)by;
	}
}

enum menu_wish menu_key(struct menu *m, const char *name)
{
	int x, y;

	m->message[0] = '\0';
	if (m->sheet.open) {
		sheet_key(&m->sheet, name);
		return MENU_STAY;
	}
	if (sscanf(name, "Click@%d,%d", &x, &y) == 2)
		return click(m, y);
	for (unsigned i = 0; i < nr_menu_key_rows; i++)
		if (key_in(menu_key_rows[i].keys, name))
			return perform(m, menu_key_rows[i].act,
				       menu_key_rows[i].by);
	return MENU_STAY;
}

void menu_say(struct menu *m, const char *en, const char *zh)
{
	snprintf(m->message, sizeof(m->message), "%s",
		 m->lang == LANG_ZH ? zh : en);
}

void menu_keys_print(struct text *out, enum lang lang)
{
	for (unsigned i = 0; i < nr_menu_key_rows; i++)
		text_printf(out, "  %-10s  %s\n", menu_key_rows[i].shown,
			    words_in(&menu_key_rows[i].doc, lang));
}

const char *menu_path(const struct menu *m)
{
	return m->all.list[m->rows[m->at].item].path;
}
