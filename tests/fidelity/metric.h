/*
 * metric - one thing in which a model and a recording are compared
 *
 * entry   an element of `metrics` in compare.json: paths, how the value is
 *         made, tolerance. An entry gives a metric for each place in the
 *         recording that its path matches.
 * quiet   a value that a model in which nothing happens would get right as
 *         well. The quiet values of an entry count as one metric, which holds
 *         if all of them do.
 * exact   no tolerance, and the same value in all runs of the recording;
 *         otherwise a metric is banded
 */
#ifndef FIDELITY_METRIC_H
#define FIDELITY_METRIC_H

#include <stddef.h>

#include "base/diag.h"
#include "value.h"

struct metric {
	char	      *name;	 /* owned */
	bool	       exact;
	const cJSON   *entry;	 /* lent by compare.json */
	const cJSON   *pattern;	 /* of "numbers" */
	int	       piece;	 /* of "chunks" */
	struct labels  place;	 /* owned */
	cJSON	      *real;	 /* owned; NULL for quiet ones together */
	struct metric *quiet;	 /* owned: those judged together */
	size_t	       nr_quiet;
};

struct metrics {
	struct metric *m;
	size_t	       nr;
	size_t	       cap;
};

enum verdict {
	VERDICT_EQUAL,
	VERDICT_IN_BAND,
	VERDICT_DIFFERS,
	VERDICT_OUT_OF_BAND,
	VERDICT_SKIPPED,
};

const char *verdict_name(enum verdict v);

/*
 * compare.json of the format 1. Return: NULL, and *why, if it is none. The
 * caller deletes it.
 */
cJSON *spec_read(const char *path, struct diag *why);

/* Metrics of a type, an array; NULL if compare.json does not know it. */
const cJSON *spec_entries(const cJSON *spec, const char *type);

/* Is it compared between files rather than inside of one? */
bool entry_is_order(const cJSON *entry);

/* Add the metrics of one entry in one recording. */
void metrics_add(struct metrics *list, const cJSON *rec, const cJSON *entry);
void metrics_free(struct metrics *list);

/*
 * Judge a model's output. Texts of both sides are the caller's to free().
 */
enum verdict metric_judge(const struct metric *m, const cJSON *model,
			  char **real, char **got);

#endif
