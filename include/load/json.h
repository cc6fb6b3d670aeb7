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

struct json {
	cJSON	   *root;	/* owned; valueint of each value is its order */
	struct scan scan;
};

/*
 * Parse a whole text; `json` is zeros before its first use and may be used
 * again, which ends the tree before. `text` is changed as scan_text() says.
 * Return: false if there is no tree; there may be faults all the same.
 */
bool json_parse(struct json *json, char *text, size_t len, uint32_t first_line,
		struct diags *faults);
void json_free(struct json *json);

/* Where a value of the tree begins, or its key. */
void json_where(const struct json *json, const cJSON *value, uint32_t *line,
		uint32_t *column);
void json_where_key(const struct json *json, const cJSON *value,
		    uint32_t *line, uint32_t *column);

/* The member of that key; NULL if there is none. */
const cJSON *json_member(const cJSON *object, const char *key);

#endif
