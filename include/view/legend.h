/*
 * legend - what the letters on a panel mean: a letter and its word stay in one
 * row, two blanks part them from others; what finds no room is left out
 */
#ifndef VIEW_LEGEND_H
#define VIEW_LEGEND_H

#include "view/view.h"

/* Where the next item goes: from x on in row y, or in the rows up to end. */
struct legend {
	struct panel *p;
	int	      x, y, end;
	bool	      counts;	/* it is not drawn, only laid out */
};

/* At the left of the rows [y, end). */
struct legend legend_at(struct panel *p, int y, int end);

/*
 * At the bottom of the rows [y, end), in no more than it needs: what `say`
 * puts in, which is asked twice. `of` is handed on. Return: its first row.
 */
typedef void legend_fn(struct legend *l, const void *of);
int legend_bottom(struct panel *p, int y, int end, legend_fn *say,
		  const void *of);

/* Items of a text, in DIM, two blanks between them. */
void legend_words(struct legend *l, enum ui words);
void legend_text(struct legend *l, const char *words);

/* A sign in its hue, and what it is, as one item. */
void legend_item(struct legend *l, enum role role, uint8_t over, uint32_t sign,
		 const char *words);
/* Those signs of the gutter that are on the panel now, unless a panel that is
 * drawn already tells them. */
void legend_signs(struct legend *l);

/* The same alone, at the bottom of the rows [y, end). */
void panel_signs(struct panel *p, int y, int end);

/* A bit each, by enum glyph. */
typedef uint32_t glyph_set_t;

/* The letters that stand in a part of the canvas. */
glyph_set_t legend_find(const struct canvas *c, struct rect r);
/* Is one of them a capital: a page of an active list? */
bool legend_active(const struct canvas *c, struct rect r);
/*
 * Types of free blocks that a map in this part says: "UE". Return: how many.
 */
int legend_map_types(const struct canvas *c, struct rect r,
		     char out[MIGRATE_TYPES + 1]);
/* Of these letters "U Unmovable  E Reclaimable"; `brief`: "U unmov. E recl." */
void legend_type_words(enum lang lang, const char *types, bool brief,
		       struct text *out);
/* Does the character stand there? */
bool legend_has(const struct canvas *c, struct rect r, uint32_t code);
/* Each letter in its hue, with its word; of the hole it is `hole`. */
void legend_letters(struct legend *l, glyph_set_t letters, enum ui hole);

/*
 * "U Unmovable  M Movable", each letter in the hue of its blocks: the types of
 * which the zone has free ones; `brief`: "U unmov.  M mov.". All of it or none:
 * ask for the columns.
 */
int legend_types_columns(enum lang lang, const struct zone *z, bool brief);
void legend_types(struct panel *p, const struct zone *z, int x, int y,
		  bool brief);

#endif
