#include "view/frames_notes.h"

#include <limits.h>
#include <string.h>

#include "view/legend.h"

/* What capitals in the `rows` of cells from y on are; "" if there is none. */
static const char *active_words(const struct panel *p, const struct grid *g,
				int y, int rows)
{
	struct rect cells = { panel_left(p) + g->label + 1, y, g->cells, rows };

	if (g->paint != PAINT_KIND ||
	    !legend_active(p->c, cells))
		return "";
	return ui(p->f->lang, UI_capital_active);
}

static bool map_types(const struct panel *p, const struct grid *g,
		      char types[MIGRATE_TYPES + 1])
{
	struct rect cells = { panel_left(p) + g->label + 1, p->r.y, g->cells,
			      g->rows };

	return g->paint == PAINT_KIND && legend_map_types(p->c, cells, types);
}

/*
 * Letters of types that the map has: "behind it its type: U Unmovable". Nothing
 * if there are none.
 */
static void types_long(const struct panel *p, const struct grid *g,
		       struct text *out)
{
	char types[MIGRATE_TYPES + 1];

	if (!map_types(p, g, types))
		return;
	text_puts(out, ui(p->f->lang, UI_order_types));
	legend_type_words(p->f->lang, types, false, out);
}

/* The same as "type U unmov. E recl." if that has `room`, else "type U E". */
static void types_short(const struct panel *p, const struct grid *g, int room,
			struct text *out)
{
	char types[MIGRATE_TYPES + 1];
	struct text names = { 0 };

	if (!map_types(p, g, types))
		return;
	legend_type_words(p->f->lang, types, true, &names);
	text_printf(out, ui(p->f->lang, UI_order_types_short),
		    text_str(&names));
	if (text_columns(text_str(out), out->len) > room) {
		text_reset(out);
		text_reset(&names);
		for (const char *t = types; *t; t++)
			text_printf(&names, t == types ? "%c" : " %c", *t);
		text_printf(out, ui(p->f->lang, UI_order_types_short),
			    text_str(&names));
	}
	text_free(&names);
}

/*
 * Letters of the map and of the lens that no count stands behind: what a page
 * is besides its kind, "c swap cache  d dirty". Nothing if there are none.
 */
static void letter_words(const struct panel *p, const struct grid *g,
			 struct text *out)
{
	struct rect cells = { panel_left(p) + g->label + 1, p->r.y, g->cells,
			      g->rows };
	struct rect lens = { cells.x, cells.y + g->rows + 1, g->wide, 1 };
	glyph_set_t letters = legend_find(p->c, cells);
	const char *gap = "";

	if (g->lens)
		letters |= legend_find(p->c, lens);
	letters &= ~(1u << GLYPH_FOLLOW | 1u << GLYPH_NOTHING);
	for (int k = 0; k < NR_KINDS; k++)
		letters &= ~(1u << kind_glyph((enum frame_kind)k));
	for (int i = 0; i < NR_GLYPHS; i++) {
		if (!(letters & 1u << i))
			continue;
		text_printf(out, "%s%c %s", gap, glyphs[i].letter,
			    ui(p->f->lang, glyphs[i].word));
		gap = "  ";
	}
}

/* Have these words, of a row that goes on at *x, their room there? */
static bool is_told(const struct panel *p, int *x, const struct text *words)
{
	if (!words->len)
		return false;
	*x += text_columns(text_str(words), words->len) + 3;
	return *x - 3 <= panel_end(p);
}

/*
 * The scale and the types' names alone, "U unmov.  E recl.", from the panel's
 * left on: it is worth more that letters have names than that the scale stands
 * above the cells. Return: there was room.
 */
static bool draw_named_types(struct panel *p, const struct grid *g, int y,
			     const char *scale)
{
	char types[MIGRATE_TYPES + 1];
	struct text names = { 0 };
	struct word words[2] = { { scale, ROLE_DIM, true } };
	bool fits;

	if (!map_types(p, g, types))
		return false;
	legend_type_words(p->f->lang, types, true, &names);
	words[1] = (struct word){ text_str(&names), ROLE_DIM, true };
	fits = words_width(words, 2, 2) <= panel_width(p);
	if (fits)
		words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, 2);
	text_free(&names);
	return fits;
}

/* Do they name the types, not only their letters? */
static bool are_named(const struct panel *p, const struct grid *g,
		      const struct text *types)
{
	struct text named = { 0 };
	bool same;

	types_short(p, g, INT_MAX, &named);
	same = named.len == types->len;
	text_free(&named);
	return same;
}

void frames_draw_lens_head(struct panel *p, struct grid *g, int y,
			   const char *scale)
{
	const char *active = active_words(p, g, y + 1, 1);
	int x = panel_left(p) + g->label + 1;
	struct text types = { 0 }, letters = { 0 };

	x += text_columns(scale, strlen(scale)) + 3;
	if (g->how_notes == NOTES_LEAST) {
		letter_words(p, g, &letters);
		types_short(p, g, panel_end(p) - x -
				   (letters.len ? 3 + text_columns(
					text_str(&letters), letters.len) : 0),
				   &types);
	}
	if (!letters.len && !are_named(p, g, &types) && types.len &&
	    draw_named_types(p, g, y, scale)) {
		g->types_told = true;
		text_free(&types);
		return;
	}
	canvas_text(p->c, panel_left(p) + g->label + 1, y, ROLE_DIM, scale);
	words_draw(p->c, x, y, panel_end(p) - x, 3, (struct word[]){
		{ text_str(&letters), ROLE_DIM, true },
		{ text_str(&types), ROLE_DIM, true },
		{ active, ROLE_DIM, false },
	}, 3);
	g->letters_told = is_told(p, &x, &letters);
	g->types_told = is_told(p, &x, &types);
	text_free(&types);
	text_free(&letters);
}

static void note_words(const struct panel *p, const struct grid *g,
		       bool brief, struct text *out)
{
	static const enum ui order[2] = { UI_order_legend,
					  UI_order_legend_short };
	static const enum ui mixed[2] = { UI_mixed_legend,
					  UI_mixed_legend_short };
	const char *active = active_words(p, g, p->r.y, g->rows);
	struct text types = { 0 }, letters = { 0 };

	text_puts(out, ui(p->f->lang, order[brief]));
	if (brief)
		types_short(p, g, INT_MAX, &types);
	else
		types_long(p, g, &types);
	if (types.len)
		text_printf(out, "   %s", text_str(&types));
	letter_words(p, g, &letters);
	if (letters.len)
		text_printf(out, "   %s", text_str(&letters));
	text_free(&types);
	text_free(&letters);
	if (g->shift)
		text_printf(out, "\n%s", ui(p->f->lang, mixed[brief]));
	if (g->shift)
		return;
	text_printf(out, "   %s", ui(p->f->lang, brief ? UI_note_new :
						 UI_single_legend));
	if (*active)
		text_printf(out, "   %s", active);
}

/*
 * They are drawn if rows are left for them below the map, with a blank one
 * above; of one row that is left the least is made, a second one is for the
 * names of types.
 */
void frames_plan_notes(const struct panel *p, struct grid *g)
{
	char types[MIGRATE_TYPES + 1];
	struct rect count = { 0, 0, panel_width(p), 0 };
	int room = p->r.h - g->legend - g->rows - (g->lens ? 2 : 0) -
		   (g->tree ? g->tree + 1 : 0);

	g->notes = 0;
	for (g->how_notes = NOTES_LONG; g->how_notes < NOTES_LEAST;
	     g->how_notes++) {
		struct text words = { 0 };

		note_words(p, g, g->how_notes == NOTES_SHORT, &words);
		g->notes = paragraph_draw(p->c, count, ROLE_DIM,
					  text_str(&words), 0);
		text_free(&words);
		if (g->notes < room)
			return;
	}
	g->notes = room > 1 && !g->lens && map_types(p, g, types) ? 2 :
		   room > 0;
}

/* "type U unmov. E recl." in a row of its own. */
static void draw_types(struct panel *p, const struct grid *g, int y)
{
	struct text words = { 0 };

	types_short(p, g, panel_width(p), &words);
	line_draw(p->c, panel_left(p), y, panel_width(p), ROLE_DIM,
		  text_str(&words));
	text_free(&words);
}

/* The most needed in one row, from x on. */
static void draw_least(struct panel *p, const struct grid *g, int x, int y)
{
	enum lang lang = p->f->lang;
	struct text types = { 0 }, letters = { 0 };
	struct word words[] = {
		{ g->shift ? ui(lang, UI_note_mixed) : NULL, ROLE_DIM, false },
		{ ui(lang, UI_note_order), ROLE_DIM, false },
		{ NULL, ROLE_DIM, false },
		{ NULL, ROLE_DIM, false },
		{ g->shift ? ui(lang, UI_note_new) : NULL, ROLE_DIM, false },
	};
	int room = panel_end(p) - x;

	if (!g->letters_told)
		letter_words(p, g, &letters);
	words[2].text = text_str(&letters);
	for (int i = 0; i < 3; i++)
		if (words[i].text && *words[i].text)
			room -= text_columns(words[i].text,
					     strlen(words[i].text)) + 2;
	if (!g->types_told && g->notes < 2)
		types_short(p, g, room, &types);
	words[3].text = text_str(&types);
	words_draw(p->c, x, y, panel_end(p) - x, 2, words, 5);
	text_free(&types);
	text_free(&letters);
}

/*
 * Whose hue a block has, behind the first row of `notes` if it has room; where
 * the map has letters of types the notes name those.
 */
static void draw_hues(struct panel *p, const struct grid *g, int y,
		      const char *notes)
{
	size_t next;
	size_t len = text_row(notes, strlen(notes), panel_width(p), &next);
	int x = panel_left(p) + text_columns(notes, len) + 2;

	if (x + legend_types_columns(p->f->lang, g->z, false) <= panel_end(p))
		legend_types(p, g->z, x, y, false);
}

void frames_draw_notes(struct panel *p, const struct grid *g, int x)
{
	int end = p->r.y + p->r.h, y = end - g->legend - g->notes;
	struct rect r = { panel_left(p), y, panel_width(p), g->notes };
	struct text words = { 0 }, types = { 0 };

	if (g->how_notes == NOTES_LEAST) {
		if (g->notes > 1)
			draw_types(p, g, y++);
		draw_least(p, g, g->notes ? r.x : x, g->notes ? y : end - 1);
		return;
	}
	note_words(p, g, g->how_notes == NOTES_SHORT, &words);
	paragraph_draw(p->c, r, ROLE_DIM, text_str(&words), 0);
	types_long(p, g, &types);
	if (g->notes && !types.len)
		draw_hues(p, g, y, text_str(&words));
	text_free(&types);
	text_free(&words);
}
