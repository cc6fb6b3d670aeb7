/*
 * oom_figures - what the killer counts of a task: now, and as it stood in its
 * report when it took one
 */
#ifndef VIEW_OOM_FIGURES_H
#define VIEW_OOM_FIGURES_H

#include "view/facts.h"

enum column { COL_RSS, COL_SWAP, COL_TABLES, COL_ADJ, COL_POINTS, COL_SCORE,
	      NR_COLS };

/* A row's figures: what they are, or what they were when they were counted. */
struct oom_figures {
	int64_t value[NR_COLS];
	bool there;
};

struct oom_figures oom_figures_now(const struct machine *m, handle_t task);
/* Of a task that the killer took, as it wrote; not there if it is not told. */
struct oom_figures oom_figures_then(const struct machine *m, uint32_t pid);

/* Of any task in the report of the end of `victim`. */
struct oom_figures oom_figures_of(const struct machine *m, uint32_t victim,
				  uint32_t pid);
/* As it wrote if it took the task in this unit, and no other one since; else
 * now. */
struct oom_figures oom_figures_shown(const struct facts *f, handle_t task);
/* Those before the unit began; not there if the task was not. */
struct oom_figures oom_figures_before(const struct facts *f, handle_t task);
/* Points that each step of oom_score_adj adds, in pages. */
int64_t oom_adj_step(const struct machine *m);

/* What the killer wrote. */
struct oom_report {
	handle_t tasks;		/* "Tasks state": the table it counted from */
	handle_t killed;	/* "Out of memory: Killed"; 0 = nobody yet */
	int	 nr;		/* lines from the one to before the other */
};

/* The last report, or that of the end of `pid` if that is not 0. */
struct oom_report oom_report_find(const struct machine *m, uint32_t pid);

/* Whom the killer took last, by pid; 0 = nobody yet. */
uint32_t oom_last_victim(const struct machine *m);
/* Did the killer take it? If it has ended, as far as the log tells. */
bool oom_took(const struct machine *m, handle_t task);
/* Did the killer take it in this unit? */
bool oom_dies(const struct facts *f, uint32_t pid);

/*
 * Points that a task had when the killer took it in this unit, and no other one
 * since; 0 = it did not, or wrote no table.
 */
int64_t oom_counted(const struct facts *f, uint32_t pid);

/*
 * The checks that failed last before the killer counted, in their order; none
 * if it has not counted in this history. Return: how many.
 */
enum { OOM_REFUSED = 4 };
int oom_refused(const struct facts *f, const struct event *out[OOM_REFUSED]);

/* The task with the most points, the last among equals; 0 = none. */
handle_t oom_most_points(const struct machine *m);

#endif
