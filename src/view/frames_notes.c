#include "view/frames_notes.h"

#include <string.h>

#include "view/kinds.h"
#include "view/legend.h"

/* What is said of the map, and in how many words. */
struct notes {
	const struct grid *g;
	struct letters	   letters;	/* that no count stands behind */
	char		   types[MIGRATE_TYPES + 1];	/* on the map */
	bool		   brief;
};

static struct rect map_cells(const struct panel *p, const struct grid *g)
{
	return (struct rect){ panel_left(p) + g->label + 1, p->r.y, g->wide,
			      g->rows };
}

/* Letters of the map and of the lens, but those that a count names. */
static void look(const struct panel *p, const struct grid *g, struct notes *n)
{
	struct rect cells = map_cells(p, g), lens = cells;
	uint32_t told = kinds_told(p, p->f->zone, g->legend);

	*n = (struct notes){ .g = g };
	letters_look(&n->letters, p->c, cells);
	lens.y += g->rows + 1;
	lens.h = 1;
	if (g->lens)
		letters_look(&n->letters, p->c, lens);
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

static void say_map(struct legend *l, const struct notes *n)
{
	legend_letters(l, &n->letters, NULL);
	legend_lit(l);
	legend_words(l, n->brief ? UI_note_order : UI_order_legend);
	say_types(l, n);
	if (n->g->shift)
		legend_words(l, n->brief ? UI_note_mixed : UI_mixed_legend);
	if (n->g->shift && !n->brief)
		legend_words(l, UI_mixed_changed);
	else
		legend_words(l, UI_note_new);
}

static void say_notes(struct legend *l, const void *of)
{
	say_map(l, of);
	legend_signs(l);
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
	if (g->lens)
		legend_add_row(&l, room->head_x, p->r.y + g->rows);
	if (g->legend)
		legend_add_row(&l, room->counts_x, end - 1);
	say_notes(&l, &n);
}
