/*
 * shelf - many small things that are freed together: the strings and short
 * lists of a story, the tree of a text
 */
#ifndef STORY_SHELF_H
#define STORY_SHELF_H

#include <stddef.h>

struct shelf;	/* the newest of a chain of chunks; NULL = empty */

/* Cleared bytes on an 8-byte boundary; they live as long as the shelf. */
void *shelf_take(struct shelf **s, size_t bytes);

/* A copy of those bytes with a NUL after them. */
char *shelf_string(struct shelf **s, const char *from, size_t len);

/* All that was taken goes; some memory stays for what comes next. */
void shelf_rewind(struct shelf **s);

void shelf_free(struct shelf *s);	/* all that was taken */

#endif
