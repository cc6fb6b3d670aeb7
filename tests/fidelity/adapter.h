/*
 * adapter - does in the model what a recorded experiment did in a real kernel
 *
 * One a type of experiment. It is driven by the recording's machine, sysctl,
 * args, script, inputs and what these name as given; never by what else the
 * recording says, and never by its name.
 */
#ifndef FIDELITY_ADAPTER_H
#define FIDELITY_ADAPTER_H

#include <cjson/cJSON.h>

#include "base/diag.h"

/*
 * Return: the model's output, with the paths of a recording; the caller
 * deletes it. NULL and *why if the model cannot be that machine.
 */
typedef cJSON *adapter_fn(const cJSON *rec, struct diag *why);

/* Return: NULL if no experiment of that type can be performed yet. */
adapter_fn *adapter_find(const char *type);

adapter_fn adapter_cow;
adapter_fn adapter_demand;
adapter_fn adapter_dropcaches;
adapter_fn adapter_fourmaps;
adapter_fn adapter_mlock;
adapter_fn adapter_oom;
adapter_fn adapter_overcommit;
adapter_fn adapter_pagetables;
adapter_fn adapter_stream;
adapter_fn adapter_swap;
adapter_fn adapter_watermarks;

#endif
