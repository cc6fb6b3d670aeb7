/*
 * ansi - a canvas as text with ISO 6429 colour sequences
 */
#ifndef OUT_ANSI_H
#define OUT_ANSI_H

#include "base/text.h"
#include "draw/theme.h"

/*
 * Rows ended by \n, each beginning and ending in the terminal's own colours.
 * `colors`: 0 (attributes only), 8, 16, 256 or 1 << 24.
 */
void ansi_print(const struct canvas *c, const struct theme *t, int32_t colors,
		struct text *out);

/* The sequence that shows a look, whatever came before. */
void ansi_look(struct text *out, const struct look *look, int32_t colors);

/* A short one for a terminal that shows `from`; nothing if both are the same. */
void ansi_turn(struct text *out, const struct look *from,
	       const struct look *to, int32_t colors);

/* Nothing on, the terminal's own colours: what a reset leaves. */
extern const struct look ansi_plain;

/* Would a space be the same in both? It shows no ink. */
bool ansi_same_on_space(const struct look *a, const struct look *b);
bool ansi_same_look(const struct look *a, const struct look *b);

#endif
