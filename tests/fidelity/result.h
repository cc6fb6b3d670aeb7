/*
 * result - files of recordings, plain or packed by xz
 */
#ifndef FIDELITY_RESULT_H
#define FIDELITY_RESULT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/text.h"

struct result {
	char  *name;	/* of the file, without .json and .xz; owned */
	char  *path;	/* owned */
	cJSON *json;	/* owned; NULL = cannot be read ... */
	struct diag why;	/* ... for this reason */
};

struct results {
	struct result *r;	/* by name */
	size_t	       nr;
	size_t	       cap;
};

/* Whole file, through `xz -dc` if its name ends so. false and *why if not. */
bool file_read(const char *path, struct text *out, struct diag *why);

/* Return: NULL and *why, if it cannot be read or is no JSON object. */
cJSON *json_read(const char *path, struct diag *why);

/* All *.json and *.json.xz. false and *why if the folder can't be read. */
bool results_read(const char *dir, struct results *rs, struct diag *why);
void results_free(struct results *rs);

#endif
