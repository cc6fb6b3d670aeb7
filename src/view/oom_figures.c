#include "view/oom_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/oom.h"
#include "mm/task.h"

/* The task with the most points, the last among equals; 0 = none. */
handle_t oom_most_points(const struct machine *m)
{
	uint64_t total = oom_totalpages(m);
	int64_t best = OOM_NEVER;
	handle_t found = 0;

	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		int64_t points = oom_badness(m, t, total);

		if (points != OOM_NEVER && points >= best) {
			best = points;
			found = t;
		}
	}
	return found;
}

/* Whom it took, by pid; 0 = nobody. */
static uint32_t taken(const struct machine *m, const struct oom_report *r)
{
	static const char before[] = "Killed process ";
	const char *pid = r->killed ? strstr(dmesg_line_at(m, r->killed)->text,
					     before) : NULL;

	return pid ? (uint32_t)strtoul(pid + strlen(before), NULL, 10) : 0;
}

/* The last report, or that of the end of `pid` if that is not 0. */
struct oom_report oom_report_find(const struct machine *m, uint32_t pid)
{
	struct oom_report now = { 0 }, last = { 0 };

	for (handle_t h = m->s->dmesg_first; h; h = dmesg_line_at(m, h)->next) {
		const char *text = dmesg_line_at(m, h)->text;

		if (strstr(text, "Tasks state"))
			now = (struct oom_report){ .tasks = h };
		if (strstr(text, "Killed process ")) {
			now.killed = h;
			if (!pid || taken(m, &now) == pid)
				last = now;
			/* the next may have no table: vm.oom_dump_tasks */
			now = (struct oom_report){ 0 };
			continue;
		}
		now.nr++;
	}
	return last;
}

/* Whom the killer took last, by pid; 0 = nobody yet. */
uint32_t oom_last_victim(const struct machine *m)
{
	struct oom_report last = oom_report_find(m, 0);

	return taken(m, &last);
}

/* The log is long, and most units write nothing into it. */
static bool log_grew(const struct facts *f)
{
	handle_t now = f->now->s->dmesg_last, was = f->before->s->dmesg_last;

	return now && (now != was || dmesg_line_at(f->now, now)->ns !=
					     dmesg_line_at(f->before, was)->ns);
}

/* Did the killer take it in this unit? */
bool oom_dies(const struct facts *f, uint32_t pid)
{
	return log_grew(f) && oom_report_find(f->now, pid).killed &&
	       !oom_report_find(f->before, pid).killed;
}

bool oom_took(const struct machine *m, handle_t task)
{
	const struct task *t = task_at(m, task);

	/* who still has memory and is no victim needs no look into the log */
	return t->oom_victim ||
	       (!t->mm && oom_report_find(m, t->pid).killed);
}

/*
 * Of the last victim the newest report tells, and what stands below it. One
 * that another report is about shows what it has now.
 */
static bool is_reported(const struct facts *f, uint32_t pid)
{
	return oom_dies(f, pid) && oom_last_victim(f->now) == pid;
}

int64_t oom_adj_step(const struct machine *m)
{
	return (int64_t)(oom_totalpages(m) / 1000);
}

static int64_t sum_points(const struct machine *m, const struct oom_figures *c)
{
	return c->value[COL_RSS] + c->value[COL_SWAP] + c->value[COL_TABLES] +
	       c->value[COL_ADJ] * oom_adj_step(m);
}

/* "[  103]     0   103    42713    25001   229376        0        0 grow" */
static bool read_row(const char *row, uint32_t pid, struct oom_figures *c)
{
	unsigned nr;
	long long rss, tables, swap, adj;

	if (sscanf(row, "[ %u ] %*u %*u %*u %lld %lld %lld %lld", &nr, &rss,
		   &tables, &swap, &adj) != 5 || nr != pid)
		return false;
	c->value[COL_RSS] = rss;
	c->value[COL_SWAP] = swap;
	c->value[COL_TABLES] = tables / PAGE_SIZE;
	c->value[COL_ADJ] = adj;
	return true;
}

struct oom_figures oom_figures_of(const struct machine *m, uint32_t victim,
				  uint32_t pid)
{
	struct oom_report r = oom_report_find(m, victim);
	struct oom_figures c = { 0 };

	for (handle_t h = r.tasks; h && h != r.killed && !c.there;
	     h = dmesg_line_at(m, h)->next)
		c.there = read_row(dmesg_line_at(m, h)->text, pid, &c);
	c.value[COL_POINTS] = sum_points(m, &c);
	return c;
}

struct oom_figures oom_figures_then(const struct machine *m, uint32_t pid)
{
	return oom_figures_of(m, pid, pid);
}

int64_t oom_counted(const struct facts *f, uint32_t pid)
{
	if (!is_reported(f, pid))
		return 0;
	return oom_figures_then(f->now, pid).value[COL_POINTS];
}

struct oom_figures oom_figures_now(const struct machine *m, handle_t h)
{
	const struct task *t = task_at(m, h);
	const struct mm *mm = t->mm ? mm_at(m, t->mm) : NULL;
	struct oom_figures c = { .there = mm != NULL };

	c.value[COL_ADJ] = t->oom_score_adj;
	if (!mm)
		return c;
	c.value[COL_RSS] = (int64_t)mm_rss(mm);
	c.value[COL_SWAP] = (int64_t)mm->rss[MM_SWAPENTS];
	c.value[COL_TABLES] = (int64_t)mm->nr_tables;
	c.value[COL_POINTS] = oom_badness(m, h, oom_totalpages(m));
	c.value[COL_SCORE] = oom_score(m, h);
	return c;
}

struct oom_figures oom_figures_shown(const struct facts *f, handle_t h)
{
	uint32_t pid = task_at(f->now, h)->pid;
	struct oom_figures was = { .there = false }, now;

	if (is_reported(f, pid))
		was = oom_figures_then(f->now, pid);
	now = oom_figures_now(f->now, h);
	was.value[COL_SCORE] = now.value[COL_SCORE];
	return was.there ? was : now;
}

struct oom_figures oom_figures_before(const struct facts *f, handle_t h)
{
	handle_t before = task_by_pid(f->before, task_at(f->now, h)->pid);

	return before ? oom_figures_now(f->before, before) :
			(struct oom_figures){ .there = false };
}

/* Where events are looked for: in the history, or in what is kept of it. */
struct told {
	const struct facts *f;
	uint32_t	    nr;
	bool		    kept;
};

static const struct event *told_at(const struct told *t, uint32_t i)
{
	return t->kept ? &t->f->between->refused->event[i] :
			 history_at(t->f, i);
}

/* Up to the killer's newest count of a task; of none if it has counted none. */
static struct told up_to_count(const struct facts *f)
{
	struct told t = { .f = f, .nr = history_len(f) };

	while (t.nr > 0 && history_at(f, t.nr - 1)->id != EV_oom_badness)
		t.nr--;
	if (t.nr || !f->between->count[EV_oom_kill])
		return t;
	t = (struct told){ f, f->between->refused->nr, true };
	while (t.nr > 0 && told_at(&t, t.nr - 1)->id != EV_oom_kill)
		t.nr--;
	return t;
}

int oom_refused(const struct facts *f, const struct event *out[OOM_REFUSED])
{
	struct told t = up_to_count(f);
	uint32_t end = t.nr, first;
	int nr = 0;

	while (end > 0 && told_at(&t, end - 1)->id != EV_zone_watermark_fail)
		end--;
	for (first = end; first > 0 && end - first < OOM_REFUSED &&
			  told_at(&t, first - 1)->id == EV_zone_watermark_fail;)
		first--;
	for (uint32_t i = first; i < end; i++)
		out[nr++] = told_at(&t, i);
	return nr;
}
