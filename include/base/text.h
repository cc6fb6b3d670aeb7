/*
 * text - a string that grows, and the small words of reading and printing
 *
 * Numbers are printed and read without regard to the locale.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct text {
	char  *s;	/* owned, always ends in a NUL once something was added */
	size_t len;
	size_t cap;
};

void text_free(struct text *t);
void text_reset(struct text *t);	/* empty, memory kept */
void text_add(struct text *t, const char *s, size_t len);
void text_puts(struct text *t, const char *s);
void text_printf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *text_str(const struct text *t);	/* "" when nothing was added */
/* In quotes, as JSON has it: no control character (C0) is left in it. */
void text_json(struct text *t, const char *s, size_t len);

/*
 * In place: every control character (C0, DEL, and C1 in UTF-8) and every byte
 * that is not UTF-8 becomes '?'. What is left may go to a terminal.
 */
void text_clean(char *s);

/*
 * Length of the UTF-8 character at s (at most `left` bytes), 1 to 4; 0 if the
 * bytes are no UTF-8 (overlong forms, surrogates and values over 10ffff are
 * none). *code gets the character.
 */
unsigned utf8_next(const char *s, size_t left, uint32_t *code);

/* Bytes written (1..4) to `to`, which has room for 4; no NUL. */
unsigned utf8_put(char *to, uint32_t code);

/*
 * "64M", "4096", "0x1000", "1T": a number of bytes or pieces with K M G T in
 * binary. Return: false if it is not all a number or does not fit.
 */
bool text_size(const char *s, size_t len, uint64_t *value);

/*
 * How far two words are apart, in single edits; for "did you mean".
 */
unsigned text_distance(const char *a, const char *b);

/*
 * The nearer of two candidates to a mistyped word, if it is near at all.
 * `best` is the nearest so far and starts as NULL.
 */
const char *nearer(const char *typed, const char *best, const char *candidate);

/*
 * "120x40": the columns and rows of a screen, 1 to SIZE_MOST each.
 * Return: false if it is none.
 */
enum { SIZE_MOST = 1000 };
bool size_parse(const char *s, int *w, int *h);

#endif
