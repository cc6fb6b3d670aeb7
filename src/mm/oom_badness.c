/*
 * The points of a task, and the figures of /proc that are made from them. The
 * killer itself is oom.c.
 */
#include "mm/oom.h"

#include "mm/watermark.h"
#include "mm/zap.h"

enum { INIT_PID = 1 };

uint64_t oom_totalpages(const struct machine *m)
{
	return total_ram_pages(m) + m->s->total_swap_pages;
}

/*
 * A dead task's or a reaped one's memory is gone already.
 *
 * Source: mm/oom_kill.c oom_badness(), oom_unkillable_task() (6.1). Left out:
 * vfork, where the child is skipped.
 */
int64_t oom_badness(const struct machine *m, handle_t task,
		    uint64_t totalpages)
{
	const struct task *t = task_at(m, task);
	const struct mm *mm;
	int64_t points;

	if (t->pid == INIT_PID || !t->mm ||
	    t->oom_score_adj == OOM_SCORE_ADJ_MIN)
		return OOM_NEVER;
	mm = mm_at(m, t->mm);
	if (mm->oom_skip)
		return OOM_NEVER;
	points = (int64_t)(mm_rss(mm) + mm->rss[MM_SWAPENTS] + mm->nr_tables);
	return points + t->oom_score_adj * (int64_t)(totalpages / 1000);
}

/* Source: fs/proc/base.c proc_oom_score() (6.1). */
int64_t oom_score(const struct machine *m, handle_t task)
{
	uint64_t total = oom_totalpages(m);
	int64_t points = oom_badness(m, task, total);

	if (points == OOM_NEVER)
		return 0;
	return (1000 + points * 1000 / (int64_t)total) * 2 / 3;
}

/* Source: fs/proc/base.c oom_adj_read() (6.1). */
int64_t oom_adj_of(int32_t adj)
{
	int64_t old = adj == OOM_SCORE_ADJ_MAX ?
			      OOM_ADJUST_MAX :
			      (int64_t)adj * -OOM_DISABLE / OOM_SCORE_ADJ_MAX;

	return old > OOM_ADJUST_MAX ? OOM_ADJUST_MAX : old;
}

/* Source: fs/proc/base.c oom_adj_write() (6.1). */
int32_t oom_score_adj_of(int64_t old)
{
	return old == OOM_ADJUST_MAX ?
		       OOM_SCORE_ADJ_MAX :
		       (int32_t)(old * OOM_SCORE_ADJ_MAX / -OOM_DISABLE);
}
