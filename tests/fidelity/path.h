/*
 * path - how a metric finds its value in a recording or in a model's output
 *
 * label   one key on the way down: a key of an object; for an element of a
 *         list its `op`, or "node N ZONE", or its number from 0
 * band    {"min": a, "max": b}: a number that was not the same in all runs
 * runs    {"runs": [...]}: values of several runs that cannot be merged
 *
 * Objects below `delta` and `vmstat` list only what is not zero.
 */
#ifndef FIDELITY_PATH_H
#define FIDELITY_PATH_H

#include <cjson/cJSON.h>
#include <stdbool.h>

enum { MAX_LABELS = 12 };

struct labels {
	unsigned    nr;
	const char *s[MAX_LABELS];
	char	   *store;	/* of a copy: the texts, owned; else NULL */
};

bool is_band(const cJSON *v);
bool is_runs(const cJSON *v);

/* '*' stands for any text; the pattern covers the whole of s. */
bool glob_match(const char *pattern, const char *s);

/*
 * The value at exactly these labels. Of two list elements with the same label
 * the last one counts.
 * Return: NULL if there is none; a zero where only non-zeros are listed.
 */
const cJSON *path_lookup(const cJSON *top, const struct labels *l);

/*
 * Call found() for each list of labels in `top` that a path matches: an array
 * of keys, each a text in which '*' is any text, or an array of such texts.
 * A last key without '*' is given whether it is there or not. The labels are
 * lent for the time of the call.
 */
void path_expand(const cJSON *top, const cJSON *path,
		 void (*found)(void *ctx, const struct labels *l), void *ctx);

/*
 * Labels of a second place, named by those of a first: "$" is the last label
 * of `from`, "$3" its third, "$3-TEXT" the third less TEXT at its end.
 * *to is owned by the caller (labels_free()).
 * Return: false if there is no such label.
 */
bool path_subst(const cJSON *path, const struct labels *from,
		struct labels *to);

void labels_copy(struct labels *to, const struct labels *from);
void labels_free(struct labels *l);	/* of a copy */

#endif
