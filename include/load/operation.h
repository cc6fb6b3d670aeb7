/*
 * operation - {"verb": {...}, "x": 3, ...} becomes a group of the newest step
 */
#ifndef LOAD_OPERATION_H
#define LOAD_OPERATION_H

#include "load/loader.h"

/* A modifier stands beside the verb. */
struct modifier {
	const char *key;	/* NULL ends the list */
	bool	    is_number;	/* else a string */
	const char *doc;
};
extern const struct modifier modifiers[];

/*
 * Read one operation and add it to the newest step. After a fault it is left
 * out, but the names that it defines are known.
 */
void operation_read(struct loader *l, const cJSON *v);

/* Is this key a verb or a modifier? Tells a line's operation from a step. */
bool operation_key(struct loader *l, const char *key);

#endif
