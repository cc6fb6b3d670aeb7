/* proc_maps - the areas of a task as /proc shows them: maps, smaps and its sum */
#ifndef MM_PROC_MAPS_H
#define MM_PROC_MAPS_H

#include "base/text.h"
#include "mm/machine.h"

/* A task without an address space has nothing in them. */
void print_maps(const struct machine *m, handle_t task, struct text *out);
void print_smaps(const struct machine *m, handle_t task, struct text *out);
void print_smaps_rollup(const struct machine *m, handle_t task,
			struct text *out);

#endif
