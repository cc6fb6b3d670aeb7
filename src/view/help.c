#include "view/help.h"

#include <string.h>

#include "draw/widget.h"
#include "view/keys.h"
#include "view/palette.h"

enum { HEAD = 2, BODY = 12, LAST_COLUMN = 78, PAGE_W = 80, PAGE_H = 22 };

/* One key, or two that belong together, and in short what they do. */
struct hint {
	enum action act, other;
	enum ui	    words;
};

static const struct hint of_walk[] = {
	{ ACT_ON, ACT_BACK, UI_h_unit },
	{ ACT_ON_TEN, ACT_BACK_TEN, UI_h_ten },
	{ ACT_UNIT, ACT_NONE, UI_h_which },
	{ ACT_EVENT_ON, ACT_EVENT_BACK, UI_h_event },
	{ ACT_STEP_ON, ACT_STEP_BACK, UI_h_step },
	{ ACT_PLAY, ACT_NONE, UI_h_play },
	{ ACT_FASTER, ACT_SLOWER, UI_h_speed },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_jump[] = {
	{ ACT_CHAPTER_ON, ACT_CHAPTER_BACK, UI_h_chapter },
	{ ACT_SAME_ON, ACT_SAME_BACK, UI_h_kind },
	{ ACT_DIGIT, ACT_NONE, UI_h_goto_step },
	{ ACT_FIRST, ACT_LAST, UI_h_ends },
	{ ACT_JUMP_BACK, ACT_JUMP_ON, UI_h_return },
	{ ACT_CHAPTERS, ACT_NONE, UI_h_chapters },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_try[] = {
	{ ACT_WHAT_IF, ACT_NONE, UI_h_what_if },
	{ ACT_WHAT_IFS, ACT_NONE, UI_h_what_ifs },
	{ ACT_BRANCH, ACT_NONE, UI_h_branch },
	{ ACT_BESIDE, ACT_NONE, UI_h_beside },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_look[] = {
	{ ACT_VIEW_ON, ACT_VIEW, UI_h_view },
	{ ACT_ZOOM, ACT_NONE, UI_h_zoom },
	{ ACT_LAYOUT, ACT_NONE, UI_h_layout },
	{ ACT_PAINT, ACT_NONE, UI_h_paint },
	{ ACT_FOCUS, ACT_NONE, UI_h_focus },
	{ ACT_THEME, ACT_NONE, UI_h_theme },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_ask[] = {
	{ ACT_INSPECT, ACT_NONE, UI_h_inspect },
	{ ACT_FOLLOW, ACT_NONE, UI_h_follow },
	{ ACT_SEARCH, ACT_NONE, UI_h_find },
	{ ACT_PROMPT, ACT_NONE, UI_h_prompt },
	{ ACT_LANGUAGE, ACT_NONE, UI_h_lang },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};

/* Rows of the page: a word, and what follows it. */
struct row {
	enum ui head;
	enum ui words;
	const enum glyph *letters;	/* instead of words; NR_GLYPHS ends */
	const struct hint *hints;	/* or these; ACT_NONE ends */
	bool picture;			/* of no use where there is none */
};

static const enum glyph of_frames[] = {
	GLYPH_NOTHING, GLYPH_ORDER, GLYPH_PCP, GLYPH_INHAND, GLYPH_ANON,
	GLYPH_FILE, GLYPH_DIRTY, GLYPH_WRITE, GLYPH_READ, GLYPH_SHMEM,
	GLYPH_SWAPCACHE, GLYPH_HUGE, GLYPH_SLAB, GLYPH_PGTABLE, GLYPH_KERNEL,
	GLYPH_PINNED, GLYPH_RESERVED, GLYPH_HOLE, NR_GLYPHS,
};
static const enum glyph of_pages[] = {
	GLYPH_NOTHING, GLYPH_ZERO, GLYPH_OUT, GLYPH_COW, GLYPH_UNREAD,
	GLYPH_CACHED, GLYPH_GUARD, GLYPH_HOLE, NR_GLYPHS,
};

static const struct row rows[] = {
	{ .head = UI_h_walk, .hints = of_walk },
	{ .head = UI_h_jump, .hints = of_jump },
	{ .head = UI_h_try, .hints = of_try },
	{ .head = UI_h_look, .hints = of_look },
	{ .head = UI_h_ask, .hints = of_ask },
	{ .head = UI_nothing },
	{ .head = UI_frames, .letters = of_frames },
	{ .head = UI_h_pages, .letters = of_pages },
	{ .head = UI_h_bits, .words = UI_use_bits },
	{ .head = UI_h_entries, .words = UI_entry_bits },
	{ .head = UI_h_gauges, .words = UI_h_gauges_1, .picture = true },
	{ .head = UI_h_gutter, .words = UI_h_gutter_1, .picture = true },
	{ .head = UI_h_colour, .words = UI_h_colour_1, .picture = true },
	{ .words = UI_h_same },
};

/* A frame with nothing in it is free; a page in no area has no address. */
static const char *word_of(enum lang lang, const enum glyph *list, enum glyph g)
{
	if (list == of_frames && g == GLYPH_NOTHING)
		return ui(lang, UI_free);
	if (list == of_pages && g == GLYPH_HOLE)
		return ui(lang, UI_no_area);
	return ui(lang, glyphs[g].word);
}

static int entry_columns(const char *word, enum glyph g)
{
	return (g == GLYPH_ORDER ? 6 : 2) + text_columns(word, strlen(word));
}

/* Letters with their words, in as many rows as they need. Return: those. */
static int draw_letters(struct canvas *c, enum lang lang, int y,
			const enum glyph *list)
{
	int x = BODY, rows_used = 1;

	for (const enum glyph *g = list; *g != NR_GLYPHS; g++) {
		const char *word = word_of(lang, list, *g);
		struct letter l = glyph_letter(*g);
		int w = entry_columns(word, *g);

		if (x + w > LAST_COLUMN) {
			x = BODY;
			y++;
			rows_used++;
		}
		canvas_put(c, x, y, (enum role)l.role, l.over, (uint32_t)l.c);
		if (*g == GLYPH_ORDER)
			canvas_text(c, x, y, (enum role)l.role, "0-9 X");
		canvas_text(c, x + (*g == GLYPH_ORDER ? 6 : 2), y, ROLE_TEXT,
			    word);
		x += w + 2;
	}
	return rows_used;
}

/* "l h", "F2-F9": one key as the table shows it, of a pair the first of each. */
static void hint_keys(const struct hint *hint, struct text *out)
{
	const struct key_row *row = key_row_of(hint->act);
	const struct key_row *other = key_row_of(hint->other);

	text_reset(out);
	if (row && !other)
		text_puts(out, row->shown);
	else if (row)
		text_printf(out, "%.*s %.*s", (int)strcspn(row->shown, " "),
			    row->shown, (int)strcspn(other->shown, " "),
			    other->shown);
}

/* Keys with what they do, in as many rows as they need. Return: those. */
static int draw_hints(struct canvas *c, enum lang lang, int y,
		      const struct hint *hint)
{
	struct text keys = { 0 };
	int x = BODY, rows_used = 1;

	for (; hint->act != ACT_NONE; hint++) {
		const char *words = ui(lang, hint->words);
		int w;

		hint_keys(hint, &keys);
		w = (int)keys.len + 2 + text_columns(words, strlen(words));
		if (x + w > LAST_COLUMN) {
			x = BODY;
			y++;
			rows_used++;
		}
		canvas_text(c, x, y, ROLE_TITLE, text_str(&keys));
		canvas_text(c, x + (int)keys.len + 2, y, ROLE_TEXT, words);
		x += w + 3;
	}
	text_free(&keys);
	return rows_used;
}

/* A sentence, folded at the page's edge. Return: rows. */
static int draw_words(struct canvas *c, int y, const char *words)
{
	int rows_used = 0;

	do {
		size_t next;
		size_t len = text_row(words, strlen(words), LAST_COLUMN - BODY,
				      &next);

		canvas_textn(c, BODY, y++, ROLE_TEXT, words, len);
		words += next;
		rows_used++;
	} while (*words);
	return rows_used;
}

static int draw_row(struct canvas *c, enum lang lang, int y,
		    const struct row *row)
{
	canvas_text(c, HEAD + 1, y, ROLE_TITLE, ui(lang, row->head));
	if (row->letters)
		return draw_letters(c, lang, y, row->letters);
	if (row->hints)
		return draw_hints(c, lang, y, row->hints);
	return draw_words(c, y, ui(lang, row->words));
}

static void letters_print(struct text *out, enum lang lang,
			  const enum glyph *list)
{
	for (const enum glyph *g = list; *g != NR_GLYPHS; g++)
		if (*g == GLYPH_ORDER)
			text_printf(out, "  0-9 X  %s\n",
				    word_of(lang, list, *g));
		else
			text_printf(out, "  %c  %s\n", glyphs[*g].letter,
				    word_of(lang, list, *g));
}

void help_letters(struct text *out, enum lang lang)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].hints || rows[i].picture ||
		    rows[i].head == UI_nothing)
			continue;
		text_printf(out, "\n%s\n", ui(lang, rows[i].head));
		if (rows[i].letters)
			letters_print(out, lang, rows[i].letters);
		else
			text_printf(out, "  %s\n", ui(lang, rows[i].words));
	}
}

void help_draw(struct canvas *c, const struct facts *f)
{
	int w = c->w < PAGE_W ? c->w : PAGE_W;
	int h = c->h - 2 < PAGE_H ? c->h - 2 : PAGE_H;
	struct box box = {
		.r = { 0, 0, w, h },
		.title = ui(f->lang, UI_k_help_title),
		.aside = ui(f->lang, UI_esc_closes), .focused = true,
	};
	struct rect clip;
	int y = 1;

	box_draw(c, &box);
	clip = canvas_clip(c, box_inside(&box));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		y += draw_row(c, f->lang, y, &rows[i]);
	canvas_clip(c, clip);
	canvas_text(c, 1, box.r.h, ROLE_DIM, ui(f->lang, UI_h_foot));
}
