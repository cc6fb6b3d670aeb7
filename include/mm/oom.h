/*
 * oom - when nothing can be reclaimed: who is killed
 *
 * Source: mm/oom_kill.c, fs/proc/base.c proc_oom_score() (6.1). PR11.1-11.8.
 */
#ifndef MM_OOM_H
#define MM_OOM_H

#include "mm/gfp.h"
#include "mm/zone.h"

#define OOM_NEVER INT64_MIN

/* Of oom_score_adj; at the least of them a task is never killed. */
enum { OOM_SCORE_ADJ_MIN = -1000, OOM_SCORE_ADJ_MAX = 1000 };
/* Of the old oom_adj. */
enum { OOM_DISABLE = -17, OOM_ADJUST_MAX = 15 };

/* Points of a task (PR11.3); OOM_NEVER = it is not to be killed. */
int64_t oom_badness(const struct machine *m, handle_t task,
		    uint64_t totalpages);
/* RAM and swap, pages. */
uint64_t oom_totalpages(const struct machine *m);
/* PR11.6 /proc/PID/oom_score */
int64_t oom_score(const struct machine *m, handle_t task);
/* PR11.7 */
int64_t oom_adj_of(int32_t oom_score_adj);
int32_t oom_score_adj_of(int64_t oom_adj);

/*
 * Kill somebody for the running task's request, or find that somebody is dying
 * already. The victim's private memory goes back at once (but the running
 * task's own, which dies at the end of its operation).
 * Return: true if it is worth while to try again.
 */
bool out_of_memory(struct machine *m, gfp_t gfp, unsigned order);

/* The running task: of the log's pid; 0 = none. */
handle_t current_task(const struct machine *m);

#endif
