/*
 * compare - the same steps under a second set of machine settings
 */
#ifndef LOAD_COMPARE_H
#define LOAD_COMPARE_H

#include "load/shape.h"

extern const struct shape compare_shape;

/* Read one; the scenario's own machine is known. */
void compare_read(struct loader *l, const cJSON *v);

/* One of these has that name: it leads to one branch, a what-if's no less. */
bool compare_named(const struct story *s, const char *name);

/* All else is read: the others get the scenario's steps. */
void compare_done(struct story *s);

#endif
