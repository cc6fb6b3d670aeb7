/*
 * report - the lines of the comparison, and what they add up to
 */
#ifndef FIDELITY_REPORT_H
#define FIDELITY_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "metric.h"

struct report {
	FILE	*out;
	uint64_t nr_files;
	uint64_t exact, exact_all;
	uint64_t banded, banded_all;
	uint64_t skipped;
	uint64_t bad;		/* differs, out-of-band */
	uint64_t right, wrong, unknown;	/* frames chosen in page traces */
	uint64_t unreadable;
};

/* FILE METRIC REAL MODEL VERDICT. Texts are without tabs and line ends. */
void report_line(struct report *r, const char *file, const char *metric,
		 const char *real, const char *model, const char *verdict);

/* Count a judged metric. */
void report_count(struct report *r, bool exact, enum verdict v);

/* Something of a page trace: it counts as no metric, but it may differ. */
void report_check(struct report *r, const char *set, const char *what,
		  const char *real, const char *model, bool good);

/* A file that cannot be read: to the standard error. */
void report_unreadable(struct report *r, const char *path,
		       const struct diag *why);

/* The last line. Return: the exit code. */
int report_end(const struct report *r);

#endif
