/*
 * width - columns that a character takes: 0, 1 or 2
 *
 * By the Unicode Character Database 14.0.0: East Asian Width W and F take 2;
 * combining marks (Mn, Me), format characters (Cf) and the trailing letters
 * of Korean syllables take 0; all others, ambiguous ones too, take 1. The
 * same everywhere: no locale is asked.
 */
#ifndef DRAW_WIDTH_H
#define DRAW_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* `code` is no control character. */
int code_columns(uint32_t code);

/*
 * The next character of a text as it is drawn: a byte that is no UTF-8 and a
 * control character become '?'. `left` is at least 1.
 * Return: bytes of it, at least 1.
 */
unsigned drawn_next(const char *s, size_t left, uint32_t *code, int *columns);

#endif
