/*
 * oom_table - the living tasks as the OOM killer counts them: looked up once
 * for a picture, in one pass over the tasks and the log of either machine
 */
#ifndef VIEW_OOM_TABLE_H
#define VIEW_OOM_TABLE_H

#include "view/oom_figures.h"

struct oom_row {
	handle_t task;
	uint32_t pid;
	/* as the killer wrote if it took the task in this unit, and no other
	   one since; else now */
	struct oom_figures fig;
	struct oom_figures was;	/* before the unit; not there if it was not */
	bool killed;	/* the killer took it; of one that ended by the log */
	bool dies;	/* and in this unit */
	bool most;	/* it has the most points, or had when it was taken */
};

struct oom_table {
	struct oom_row *row;	/* in the order of pids; owned */
	size_t		nr;
	uint32_t	last;	/* whom the killer took last, a pid; 0 = none */
	bool		last_dies;	/* and in this unit */
};

/* oom_table_close() is the caller's. */
void oom_table_open(struct oom_table *t, const struct facts *f);
void oom_table_close(struct oom_table *t);

/* Return: NULL if no living task has that pid. */
const struct oom_row *oom_table_find(const struct oom_table *t, uint32_t pid);

#endif
