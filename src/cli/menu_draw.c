/* The picture of the menu: the list, what a part teaches, the last row */
#include "cli/menu.h"

#include <stdio.h>
#include <string.h>

#include "draw/widget.h"

enum {
	BELOW = 5,		/* rows below the list: blank, goal, keys */
	GOAL_ROWS = 2,
	LEAST_WITH_GOAL = 14,
	AT_NAME = 5,
	AT_TITLE = 24,
};

static const struct words others = { { "Others", "其他" } };
static const struct words goal_words = {
	{ "Afterwards you can ", "学完之后，你能" }
};
/* The keys of the last row; where it is short the later ones go. */
static const struct {
	struct words says;
	bool keep;
} key_words[] = {
	{ { { "? keys", "? 按键" } }, true },
	{ { { "q quit", "q 退出" } }, true },
	{ { { "Enter open", "Enter 打开" } }, true },
	{ { { "p predict", "p 预测" } }, false },
	{ { { "/ find", "/ 查找" } }, false },
	{ { { "] [ part", "] [ 部分" } }, false },
	{ { { "A language", "A 语言" } }, false },
};
enum { NR_KEY_WORDS = sizeof(key_words) / sizeof(key_words[0]), KEY_GAP = 3 };

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
	line_draw(c, AT_TITLE, y, c->w - AT_TITLE - 1,
		  i == m->at ? ROLE_TEXT : ROLE_DIM, menu_title(m, row->item));
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

/* What was said, else what the keys do. */
static void draw_last(const struct menu *m, struct canvas *c, int y)
{
	struct word words[NR_KEY_WORDS];

	if (m->message[0]) {
		line_draw(c, 1, y, c->w - 2, ROLE_TEXT, m->message);
		return;
	}
	for (int i = 0; i < NR_KEY_WORDS; i++)
		words[i] = (struct word){
			words_in(&key_words[i].says, m->lang), ROLE_DIM,
			key_words[i].keep,
		};
	words_draw(c, 1, y, c->w - 2, KEY_GAP, words, NR_KEY_WORDS);
}

void menu_draw(struct menu *m, struct canvas *c)
{
	bool goal = c->h >= LEAST_WITH_GOAL;
	int rows = c->h - MENU_TOP - (goal ? BELOW : 2);

	rows = rows < 1 ? 1 : rows;
	m->nr_shown = (size_t)rows;
	canvas_clear(c);
	canvas_text(c, 1, 0, ROLE_TITLE, "framewalk");
	scroll(m, (size_t)rows);
	draw_hidden(m, c, (size_t)rows);
	for (int i = 0; i < rows && m->top + (size_t)i < m->nr_rows; i++)
		draw_row(m, c, m->top + (size_t)i, MENU_TOP + i);
	if (goal)
		draw_goal(m, c, c->h - GOAL_ROWS - 2);
	if (!find_draw(&m->find, c, (struct rect){ 0, c->h - 1, c->w, 1 },
		       m->lang))
		draw_last(m, c, c->h - 1);
	if (m->sheet.open)
		sheet_draw(&m->sheet, c, m->lang);
}
