#include "cli/menu.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/scenario.h"
#include "view/keys.h"
#include "view/search.h"

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

void menu_point(struct menu *m, const char *path)
{
	for (size_t i = 0; i < m->nr_rows; i++) {
		int item = m->rows[i].item;
		char *whole = item < 0 ? NULL :
			      realpath(m->all.list[item].path, NULL);

		if (whole && !strcmp(whole, path))
			m->at = i;
		free(whole);
	}
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
const char *menu_title(struct menu *m, int item)
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
	size_t i = m->top + (size_t)(y - MENU_TOP);

	if (y < MENU_TOP || i >= m->top + m->nr_shown || i >= m->nr_rows ||
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

/* In the name or the title of a walkthrough; titles of parts are no entries. */
static bool row_fits(void *menu, uint32_t row, const char *wanted)
{
	struct menu *m = menu;
	int item = m->rows[row].item;

	return item >= 0 && (search_in(m->all.list[item].name, wanted) ||
			     search_in(menu_title(m, item), wanted));
}

static void match(struct menu *m, int by)
{
	size_t row;

	if (!m->find.wanted[0]) {
		menu_say(m, UI_find_not_yet);
		return;
	}
	row = find_entry(&m->find, (uint32_t)m->nr_rows, (int64_t)m->at + by, by,
			 row_fits, m);
	if (row < m->nr_rows)
		m->at = row;
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
	case MENU_ACT_find:
		find_open(&m->find);
		return MENU_STAY;
	case MENU_ACT_match:
		match(m, by);
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
	m->find.came = FIND_FOUND;
	if (m->find.typing) {
		if (find_typed(&m->find, name))
			match(m, 1);
		return MENU_STAY;
	}
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

void menu_say(struct menu *m, enum ui format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(m->message, sizeof(m->message), ui(m->lang, format), ap);
	va_end(ap);
	text_clean(m->message);
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
