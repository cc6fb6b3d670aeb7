/*
 * legend - what the letters on a panel mean
 *
 * item  a letter and its word, or a few words: never parted, two blanks from
 *       others
 *
 * An item stands in the first row that has room for it, so that what is long
 * leaves no hole behind it; what finds no room in any is left out. Who says
 * the most needed first loses the least.
 */
#ifndef VIEW_LEGEND_H
#define VIEW_LEGEND_H

#include "view/letters.h"

enum { LEGEND_MOST = 32 };

struct legend {
	struct panel *p;
	struct legend_row {
		int from, x, y;	/* its first column; where the next item goes */
	} row[LEGEND_MOST];
	int  nr;		/* rows */
	int  lost;		/* items that found no room */
	bool lit;		/* filled cells are told, or had no room */
	bool tight;		/* of rows the one that has the least room */
	bool counts;		/* nothing is drawn, only laid out */
};

/* At the left of the rows [y, end). */
struct legend legend_at(struct panel *p, int y, int end);
/* One more: what is left of a row from x on. */
void legend_add_row(struct legend *l, int x, int y);

/*
 * At the bottom of the rows [y, end), in no more than it needs: what `say`
 * puts in, which is asked twice. `of` is handed on. Return: its first row.
 */
typedef void legend_fn(struct legend *l, const void *of);
int legend_bottom(struct panel *p, int y, int end, legend_fn *say,
		  const void *of);
/* Rows that it takes of so many. */
int legend_rows(struct panel *p, int rows, legend_fn *say, const void *of);

/* Items of a text, in DIM, two blanks between them. */
void legend_words(struct legend *l, enum ui words);
void legend_text(struct legend *l, const char *words);
/* Of them those whose first letter is `among` these, or is not. */
void legend_text_of(struct legend *l, const char *words, const char *first,
		    bool among);

/* A sign in its hue, and what it is, as one item. */
void legend_item(struct legend *l, enum role role, uint8_t over, uint32_t sign,
		 const char *words);
/* What filled cells are, if the panel has some and none tells it yet. */
void legend_lit(struct legend *l);
/*
 * The same, and those signs of the gutter that are on the panel now, unless a
 * panel that is drawn already tells them.
 */
void legend_signs(struct legend *l);

/* What a view calls a letter, if not as all do; glyph NR_GLYPHS ends. */
struct legend_word {
	enum glyph glyph;
	enum ui	   word;
};

/*
 * Each letter in its hue, with its word, and what a capital is. Where not all
 * have room those go that are on most cells and did not change. `own` may be
 * NULL.
 */
void legend_letters(struct legend *l, const struct letters *s,
		    const struct legend_word *own);

/*
 * Types of free blocks that a map in this part says: "UE". Return: how many.
 */
int legend_map_types(const struct canvas *c, struct rect r,
		     char out[MIGRATE_TYPES + 1]);
/* An item for each: "U Unmovable", in its hue; `brief`: "U unmov." */
void legend_map_words(struct legend *l, const char *types, bool brief);
/*
 * The hue of movable blocks, in which it is drawn, where others have letters:
 * "no letter: movable"; with little room its letter in the lists.
 */
void legend_movable(struct legend *l, bool brief);
/* The same of the types of which the zone has free blocks, not brief. */
void legend_zone_types(struct legend *l, const struct zone *z);
/* Does the character stand there? */
bool legend_has(const struct canvas *c, struct rect r, uint32_t code);

/*
 * "U Unmovable  M Movable", each letter in the hue of its blocks: the types of
 * which the zone has free ones; `brief`: "U unmov.  M mov.". All of it or none:
 * ask for the columns.
 */
int legend_types_columns(enum lang lang, const struct zone *z, bool brief);
void legend_types(struct panel *p, const struct zone *z, int x, int y,
		  bool brief);

#endif
