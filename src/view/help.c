#include "view/help.h"

#include <string.h>

#include "draw/widget.h"
#include "view/palette.h"

enum { HEAD = 2, BODY = 12, LAST_COLUMN = 78, PAGE_W = 80, PAGE_H = 22 };

/* Rows of the page: a word, and what follows it. */
struct row {
	enum ui head;
	enum ui words;
	const enum glyph *letters;	/* instead of words; NR_GLYPHS ends */
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
	{ UI_h_walk, UI_h_walk_1, NULL },
	{ UI_nothing, UI_h_walk_2, NULL },
	{ UI_h_jump, UI_h_jump_1, NULL },
	{ UI_nothing, UI_h_jump_2, NULL },
	{ UI_h_try, UI_h_try_1, NULL },
	{ UI_h_look, UI_h_look_1, NULL },
	{ UI_h_ask, UI_h_ask_1, NULL },
	{ UI_nothing, UI_nothing, NULL },
	{ UI_frames, UI_nothing, of_frames },
	{ UI_nothing, UI_h_capital, NULL },
	{ UI_h_pages, UI_nothing, of_pages },
	{ UI_h_entries, UI_h_entries_1, NULL },
	{ UI_h_gauges, UI_h_gauges_1, NULL },
	{ UI_h_gutter, UI_h_gutter_1, NULL },
	{ UI_h_colour, UI_h_colour_1, NULL },
	{ UI_nothing, UI_h_same, NULL },
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

static int draw_row(struct canvas *c, enum lang lang, int y,
		    const struct row *row)
{
	canvas_text(c, HEAD + 1, y, ROLE_TITLE, ui(lang, row->head));
	if (row->letters)
		return draw_letters(c, lang, y, row->letters);
	canvas_text(c, BODY, y, ROLE_TEXT, ui(lang, row->words));
	return 1;
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
	struct text pos = { 0 };
	struct rect clip;
	int y = 1;

	box_draw(c, &box);
	clip = canvas_clip(c, box_inside(&box));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		y += draw_row(c, f->lang, y, &rows[i]);
	canvas_clip(c, clip);
	timeline_print_pos(f->s->timeline, f->s->pos, &pos);
	canvas_printf(c, 1, box.r.h, ROLE_DIM, ui(f->lang, UI_h_foot),
		      text_str(&pos));
	text_free(&pos);
}
