/*
 * step - chapters and steps of a scenario
 */
#ifndef LOAD_STEP_H
#define LOAD_STEP_H

#include "load/shape.h"

extern const struct shape step_shape, chapter_shape, ask_shape, show_shape,
	try_shape;

/* Add a step; the first one of all gets a chapter if there is none. */
void step_read(struct loader *l, const cJSON *v);

/* A step that is one operation, without texts. */
void step_of_operation(struct loader *l, const cJSON *v);

void chapter_read(struct loader *l, const cJSON *v);

/*
 * The positions that questions name: a step's number, its label or "end".
 * Once all steps are known.
 */
void positions_check(struct loader *l, const struct story *s);

#endif
