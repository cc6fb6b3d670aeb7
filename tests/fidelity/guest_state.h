/*
 * guest_state - from a recording to the machine that it was made on
 */
#ifndef FIDELITY_GUEST_STATE_H
#define FIDELITY_GUEST_STATE_H

#include "guest.h"

/* Zones, CPUs, THP. Return: false and *why if the model has no such machine. */
bool guest_spec(struct machine_spec *spec, const cJSON *rec, struct diag *why);

/*
 * The zones as they stood before the program began are part of the question:
 * marks and reserves, which the kernel had computed while it still booted.
 */
void guest_state_at_start(struct guest *g, const struct machine_spec *spec,
			  const cJSON *zones);

/* "always", "madvise", "never" -> THP_...; -1 for anything else. */
int thp_by_name(const char *word);

#endif
