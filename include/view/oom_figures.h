/*
 * oom_figures - what the killer counts of a task: now, and as it stood in its
 * report when it took one
 */
#ifndef VIEW_OOM_FIGURES_H
#define VIEW_OOM_FIGURES_H

#include "view/facts.h"

enum { PAGE_KB = PAGE_SIZE / 1024 };

enum column { COL_RSS, COL_SWAP, COL_TABLES, COL_ADJ, COL_POINTS, COL_SCORE,
	      NR_COLS };

/* A row's figures: what they are, or what they were when they were counted. */
struct oom_figures {
	int64_t value[NR_COLS];
	bool there;
};

struct oom_figures oom_figures_now(const struct machine *m, handle_t task);
/* Of any task in the report of the end of `victim`. */
struct oom_figures oom_figures_of(const struct machine *m, uint32_t victim,
				  uint32_t pid);
/*
 * Of a task that the killer took, as it wrote; if the log has no table, which
 * it forgets, of one taken in this unit as the verdict says. Not there if it is
 * not told.
 */
struct oom_figures oom_figures_then(const struct facts *f, uint32_t pid);
/* Points that each step of oom_score_adj adds, in pages. */
int64_t oom_adj_step(const struct machine *m);

/* What the killer wrote. */
struct oom_report {
	handle_t from;		/* "invoked oom-killer"; 0 = not told */
	handle_t tasks;		/* "Tasks state": the table it counted from */
	handle_t killed;	/* "Out of memory: Killed"; 0 = nobody yet */
	uint32_t pid;		/* whom */
	int	 nr;		/* lines from the table to before the verdict */
};

/* The last report, or that of the end of `pid` if that is not 0. */
struct oom_report oom_report_find(const struct machine *m, uint32_t pid);

/* Whom the killer took, by a line of the log; 0 = it does not say so. */
uint32_t oom_killed_in(const char *line);

/*
 * The checks that failed last before the killer counted, in their order; none
 * if it has not counted in this unit or what led to it. Return: how many.
 */
enum { OOM_REFUSED = 4 };
int oom_refused(const struct facts *f, const struct event *out[OOM_REFUSED]);

#endif
