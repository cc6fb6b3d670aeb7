/*
 * order - pairs of recordings that are apart in one argument only, and whose
 * values lie apart: the model must have the values in the same order
 */
#ifndef FIDELITY_ORDER_H
#define FIDELITY_ORDER_H

#include "metric.h"

/* A recording and what a model makes of it. */
struct sample {
	const char  *name;
	const cJSON *real;
	const cJSON *model;	/* NULL = none */
};

struct pair {
	const struct sample *a, *b;
	char	     sign;	/* a < b or a > b in the recordings */
	enum verdict verdict;
	char	     got;	/* < = >; '-' if the model has no value */
};

/*
 * All pairs of one entry among the nr samples of its type. Return: how many;
 * *pairs is the caller's to free().
 */
size_t order_pairs(const cJSON *entry, const struct sample *samples, size_t nr,
		   struct pair **pairs);

#endif
