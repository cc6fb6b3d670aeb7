/*
 * letter_doc - what a letter of the pictures says, and where it is seen
 */
#ifndef VIEW_LETTER_DOC_H
#define VIEW_LETTER_DOC_H

#include "base/text.h"
#include "view/palette.h"

/*
 * Its sentences, added to `out`: the meaning, what its capital says if it has
 * one, the views.
 */
void letter_doc(enum glyph g, enum lang lang, struct text *out);

#endif
