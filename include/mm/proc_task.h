/* proc_task - the files of one task below /proc */
#ifndef MM_PROC_TASK_H
#define MM_PROC_TASK_H

#include "base/text.h"
#include "mm/machine.h"

/* "maps", "status", "statm", "stat", "smaps_rollup"; false if unknown. */
bool proc_task_print(const struct machine *m, handle_t task, const char *file,
		     struct text *out);

/* Fields of "stat" by name, from 1; 0 if unknown. */
unsigned proc_stat_field(const char *name, size_t len);

#endif
