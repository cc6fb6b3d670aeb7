/*
 * key - keys by their names, and what a terminal sends for them
 */
#ifndef BASE_KEY_H
#define BASE_KEY_H

#include <stdbool.h>

enum { KEY_NAME_BYTES = 16 };

/*
 * What a terminal sends for a key. Return: false if no key has this name;
 * *near is then the name it may have been meant to be, or NULL.
 */
bool key_bytes(const char *name, char bytes[KEY_NAME_BYTES], const char **near);

#endif
