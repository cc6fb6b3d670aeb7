/* proc_task - the files of one task below /proc */
#ifndef MM_PROC_TASK_H
#define MM_PROC_TASK_H

#include "base/text.h"
#include "mm/machine.h"

/* The file of that name in the task's folder; false if there is none. */
bool proc_task_print(const struct machine *m, handle_t task, const char *file,
		     struct text *out);

/* Fields of "stat" by name, from 1; 0 if unknown or no number. */
unsigned proc_stat_field(const char *name, size_t len);

#endif
