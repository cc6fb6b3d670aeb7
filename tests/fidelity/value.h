/*
 * value - what a metric is worth: recorded values, and values made of them
 *
 * Every function returns a new value that the caller owns (cJSON_Delete()),
 * or NULL where the recording or the model does not have what it takes.
 */
#ifndef FIDELITY_VALUE_H
#define FIDELITY_VALUE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "path.h"

struct ends {
	double low;
	double high;
};

/* A number's or band's ends. Return: false if v is neither. */
bool value_ends(const cJSON *v, struct ends *e);

/* The value of an entry of compare.json at these labels; by its "as". */
cJSON *value_at(const cJSON *top, const cJSON *entry, const struct labels *l);

/* "numbers": what a pattern finds in a text, less that in the text at `base`. */
cJSON *value_number_in(const cJSON *top, const struct labels *l,
		       const char *pattern, const cJSON *base);

/*
 * "chunks": the piece-th part of a list of lines, cut at every `calls`-th line
 * that begins with "call ". Return: an empty list beyond the last part; NULL if
 * it is no list.
 */
cJSON *value_chunk(const cJSON *lines, int calls, int piece);
int value_nr_chunks(const cJSON *lines, int calls);

/* num / den of an object's weighted sums, to four decimals. */
cJSON *value_share(const cJSON *object, const cJSON *num, const cJSON *den);

/*
 * Is the model's value inside the recorded one, widened by the tolerance? A
 * tolerance of 0 (or none) is exact, but for what differed between runs.
 */
bool value_within(const cJSON *real, const cJSON *model, const cJSON *tol);

/* Would a model in which nothing happens get it right? */
bool value_quiet(const cJSON *real, const cJSON *tol);

/* The same in all runs, and so in all parts of a list. */
bool value_plain(const cJSON *v);

/* As one short line without tabs. Return: owned by the caller (free()). */
char *value_show(const cJSON *v);

#endif
