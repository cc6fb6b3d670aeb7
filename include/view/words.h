/*
 * words - what the stage itself says, in every language of the interface
 *
 * One table, words.def. Texts with a `%` are formats: each language has the
 * same conversions in the same order (a test holds them together).
 */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "story/story.h"

enum ui {
#define UI(id, en, zh) UI_##id,
#include "view/words.def"
#undef UI
	NR_UI,
};

const char *ui(enum lang lang, enum ui id);

#endif
