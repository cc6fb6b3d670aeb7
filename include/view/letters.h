/*
 * letters - which letters stand in parts of a picture, on how many cells
 */
#ifndef VIEW_LETTERS_H
#define VIEW_LETTERS_H

#include "view/view.h"

struct letters {
	uint32_t nr[NR_GLYPHS];		/* cells of each */
	uint32_t news;			/* bit of each that changed or is lit */
	bool	 active;		/* a capital: on an active list */
	bool	 mixed;			/* a cell of several, dim */
};

/* Add those of a part, or of cells that are not drawn yet. */
void letters_look(struct letters *s, const struct canvas *c, struct rect r);
void letters_add_letter(struct letters *s, struct letter l);
/* Those of cells of a panel that stand for a frame or a page. */
void letters_look_at_marks(struct letters *s, const struct panel *p);
/* One that is news, wherever it stands. */
void letters_add(struct letters *s, enum glyph g);
/* They are told elsewhere, or need no word. */
void letters_drop(struct letters *s, enum glyph g);

#endif
