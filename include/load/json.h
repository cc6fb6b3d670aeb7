/*
 * json - the tree of a text, and where each of its values stands
 *
 * cJSON makes the tree, scan says what it must not contain and where things
 * are. The tree is walked along `next`: an index would make it quadratic.
 */
#ifndef LOAD_JSON_H
#define LOAD_JSON_H

#include <cjson/cJSON.h>

#include "load/scan.h"
#include "story/shelf.h"

struct json {
	cJSON	     *root;	/* on `shelf` */
	struct shelf *shelf;	/* owned */
	char	     *text;	/* that it was made of; the caller's */
	size_t	      len;
	uint32_t      first_line;
	bool	      scanned;	/* `scan` is of it, valueint is the order */
	struct scan   scan;
};

/*
 * Parse a whole text; `json` is zeros before its first use and may be used
 * again, which ends the tree before. `text` and what stands behind it are as
 * scan_text() says; they stay as they are for as long as places are asked for.
 * Return: false if there is no tree; there may be faults all the same.
 */
bool json_parse(struct json *json, char *text, size_t len, uint32_t first_line,
		struct diags *faults);
void json_free(struct json *json);

/* Where a value of the tree begins, or its key. */
void json_where(struct json *json, const cJSON *value, uint32_t *line,
		uint32_t *column);
void json_where_key(struct json *json, const cJSON *value,
		    uint32_t *line, uint32_t *column);

/* As strcmp() == 0, for words of a few letters. */
static inline bool same_word(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

/* The member of that key; NULL if there is none. */
const cJSON *json_member(const cJSON *object, const char *key);

#endif
