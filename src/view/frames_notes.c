#include "view/frames_notes.h"

#include <string.h>

#include "view/kinds.h"
#include "view/legend.h"

/* What is said of the map, and in how many words. */
struct notes {
	const struct grid *g;
	struct letters	   letters;	/* that no count stands behind */
	char		   types[MIGRATE_TYPES + 1];	/* letters of them */
	bool		   orders;	/* blocks begin there */
	bool		   movable;	/* one of them, which has no letter */
	bool		   mixed, changed;
	bool		   brief;
};

static struct rect map_cells(const struct panel *p, const struct grid *g)
{
	return (struct rect){ panel_left(p) + g->label + 1, p->r.y, g->wide,
			      g->rows };
}

static bool is_order(uint32_t code)
{
	return (code >= '0' && code <= '9') ||
	       code == (uint32_t)order_letter(MAX_ORDER - 1, MIGRATE_MOVABLE).c;
}

static void look_at(struct notes *n, const struct cell *cell)
{
	bool order = is_order(cell->code);

	n->orders |= order;
	n->movable |= order && cell->role == type_role(MIGRATE_MOVABLE);
	n->mixed |= (cell->over & OVER_DIM) != 0;
	n->changed |= (cell->over & OVER_CHANGED) != 0;
}

/* Letters of map and lens, and what else they have that wants a word. */
static void look_over(const struct canvas *c, struct rect r, struct notes *n)
{
	letters_look(&n->letters, c, r);
	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++)
			look_at(n, canvas_cell(c, x, y));
}

/* But those that a count names. */
static void look(const struct panel *p, const struct grid *g, struct notes *n)
{
	struct rect cells = map_cells(p, g);
	uint32_t told = kinds_told(p, p->f->zone, g->legend);

	*n = (struct notes){ .g = g };
	look_over(p->c, cells, n);
	cells.h += g->lens ? 2 : 0;	/* the lens, below its scale */
	if (g->lens)
		look_over(p->c, (struct rect){ cells.x, cells.y + cells.h - 1,
					       cells.w, 1 }, n);
	if (told & 1u << KIND_FREE)
		letters_drop(&n->letters, GLYPH_NOTHING);
	for (int k = 0; k < NR_KINDS; k++)
		if (told & 1u << k)
			letters_drop(&n->letters,
				     kind_glyph((enum frame_kind)k));
	legend_map_types(p->c, cells, n->types);
}

/* The map has letters of types, or hues of blocks tell them alone. */
static void say_types(struct legend *l, const struct notes *n)
{
	if (n->brief || *n->types)
		legend_map_words(l, n->types, n->brief);
	else
		legend_zone_types(l, n->g->z);
	if (!n->brief)
		legend_words(l, UI_order_types);
}

/* What each sign and hue on the map is. */
static void say_map(struct legend *l, const struct notes *n)
{
	static const struct legend_word own[] = {
		{ GLYPH_NOTHING, UI_free }, { NR_GLYPHS, UI_nothing },
	};

	if (!n->brief)
		legend_lit(l);
	if (n->orders)
		legend_words(l, n->brief ? UI_note_order : UI_order_legend);
	legend_letters(l, &n->letters, own);
	say_types(l, n);
	if (n->mixed && n->g->shift)
		legend_words(l, n->brief ? UI_note_mixed : UI_mixed_legend);
	if (n->movable && *n->types && n->brief)
		legend_movable(l, true);
	legend_lit(l);
}

/* What tells less: the only type's hue, and what is news. */
static void say_more(struct legend *l, const struct notes *n)
{
	if (n->movable && n->brief && !*n->types)
		legend_map_words(l, "M", true);
	if (n->changed)
		legend_words(l, n->g->shift && !n->brief ? UI_mixed_changed :
							   UI_note_new);
}

static void say_notes(struct legend *l, const void *of)
{
	const struct notes *n = of;

	say_map(l, n);
	legend_signs(l);
	say_more(l, n);
	/* said in other words already, so that nothing goes for it */
	if (n->movable && *n->types && !n->brief)
		legend_movable(l, false);
}

/*
 * In whole rows with a blank one above. Return: false if not all that is said
 * of the map has room; nothing is drawn then.
 */
static bool draw_whole(struct panel *p, const struct notes *n, int y, int end)
{
	struct legend l = legend_at(p, y + 1, end);

	l.counts = true;
	say_map(&l, n);
	say_more(&l, n);
	if (!l.lost)
		legend_bottom(p, y + 1, end, say_notes, n);
	return !l.lost;
}

void frames_notes_draw(struct panel *p, const struct grid *g,
		       const struct frames_room *room)
{
	int end = p->r.y + p->r.h;
	struct notes n;
	struct legend l;

	look(p, g, &n);
	if (draw_whole(p, &n, room->y, end - g->legend))
		return;
	n.brief = true;
	if (draw_whole(p, &n, room->y, end - g->legend))
		return;
	l = legend_at(p, room->y, end - g->legend);
	l.tight = true;
	if (g->lens)
		legend_add_row(&l, room->head_x, p->r.y + g->rows);
	if (g->legend)
		legend_add_row(&l, room->counts_x, end - 1);
	say_notes(&l, &n);
}
