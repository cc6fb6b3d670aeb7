/*
 * machine - the "machine" of a scenario becomes a struct machine_spec
 */
#ifndef LOAD_MACHINE_H
#define LOAD_MACHINE_H

#include "load/shape.h"

extern const struct shape machine_shape, zone_shape;

/* Read and check it. After faults the description is not fit to boot. */
void machine_read(struct loader *l, const cJSON *v, struct machine_spec *spec);

#endif
