/*
 * xmalloc - memory of the host, or the end: never NULL. The caller owns it.
 *
 * The end is a sentence on the standard error and exit 1, by exit().
 */
#ifndef BASE_XMALLOC_H
#define BASE_XMALLOC_H

#include <stddef.h>

void *xmalloc(size_t bytes);
void *xcalloc(size_t nr, size_t bytes);
void *xrealloc(void *old, size_t bytes);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t max_bytes);

/*
 * Room for one more element in a growing array: doubles *cap when nr has
 * reached it. Return: the array, perhaps moved.
 */
void *xgrow(void *array, size_t nr, size_t *cap, size_t bytes_each);

#endif
