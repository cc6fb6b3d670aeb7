/*
 * expectation - one entry of a step's "expect"
 */
#ifndef LOAD_EXPECTATION_H
#define LOAD_EXPECTATION_H

#include "load/shape.h"

/* Expectations gathered so far; an entry may hold several. */
struct expect_list {
	struct expect *expect;	/* owned */
	size_t	       nr;
	size_t	       cap;
};

void expectation_read(struct loader *l, const cJSON *v, struct expect_list *to);

/* The place of a page (story/page.h), its label known. */
bool read_page(struct loader *l, const cJSON *v, const char *what,
	       const char **value);

extern const struct shape list_shape, order_shape;

#endif
