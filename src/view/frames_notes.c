#include "view/frames_notes.h"

#include <string.h>

#include "view/legend.h"

const char *frames_active_words(const struct panel *p, const struct grid *g,
				int y, int rows)
{
	struct rect cells = { panel_left(p) + g->label + 1, y, g->cells, rows };

	if (g->paint != PAINT_KIND ||
	    !legend_active(p->c, cells))
		return "";
	return ui(p->f->lang, UI_capital_active);
}

void frames_type_words(const struct panel *p, const struct grid *g, bool brief,
		       struct text *out)
{
	struct rect cells = { panel_left(p) + g->label + 1, p->r.y, g->cells,
			      g->rows };
	const char *gap = "";
	char types[MIGRATE_TYPES + 1];

	if (g->paint != PAINT_KIND ||
	    !legend_map_types(p->c, cells, types))
		return;
	if (brief) {
		text_printf(out, ui(p->f->lang, UI_order_types_short), types);
		return;
	}
	text_puts(out, ui(p->f->lang, UI_order_types));
	for (int i = 0; i < MIGRATE_TYPES; i++) {
		enum migratetype type = (enum migratetype)i;

		if (!strchr(types, type_letter(type)))
			continue;
		text_printf(out, "%s%c %s", gap, type_letter(type),
			    migratetype_name(type));
		gap = "  ";
	}
}

static void note_words(const struct panel *p, const struct grid *g,
		       bool brief, struct text *out)
{
	static const enum ui order[2] = { UI_order_legend,
					  UI_order_legend_short };
	static const enum ui mixed[2] = { UI_mixed_legend,
					  UI_mixed_legend_short };
	const char *active = frames_active_words(p, g, p->r.y, g->rows);
	struct text types = { 0 };

	text_puts(out, ui(p->f->lang, order[brief]));
	frames_type_words(p, g, brief, &types);
	if (types.len)
		text_printf(out, "   %s", text_str(&types));
	text_free(&types);
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
 * above; of one row that is left the least is made.
 */
void frames_plan_notes(const struct panel *p, struct grid *g)
{
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
	g->notes = room > 0;
}

/* The most needed in one row, from x on. */
static void draw_least(struct panel *p, const struct grid *g, int x, int y)
{
	enum lang lang = p->f->lang;
	bool mixed = g->shift;
	struct text types = { 0 };

	if (!g->types_told)
		frames_type_words(p, g, true, &types);
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ mixed ? ui(lang, UI_note_mixed) : NULL, ROLE_DIM, false },
		{ ui(lang, UI_note_order), ROLE_DIM, false },
		{ types.len ? text_str(&types) : NULL, ROLE_DIM, false },
		{ mixed ? ui(lang, UI_note_new) : NULL, ROLE_DIM, false },
	}, 4);
	text_free(&types);
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

	if (x + legend_types_columns(g->z, false) <= panel_end(p))
		legend_types(p, g->z, x, y, false);
}

void frames_draw_notes(struct panel *p, const struct grid *g, int x)
{
	int end = p->r.y + p->r.h, y = end - g->legend - g->notes;
	struct rect r = { panel_left(p), y, panel_width(p), g->notes };
	struct text words = { 0 }, types = { 0 };

	if (g->how_notes == NOTES_LEAST) {
		draw_least(p, g, g->notes ? r.x : x, g->notes ? y : end - 1);
		return;
	}
	note_words(p, g, g->how_notes == NOTES_SHORT, &words);
	paragraph_draw(p->c, r, ROLE_DIM, text_str(&words), 0);
	frames_type_words(p, g, false, &types);
	if (g->notes && !types.len)
		draw_hues(p, g, y, text_str(&words));
	text_free(&types);
	text_free(&words);
}
