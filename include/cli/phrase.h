/*
 * phrase - does a row of a table speak of a word, or of a phrase?
 *
 * phrase  one word, or several with one blank between them
 * form    the row's name as it is written; doc: its sentence
 *
 * A word is spoken of where one begins so, in any case; one of fewer bytes
 * than PHRASE_LEAST_BYTES has to stand there whole.
 */
#ifndef CLI_PHRASE_H
#define CLI_PHRASE_H

#include <stdbool.h>

enum { PHRASE_LEAST_BYTES = 3 };	/* two are in any sentence */

/* As it is written, in the form or in the doc. */
bool phrase_in(const char *phrase, const char *form, const char *doc);
/* Each of its words somewhere, in any order. */
bool phrase_words_in(const char *phrase, const char *form, const char *doc);

#endif
