/*
 * guest_state - from a recording to the machine that it was made on
 */
#ifndef FIDELITY_GUEST_STATE_H
#define FIDELITY_GUEST_STATE_H

#include "guest.h"

/* Zones, CPUs, THP. Return: false and *why if the model has no such machine. */
bool guest_spec(struct machine_spec *spec, const cJSON *rec, struct diag *why);

/*
 * Its disk with the files on it, a file that may be made on tmpfs, its swap
 * device: as the recording's machine and inputs name them. `files` has room
 * for MAX_GUEST_FILES and lives until the machine is booted.
 */
void guest_storage(struct machine_spec *spec, const cJSON *rec,
		   struct file_spec *files);

/*
 * The zones as they stood before the program began are part of the question:
 * marks and reserves, which the kernel had computed while it still booted.
 */
void guest_state_at_start(struct guest *g, const struct machine_spec *spec,
			  const cJSON *zones);

/*
 * The recorded program is larger than the model's: its own memory, which
 * inputs.harness tells, is brought to that size. The promises of all programs
 * at the start are given, and what is kept for root and the user.
 */
void guest_harness(struct guest *g);

/* "always", "madvise", "never" -> THP_...; -1 for anything else. */
int thp_by_name(const char *word);

#endif
