/*
 * tongue - messages in the language of who reads them
 *
 * A message is written in English where it is said, as a format of printf().
 * tongue.def has what it is in Chinese. What a format takes keeps its place,
 * or says which it is ("%2$s").
 */
#ifndef BASE_TONGUE_H
#define BASE_TONGUE_H

#include <stdbool.h>

/* Of all messages from now on; English before. */
void tongue_set(bool chinese);

/*
 * The format, or any words, in the language that is set. English is given as
 * it came, and what the table lacks.
 */
const char *tongue(const char *english) __attribute__((format_arg(1)));

#endif
